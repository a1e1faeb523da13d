"""Text, titles and pictures extracted from documents, without what the audience did not see."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from PIL import Image
from xlsxwriter import Workbook

from events.slides import office_text
from events.slides.extraction import LARGE, SMALL, Unreadable, pages_of_pdf, pages_of_picture
from events.slides.office_text import pages_of
from events.slides.text import TEXT_LENGTH, tidy, title_of
from tests import documents, files

from . import text_documents

pytestmark = pytest.mark.once


@pytest.fixture
def kept(tmp_path):
    """A function that writes a document and returns its path."""

    def keep(content, suffix=".pdf"):
        path = tmp_path / f"document{suffix}"
        path.write_bytes(content)
        return str(path)

    return keep


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("промыш\ufffe\r\nленный парк", "промышленный парк"),
        ("промыш-\nленный парк", "промышленный парк"),
        ("промыш\u00adленный", "промышленный"),
        ("северо-\nзападный", "северо-западный"),
        ("научно\ufffeпроизводственный", "научно-производственный"),
        ("завод АЛВИД-\nПРОФ", "завод АЛВИД-ПРОФ"),
        ("индустри-\nальный", "индустриальный"),
        ("ИНДУСТРИ-\nАЛЬНЫЙ", "ИНДУСТРИАЛЬНЫЙ"),
        ("про-\nмышлен-\nный", "промышленный"),
        ("северо-за-\nпадный", "северо-западный"),
        ("мес-\nто", "место"),
        ("экотехно-\nпарк", "экотехнопарк"),
        ("под-\nкластер", "подкластер"),
        ("Теплич-\nный", "Тепличный"),
        ("manip-\nulation", "manipulation"),
        ("какой-\nто", "какой-то"),
        ("кто-\nнибудь", "кто-нибудь"),
        ("IT-\nпарк", "IT-парк"),
        ("ГЧП-\nпроект", "ГЧП-проект"),
        ("ГЧП\ufffe\r\nпроект", "ГЧП-проект"),
        ("пресс-\nсекретарь", "пресс-секретарь"),
        ("план-\nграфик", "план-график"),
        ("инженер-\nтехнолог", "инженер-технолог"),
        ("Санкт-\nПетербург", "Санкт-Петербург"),
        ("Ростов-\nна-\nДону", "Ростов-на-Дону"),
        ("Комсомольск-\nна-Амуре", "Комсомольск-на-Амуре"),
        ("список:\n- первое\n- второе", "список:\n- первое\n- второе"),
        ("5-\n10 га", "5-\n10 га"),
        ("и\u0306", "й"),
        ("нуль\x00 и\u202e знак\u200b", "нуль и знак"),
        ("а\u00a0 б\r\n\r\n\r\n\r\nв ", "а б\n\nв"),
    ],
)
def test_text_is_tidied(raw, text):
    assert tidy(raw) == text


def test_length_of_a_text_is_limited():
    assert len(tidy("слово " * 100_000)) <= TEXT_LENGTH


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("7\n• • •\n25.05.2016\nПлощадки области\nещё", "Площадки области"),
        ("— Итоги —", "Итоги"),
        ("12\n34", ""),
        ("", ""),
        ("Д" * 400, "Д" * 300),
    ],
)
def test_title_is_the_first_meaningful_line(text, title):
    assert title_of(text) == title


def test_pdf_gives_text_titles_and_two_pictures(kept, tmp_path):
    total, first, second = pages_of_pdf(kept(text_documents.pdf("Площадки\nПарк «Образец»", "Итоги")), tmp_path)
    assert total == {"total": 2}
    assert (first["number"], first["title"]) == (1, "Площадки")
    assert "Парк «Образец»" in first["text"]
    assert second["title"] == "Итоги"
    with Image.open(tmp_path / first["picture"]) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1600, 900))
        assert (first["width"], first["height"]) == picture.size
    with Image.open(tmp_path / first["small_picture"]) as picture:
        assert (picture.format, picture.size) == ("WEBP", (400, 225))


@pytest.mark.parametrize("size", [(841, 1189), (210, 297), (297, 210), (2, 2000), (2000, 2), (3, 3)], ids=str)
def test_picture_of_any_page_stays_within_bounds(kept, tmp_path, size):
    _total, page = pages_of_pdf(kept(text_documents.pdf_of_sizes(size)), tmp_path)
    for name, (width, height) in {"picture": LARGE, "small_picture": SMALL}.items():
        with Image.open(tmp_path / page[name]) as picture:
            assert 1 <= picture.width <= width
            assert 1 <= picture.height <= height


def test_scan_has_pictures_and_no_text(kept, tmp_path):
    _total, page = pages_of_pdf(kept(documents.scanned_pdf(1)), tmp_path)
    assert (page["title"], page["text"]) == ("", "")
    assert page["picture"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Доклад.pdf", "Страница 1: индустриальный парк"),
        ("Альбом.pdf", "Страница 1: индустриальный парк"),
        ("Чужой шрифт.pdf", "ПАРК"),
        ("Только для чтения.pdf", ""),
        ("Скан.pdf", ""),
    ],
)
def test_good_pdf_is_read_and_drawn(kept, tmp_path, name, words):
    _total, first, *_rest = pages_of_pdf(kept(documents.good()[name]), tmp_path)
    assert first["text"] == words
    assert first["picture"]


def test_long_document_is_read_by_several_children(kept, tmp_path):
    path = kept(text_documents.pdf("Один", "Два", "Три"))
    assert [page.get("number") for page in pages_of_pdf(path, tmp_path, seconds=0)] == [None, 1]
    assert [page.get("number") for page in pages_of_pdf(path, tmp_path, first=2, most=2)] == [None, 2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(documents.locked_pdf(), "encrypted"), (b"%PDF-1.4\n%%EOF", "broken"), (b"", "broken")],
    ids=["locked", "hollow", "empty"],
)
def test_unreadable_pdf_is_reported_with_a_reason(kept, tmp_path, content, reason):
    with pytest.raises(Unreadable, match=reason):
        list(pages_of_pdf(kept(content), tmp_path))


def test_values_of_form_fields_are_drawn(kept, tmp_path):
    """The value on white paper, without the highlight of an empty field."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[50 50 350 150]/F 4/AP<</N 5 0 R>>>>"
    content = files.pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[4 0 R]>>",
            field,
            b"<</Type/XObject/Subtype/Form/BBox[0 0 300 100]/Length 19>>stream\n0 g 0 0 100 100 re f\nendstream",
        ]
    )
    _total, page = pages_of_pdf(kept(content), tmp_path)
    with Image.open(tmp_path / page["picture"]) as picture:
        assert picture.getpixel((400, 400)) == (0, 0, 0)
        assert picture.getpixel((1200, 400)) == picture.getpixel((100, 100)) == (255, 255, 255)


