"""The text of a PDF page as it stands on the page, with its filled fields, and pages that cannot be shown."""

import pytest
from PIL import Image

from events.slides.extraction import pages_of_pdf
from tests import files

pytestmark = pytest.mark.once

QUARTERS = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}


def page_with(*words, annotations=b"", objects=()):
    """A page of 400 × 300 points with these words in Helvetica: `(x, y, size, word)` or `(x, y, size, word, turn)`."""
    lines = []
    for x, y, size, word, *turn in words:
        lines.append(f"BT /F {size} Tf {QUARTERS[turn[0] if turn else 0]} {x} {y} Tm {word} TJ ET")
    content = "\n".join(lines).encode("cp1252")
    return files.pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>%b>>"
            % annotations,
            b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *objects,
        ]
    )


@pytest.fixture
def text(tmp_path):
    """A function that returns the text of the first page."""

    def read(content):
        path = tmp_path / "page.pdf"
        path.write_bytes(content)
        _total, page = pages_of_pdf(str(path), tmp_path)
        return page["text"]

    return read


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pdf-row-name-and-digits", "Park 5 3 4\nZone 7 1 12"),
        ("pdf-cells-of-two-digits", "AA BB CC\n11 22 33\n44 55 66"),
        ("pdf-cells-close", "Plan Fact\n10 20"),
        ("pdf-turned-0", "Park of the\nregion and\nits residents"),
        ("pdf-turned-90", "Park of the\nregion and\nits residents"),
        ("pdf-turned-180", "Park of the\nregion and\nits residents"),
        ("pdf-rotated", "Visible"),
        ("pdf-userunit", "Visible"),
        ("pdf-zero-page", "Visible"),
        ("pdf-field-text", "Visible\nFilled value"),
        ("pdf-field-without-appearance", "Visible\nFilled value"),
        ("pdf-field-without-acroform", "Visible\nFilled value"),
        ("pdf-onlyoffice-form", "Park report"),
        ("pdf-bom", "Park report"),
        ("pdf-no-startxref", "Park report"),
    ],
)
def test_words_and_lines_stand_apart_as_on_the_page(text, name, words):
    assert text(files.case(f"{name}.pdf")) == words


@pytest.mark.parametrize("turn", QUARTERS)
def test_cells_of_one_digit_stand_apart_in_any_direction(text, turn):
    place = {0: (40, 200), 90: (200, 40), 180: (360, 200), 270: (200, 260)}[turn]
    along = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
    cells = [
        (place[0] + along[0] * 20 * n, place[1] + along[1] * 20 * n, 12, f"[({digit})]", turn)
        for n, digit in enumerate("5347")
    ]
    assert text(page_with(*cells)) == "5 3 4 7"


def test_bullet_stands_apart_from_its_word(text):
    assert text(page_with((40, 200, 12, "[(•)]"), (50, 200, 12, "[(Gas)]"))) == "• Gas"


def test_a_word_drawn_in_pieces_stays_one(text):
    """The widths of «Pa», «r» and «k» in Helvetica of 12 points, with a little kerning."""
    pieces = [(40, 200, 12, "[(Pa)]"), (54.8, 200, 12, "[(r)]"), (58.7, 200, 12, "[(k)]")]
    assert text(page_with(*pieces)) == "Park"


def test_letters_set_wide_are_one_word(text):
    assert text(page_with((40, 200, 12, "[(P) -100 (A) -100 (R) -100 (K)]"))) == "PARK"


def test_raised_figure_stays_in_its_line(text):
    assert text(page_with((40, 200, 12, "[(12 m)]"), (67, 204, 7, "[(2)]"), (76, 200, 12, "[(free)]"))) == "12 m2 free"


def test_text_turned_against_the_rest_is_a_line_of_its_own(text):
    assert text(page_with((40, 200, 12, "[(Label)]", 90), (44, 200, 12, "[(Park)]"))) == "Label\nPark"


NOTE = b"<</Type/Annot/Subtype/FreeText/Rect[40 100 300 130]/F %d/Contents(Said aside)/AP<</N 7 0 R>>>>"
LOOK = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 260 30]/Resources<</Font<</F 5 0 R>>>>/Length 36>>stream\n"
    b"BT /F 14 Tf 4 10 Td (Seen note) Tj ET\nendstream"
)


@pytest.mark.parametrize(
    ("flags", "words"), [(4, "Park\nSeen note"), (0, "Park\nSeen note"), (2, "Park"), (32, "Park")]
)
def test_note_is_read_as_far_as_it_is_drawn(text, flags, words):
    """Flags of an annotation: 4 is printed, 2 hidden, 32 not viewed."""
    content = page_with((40, 200, 12, "[(Park)]"), annotations=b"/Annots[6 0 R]", objects=[NOTE % flags, LOOK])
    assert text(content) == words


def test_field_without_a_form_is_drawn(tmp_path):
    path = tmp_path / "field.pdf"
    path.write_bytes(files.case("pdf-field-without-acroform.pdf"))
    _total, page = pages_of_pdf(str(path), tmp_path)
    with Image.open(tmp_path / page["picture"]) as picture:
        value = picture.convert("L").crop((160, 680, 1200, 800))  # /Rect [40 100 300 130], four pixels a point
        assert value.getextrema()[0] < 64


@pytest.mark.parametrize(
    ("name", "size"),
    [("pdf-userunit", (1600, 1200)), ("pdf-rotated", (1500, 2000)), ("pdf-zero-page", (1545, 2000))],
)
def test_picture_has_the_proportions_of_the_page(tmp_path, name, size):
    path = tmp_path / "page.pdf"
    path.write_bytes(files.case(f"{name}.pdf"))
    _total, page = pages_of_pdf(str(path), tmp_path)
    assert (page["width"], page["height"]) == pytest.approx(size, abs=1)
