"""Files that a material may not be, each made to trip one rule: `{reason: {name: bytes}}`. None of them does harm."""

import struct
import zipfile
import zlib
from functools import cache

from tests import files
from tests.documents import (
    compound,
    doc,
    docx,
    open_document,
    open_pdf,
    packed,
    photos,
    picture,
    ppt,
    pptx,
    record,
    repacked,
    xlsx,
)
from tests.hostile_parts import (
    ELF,
    EXE,
    FOREIGN,
    LAUGHS,
    PHOTO,
    SLIDE,
    TINY_EXE,
    animated,
    at_end,
    bzipped,
    chunk,
    circular,
    deep,
    dropped,
    entry,
    in_directory,
    into_directory,
    jpeg_of,
    large_relations,
    longer_than_it_says,
    lying,
    macro_storage,
    objects,
    overlapping,
    patched,
    png_of,
    quoting,
    relation,
    talkative,
    types_say,
    webp_of,
    with_attachment,
)


@cache
def hostile():
    good, old, words, sheet, photo_zip = pptx(slides=1), ppt(), docx(1), xlsx(), photos()
    presentation = "presentationml.presentation.main+xml"
    return {
        "empty": {
            "Пустой.pdf": b"",
            "Пустой.zip": packed({}),
            "Одни папки.zip": packed({"Фото/": b"", "Фото/ещё/": b""}),
            "Один мусор.zip": packed({"__MACOSX/._a.jpg": b"\0\5\x16\7", "Thumbs.db": b"\xd0\xcf\x11\xe0"}),
        },
        "unknown_kind": {
            "Без расширения": b"text",
            "Заметки.md": b"# text",
            "Схема.vsdx": types_say(good, presentation, "ms-visio.drawing.main+xml"),
            "Письмо.ppt": compound({"Something else": b"x"}),
            "Формула.odt": repacked(open_document("text"), {"mimetype": "application/x-formula"}),
        },
        "program": {
            "Доклад.pdf": EXE,
            "Доклад.docx": ELF,
            "Доклад.pptx": b"#!/bin/sh\nrm -rf /\n",
            "Доклад.doc": b"@echo off\r\nformat c:\r\n",
            "Ярлык.pdf": b"L\0\0\0\x01\x14\x02\0" + bytes(60),
            "Сценарий.pdf": b"\xef\xbb\xbf\n<?php system('id');",
            "Доклад.pdf\u202e.exe": files.pdf(),
            "Доклад.pdf.js": b"alert(1)",
            "Доклад.scr": good,
            "Пакет.zip": packed({"META-INF/MANIFEST.MF": b"x", "Main.class": b"\xca\xfe\xba\xbe\0\0\0\x34"}),
            "Фото.zip": packed({"1.jpg": PHOTO, "setup.exe": b"text"}),
            "Фото с программой.zip": packed({"1.jpg": PHOTO, "2.jpg": EXE}),
            "Тайное.zip": packed({"1.jpg": PHOTO, "__MACOSX/._x.jpg": ELF}),
        },
        "web_page": {
            "Рисунок.png": b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>',
            "Рисунок.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            "Страница.doc": b"<html><script>alert(1)</script></html>",
            "Страница.pdf": "<!DOCTYPE html><title>x</title>".encode("utf-16"),
            "Страница.html": files.pdf(),
        },
        "video": {"Ролик.mp4": b"\0\0\0\x18ftypmp42" + bytes(40), "Ролик.pdf": b"\x1aE\xdf\xa3" + bytes(40)},
        "other_format": {
            "Письмо.doc": b"{\\rtf1\\ansi text}",
            "Картинка.png": b"GIF89a" + bytes(40),
            "Снимок.jpg": b"\0\0\0\x18ftypheic" + bytes(40),
            "Таблица.doc": compound({"Workbook": bytes(5000)}),
            "Показ.pptx": types_say(good, presentation, "presentationml.slideshow.main+xml"),
            "Шаблон.odp": open_document("presentation-template"),
            "Архив.zip": b"Rar!\x1a\x07\0" + bytes(40),
            "Необычный.zip": bzipped(),
        },
        "not_as_named": {
            "Доклад.pptx": files.pdf(),
            "Доклад.pdf": good,
            "Доклад.docx": good,
            "Доклад.doc": old,
            "Снимок.jpg": picture("PNG"),
            "Снимок.webp": PHOTO,
            "Таблица.zip": sheet,
            "Таблица.xlsx": photo_zip,
            "Без расширения": files.pdf(),
        },
        "polyglot": {
            "С архивом.pdf": files.pdf() + packed({"a.txt": b"x"}),
            "С программой.pdf": files.pdf() + EXE,
            "С далёкой программой.pdf": files.pdf() + bytes(500) + ELF,
            "С архивом.jpg": PHOTO + packed({"a.exe": EXE}),
            "С программой.jpg": PHOTO + b"some bytes" + TINY_EXE,
            "Со сценарием.webp": picture("WEBP") + b"<?php system('id');",
            "С программой.png": picture("PNG") + ELF,
            "С архивом.ppt": old + packed({"a.txt": b"x"}),
            "Он же документ.jpg": PHOTO[:2] + b"\xff\xfe\0\x12%PDF-1.4 comment" + PHOTO[2:],
            "С хвостом.zip": photo_zip + b"tail",
            "С головой.zip": packed({"1.jpg": PHOTO}, before=b"PK\x03\x04 and what else one likes"),
            "Сдвинут.zip": at_end(photo_zip, 16, 5, "<I"),
            "В архиве.zip": packed({"1.jpg": PHOTO + EXE}),
        },
        "encrypted": {
            "Закрытый.pdf": open_pdf(owner_password="owner", user_password="user"),
            "Закрытый.pptx": compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(100)}),
            "Закрыт внутри.pptx": repacked(good, objects(compound({"EncryptedPackage": bytes(5000)}))),
            "Закрытый.ppt": ppt(token=0xF3D1C4DF),
            "Закрытый.doc": doc(flags=0x0100),
            "Закрытый.odt": open_document(
                "text",
                **{"META-INF__manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>"},
            ),
            "Закрытый.zip": in_directory(patched(photo_zip, 6, 1), 8, 1),
        },
        "macros": {
            "Макросы.docm": words,
            "Макросы.pptx": types_say(
                good,
                "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
            ),
            "Часть.pptx": repacked(good, {"ppt/vbaProject.bin": macro_storage()}),
            "Связь.docx": repacked(
                words,
                {
                    "word/_rels/footer9.xml.rels": relation(
                        "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
                    )
                },
            ),
            "Листы.xlsx": repacked(sheet, {"xl/macrosheets/sheet1.xml": "<x/>"}),
            "Внутри.pptx": repacked(
                good, objects(repacked(sheet, {"xl/vbaProject.bin": macro_storage()}), "Microsoft_Excel_Sheet1.xlsx")
            ),
            "Объект.pptx": repacked(good, objects(macro_storage())),
            "Макросы.doc": doc(streams={("Macros", "VBA", "dir"): b"x"}),
            "Макросы.ppt": ppt(
                record(0x07D0, record(0x03FF, record(0x0400, struct.pack("<III", 1, 1, 2), 2), 0xF), 0xF)
            ),
            "Тайные макросы.ppt": ppt(
                records=record(0x1011, struct.pack("<I", 9999) + zlib.compress(macro_storage()), 0x10)
            ),
            "Макросы.odp": open_document(**{"Basic__Standard__Module1.xml": "<x/>"}),
            "Сценарии.odt": open_document("text", **{"Scripts__python__a.txt": "x"}),
        },
        "embedded_program": {
            "Вложена.pptx": repacked(good, objects(b"text", "Отчёт.exe")),
            "Переименована.pptx": repacked(good, objects(TINY_EXE, "image1.png")),
            "Перетащена.pptx": repacked(good, objects(compound({"\x01Ole10Native": dropped("setup.exe", b"text")}))),
            "Перетащена тайно.pptx": repacked(good, objects(compound({"\x01Ole10Native": dropped("a.txt", EXE)}))),
            "Перетащена.doc": doc(streams={("ObjectPool", "_1", "\x01Ole10Native"): dropped("setup.bat", b"text")}),
            "Перетащена.odp": open_document(**{"Object 1": ELF}),
            "Приложена.pdf": with_attachment("setup.exe", b"text"),
            "Приложена тайно.pdf": with_attachment("a.txt", EXE),
        },
        "bomb": {
            "Часть.pptx": repacked(good, {"ppt/media/a.bmp": bytes(20_000_000)}),
            "Много частей.docx": repacked(words, {f"word/media/{n}.emf": bytes(1_000_000) for n in range(30)}),
            "Ложь.pptx": lying(),
            "Чуть больше.zip": longer_than_it_says(),
            "Фото.zip": packed({"1.png": bytes(2_000_000)}),
            "Объект.ppt": ppt(records=record(0x1011, struct.pack("<I", 9) + zlib.compress(bytes(70_000_000), 9), 0x10)),
        },
        "too_many_entries": {
            "Много.zip": at_end(at_end(photo_zip, 8, 10_001), 10, 10_001),
            "Длинный.zip": talkative(),
        },
        "overlapping": {
            "Общие байты.zip": overlapping(),
            "В цитатах.zip": quoting(),
            "В каталоге.zip": into_directory(),
            "Два имени.zip": packed({"1.jpg": PHOTO, "1.JPG": PHOTO}),
            "Имя иное.zip": patched(packed({"1.jpg": PHOTO}), 30, ord("2"), "<B"),
            "Закрыт лишь на месте.zip": patched(photo_zip, 6, 1),
            "Размер иной.zip": patched(packed({"1.jpg": PHOTO}), 22, 1, "<I"),
            "Хранится иначе.zip": in_directory(
                patched(packed({"1.jpg": PHOTO}, zipfile.ZIP_STORED), 22, 1, "<I"), 24, 1, "<I"
            ),
        },
        "unsafe_names": {
            "Наружу.zip": packed({"../1.jpg": PHOTO}),
            "Внутри пути.zip": packed({"a/../../1.jpg": PHOTO}),
            "Обратно.zip": packed({entry("..\\1.jpg"): PHOTO}),
            "От корня.zip": packed({"/etc/1.jpg": PHOTO}),
            "С диска.zip": packed({"C:/1.jpg": PHOTO}),
            "Наружу.pptx": repacked(good, {"ppt/../../x.xml": "<x/>"}),
        },
        "links": {
            "Ссылка.zip": packed({entry("1.jpg", 0o120777): "/etc/passwd"}),
            "Устройство.zip": packed({entry("1.jpg", 0o020666): ""}),
        },
        "nested": {
            "Архив.zip": packed({"1.jpg": PHOTO, "ещё.zip": photo_zip}),
            "Архив.pptx": repacked(good, objects(packed({"a.txt": b"x"}), "ещё.dat")),
            "Матрёшка.docx": deep(4),
        },
        "entities": {
            "Сущности.pptx": repacked(good, {SLIDE: LAUGHS}),
            "Чужой файл.pptx": repacked(good, {"ppt/slides/_rels/slide1.xml.rels": FOREIGN}),
            "Типы.docx": repacked(words, {"[Content_Types].xml": LAUGHS}),
            "Широко.docx": repacked(words, {"word/document.xml": LAUGHS.encode("utf-16")}),
            "Под иным именем.pptx": repacked(good, {"ppt/slides/slide7.dat": LAUGHS}),
            "Далеко.pptx": repacked(good, {SLIDE: "<?xml version='1.0'?>" + " " * 9000 + LAUGHS[21:]}),
            "Открытый.odt": open_document("text", **{"content.xml": LAUGHS}),
            "Внутри.pptx": repacked(
                good, objects(repacked(sheet, {"xl/worksheets/sheet1.xml": LAUGHS}), "Microsoft_Excel_Sheet1.xlsx")
            ),
        },
        "not_photos": {
            "С текстом.zip": packed({"1.jpg": PHOTO, "readme.txt": b"text"}),
            "С документом.zip": packed({"1.jpg": PHOTO, "a.pdf": files.pdf()}),
            "Не те имена.zip": packed({"1.txt": PHOTO}),
        },
        "too_many_pixels": {
            "Огромный.png": png_of(10_000, 5_001),
            "Огромный.jpg": jpeg_of(10_000, 5_001),
            "Длинный.webp": animated("WEBP"),
            "Длинный.png": animated("PNG"),
            "Огромные.zip": packed({"1.png": png_of(10_000, 5_001)}),
        },
        "too_complex": {
            "Связи.pptx": large_relations(),
            "Куски.jpg": PHOTO[:2] + b"\xff\xfe\0\2" * 100_001 + PHOTO[2:],
            "Куски.webp": webp_of(*[(b"EXIF", b"")] * 100_001),
            "Куски.png": picture("PNG")[:33] + chunk((b"tEXt", b"")) * 100_001 + picture("PNG")[33:],
            "Записи.ppt": ppt(records=record(0x0001, b"") * 200_001),
        },
        "broken": {
            "Шум.pdf": b"text that is no document",
            "Сдвинут.pdf": b"\n" + files.pdf(),
            "Без страниц.pdf": files.pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0"),
            "Без снимка.png": png_of(9, 9, (b"tEXt", b"")),
            "Без начала.png": b"\x89PNG\r\n\x1a\n" + png_of(9, 9)[33:],
            "Два начала.png": png_of(10_000, 5_001, (b"IHDR", struct.pack(">II5x", 9, 9)), (b"IDAT", b"")),
            "Сумма.png": patched(png_of(9, 9), 41, 7, "<B"),
            "Без снимка.webp": webp_of((b"VP8X", bytes(10))),
            "Пустой снимок.png": png_of(0, 9),
            "Испорчен.png": picture("PNG").replace(b"IDAT", b"IDAU"),
            "Без размера.jpg": b"\xff\xd8\xff\xda\0\x08\1\1\0\0\x3f\0abc\xff\xd9",
            "Без начала.docx": repacked(words, {"_rels/.rels": "<Relationships/>"}),
            "Без части.docx": repacked(words, {"word/document.xml": None}),
            "Не та часть.docx": repacked(words, {"word/document.xml": "<presentation/>"}),
            "Не XML.docx": repacked(words, {"word/document.xml": "<w:document"}),
            "Не то.odt": open_document("text", **{"content.xml": "<x/>"}),
            "Круг.ppt": circular(old),
            "Длинная запись.ppt": ppt(records=struct.pack("<HHI", 0, 1, 999)),
            "Без записей.ppt": compound({"PowerPoint Document": b"", "Current User": bytes(40)}),
            "Не слова.doc": doc(magic=1),
            "Том.zip": at_end(photo_zip, 4, 1),
            "Том каталога.zip": at_end(photo_zip, 6, 1),
            "Том записи.zip": in_directory(photo_zip, 34, 1),
            "Приписка.zip": at_end(photo_zip, 20, 9),
            "Приписка записи.zip": in_directory(photo_zip, 32, 9, number=-1),
            "Больше.zip": at_end(at_end(photo_zip, 8, 99), 10, 99),
            "Не запись.zip": in_directory(photo_zip, 0, 0, number=1),
            "Мимо.zip": in_directory(photo_zip, 42, 1, "<I"),
            "Не все.zip": at_end(photo_zip, 8, 2),
            "Испорчен.zip": packed({"1.jpg": PHOTO}, zipfile.ZIP_STORED).replace(PHOTO[200:210], b"0123456789"),
        },
    }
