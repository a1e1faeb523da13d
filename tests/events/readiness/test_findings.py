"""What an event lacks before people see it."""

import datetime as dt

import pytest

from events.models import Event, Preview
from events.readiness.facts import load_facts
from events.readiness.findings import find
from events.readiness.timetable import kilometres
from parks.models import Park
from tests import files
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    ParkFactory,
    PersonFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db


def found(event, **kwargs):
    """[(page, field, blocks)] of each finding, and its text."""
    return [(one.page, one.field, one.blocks, one.text) for one in find(load_facts(event))]


def texts(event):
    return " ".join(text for *_rest, text in found(event))


@pytest.fixture
def whole():
    """An event that lacks nothing."""
    event = EventFactory(
        start="2024-05-25",
        end="2024-05-26",
        place="Смоленск",
        lead="Два дня на площадках области",
        cover=files.picture(),
    )
    EventRegionFactory(event=event)
    EventOrganizationFactory(event=event)
    session = SessionFactory(event=event, day=1, starts_at=dt.time(10), ends_at=dt.time(12))
    talk = TalkFactory(event=event, session=session)
    AppearanceFactory(event=event, talk=talk)
    material = MaterialFactory(event=event, talk=talk, consent="given")
    files.version(material)
    return event


def test_nothing_is_said_of_a_whole_event(whole):
    assert found(whole) == []


@pytest.mark.parametrize(
    ("fields", "field", "blocks"),
    [
        ({"start": None, "end": None}, "start", True),
        ({"start": "--05-25", "end": "--05-26"}, "start", False),
        ({"cover": ""}, "cover", False),
        ({"lead": ""}, "lead", False),
        ({"title": "Тур «Ёлки»", "lead": "Тур «Елки»."}, "lead", False),
    ],
)
def test_what_the_main_page_lacks(whole, fields, field, blocks):
    for name, value in fields.items():
        setattr(whole, name, value)
    whole.save()
    ((page, where, is_blocking, _text),) = found(whole)
    assert (page, where, is_blocking) == ("main", field, blocks)


def test_event_of_nothing_but_a_title_is_blocked():
    event = EventFactory(start=None, published_at=None)
    blocking = [where for _page, where, blocks, _text in found(event) if blocks]
    assert blocking == ["start", "lead"]
    assert [blocks for *_rest, blocks, _text in found(event)][:2] == [True, True]


def test_lead_that_says_more_than_the_title_is_no_repetition(whole):
    Event.objects.update(title="Тур в Вязьму", lead="Тур в Вязьму: два парка, четыре завода и музей.")
    assert found(whole) == []


def test_talks_without_speaker_title_and_position(whole):
    talk = TalkFactory(event=whole, title="")
    assert "нет докладчика" in texts(whole)
    assert "нет темы" in texts(whole)
    AppearanceFactory(event=whole, talk=talk, position="", organization_name="")
    said = {field: text for _page, field, _blocks, text in found(whole)}
    assert "без должности" in said["appearances-0-position"]
    assert "нет докладчика" not in texts(whole)


@pytest.mark.parametrize(
    ("other", "is_overlap"),
    [
        ({"day": 1, "starts_at": dt.time(11), "ends_at": dt.time(13)}, True),
        ({"day": 1, "starts_at": dt.time(12), "ends_at": dt.time(13)}, False),
        ({"day": 2, "starts_at": dt.time(11), "ends_at": dt.time(13)}, False),
        ({"day": 1, "starts_at": dt.time(11), "ends_at": dt.time(13), "place": "Зал 2"}, False),
        ({"day": 1, "starts_at": None, "ends_at": None}, False),
    ],
)
def test_overlap_of_two_items(whole, other, is_overlap):
    whole.sessions.update(place="Зал 1")
    SessionFactory(event=whole, **{"place": "Зал 1", **other})
    assert ("раньше, чем кончается" in texts(whole)) == is_overlap


def test_person_in_two_halls_at_once(whole):
    whole.sessions.update(place="Зал 1")
    person = PersonFactory(last_name="Вездесущий")
    one = whole.sessions.get()
    two = SessionFactory(event=whole, day=1, starts_at=dt.time(11), ends_at=dt.time(13), place="Зал 2")
    AppearanceFactory(event=whole, session=one, person=person)
    talk = TalkFactory(event=whole, session=two)
    AppearanceFactory(event=whole, talk=talk, person=person)
    assert "Пётр Вездесущий в одно время в двух местах" in texts(whole)
    two.starts_at = dt.time(12)
    two.save()
    assert "Вездесущий" not in texts(whole)


def test_item_outside_the_days(whole):
    SessionFactory(event=whole, day=2)
    assert found(whole) == []
    stop = StopFactory(event=whole, day=3)
    ((page, field, blocks, text),) = found(whole)
    assert (page, field, blocks) == ("route", "day", False)
    assert stop.what in text


@pytest.mark.parametrize(("later", "is_told"), [(dt.time(10, 30), True), (dt.time(14), False)])
def test_stops_too_far_apart(whole, later, is_told):
    for number, (time, latitude) in enumerate([(dt.time(10), 54.8), (later, 55.8)]):
        park = ParkFactory(latitude=latitude, longitude=32.0)
        StopFactory(event=whole, day=1, order=number, starts_at=time, park=park)
    assert ("111\u00a0км" in texts(whole).replace(" км", "\u00a0км")) == is_told


def test_distance_along_a_great_circle():
    moscow, smolensk = Park(latitude=55.7558, longitude=37.6173), Park(latitude=54.7826, longitude=32.0453)
    assert kilometres(moscow, smolensk) == pytest.approx(369, abs=2)


def test_files_that_wait_or_failed_or_are_drafts(whole):
    material = whole.materials.get()
    MaterialFactory(event=whole, title="Обещанный")
    MaterialFactory(event=whole, title="Черновой", published_at=None, url="https://video.example/1")
    Preview.objects.update_or_create(
        version=material.current_version, defaults={"state": "failed", "remark": "файл защищён паролем"}
    )
    said = texts(whole)
    assert "«Обещанный»: файла всё ещё нет" in said
    assert "«Черновой» — черновик" in said
    assert "файл защищён паролем" in said


def test_refused_consent_blocks_unless_only_staff_see_the_file(whole):
    whole.materials.update(consent="refused")
    ((page, field, blocks, _text),) = found(whole)
    assert (page, field, blocks) == ("materials", "access", True)
    whole.materials.update(access="staff")
    assert found(whole) == []
    whole.materials.update(consent="", access="public")
    ((page, field, blocks, text),) = found(whole)
    assert (page, field, blocks) == ("materials", "consent", False)
    assert "1\u00a0файл" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_facts_take_the_same_queries_for_one_row_and_three(whole, rows, django_assert_num_queries):
    for _number in range(rows):
        talk = TalkFactory(event=whole, title="")
        AppearanceFactory(event=whole, talk=talk)
        files.version(MaterialFactory(event=whole, talk=talk, title=""))
        StopFactory(event=whole)
    with django_assert_num_queries(8):
        find(load_facts(whole))
