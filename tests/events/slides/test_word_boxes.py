"""Where the words of a page stand on its picture: found in a PDF, packed, and unpacked again."""

import base64
import zlib

import pytest
from PIL import Image

from events.slides.extraction import pages_of_pdf
from events.slides.word_boxes import MOST_WORDS, NOTHING, PlacedWord, pack, unpack

from .test_pdf_pages import page_with
from .text_documents import pdf

pytestmark = pytest.mark.once


def first_page(content, folder):
    path = folder / "page.pdf"
    path.write_bytes(content)
    _total, page, *_rest = pages_of_pdf(str(path), folder)
    return page


def boxes_by_word(page):
    placed = unpack(page["word_boxes"])
    return dict(zip(placed.text.split(), placed.boxes, strict=True))


def darkest_part(page, folder, box):
    """The darkest grey within the box on the picture."""
    with Image.open(folder / page["picture"]) as picture:
        left, top, width, height = box
        corners = (left, top, left + width, top + height)
        sizes = (picture.width, picture.height) * 2
        part = [round(corner * size / 1000) for corner, size in zip(corners, sizes, strict=True)]
        return picture.convert("L").crop(part).getextrema()[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_box_surrounds_its_word_on_the_picture(tmp_path, turn):
    page = first_page(page_with((150, 150, 20, "[(Park)]", turn), (20, 20, 10, "[(Far)]")), tmp_path)
    boxes = boxes_by_word(page)
    ((left, top, width, height),) = boxes["Park"]
    assert darkest_part(page, tmp_path, boxes["Park"][0]) < 100
    assert darkest_part(page, tmp_path, (left, max(top - 2 * height, 0), width, height)) > 200
    assert boxes["Far"][0][1] > 800, "near the bottom"
    assert (width > height) == (turn in (0, 180)), "400 × 300 points: a word along the page is wide"


def test_turned_page_has_its_boxes_turned(tmp_path):
    content = page_with((20, 250, 20, "[(Park)]"), annotations=b"/Rotate 90")
    page = first_page(content, tmp_path)
    ((left, top, width, height),) = boxes_by_word(page)["Park"]
    assert darkest_part(page, tmp_path, (left, top, width, height)) < 100
    assert left > 700
    assert top < 200


def test_word_broken_at_the_end_of_a_line_has_two_boxes(tmp_path):
    page = first_page(
        page_with((20, 200, 20, "[(develop-)]"), (20, 170, 20, "[(ment)]"), (20, 100, 20, "[(end)]")), tmp_path
    )
    boxes = boxes_by_word(page)
    assert page["text"].split() == list(boxes), "the same words as in the text"
    broken = next(iter(boxes.values()))
    assert [box[1] < 400 for box in broken] == [True, True]
    assert len(broken) == 2


def test_russian_words_stand_in_the_text_of_their_boxes(tmp_path):
    page = first_page(pdf("Подключение к газу\nза 12 400 рублей"), tmp_path)
    placed = unpack(page["word_boxes"])
    assert placed.text.split() == page["text"].split()
    assert [placed.text[start:].split()[0] for start in placed.starts] == placed.text.split()
    assert len(placed.boxes) == len(placed.starts)


@pytest.mark.parametrize("packed", ["", "nonsense", "====", base64.b64encode(zlib.compress(b"a\0b")).decode()])
def test_what_nobody_packed_has_no_boxes(packed):
    assert unpack(packed) == NOTHING


def test_packed_bomb_is_not_unpacked():
    bomb = base64.b64encode(zlib.compress(b"a " * (8 << 20) + b"\0\0")).decode()
    assert unpack(bomb) == NOTHING


def test_packed_words_are_few_bytes_and_bounded():
    words = [PlacedWord(f"слово{number}", [(number % 900, number % 700, 50, 20)]) for number in range(9000)]
    packed = pack(words)
    assert len(unpack(packed).starts) == MOST_WORDS
    assert len(pack(words[:100])) < 1400
    assert pack([]) == ""
