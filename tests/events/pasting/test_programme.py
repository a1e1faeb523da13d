import datetime as dt
from pathlib import Path

import pytest

from core.dates import PartialDate
from events.pasting.programme import kind_of, read_programme
from events.pasting.tokens import clean

DATA = Path(__file__).parents[2] / "data" / "pasting"


def programmes():
    """`=== name`, the text, `---`, and for each item: day || times || title || speakers || moderators || place."""
    for path in sorted(DATA.glob("programmes_*.txt")):
        for programme in path.read_text("utf-8").split("=== ")[1:]:
            name, _, rest = programme.partition("\n")
            text, _, items = rest.partition("\n---\n")
            yield pytest.param(text, [expected(line) for line in items.splitlines() if line.strip()], id=name)


def expected(line):
    day, times, title, speakers, moderators, place = ([part.strip() for part in line.split("||")] + ["", ""])[:6]
    return day, times, title, people(speakers), people(moderators), place


def people(names):
    return [name.strip() for name in names.split(",") if name.strip()]


def described(item):
    times = "-".join(time.strftime("%H:%M") if time else "" for time in (item.starts_at, item.ends_at))
    speakers, moderators = ([person.name.shown for person in found] for found in (item.speakers, item.moderators))
    return str(item.day or ""), times, item.title, speakers, moderators, item.place


@pytest.mark.parametrize(("text", "items"), list(programmes()))
def test_programmes_of_different_make(text, items):
    assert [described(found.value) for found in read_programme(text)] == items


def test_a_talk_has_its_title_and_its_speaker():
    item = read_programme("10:00 Доклады\n• «Земля» — Инга Морошкина, юрист\n• «Сети» — Глеб Речной, технолог")[0].value
    assert [(talk.title, [speaker.position for speaker in talk.speakers]) for talk in item.talks] == [
        ("Земля", ["Юрист"]),
        ("Сети", ["Технолог"]),
    ]


def test_days_carry_their_dates():
    items = [found.value for found in read_programme("25 мая\n10:00 Открытие\n27 мая 2026 г.\n9:00 Экскурсия")]
    assert [(item.day, str(item.date), item.starts_at) for item in items] == [
        (1, "--05-25", dt.time(10)),
        (3, str(PartialDate(2026, 5, 27)), dt.time(9)),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Кофе-брейк", "meal"), ("Открытие форума", "opening"), ("Пленарное заседание", "plenary"),
        ("Переезд в парк", "transfer"),
        ("Посещение завода", "tour"), ("Подписание соглашения", "signing"), ("Круглый стол", "discussion"),
        ("Мастер-класс", "seminar"), ("Секция «Кадры»", "presentations"), ("Регистрация", "other"),
    ],
)  # fmt: skip
def test_kinds(title, kind):
    assert kind_of(title) == kind


def test_spans_hold_the_lines_of_an_item():
    text = "10:00 Открытие\nИван Тёркин, мастер\n11:00 Обед"
    assert [clean(text)[slice(*found.span)] for found in read_programme(text)] == [
        "10:00 Открытие\nИван Тёркин, мастер",
        "11:00 Обед",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", "25 мая\n26 мая"])
def test_nothing_to_read(text):
    assert read_programme(text) == []
