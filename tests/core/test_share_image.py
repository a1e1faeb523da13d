"""The pictures of pages for messengers."""

import io
import re

import pytest
from PIL import Image

from core.share_image import BACKGROUND, SHAPE, _title, draw

SQUARE = "M0,0L90,0L90,90L0,90Z"


def colours(picture, box):
    image = Image.open(io.BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    found = image.convert("RGB").crop(box).getcolors(1 << 20)
    return {f"#{bytes(colour).hex()}" for _count, colour in found}


@pytest.mark.parametrize("title", ["", "Т", "Слово " * 50, "Ж" * 300, "Тур\u00a0по паркам 🚂 и «ёлочкам»", "а\nб\tв"])
def test_any_text_is_drawn_and_leaves_the_margins_free(title):
    picture = draw(title=title, name=title, lines=(title, title))
    for margin in ((0, 0, 1200, 70), (0, 562, 1200, 630), (0, 0, 70, 630), (1130, 0, 1200, 630)):
        assert colours(picture, margin) == {BACKGROUND}


@pytest.mark.parametrize(
    "title", ["Вымышленный ознакомительный тур № 17", "Как построить завод стоимостью 21,2 млрд руб."]
)
def test_no_number_is_torn_from_its_word(title):
    for length in range(30):
        _font, lines = _title(f"{'Ж' * length} {title}")
        assert not any(re.search(r"(№|\d|млрд)$", line) for line in lines[:-1]), lines


def test_title_with_a_long_word_is_drawn_smaller_before_the_word_is_cut():
    assert _title("Константин Вымышленный-Образцовский", 622)[1] == ["Константин", "Вымышленный-Образцовский"]
    assert _title("Ж" * 300 + " и ещё")[1][-1] == "и\u00a0ещё"


def test_outline_its_mark_and_a_photo_stand_on_the_right():
    beside = (740, 100, 1160, 530)
    assert SHAPE not in colours(draw(title="Т"), beside)
    assert SHAPE in colours(draw(title="Т", outline=SQUARE), beside)
    assert "#f4b04a" in colours(draw(title="Т", outline=SQUARE, mark=(45, 45)), (940, 300, 966, 330))
    photo = io.BytesIO()
    Image.new("RGBA", (300, 400), "#c01010").save(photo, "WEBP", lossless=True)
    assert colours(draw(title="Т", photo=photo.getvalue()), (710, 110, 1120, 520)) == {"#c01010"}
