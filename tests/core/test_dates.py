import calendar
import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.dates import PartialDate, format_date, format_range, read_dates, read_time

days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))
exact_dates = days.map(lambda day: PartialDate(day.year, day.month, day.day))
months = days.map(lambda day: PartialDate(day.year, day.month))
years = days.map(lambda day: PartialDate(day.year))
days_of_no_year = st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map(
    lambda day: PartialDate(None, day.month, day.day)
)
shapes = [exact_dates, months, years, days_of_no_year]
partial_dates = st.one_of(shapes)
pairs_of_one_shape = st.one_of([st.tuples(shape, shape) for shape in shapes])


@given(partial_dates)
def test_stored_form_reads_back(date):
    assert PartialDate.from_iso(str(date)) == date


@given(partial_dates)
def test_shown_form_reads_back(date):
    assert PartialDate.read(format_date(date)) == date


@given(pairs_of_one_shape)
def test_stored_forms_of_one_shape_sort_as_their_dates(pair):
    first, second = pair
    parts = [[part for part in (date.year, date.month, date.day) if part] for date in pair]
    assert (str(first) < str(second)) == (parts[0] < parts[1])
    assert (str(first) == str(second)) == (first == second)


@given(st.one_of(exact_dates, months, years))
def test_first_and_last_day_enclose_the_date(date):
    first, last = date.first_day(), date.last_day()
    assert first <= last
    assert date.is_exact == (first == last)
    assert PartialDate(first.year, date.month and first.month, date.day and first.day) == date
    assert PartialDate(last.year, date.month and last.month, date.day and last.day) == date
    if date.month and not date.day:
        assert last.day == calendar.monthrange(date.year, date.month)[1]


@given(days_of_no_year)
def test_date_without_a_year_has_no_first_or_last_day(date):
    assert date.first_day() is None
    assert date.last_day() is None
    assert not date.is_exact


@pytest.mark.slow
@given(st.text(max_size=20))
def test_read_gives_a_date_or_a_value_error(text):
    try:
        date = PartialDate.read(text)
    except ValueError:
        return
    assert PartialDate.from_iso(str(date)) == date


@given(pairs_of_one_shape)
def test_range_shows_its_end_in_full(pair):
    start, end = sorted(pair, key=str)
    assume(start != end)
    shown = format_range(start, end)
    assert "–" in shown
    if start.year:
        assert shown.count(str(end.year)) >= 1
    if end.shape != (True, False, False):
        assert shown.endswith(format_date(end))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("25.05.2016", "2016-05-25"),
        ("5.5.2016", "2016-05-05"),
        ("05.2016", "2016-05"),
        ("2016", "2016"),
        ("2016 г.", "2016"),
        ("25.05", "--05-25"),
        ("25.05.", "--05-25"),
        ("25 мая", "--05-25"),
        ("25 мая 2016", "2016-05-25"),
        ("25 мая 2016 г.", "2016-05-25"),
        ("25 Мая 2016 года", "2016-05-25"),
        ("  25\u00a0мая\u00a02016\u00a0г. ", "2016-05-25"),
        ("май 2016 г.", "2016-05"),
        ("Август 2016", "2016-08"),
        ("2016-05-25", "2016-05-25"),
        ("2016-05", "2016-05"),
        ("--05-25", "--05-25"),
        ("29 февраля", "--02-29"),
        ("29.02.2016", "2016-02-29"),
        ("25.05.16", "2016-05-25"),
        ("25.05.98", "1998-05-25"),
        ("25/05/2016", "2016-05-25"),
        ("12/05/2016", "2016-05-12"),
        ("25/05/16", "2016-05-25"),
        ("25-05-2016", "2016-05-25"),
        ("2016.05.25", "2016-05-25"),
        ("2016-5-25", "2016-05-25"),
        ("05/2016", "2016-05"),
        ("25/05", "--05-25"),
        ("мая 2016", "2016-05"),
        ("в мае 2016 года", "2016-05"),
        ("25 май 2016", "2016-05-25"),
        ("25 сент. 2016", "2016-09-25"),
        ("25-го мая", "--05-25"),
        ("пятница, 25 мая 2016", "2016-05-25"),
        ("2016 год", "2016"),
    ],
)
def test_date_is_read_as_people_write_it(typed, stored):
    assert str(PartialDate.read(typed)) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "весной",
        "31.06.2016",
        "29.02.2017",
        "32 мая",
        "00.05.2016",
        "25.13.2016",
        "май",
        "0999",
        "16",
        "25–26 мая",
        "25-26",
        "12.16",
        "2016-13",
        "00.2016",
        "2016-00-01",
        "--00-05",
    ],
)
def test_read_refuses_what_is_no_date(typed):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.read(typed)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("25-26 мая 2016", "2016-05-25", "2016-05-26"),
        ("25–26 мая 2016 г.", "2016-05-25", "2016-05-26"),
        ("25 и 26 мая 2016", "2016-05-25", "2016-05-26"),
        ("25-26.05.16", "2016-05-25", "2016-05-26"),
        ("25.05.2016 - 26.05.2016", "2016-05-25", "2016-05-26"),
        ("25/05/2016–26/05/2016", "2016-05-25", "2016-05-26"),
        ("2016-05-25 – 2016-05-26", "2016-05-25", "2016-05-26"),
        ("с 24 по 26 января", "--01-24", "--01-26"),
        ("с 30 мая по 2 июня 2016 года", "2016-05-30", "2016-06-02"),
        ("30.12–02.01", "--12-30", "--01-02"),
        ("30.12–02.01.2017", "2016-12-30", "2017-01-02"),
        ("30 декабря – 2 января 2017", "2016-12-30", "2017-01-02"),
        ("30 декабря 2016 – 2 января", "2016-12-30", "2017-01-02"),
        ("май–июнь 2016", "2016-05", "2016-06"),
        ("05–06.2016", "2016-05", "2016-06"),
        ("декабрь – январь 2017", "2016-12", "2017-01"),
        ("2016–2018 гг.", "2016", "2018"),
        ("25 мая 2016", "2016-05-25", None),
        ("2016-05", "2016-05", None),
    ],
)
def test_range_is_read_as_people_write_it(typed, start, end):
    assert [date and str(date) for date in read_dates(typed)] == [start, end]


