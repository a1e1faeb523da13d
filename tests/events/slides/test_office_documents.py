"""Office documents of every maker become slides that show and tell what their readers see."""

import io

import pytest
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from events.models import Preview
from events.uploads.verdicts import judge
from tests import documents, files

from . import text_documents
from .attempts import attempt, uploaded_uninspected

pytestmark = [pytest.mark.django_db, pytest.mark.soffice, pytest.mark.slow, pytest.mark.once]


def slides_of(content, name):
    """The slides of a document that is accepted, and whose preview is ready, complete and has its pictures."""
    assert judge(ContentFile(content, name=name)).verdict.is_accepted, name
    preview = attempt(uploaded_uninspected(content, name))
    assert (preview.state, preview.remark) == (Preview.State.READY, ""), name
    slides = list(preview.version.slides.order_by("number"))
    assert all(slide.picture and slide.small_picture for slide in slides)
    return slides


def text_of(content, name):
    return "\n".join(slide.text for slide in slides_of(content, name))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("odt-empty-current-xml.odt", "Доклад о парке"),
        ("odp-empty-current-xml.odp", ""),
        ("odp-without-it.odp", ""),
        ("odt-formula-doctype.odt", ""),
        ("docx-tracked-deletion.docx", "Цена участка по запросу"),
        ("docx-hidden-text.docx", "Видно."),
        ("xlsx-cells-of-one-digit.xlsx", "5 3 4 7\n1 0 2 9\n15 3 40 7"),
    ],
)
def test_document_is_ready_with_pictures(name, words):
    text = text_of(files.case(name), name)
    assert text.endswith(words)
    assert "ЧЕРНОВИК" not in text
    assert "СКРЫТО" not in text


def test_wide_table_has_whole_words_and_a_page_with_all_columns():
    (slide,) = slides_of(files.case("xlsx-wide-24-columns.xlsx"), "Показатели.xlsx")
    assert " ".join(f"Показатель {number}" for number in range(1, 25)) in slide.text


ROWS = 70  # more than a page shows


def table(**options):
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, **options})
    for name in ("Первый", "Второй"):
        sheet = book.add_worksheet(name)
        for row in range(ROWS):
            sheet.write_row(row, 0, [f"{name} парк {row}", 1234.5, "СКРЫТО", 7, "Очень длинное название показателя"])
        sheet.set_column(1, 1, 10, book.add_format({"num_format": "#,##0.00"}))
        sheet.set_column(2, 2, 10, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write_comment(0, 0, "ПРИМЕЧАНИЕ")
    book.add_worksheet("Черновик").write(0, 0, "СКРЫТО")
    book.worksheets()[-1].hide()
    book.close()
    return content.getvalue()


def test_rows_stand_on_the_page_that_shows_them():
    """Each row once, as it is displayed; nothing of hidden rows, columns, sheets and comments."""
    tables = {".xlsx": table()}
    tables |= {suffix: documents.by_libreoffice(f"table{suffix}") for suffix in (".xls", ".ods")}
    for suffix, content in tables.items():
        slides = slides_of(content, f"Таблица{suffix}")
        text = "\n".join(slide.text for slide in slides)
        assert "СКРЫТО" not in text
        assert "ПРИМЕЧАНИЕ" not in text
        rows = [line for line in text.split("\n") if "парк" in line]
        expected = [f"{name} парк {row}" for name in ("Первый", "Второй") for row in range(ROWS) if row != 3]
        assert [row.rpartition(" 1")[0] for row in rows] == expected, suffix
        assert all(row.endswith("7 Очень длинное название показателя") for row in rows)
        assert {slide.title for slide in slides} == {"Первый", "Второй"}
        assert len(slides) > 2
        assert all("парк" in slide.text for slide in slides)


RTF = r"""{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0 Liberation Serif;}}{\revtbl{Unknown;}{A;}}
\pard Price {\deleted\revauthdel1\revdttmdel1 five millions }{\revised\revauth1 on request}{\v  unseen}\par}"""


def test_deleted_and_hidden_text_of_an_rtf_is_left_out():
    assert text_of(RTF.encode(), "Price.rtf") == "Price on request"


def test_deleted_text_of_a_doc_is_left_out():
    assert text_of(documents.by_libreoffice("tracked-deletion.doc"), "Цена.doc") == "Цена участка по запросу"


def test_slide_shows_become_slides():
    content = text_documents.pptx("Первый", "Спрятанный", "Третий", hidden=[2])
    slides = slides_of(content, "Показ.ppsx")
    assert [slide.title for slide in slides] == ["Первый", "Третий"]
    assert text_documents.SECRET not in str([slide.text for slide in slides])
    assert len(slides_of(documents.by_libreoffice("presentation.ppt"), "Показ.pps")) == 2