def test_photo_is_upright_and_without_metadata(kept, tmp_path):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    path = kept(text_documents.picture((3000, 2000), "JPEG", exif=exif), ".jpg")
    total, page = pages_of_picture(path, tmp_path)
    assert total == {"total": 1}
    assert (page["width"], page["height"]) == (1333, 2000)
    with Image.open(tmp_path / page["picture"]) as picture:
        assert not picture.getexif()


def test_transparent_picture_gets_a_white_background(kept, tmp_path):
    content = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(content, "PNG")
    _total, page = pages_of_picture(kept(content.getvalue(), ".png"), tmp_path)
    with Image.open(tmp_path / page["picture"]) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_16_bit_scan_keeps_its_greys(kept, tmp_path):
    content, row = io.BytesIO(), b"\0\x10" * 30 + b"\0\x80" * 30 + b"\0\xf0" * 30
    Image.frombytes("I;16", (90, 30), row * 30).save(content, "PNG")
    _total, page = pages_of_picture(kept(content.getvalue(), ".png"), tmp_path)
    with Image.open(tmp_path / page["picture"]) as picture:
        greys = [picture.getpixel((x, 15))[0] for x in (15, 45, 75)]
    assert greys == [pytest.approx(grey, abs=4) for grey in (0x10, 0x80, 0xF0)]