@pytest.mark.parametrize(
    "typed", ["", "25-26", "10 и 20 мая", "мая–июня", "29 февраля – 1 марта 2017", "25–32 мая", "–"]
)
def test_read_refuses_what_is_no_range(typed):
    with pytest.raises(ValueError, match=r"."):
        read_dates(typed)


@given(pairs_of_one_shape)
def test_shown_range_reads_back(pair):
    start, end = sorted(pair, key=str)
    assert read_dates(format_range(start, end)) == (start, end if end != start else None)


@given(st.text(alphabet="0123456789.-–/ сподомайянврг", max_size=24))
def test_read_dates_gives_dates_or_a_value_error(text):
    try:
        start, end = read_dates(text)
    except ValueError:
        return
    assert PartialDate.from_iso(str(start)) == start
    assert end is None or PartialDate.from_iso(str(end)) == end


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("10.00", dt.time(10)),
        ("9-30", dt.time(9, 30)),
        ("9:30", dt.time(9, 30)),
        ("09:30:00", dt.time(9, 30)),
        ("9", dt.time(9)),
        ("9 ч", dt.time(9)),
        ("9 ч. 30 мин.", dt.time(9, 30)),
        ("в 9.30", dt.time(9, 30)),
        ("9 30", dt.time(9, 30)),
        ("9,30", dt.time(9, 30)),
        ("10–00", dt.time(10)),
        ("10 — 00", dt.time(10)),
        ("0930", dt.time(9, 30)),
        ("9 часов 30 минут", dt.time(9, 30)),
        ("\u200e9:30\ufeff", dt.time(9, 30)),
        ("24:00", dt.time(0)),
        ("00:00", dt.time(0)),
    ],
)
def test_time_is_read_as_people_write_it(typed, time):
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["", "25", "24:01", "9:60", "9:3", "утром", "10-11-12", "-5", "10:00–11:00", "12.5"])
def test_read_refuses_what_is_no_time(typed):
    with pytest.raises(ValueError, match=r"."):
        read_time(typed)


@pytest.mark.parametrize("parts", [(2016, None, 25), (None, 5, None), (None, None, 25), (999, 1, 1), (2016, 6, 31)])
def test_incomplete_or_impossible_date_cannot_be_made(parts):
    with pytest.raises(ValueError, match=r"."):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2016-05-25", "25\u00a0мая\u00a02016\u00a0г."),
        ("2016-05", "май\u00a02016\u00a0г."),
        ("2016", "2016\u00a0г."),
        ("--05-25", "25\u00a0мая"),
    ],
)
def test_date_is_shown_in_words(stored, shown):
    assert format_date(PartialDate.from_iso(stored)) == shown
    assert format_range(PartialDate.from_iso(stored)) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("--05-25", "--05-26", "25–26\u00a0мая"),
        ("--12-30", "--01-02", "30\u00a0декабря – 2\u00a0января"),
        ("--05-30", "--06-02", "30\u00a0мая – 2\u00a0июня"),
        ("2016-05-25", "2016-05-26", "25–26\u00a0мая\u00a02016\u00a0г."),
        ("2016-05-25", "2016-05-25", "25\u00a0мая\u00a02016\u00a0г."),
        ("2016-05-30", "2016-06-02", "30\u00a0мая – 2\u00a0июня\u00a02016\u00a0г."),
        ("2016-12-30", "2017-01-02", "30\u00a0декабря\u00a02016\u00a0г. – 2\u00a0января\u00a02017\u00a0г."),
        ("2016-05", "2016-06", "май – июнь\u00a02016\u00a0г."),
        ("2016-12", "2017-01", "декабрь\u00a02016\u00a0г. – январь\u00a02017\u00a0г."),
        ("2016", "2018", "2016–2018\u00a0гг."),
    ],
)
def test_range_shows_once_what_both_dates_share(start, end, shown):
    assert format_range(PartialDate.from_iso(start), PartialDate.from_iso(end)) == shown
