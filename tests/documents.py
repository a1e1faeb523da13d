"""Good files of every kind that a material may be: small, and as real programs write them."""

import io
import struct
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path

from docx import Document
from fpdf import FPDF
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches
from xlsxwriter import Workbook

from association.demo.sample_files import FONTS
from core.files.names import extension
from tests import files

WIDE, NARROW = (Inches(13.333), Inches(7.5)), (Inches(10), Inches(7.5))
A0 = (841, 1189)
_TIMING = (
    '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>'
    '<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"/></p:par></p:tnLst></p:timing>'
)


@cache
def pptx(size=WIDE, slides=3, hidden=(2,)):
    """With notes, a table, a chart with an embedded workbook, a picture, an animation and a hidden slide."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = size
    for number in range(1, slides + 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"Индустриальный парк, слайд {number}"
        slide.notes_slide.notes_text_frame.text = "Заметка докладчика"
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
        table.cell(0, 0).text, table.cell(1, 1).text = "Площадь", "12,5 га"
        data = CategoryChartData()
        data.categories = ["2015", "2016"]
        data.add_series("Резиденты", (5, 8 + number))
        place = (Inches(5), Inches(2), Inches(4), Inches(3))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
        slide.shapes.add_picture(io.BytesIO(picture("PNG")), Inches(1), Inches(4), Inches(1))
        slide._element.append(parse_xml(_TIMING))
        if number in hidden:
            slide._element.set("show", "0")
    return _saved(presentation)


@cache
def docx(paragraphs=5):
    document = Document()
    document.add_heading("Доклад", 0)
    for number in range(paragraphs):
        document.add_paragraph(f"Абзац {number}: ёлки, «кавычки» и тире – всё как пишут.")
    document.add_table(2, 2).cell(0, 0).text = "га"
    document.add_picture(io.BytesIO(picture("JPEG")))
    return _saved(document)


def xlsx(rows=50):
    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Парки")
        for row in range(rows):
            sheet.write_row(row, 0, [f"Парк {row}", row * 1.5])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Парки!$B$1:$B$9"})
        sheet.insert_chart("D2", chart)
    return packed.getvalue()


def _saved(document):
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def pdf(pages=2, size="A4", orientation="portrait"):
    """With an embedded Cyrillic font."""
    document = FPDF(orientation=orientation, unit="mm", format=size)
    document.add_font("Golos", "", FONTS / "GolosText-Regular.ttf")
    document.set_font("Golos", size=20)
    for page in range(pages):
        document.add_page()
        document.cell(text=f"Страница {page + 1}: индустриальный парк")
    return bytes(document.output())


def foreign_font_pdf():
    """Cyrillic in a font that is not embedded: the reader has to find one."""
    names = " ".join(f"/afii{number}" for number in range(10017, 10050))
    return _pdf_of(
        rb"BT /F 24 Tf 40 100 Td (\320\300\321\313) Tj ET",
        f"<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding<</Type/Encoding/Differences[192 {names}]>>>>".encode(),
    )


def _pdf_of(content, font):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        font,
    ]
    return files.pdf_of(objects)


def scanned_pdf(pages=2):
    """Pages that are pictures, without text."""
    document = FPDF(unit="mm", format="A4")
    for page in range(pages):
        document.add_page()
        document.image(Image.effect_noise((300, 420), 40 + page), 10, 10, 190)
    return bytes(document.output())


def open_pdf(**passwords):
    """An encrypted PDF. With only an owner's password everybody can read it."""
    document = FPDF()
    document.set_encryption(encryption_method="AES-128", **passwords)
    document.add_page()
    return bytes(document.output())


def locked_pdf():
    return open_pdf(owner_password="owner", user_password="user")


def picture(kind="JPEG", size=(64, 48), **options):
    content = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(content, kind, **options)
    return content.getvalue()


def animation(kind="WEBP", frames=3, size=(32, 32)):
    pictures = [Image.new("RGB", size, (number * 40 % 256, 0, 0)) for number in range(frames)]
    content = io.BytesIO()
    pictures[0].save(content, kind, save_all=True, append_images=pictures[1:], duration=100)
    return content.getvalue()


def phone_photo():
    """A JPEG followed by a second picture and a video, as telephones write them."""
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (16, 12), "blue")
    content = io.BytesIO()
    first.save(content, "MPO", save_all=True, append_images=[second])
    return content.getvalue() + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40