def test_photo_of_a_phone_is_read(kept, tmp_path):
    total, page = pages_of_picture(kept(files.case("photo.heic"), ".heic"), tmp_path)
    assert total == {"total": 1}
    with Image.open(tmp_path / page["picture"]) as picture:
        assert picture.size == (page["width"], page["height"])
        assert not picture.getexif()


@pytest.mark.parametrize("content", [b"", files.case("photo.heic")[:300], b"GIF89a"], ids=["empty", "cut", "other"])
def test_broken_photo_of_a_phone_is_reported(kept, tmp_path, content):
    with pytest.raises(Unreadable, match="broken"):
        list(pages_of_picture(kept(content, ".heic"), tmp_path))


def test_scan_in_tiff_has_many_pages(kept, tmp_path):
    content, pages = io.BytesIO(), [Image.new(mode, (60, 80), "white") for mode in ("1", "L", "CMYK")]
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:])
    path = kept(content.getvalue(), ".tif")
    total, *found = pages_of_picture(path, tmp_path)
    assert total == {"total": 3}
    assert [(page["number"], page["width"], page["height"]) for page in found] == [(n, 60, 80) for n in (1, 2, 3)]
    assert [page.get("number") for page in pages_of_picture(path, tmp_path, first=2, most=2)] == [None, 2]


def test_broken_page_of_a_tiff_does_not_affect_the_others(kept, tmp_path):
    content, pages = io.BytesIO(), [Image.new("L", (60, 80), grey) for grey in (0, 90, 255)]
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    with Image.open(content) as scan:
        scan.seek(1)
        place, length = scan.tag_v2[273][0], scan.tag_v2[279][0]
    damaged = bytearray(content.getvalue())
    damaged[place : place + length] = b"\xff" * length
    _total, *found = pages_of_picture(kept(bytes(damaged), ".tiff"), tmp_path)
    assert ["picture" in page for page in found] == [True, False, True]


def test_picture_with_too_many_pixels_is_not_decoded(kept, tmp_path):
    content = io.BytesIO()
    Image.new("1", (8000, 7000)).save(content, "PNG")
    with pytest.raises(Unreadable, match="too many pixels"):
        list(pages_of_picture(kept(content.getvalue(), ".png"), tmp_path))


@pytest.mark.parametrize("content", [b"", text_documents.picture()[:60], b"GIF89a"], ids=["empty", "cut", "other"])
def test_broken_picture_is_reported(kept, tmp_path, content):
    with pytest.raises(Unreadable, match="broken"):
        list(pages_of_picture(kept(content, ".png"), tmp_path))


def test_text_of_a_pptx_omits_hidden_slides_and_notes(kept):
    content = text_documents.pptx("Первый", "Спрятанный", "Третий", hidden=[2])
    found = pages_of(kept(content, ".pptx"), ".pptx")
    assert found["total"] == 2
    assert [page["title"] for page in found["pages"]] == ["Первый", "Третий"]
    assert "Строка слайда 3" in found["pages"][1]["text"]
    assert "3 га" in found["pages"][1]["text"]
    assert text_documents.SECRET not in str(found)


def test_text_of_an_odp_omits_hidden_slides_and_notes(kept):
    styles = (
        '<style:style style:name="away" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    body = (
        "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>Текст<text:line-break/>тура</text:p>"
        '</draw:text-box></draw:frame><draw:frame presentation:class="title"><draw:text-box><text:p>Заголовок</text:p>'
        f"</draw:text-box></draw:frame><presentation:notes><text:p>{text_documents.SECRET}</text:p></presentation:notes>"
        '</draw:page><draw:page draw:style-name="away"><text:p>Спрятано</text:p></draw:page></office:presentation>'
    )
    found = pages_of(kept(text_documents.open_document("presentation", body, styles), ".odp"), ".odp")
    assert found == {"pages": [{"title": "Заголовок", "text": "Текст\nтура\nЗаголовок"}], "total": 1}


