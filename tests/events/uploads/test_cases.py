"""Files that were once judged wrongly, each with its neighbours: other kinds, positions and counts."""

import re
import struct
import zipfile
from pathlib import Path

import pytest

from core.files.names import clean_name
from events.uploads import verdicts
from events.uploads.inspection import inspect
from tests import documents, files, hostile
from tests.documents import compound, doc, docx, open_document, packed, ppt, record, repacked, xls

pytestmark = pytest.mark.once

CASES = Path(__file__).parents[2] / "data" / "cases"
REFUSED = {
    "ppt-dual-with-macros.ppt": "macros",
    "ppt-storage-for-stream.ppt": "broken",
    "zip-of-documents.zip": "not_photos",
    "zip-cp866-names.zip": "not_photos",
}


def judge(tmp_path, name, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    return verdicts.Verdict(name, **inspect(str(path), clean_name(name)))


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_case_has_its_verdict(path):
    assert inspect(str(path), path.name)["reason"] == REFUSED.get(path.name, "")


THEME = packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "theme/theme1.xml": "<a/>"})
DTD = '<?xml version="1.0"?><!DOCTYPE math:math {}><math:math xmlns:math="http://www.w3.org/1998/Math/MathML"/>'
NATIVE = documents.compound({"\x01Ole10Native": hostile.dropped("план.txt", b"text")})
LIBRARY = '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"/>'


def named_behind(name, content):
    """A dropped file as Windows keeps it today: its names follow once more in UTF-16."""
    native = hostile.dropped(name, content)
    for spelled in (name, name, name):
        native += struct.pack("<I", len(spelled)) + spelled.encode("utf-16-le")
    return native


def without_mimetype(kind):
    return repacked(open_document(kind), {"mimetype": None})


def odf_with(name, content):
    return open_document("text", **{name: content})


def cp866(names):
    """A ZIP as the Explorer of a Russian Windows writes it: no flag says how the names are spelled."""
    places = {"abcdefgh"[number] * len(name): name for number, name in enumerate(names)}
    content = packed(dict.fromkeys(places, hostile.PHOTO))
    for place, name in places.items():
        content = content.replace(place.encode(), name.encode("cp866"))
    return content