def packed(parts, method=zipfile.ZIP_DEFLATED, before=b""):
    """A ZIP of these parts: names, or ZipInfo, and their bytes."""
    content = io.BytesIO()
    content.write(before)
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return content.getvalue()


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def repacked(content, parts):
    """The package with parts replaced or added; None removes a part."""
    whole = unpacked(content) | parts
    return packed({name: body for name, body in whole.items() if body is not None})


def photos(number=3):
    """A folder as macOS packs it, with its leftovers."""
    kinds = ["JPEG", "PNG", "WEBP"]
    made = {f"Фото/Снимок {n}.{kinds[n % 3].lower()}": picture(kinds[n % 3], (40 + n, 30)) for n in range(number)}
    left = {"__MACOSX/Фото/._Снимок 0.jpeg": b"\0\5\x16\7" + b"\0" * 40, "Фото/.DS_Store": b"\0\0\0\1Bud1"}
    return packed({"Фото/": b""} | made | left)


def open_document(kind="presentation", content="<office:body/>", **parts):
    """A minimal OpenDocument file."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    root = f'<office:document-content xmlns:office="{office}:office:1.0">{content}</office:document-content>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    main = {"mimetype": mimetype, "content.xml": root, "META-INF/manifest.xml": manifest}
    return packed(main | {name.replace("__", "/"): body for name, body in parts.items()})


_FREE, _END_OF_CHAIN, _TABLE, _TABLE_OF_TABLES = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC


def compound(streams):
    """A compound file of these streams: `{"name": bytes, ("storage", "name"): bytes}`."""
    fat, sectors, mini_fat, mini = [], [], [], b""

    def chain(content, size, table):
        count = -(-len(content) // size)
        first = len(table)
        table.extend([*range(first + 1, first + count), _END_OF_CHAIN])
        return first, content.ljust(count * size, b"\0")

    def stored(content):
        first, padded = chain(content, 512, fat)
        sectors.append(padded)
        return first

    tree = {}
    for path, content in streams.items():
        *folders, name = (path,) if isinstance(path, str) else path
        place = tree
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = content
    records = [["Root Entry", 5, _FREE, 0, 0]]
    rights = {}

    def add(folder):
        """Add the records of a folder, each the right neighbour of the one before; return the number of the first."""
        numbers = []
        for name, content in folder.items():
            number = len(records)
            numbers.append(number)
            records.append([name, 1 if isinstance(content, dict) else 2, _FREE, 0, 0])
            if isinstance(content, dict):
                records[number][2] = add(content)
            elif len(content) >= 4096:
                records[number][3:] = stored(content), len(content)
            elif content:
                nonlocal mini
                first, padded = chain(content, 64, mini_fat)
                records[number][3:] = first, len(content)
                mini += padded
        rights.update(pairwise(numbers))
        return numbers[0] if numbers else _FREE

    records[0][2] = add(tree)
    if mini:
        records[0][3:] = stored(mini), len(mini)
    raw = b""
    for number, (name, kind, child, start, size) in enumerate(records):
        spelled = name.encode("utf-16-le")
        raw += spelled.ljust(64, b"\0") + struct.pack("<HBB", len(spelled) + 2, kind, 1)
        raw += struct.pack("<III", _FREE, rights.get(number, _FREE), child) + bytes(36)
        raw += struct.pack("<IQ", start, size)
    directory = stored(raw)
    mini_table = stored(struct.pack(f"<{len(mini_fat)}I", *mini_fat)) if mini_fat else _END_OF_CHAIN
    tables, more = 1, 0
    while (len(fat) + tables + more) * 4 > tables * 512:
        tables += 1
        more = -(-max(tables - 109, 0) // 127)
    first_table = len(fat)
    fat += [_TABLE] * tables + [_TABLE_OF_TABLES] * more
    sectors.append(struct.pack(f"<{len(fat)}I", *fat).ljust(tables * 512, b"\xff"))
    places = list(range(first_table, first_table + tables)) + [_FREE] * (109 + 127 * more - tables)
    first_more = first_table + tables
    for number in range(more):
        following = first_more + number + 1 if number + 1 < more else _END_OF_CHAIN
        sectors.append(struct.pack("<128I", *places[109 + 127 * number : 236 + 127 * number], following))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    numbers = (
        0,
        tables,
        directory,
        0,
        4096,
        mini_table,
        int(bool(mini_fat)),
        first_more if more else _END_OF_CHAIN,
        more,
    )
    return head + struct.pack("<9I109I", *numbers, *places[:109]) + b"".join(sectors)


def record(kind, body, version=0):
    return struct.pack("<HHI", version, kind, len(body)) + body


def ppt(document=b"", records=b"", token=0xE391C05F):
    """`document` goes into the document record, `records` after it."""
    content = record(0x03E8, record(0x03E9, bytes(40), 1) + document, 0xF) + records
    return compound({"PowerPoint Document": content, "Current User": record(0x0FF6, struct.pack("<II12x", 20, token))})


def doc(flags=0, magic=0xA5EC, streams=None):
    head = struct.pack("<HHHHHH", magic, 0xC1, 0, 0, 0, flags)
    return compound({"WordDocument": head.ljust(4096, b"\0"), "1Table": bytes(4096), **(streams or {})})


def biff(kind, body=b""):
    """A record of Excel."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(*kinds_of_sheets, records=b"", name="Workbook", streams=None):
    """A workbook with these sheets: 0 stands for a table, 1 for macros of Excel 4, 6 for those of Excel 5."""
    begin = biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    sheets = b"".join(biff(0x85, struct.pack("<IBBB", 0, 0, kind, 1) + b"\0A") for kind in kinds_of_sheets or (0,))
    content = begin + records + sheets + biff(0x0A)
    return compound({name: content.ljust(4096, b"\0"), **(streams or {})})


