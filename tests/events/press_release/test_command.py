import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from docx import Document
from fpdf import FPDF

from events.press_release.encodings import decoded
from events.press_release.html_text import text_of_html
from tests import documents

TEXT = "Форум открылся в Туле\n\nФорум открыл 5 мая 2025 года в Тульской области министр экономики Иван Тёркин."


def lines(capsys, *paths):
    call_command("read_press_release", *map(str, paths))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_json_line_a_file_without_a_database(tmp_path, capsys):
    first, second = tmp_path / "один.txt", tmp_path / "два.txt"
    first.write_text(TEXT, "utf-8")
    second.write_bytes(bytes(range(256)) * 20)
    event, rubbish = lines(capsys, first, second)
    assert event["file"] == str(first)
    assert (event["event_type"], event["start_date"], event["regions"]) == ("forum", "2025-05-05", ["Тульская область"])
    assert event["people"] == [{"name": "Иван Тёркин", "position": "Министр экономики", "organisation": ""}]
    assert rubbish["file"] == str(second)
    assert "не нашлось текста" in rubbish["refusal"]


def test_a_missing_file_is_named_before_anything_is_read(tmp_path):
    with pytest.raises(CommandError, match=r"нет\.txt"):
        call_command("read_press_release", str(tmp_path / "нет.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings(encoding):
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_a_web_page_says_its_encoding():
    page = f'<meta charset="koi8-r"><p>{TEXT}'
    assert decoded(page.encode("koi8-r")) == page


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 100, b"\x00" * 5000])
def test_bytes_that_are_no_text(content):
    with pytest.raises(ValueError, match="no text"):
        decoded(content)


def word(tmp_path):
    path = tmp_path / "релиз.docx"
    document = Document()
    for paragraph in TEXT.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(path)
    return path


def pdf(tmp_path):
    path = tmp_path / "релиз.pdf"
    page = FPDF()
    page.add_page()
    page.add_font("Golos", "", documents.FONTS / "GolosText-Regular.ttf")
    page.set_font("Golos", size=12)
    for paragraph in TEXT.split("\n\n"):
        page.multi_cell(90, 8, paragraph, new_x="LMARGIN", new_y="NEXT")
        page.ln(8)
    page.output(path)
    return path


def web_page(tmp_path):
    path = tmp_path / "релиз.html"
    title, lead = TEXT.split("\n\n")
    path.write_text(
        "<html><head><title>Сайт</title><script>alert('Форум 1 мая 2001 года')</script></head><nav><li>Новости</nav>"
        f"<article><h1>{title}</h1><style>p{{}}</style><p>{lead}</p><p>{'Обсудили планы и итоги. ' * 12}</p></article>"
        "<footer>Директор сайта Пётр Чужой, 3 марта 1999 года</footer></body></html>",
        "utf-8",
    )
    return path


@pytest.mark.parametrize("make", [word, pdf, web_page])
def test_documents_are_read(make, tmp_path, capsys):
    (event,) = lines(capsys, make(tmp_path))
    assert (event["title"], event["start_date"], event["regions"]) == (
        "Форум открылся в Туле",
        "2025-05-05",
        ["Тульская область"],
    )
    assert [person["name"] for person in event["people"]] == ["Иван Тёркин"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("релиз.exe", b"MZ", "Читаются TXT"),
        ("релиз.pdf", b"PK\x03\x04 no pdf", "релиз.pdf"),
        ("релиз.docx", b"%PDF-1.4", "релиз.docx"),
        ("релиз.txt", b"a" * (3 << 20), "больше"),
    ],
)
def test_what_is_no_readable_file_gets_a_sentence(name, content, said, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(content)
    (line,) = lines(capsys, path)
    assert said in line["refusal"]


def test_nothing_hidden_in_a_web_page_is_read():
    page = "<p>Видно</p><template>нет</template><svg><text>нет</text></svg><noscript>нет</noscript><iframe>нет</iframe>"
    assert text_of_html(page) == "Видно"
    assert text_of_html("<ul><li>раз<li>два</ul><table><tr><td>10:00<td>Обед</table>") == "• раз\n• два\n\n10:00 | Обед"
    assert text_of_html("<div>" * 5000 + "глубоко") == "глубоко"
    assert text_of_html("<!DOCTYPE html><![x<p>раз<!-- нет --><?php нет ?></p>два<!-- нет") == "раз\n\nдва"