def test_text_of_a_docx_is_split_into_pages(kept):
    document = Document()
    document.add_heading("Итоги визита", 0)
    document.add_paragraph("Первая страница").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Вторая страница")
    found = pages_of(kept(text_documents.saved(document), ".docx"), ".docx")
    assert found == {
        "pages": [
            {"title": "Итоги визита", "text": "Итоги визита\nПервая страница"},
            {"title": "Вторая страница", "text": "Вторая страница"},
        ],
        "total": 2,
    }


def test_text_of_an_odt_is_split_into_pages(kept):
    body = (
        "<office:text><text:p>Первая <text:s/>страница</text:p><text:soft-page-break/>"
        "<text:p>Вторая<text:soft-page-break/>и третья</text:p></office:text>"
    )
    found = pages_of(kept(text_documents.open_document("text", body), ".odt"), ".odt")
    assert [page["text"] for page in found["pages"]] == ["Первая страница", "Вторая", "и третья"]


def test_each_visible_sheet_is_a_page(tmp_path):
    path = str(tmp_path / "table.xlsx")
    book = Workbook(path)
    book.add_worksheet("Парки").write_row(0, 0, ["Образец", 12, 0.5])
    secret = book.add_worksheet("Черновик")
    secret.write(0, 0, text_documents.SECRET)
    secret.hide()
    book.close()
    found = pages_of(path, ".xlsx")
    assert found == {"pages": [{"title": "Парки", "text": "Парки\nОбразец 12 0.5"}], "total": 1}


def test_long_table_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(office_text, "MAX_ROWS", 3)
    monkeypatch.setattr(office_text, "MAX_SHEETS", 2)
    monkeypatch.setattr(office_text, "TEXT_LENGTH", 20)
    path = str(tmp_path / "table.xlsx")
    book = Workbook(path)
    sheets = [book.add_worksheet(name) for name in ("Длинный", "Широкий", "Лишний")]
    for row in range(6):
        sheets[0].write(row, 0, f"р{row}")
        sheets[1].write(row, 0, f"широкая строка {row}")
    book.close()
    texts = [page["text"] for page in pages_of(path, ".xlsx")["pages"]]
    assert texts == ["Длинный\nр0\nр1\nр2", "Широкий\nширокая строка 0\nширокая строка 1"]


def test_pages_beyond_the_limit_are_only_counted(kept):
    found = pages_of(kept(text_documents.pptx("Один", "Два", "Три"), ".pptx"), ".pptx", 2)
    assert (len(found["pages"]), found["total"]) == (2, 3)


@pytest.mark.parametrize(("suffix", "part"), [(".odt", "content.xml"), (".docx", "word/document.xml")])
def test_too_large_xml_part_is_not_read(kept, monkeypatch, suffix, part):
    monkeypatch.setattr(office_text, "MAX_PART", 100)
    with pytest.raises(ValueError, match="too large"):
        pages_of(kept(text_documents.package({part: "<a>" + " " * 100 + "</a>"}), suffix), suffix)


@pytest.mark.parametrize(("suffix", "part"), [(".odt", "content.xml"), (".docx", "word/document.xml")])
def test_document_with_entities_is_not_read(kept, suffix, part):
    content = text_documents.package({part: "<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>"})
    with pytest.raises(ValueError, match=r"DTD|Entities"):
        pages_of(kept(content, suffix), suffix)


@pytest.mark.parametrize("suffix", sorted(office_text.READERS))
@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 not at all", text_documents.package({"content.xml": "<a", "word/document.xml": "<a"})],
    ids=["empty", "no package", "no XML"],
)
def test_broken_office_file_is_a_value_error(kept, suffix, content):
    """A child reports a ValueError as a refusal, not as a crash that would be retried."""
    with pytest.raises(ValueError, match="broken"):
        pages_of(kept(content, suffix), suffix)
