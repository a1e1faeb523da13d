"""The calendar of a month: bars, events without a day, links to other months, filters."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.calendars.month import Month, weeks_of
from events.models import Event
from tests.factories import EventFactory, EventRegionFactory, MaterialFactory

EVENTS = reverse("events:events")
TODAY = dt.date(2016, 5, 4)


def sheet(client, month="2016-05", **query):
    response = client.get(EVENTS, {"view": "month", "month": month, **query})
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def bars(html):
    """[(title, column, span)] of every bar."""
    return [
        (title, int(column), int(span))
        for column, span, title in re.findall(
            r'class="bar bar--from-(\d) bar--span-(\d)[^"]*">.*?bar__title">([^<]+)<', html, re.DOTALL
        )
    ]


def test_bar_of_several_days_continues_in_the_next_week():
    event = Event(pk=1, title="Тур", start="2016-05-27", end="2016-06-02")
    event.start, event.end = (Event._meta.get_field(name).to_python(getattr(event, name)) for name in ("start", "end"))
    sheet = weeks_of(Month(2016, 5), [event], TODAY)
    assert [[(bar.column, bar.span, bar.began_before, bar.goes_on) for bar in week.bars] for week in sheet] == [
        [],
        [],
        [],
        [],
        [(5, 3, False, True)],
        [(1, 4, True, False)],
    ]
    assert sheet[4].dates == "23–29\u00a0мая"
    assert [day.date.day for day in sheet[0].days] == [25, 26, 27, 28, 29, 30, 1]
    assert [day.is_today for day in sheet[1].days] == [False, False, True, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "month"),
    [("2016-05", Month(2016, 5)), ("2016-13", None), ("0001-01", None), ("2016-5", None), ("", None), ("\x00", None)],
)
def test_month_is_parsed_or_none(text, month):
    assert Month.parse(text) == month


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["", "&when=past", "&when=upcoming"])
def test_calendar_opens_today_whatever_the_events(visitor, when):
    this = Month.of(timezone.localdate())
    EventFactory(start=f"{this.year + 1}-02-03", status="cancelled")
    EventFactory(title="Давнее", start="2015-03-04")
    answer = visitor.get(f"{EVENTS}?view=month{when}")
    assert answer.context["month"] == this
    assert "Сегодня" not in answer.content.decode()
    assert [str(month) for month in answer.context["years"]] == [f"{this.year + 1}-02", str(this), "2015-03"]
    elsewhere = visitor.get(f"{EVENTS}?view=month&month=2015-03{when}").content.decode()
    assert [title for title, _column, _span in bars(elsewhere)] == ["Давнее"]
    assert re.search(rf'href="\?view=month{when.replace("&", "&amp;")}">Сегодня<', elsewhere)


@pytest.mark.django_db
def test_month_shows_the_events_that_touch_it(visitor):
    EventFactory(title="Из апреля", start="2016-04-29", end="2016-05-01")
    EventFactory(title="Двухдневное", start="2016-05-25", end="2016-05-26")
    EventFactory(title="Апрельское", start="2016-04-30")
    EventFactory(title="Тайное", start="2016-05-12", published_at=None)
    assert bars(sheet(visitor)) == [("Из апреля", 5, 3), ("Двухдневное", 3, 2)]


@pytest.mark.django_db
def test_continued_bar_is_one_tab_stop(visitor):
    EventFactory(title="Долгое", start="2016-05-20", end="2016-05-24")
    html = sheet(visitor)
    assert len(bars(html)) == 2
    assert html.count('tabindex="-1" aria-hidden="true"') == 1


@pytest.mark.django_db
def test_events_without_a_day_are_listed_apart(visitor):
    for title, start in [("В мае", "2016-05"), ("В 2016-м", "2016"), ("Без года", "--05-25"), ("Никогда", None)]:
        EventFactory(title=title, start=start)
    EventFactory(title="Другого года", start="2015")
    html = sheet(visitor)
    assert bars(html) == []
    apart = re.search(r'class="without-a-day".*', html, re.DOTALL)[0]
    assert re.findall(r'row__title"><a[^>]*>([^<]+)<', apart) == ["В мае", "В 2016-м", "Без года", "Никогда"]


@pytest.mark.django_db
def test_links_lead_to_the_nearest_months_with_events(visitor):
    for start in ("2014-02-03", "2015-12-30", "2016-05-10", "2016-11-01", "2016", "--05-25"):
        EventFactory(start=start)
    html = sheet(visitor)
    assert re.search(r'month=2015-12" rel="prev"', html)
    assert re.search(r'month=2016-11" rel="next"', html)
    assert 'rel="prev"' not in sheet(visitor, "2014-02")
    assert 'rel="next"' not in sheet(visitor, "2016-11")


@pytest.mark.django_db
def test_filters_of_the_list_narrow_the_calendar_and_stay(visitor):
    region = EventRegionFactory(event=EventFactory(title="Искомое", start="2016-05-10")).region
    EventFactory(title="Другое", start="2016-05-11")
    html = sheet(visitor, region=region.slug)
    assert [title for title, _column, _span in bars(html)] == ["Искомое"]
    assert 'type="hidden" name="view" value="month"' in html
    assert 'type="hidden" name="month" value="2016-05"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["abc", "2016-13", "9999-12", "9998-12", "1000-01", "\x00", "9" * 5000])
def test_wrong_month_is_ignored(visitor, month):
    EventFactory(start="2016-05-10")
    sheet(visitor, month)


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "queries"), [("visitor", 5), ("member", 7), ("editor", 7)])
def test_month_takes_the_same_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    for size in (1, 4):
        for day in range(size):
            EventRegionFactory(event=EventFactory(start=f"2016-05-{size + day + 10}"))
        with django_assert_num_queries(queries):
            sheet(client)


@pytest.mark.django_db
def test_event_over_new_year_is_in_both_years_everywhere(client):
    region = EventRegionFactory(event=EventFactory(title="Зимний", start="2016-12-30", end="2017-01-02")).region
    MaterialFactory(event=Event.objects.get(), title="Слайды")
    for year in ("2016", "2017"):
        page = client.get(EVENTS, {"year": year})
        assert [event.title for event in page.context["events"]] == ["Зимний"]
        assert ("2016", "2016\u00a0(1)") in page.context["filters"].fields["year"].choices
        assert ("2017", "2017\u00a0(1)") in page.context["filters"].fields["year"].choices
        assert "Слайды" in client.get(reverse("events:materials"), {"year": year}).content.decode()
        assert f"year={year}" in client.get(region.get_absolute_url()).content.decode()
    assert page.context["filters"].total == 1
    assert client.get(EVENTS).context["filters"].total == 1
    assert client.get(EVENTS, {"year": "2018"}).context["filters"].total == 0
    assert bars(sheet(client, "2016-12")) == [("Зимний", 5, 3)]
    january = client.get(EVENTS, {"view": "month", "month": "2017-01"})
    assert bars(sheet(client, "2017-01")) == [("Зимний", 5, 3), ("Зимний", 1, 1)]
    assert dict(january.context["year"])[Month(2017, 1)] == 1
    assert january.context["previous"] == Month(2016, 12)


@pytest.mark.django_db
def test_event_with_an_inexact_end_has_no_bar(client):
    EventFactory(title="Долгий", start="2016-05-25", end="2016-06")
    for month in ("2016-05", "2016-06"):
        html = sheet(client, month)
        assert bars(html) == []
        assert "Долгий" in html
