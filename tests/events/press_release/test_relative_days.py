"""Days that a text tells by its own: «сегодня», «во вторник», «на этой неделе»."""

import pytest

from core.dates import PartialDate
from events.press_release.reader import read

WEDNESDAY = PartialDate(2024, 5, 15)


def draft(lead, published=None):
    return read(f"Парк «Вымпел» принял гостей\n\n{lead} делегация Тульской области.", published=published)


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Сегодня в парк «Вымпел» приехала", "2024-05-15"),
        ("Вчера в парк «Вымпел» приехала", "2024-05-14"),
        ("Накануне в парк «Вымпел» приехала", "2024-05-14"),
        ("Позавчера в парке «Вымпел» побывала", "2024-05-13"),
        ("Завтра в парк «Вымпел» приедет", "2024-05-16"),
        ("Во вторник в парке «Вымпел» побывала", "2024-05-14"),
        ("В пятницу в парке «Вымпел» побывала", "2024-05-10"),
        ("В эту пятницу состоится визит, приедет", "2024-05-17"),
        ("На этой неделе в парке «Вымпел» побывала", "2024-05"),
        ("На прошлой неделе в парке «Вымпел» побывала", "2024-05"),
    ],
)
def test_day_is_counted_from_the_day_of_publication(lead, day):
    found = draft(lead, WEDNESDAY).start
    assert (str(found.value), found.is_sure) == (day, False)
    assert draft(f"15.05.2024\n{lead}").start.value == found.value  # a stamp on the page tells the same
    asked = draft(lead)
    assert asked.start is None
    assert asked.when.value in lead
    assert "впишите дату" in asked.when.doubt


@pytest.mark.parametrize("lead", ["На сегодня в парке «Вымпел» семь цехов, их осмотрела", "Парк осмотрела"])
def test_other_words_tell_no_day(lead):
    assert draft(lead, WEDNESDAY).start is None
    assert draft(lead).when is None


def test_date_in_the_text_is_the_day():
    assert str(draft("Сегодня, 3 мая, в парк приехала", WEDNESDAY).start.value) == "--05-03"