def rtf(body=""):
    text = "".join(f"\\u{ord(letter)}?" for letter in "Доклад о парке")
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {text}\\par {body}}}".encode("ascii")


def slide_show():
    types = unpacked(pptx(slides=1))["[Content_Types].xml"].decode()
    show = types.replace("presentationml.presentation.main", "presentationml.slideshow.main")
    return repacked(pptx(slides=1), {"[Content_Types].xml": show})


@cache
def tiff(pages=2, **options):
    scans = [
        Image.effect_noise((300, 420), 40 + page).point(lambda grey: 255 * (grey > 128), "1") for page in range(pages)
    ]
    content = io.BytesIO()
    scans[0].save(content, "TIFF", save_all=True, append_images=scans[1:], **{"compression": "group4", **options})
    return content.getvalue()


def heic():
    """A photo of 64 × 48 pixels, turned as a telephone turns it. The libraries of this project write no HEIC."""
    return (Path(__file__).parent / "data" / "cases" / "photo.heic").read_bytes()


@cache
def good():
    """At least one file of each kind, unusual but valid ones included: `{name: bytes}`."""
    return {
        "Презентация.pptx": pptx(),
        "Узкая.PPTX": pptx(NARROW, 1, ()),
        "Доклад.docx": docx(),
        "Таблица.xlsx": xlsx(),
        "Открытая.odp": open_document("presentation"),
        "Открытый.odt": open_document("text"),
        "Открытая.ods": open_document("spreadsheet"),
        "Старая.ppt": ppt(),
        "Старый.doc": doc(),
        "Показ.ppsx": slide_show(),
        "Показ.pptx": slide_show(),
        "Показ.pps": ppt(),
        "Таблица.xls": xls(),
        "Старая таблица.xls": xls(name="Book"),
        "Письмо.rtf": rtf(),
        "Мелкий.pdf": files.pdf(),
        "Доклад.pdf": pdf(),
        "Альбом.pdf": pdf(1, A0, "landscape"),
        "Скан.pdf": scanned_pdf(),
        "Чужой шрифт.pdf": foreign_font_pdf(),
        "Только для чтения.pdf": open_pdf(owner_password="owner"),
        "Снимок.jpg": picture("JPEG"),
        "Снимок.jpeg": picture("JPEG", progressive=True),
        "С телефона.jpg": phone_photo(),
        "Схема.png": picture("PNG"),
        "Рисунок.webp": picture("WEBP"),
        "Без потерь.webp": picture("WEBP", lossless=True),
        "Движется.webp": animation("WEBP"),
        "Движется.png": animation("PNG"),
        "Скан.tif": tiff(),
        "Цветной скан.tiff": tiff(1, compression="tiff_lzw"),
        "Снимок.heic": heic(),
        "Фотографии.zip": photos(),
        "С телефона.zip": packed(
            {"IMG_1.HEIC": heic(), "IMG_2.jpg": picture(), "img_2.JPG": picture(), "1.tif": tiff()}
        ),
    }


def smallest(name):
    """A good file for this name, where only the name matters."""
    kinds = {extension(known): content for known, content in reversed(good().items())}
    return kinds[extension(name)]


def by_libreoffice(name):
    """A document as LibreOffice saved it; tests/data/libreoffice/README.md tells of what."""
    return (Path(__file__).parent / "data" / "libreoffice" / name).read_bytes()
