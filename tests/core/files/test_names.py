import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.files.names import NAME_BYTES, NAME_LENGTH, clean_name, content_disposition, extension, stored_name

STORED = re.compile(r"materials/([0-9a-f]{2})/\1[0-9a-f]{30}(\.[a-z0-9]{1,10})?")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Доклад.PDF", ".pdf"),
        ("архив.tar.gz", ".gz"),
        ("без расширения", ""),
        (".htaccess", ""),
        ("файл.докх", ""),
        ("файл.pdf ", ""),
        ("файл.pdf\n", ""),
        ("файл.abcdefghijk", ""),
    ],
)
def test_extension_is_plain_ascii_or_none(name, expected):
    assert extension(name) == expected


@pytest.mark.parametrize(
    "name",
    ["Доклад.pdf", "\u202efdp.exe.pdf", "а\x00б\n.pdf", "ы" * 300 + ".pdf", "../../etc/passwd.pdf", "..\\..\\a.pdf"],
)
def test_stored_name_keeps_nothing_of_the_given_one(name):
    found = stored_name(f"materials/{name.replace('/', '_')}")
    assert STORED.fullmatch(found)
    assert found.isascii()
    assert stored_name("materials/a.pdf") != stored_name("materials/a.pdf")


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Презентация Сафоново.pptx", "Презентация Сафоново.pptx"),
        ("Отчёт «Феникс» (2).pdf", "Отчёт «Феникс» (2).pdf"),
        ("C:\\Документы\\Отчёт.pdf", "Отчёт.pdf"),
        ("../../etc/passwd", "passwd"),
        ("Отчёт\u202efdp.exe", "Отчётfdp.exe"),
        ("а\x00б\r\nв.pdf", "аб в.pdf"),
        ("и\u0306.pdf", "й.pdf"),
        ("доклад\u00a0\u2003 1.pdf", "доклад 1.pdf"),
        ("", "file"),
        ("...", "file"),
        ("а\ud800.pdf", "а.pdf"),
        ("доклад.pdf . . ", "доклад.pdf"),
        (" .доклад.pdf", "доклад.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1 .tar.gz", "_lpt1 .tar.gz"),
        ("nul", "_nul"),
        ("Контакты.pdf", "Контакты.pdf"),
        ("console.pdf", "console.pdf"),
    ],
)
def test_clean_name_keeps_what_people_read(given_name, expected):
    assert clean_name(given_name) == expected


def test_long_name_keeps_its_extension():
    name = clean_name("ж" * 300 + ".Pptx")
    assert name.endswith("ж.Pptx")
    assert len(name) == NAME_LENGTH


@given(st.text(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_name_is_safe_once_cleaned(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= NAME_LENGTH
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert clean_name(cleaned) == cleaned
    cleaned.encode()


@given(st.text(max_size=400), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_name_makes_one_clean_header(name, inline):
    header = content_disposition(name, inline=inline)
    found = re.fullmatch(r"(inline|attachment); filename=\"([A-Za-z0-9 ._()-]+)\"; filename\*=UTF-8''(\S+)", header)
    assert found, header
    restored = unquote(found[3], errors="strict")
    assert len(restored.encode()) <= NAME_BYTES
    assert clean_name(name).startswith(restored[:3])


def test_header_has_a_russian_name_in_latin_too():
    assert content_disposition("Презентация Сафоново.pptx") == (
        'attachment; filename="prezentatsiya-safonovo.pptx"; '
        "filename*=UTF-8''%D0%9F%D1%80%D0%B5%D0%B7%D0%B5%D0%BD%D1%82%D0%B0%D1%86%D0%B8%D1%8F%20"
        "%D0%A1%D0%B0%D1%84%D0%BE%D0%BD%D0%BE%D0%B2%D0%BE.pptx"
    )
    assert content_disposition("日本.pdf").startswith('attachment; filename="file.pdf"; ')
    assert content_disposition("plan (1).pdf", inline=True).startswith('inline; filename="plan (1).pdf"; ')


def test_header_has_raw_utf8_for_curl():
    header = content_disposition('Отчёт "Феникс".pdf', reads_raw=True)
    assert header.encode("latin-1").decode() == "attachment; filename=\"Отчёт 'Феникс'.pdf\""
