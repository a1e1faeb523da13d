"""The demo of forty fictional events, made once for all these tests."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from association.demo import fiction, scenes
from association.models import User
from events.models import Access, Appearance, Event, Material, Person, Photo
from parks.models import Organization, Park
from tests.association.demo_runs import every_row, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def kept_forty(keep):
    return keep(lambda: run(size=40))


@pytest.fixture(autouse=True)
def _forty(kept_forty, db, settings):
    kept_forty(settings)


def test_fictional_rows_are_named_as_fictional():
    for event in Event.objects.exclude(slug="smolensk-tour"):
        assert event.title.startswith("Вымышленн")
    for park in Park.objects.exclude(name__in=["Сафоново", "Феникс"]):
        assert park.name.startswith("Пример-")
    made_up = Organization.objects.filter(about__startswith="Придумано")
    assert made_up.count() == Organization.objects.exclude(appearances__event__slug="smolensk-tour").count() - 6
    assert not Appearance.objects.filter(event__slug="smolensk-tour", person__slug__startswith="vymyshlennyy").exists()


def test_forty_events_include_every_unusual_case():
    events = Event.objects.exclude(slug="smolensk-tour")
    assert set(events.values_list("access", flat=True)) == set(Access.values)
    assert set(events.values_list("status", flat=True)) == set(Event.Status.values)
    assert set(events.values_list("type", flat=True)) >= {"study_tour", "forum", "webinar", "exhibition"}
    assert events.upcoming(dt.date(2027, 1, 1)).exists()
    assert events.past(dt.date(2012, 12, 31)).exists()
    assert events.filter(published_at=None).exists()
    assert events.filter(start=None).exists()
    assert {len(str(start)) for start in events.exclude(start=None).values_list("start", flat=True)} == {4, 7, 10}
    assert events.filter(start__startswith="--").exists()
    assert max(len(title) for title in events.values_list("title", flat=True)) > 180
    assert {0, 60} < {event.talks.count() for event in events}
    years = {event.start.year for event in events.exclude(start=None) if event.start.year}
    assert (min(years), max(years)) == (2012, 2027)
    materials = Material.objects.exclude(event__slug="smolensk-tour")
    assert materials.filter(current_version=None, url="").exists()
    assert materials.filter(current_version__original_name__endswith=".pptx").exists()
    assert set(materials.values_list("access", flat=True)) == set(Access.values)
    assert {"video", "link", "programme", "presentation"} == set(materials.values_list("kind", flat=True))
    assert Park.objects.filter(latitude=None, name__startswith="Пример").exists()
    assert Park.objects.filter(point_is_approximate=True, total_area_ha=None).exists()


def test_some_events_lie_in_the_next_weeks():
    today = timezone.localdate()
    soon = Event.objects.visible_to(AnonymousUser()).filter(
        sort_date__gt=today, sort_date__lte=today + dt.timedelta(weeks=6)
    )
    assert soon.count() >= 3
    assert not Material.objects.filter(event__in=soon, talk__isnull=False, current_version__isnull=False).exists()


def test_first_events_people_and_organizations_have_pictures():
    assert Event.objects.exclude(cover="").count() > 15
    assert Event.objects.filter(cover="").count() > 3
    assert Photo.objects.values("event").distinct().count() > 2
    for photo in Photo.objects.all():
        assert (photo.width, photo.height) == scenes.SIZE
        assert photo.caption.startswith("Рисунок")
        assert photo.event.is_past
    assert Person.objects.exclude(photo="").count() > 10
    assert Organization.objects.exclude(logo="").count() > 10


def test_nobody_real_has_an_invented_picture():
    assert set(Person.objects.exclude(slug__startswith="vymyshlennyy-").values_list("photo", flat=True)) == {""}
    assert set(Organization.objects.exclude(slug__startswith="obrazets-").values_list("logo", flat=True)) == {""}


def test_second_run_adds_nothing():
    before = every_row()
    assert "добавлено 0" in run(size=40)
    assert every_row() == before


def test_second_run_keeps_edits():
    Event.objects.filter(slug="vymysel-2").update(title="Переписано редактором")
    Event.objects.get(slug="vymysel-1").delete()
    User.objects.get(email="member@example.org").delete()
    before = every_row()
    run(size=40)
    assert every_row() == before


def test_later_run_adds_upcoming_events_where_none_is_left():
    Event.objects.filter(slug="vymysel-2").update(
        start="2020-02-03", sort_date="2020-02-03", last_day="2020-02-03", end=None
    )
    Event.objects.filter(sort_date__gt=timezone.localdate()).delete()
    before = set(Event.objects.values_list("pk", "title", "start"))
    assert f"добавлено {fiction.ADDED_SOON}" in run(size=40)
    assert before < set(Event.objects.values_list("pk", "title", "start"))
    assert Event.objects.upcoming().count() == fiction.ADDED_SOON
    assert "добавлено 0" in run(size=40)