GOOD = {
    "Тема в данных.doc": doc(streams={"Data": bytes(5000) + THEME + bytes(100)}),
    "Тема в последнем секторе.doc": doc(streams={"Data": bytes(512 * 12 - len(THEME)) + THEME}),
    "Темы.ppt": ppt(records=record(0x040E, THEME) + record(0x041E, THEME)),
    "Тема.xls": xls(records=documents.biff(0x896, bytes(16) + THEME)),
    "Форма Р7.pdf": hostile.pdf_with_stream(documents.xlsx(3)),
    "Архив в потоке.pdf": hostile.pdf_with_stream(packed({"data.xml": "<x/>"})),
    "Нули.docx": docx(1) + bytes(5000),
    "Строка.pptx": documents.pptx(slides=1) + b"\r\n",
    "Строка.ods": open_document("spreadsheet") + b"\n\0",
    "Строка.zip": documents.photos() + b"\r\n",
    "Длинные нули.zip": documents.photos() + bytes(200_000),
    "Нули.jpg": hostile.PHOTO + bytes(5000),
    "Нули.png": documents.picture("PNG") + bytes(5000),
    "Нули.tif": documents.tiff() + bytes(5000),
    "Нули.pdf": files.pdf() + bytes(100_000),
    "Нули.doc": doc() + bytes(100_000),
    "Нуль.rtf": documents.rtf() + b"\r\n\0",
    "Перетащен текст.docx": repacked(docx(1), {"word/embeddings/oleObject1.bin": NATIVE}),
    "Перетащен документ.docx": repacked(docx(1), hostile.in_word(named_behind("план.docx", docx(1)))),
    "Перетащена таблица.pptx": repacked(
        documents.pptx(), hostile.objects(compound({"\x01Ole10Native": named_behind("a.xls", xls())}))
    ),
    "Перетащен.doc": doc(streams={("ObjectPool", "_1", "\x01Ole10Native"): named_behind("план.pdf", files.pdf())}),
    "Перетащен.rtf": documents.rtf(
        "{\\object{\\*\\objdata " + hostile.ole1(named_behind("a.txt", b"text")).hex() + "}}"
    ),
    "Таблица внутри.rtf": documents.rtf("{\\object{\\*\\objdata " + (b"\1\5\0\0" + xls()).hex("\n", 32) + "}}"),
    "Две программы.ppt": compound(
        {"PP40": bytes(5000), ("PP97_DUALSTORAGE", "PowerPoint Document"): record(0x03E8, bytes(4000), 0xF)}
    ),
    "Нули 3.ppt": ppt(records=bytes(3) + record(0x03F0, bytes(40), 0xF)),
    "Нули 5000.ppt": ppt(records=bytes(5000) + record(0x03F0, bytes(40), 0xF)),
    "Свойство UTF-16 с меткой.docx": repacked(
        docx(1), {"docProps/a.bin": "<?xml version='1.0'?><A/>".encode("utf-16")}
    ),
    "Свойство cp1251.docx": repacked(
        docx(1), {"customXml/item1.xml": '<?xml version="1.0" encoding="windows-1251"?><а>я</а>'.encode("cp1251")}
    ),
    "Пустая часть.docx": repacked(docx(1), {"customXml/item2.xml": b""}),
    "Формула.odp": open_document(
        **{"Object 1__content.xml": DTD.format('PUBLIC "-//OpenOffice.org//DTD x" "math.dtd"')}
    ),
    "Формула без DTD.ods": open_document("spreadsheet", **{"Object 1__content.xml": DTD.format("")}),
    "Формула W3C.odt": odf_with(
        "Object 1__content.xml",
        DTD.format('PUBLIC "-//W3C//DTD MathML 2.0//EN" "http://www.w3.org/Math/DTD/mathml2/mathml2.dtd"'),
    ),
    "Пустое объявление.docx": repacked(docx(1), {"word/a.xml": "<!DOCTYPE a []><a/>"}),
    "Без mimetype.odt": without_mimetype("text"),
    "Без mimetype.odp": without_mimetype("presentation"),
    "Пустая библиотека.ods": open_document(
        "spreadsheet", **{"Basic__script-lc.xml": "<a/>", "Basic__Standard__script-lb.xml": LIBRARY}
    ),
    "Пустые диалоги.odp": open_document(
        **{
            "Basic__dialog-lc.xml": "<a/>",
            "Basic__Standard__dialog-lb.xml": LIBRARY,
            "Scripts__": "",
            "Basic__Own__": "",
        }
    ),
    "Пробелы.pdf": b" \r\n\t" * 200 + files.pdf(),
    "Метка и пробел.pdf": b"\xef\xbb\xbf\n" + files.pdf(),
    "Метка UTF-16.pdf": b"\xff\xfe" + files.pdf(),
    "Без конца в конце.pdf": files.pdf().replace(b"%%EOF", b""),
    "Без таблицы.pdf": files.pdf().replace(b"startxref", b"startxxxx"),
    "Двоичная таблица внутри.pptx": repacked(
        hostile.types_say(
            documents.pptx(slides=1),
            "<Default ",
            '<Default Extension="xlsb" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.12"/><Default ',
        ),
        {},
    ),
    "Строго по ISO.docx": repacked(
        docx(1),
        {
            "_rels/.rels": hostile.relation(
                "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
            ).replace("data.dat", "/word/document.xml")
        },
    ),
    "Обратные черты.docx": packed(
        {hostile.entry(name.replace("/", "\\")): body for name, body in documents.unpacked(docx(1)).items()}
    ),
    "Имена Windows.zip": cp866(["План.jpg", "Ёлка № 1.jpg", "рад.jpg"]),
    "Имена macOS.zip": packed({"Снимок.jpg": hostile.PHOTO}).replace(b"\0\x08", b"\0\0"),
    "Правка iPhone.zip": packed({"IMG_1.HEIC": documents.heic(), "IMG_1.AAE": "<plist/>"}),
    "Плюсы.tif": documents.tiff(30),
    "Без сжатия.tif": documents.tiff(1, compression=None),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_ordinary_programs_write_is_accepted(name, tmp_path):
    found = judge(tmp_path, name, GOOD[name])
    assert (found.reason, found.detail) == ("", "")


def test_large_animation_is_accepted(tmp_path):
    assert judge(tmp_path, "Большая анимация.webp", documents.animation("WEBP", 30, (1920, 1080))).reason == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("а.zip", packed({"1.jpg": hostile.PHOTO, "setup.exe": b"x"}), "программа или сценарий: «setup.exe»"),
        ("а.zip", packed({"1.jpg": hostile.PHOTO, "a/2.jpg": hostile.PHOTO[:-9]}), "обрывается.*«2.jpg» внутри"),
        ("а.zip", packed({"Доклад.docx": docx(1)}), "«Доклад.docx». Документы загрузите отдельно"),
        ("а.zip", packed({"1.jpg": hostile.PHOTO, "a.zip": packed({"1.jpg": b""})}), "ещё один архив: «a.zip»"),
        ("а.zip", cp866(["План.txt"]), "«План.txt»"),
        (
            "а.docx",
            hostile.repacked(docx(1), hostile.in_word(hostile.dropped("фото.zip", packed({"a": b""})))),
            "«фото.zip»",
        ),
        ("а.rar", b"Rar!\x1a\x07\0", "архив RAR.*Распакуйте"),
        ("а.7z", b"7z\xbc\xaf\x27\x1c", "архив 7Z.*Распакуйте"),
        ("а.key", packed({"Index/Document.iwa": b"x"}), "Keynote.*экспортируйте"),
        ("а.csv", b"a;b", "таблица CSV.*XLSX"),
        ("а.ppt", compound({"PP40": bytes(5000)}), "PowerPoint 95"),
        ("а.doc", b"\xdb\xa5\x2d\0" + bytes(99), "Word 2"),
        ("а.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>', "Word XML"),
        ("а.xls", b"<html><table>", "сохраните в DOCX, XLSX"),
        ("а.xlsb", hostile.hostile()["other_format"]["Двоичная.xlsb"], "XLSB.*XLSX"),
        ("а.gif", b"GIF89a", "рисунок GIF.*PNG"),
        ("а.doc", documents.rtf(), "RTF.*«.doc».*«.rtf»"),
        ("а.pdf", b"HTTP/1.1 200 OK\n" + files.pdf(), "Перед началом PDF"),
        ("а.txt", b"text", "PPSX.*RTF.*XLS.*HEIC.*TIFF"),
    ],
)
def test_sentence_says_what_was_found_and_what_to_do(name, content, words, tmp_path):
    assert re.search(words, judge(tmp_path, name, content).sentence)


def test_every_other_format_has_its_words():
    """Each kind that is refused as another format is told by its name."""
    from events.uploads.inspection import legacy, packages, signatures

    kinds = signatures.OTHER_FORMATS | {*signatures.OTHER_NAMES.values(), *packages.OOXML_OTHERS.values()}
    kinds |= {*legacy._OTHERS.values(), "iwork", "zip with another method", "epub", "graphics", "impress"}
    assert kinds - verdicts.OTHER_FORMATS.keys() == set()


def test_names_of_a_zip_are_read_as_their_author_wrote_them(tmp_path):
    from events.uploads.inspection.archive import Archive

    names = ["План визита.jpg", "Ёлка № 1.jpg", "рад.jpg", "abc.jpg"]
    assert [entry.filename for entry in Archive(cp866(names)).files()] == names
    flagged = packed({"Фото é.jpg": b"x"})
    assert [entry.filename for entry in Archive(flagged).files()] == ["Фото é.jpg"]
    unflagged = flagged.replace(b"\x14\0\0\x08", b"\x14\0\0\0")
    assert unflagged != flagged
    assert [entry.filename for entry in Archive(unflagged).files()] == ["Фото é.jpg"]


def test_archive_that_ends_with_the_file_makes_a_polyglot_of_every_kind(tmp_path):
    tail = packed({"a.txt": b"x"}, zipfile.ZIP_STORED)
    for name in ("Доклад.pdf", "Старый.doc", "Таблица.xls", "Письмо.rtf", "Снимок.jpg", "Схема.png", "Рисунок.webp"):
        content = documents.good()[name]
        for more in (tail, tail + b"\n"):
            assert judge(tmp_path, name, content + more).reason == "polyglot", name
        assert judge(tmp_path, name, content).reason == ""
