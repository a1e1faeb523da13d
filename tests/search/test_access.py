"""The index finds exactly what `visible_to` allows, for every model and role."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core.morphology import terms_of
from events.models import Attendance, Event, Material, Person, Slide
from search import Kind, index, keys, search, suggest
from search.engines.base import PoolQuery
from search.expressions import AllOf
from search.frequencies import TermFrequencies
from search.hidden import MOST_HIDDEN
from search.interface import NO_FILTERS
from search.models import SearchDocument
from search.retrieval import Retriever
from search.verify import MODELS
from tests import factories, files
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ROLES = ["visitor", "outsider", "member", "participant", "editor", "administrator"]


@pytest.fixture(scope="module")
def kept_world(keep):
    return keep(build_world)


@pytest.fixture
def world(kept_world, db, settings):
    return kept_world(settings)


def build_world():
    """The world with more in it: slides, hidden regions, drafts, people of two events."""
    world = World()
    for name, material in world.materials.items():
        if not material.current_version.slides.exists():
            files.slides(material.current_version, f"Обложка\n{world.mark(name, 'slide text')}", "Второй")
    factories.RegionFactory(is_hidden=True)
    region = factories.RegionFactory()
    for published_at in (None, timezone.now() + dt.timedelta(days=3), timezone.now()):
        factories.OrganizationFactory(published_at=published_at)
        factories.ParkFactory(published_at=published_at, region=region)
    for first, second in (
        ("members", "participants"),
        ("public", "members"),
        ("draft", "staff"),
        ("future", "members"),
    ):
        traveller = factories.PersonFactory()
        for event in (first, second):
            factories.AppearanceFactory(event=world.events[event], person=traveller)
    factories.PersonFactory()
    index.catch_up()
    return world


def user_of(role, request, world):
    client = request.getfixturevalue(role)
    if role == "participant":
        for trip in ("public", "participants"):  # but not at the members' event, whose people stay hidden
            client.attends(world.events[trip])
    return getattr(client, "user", AnonymousUser())


def in_the_index(user):
    retriever = Retriever(user, NO_FILTERS)
    tags = [part for part in retriever.narrowed if part is not None]
    pools = [PoolQuery(pool, AllOf((keys.tag(keys.POOL, pool), *tags)), 10_000) for pool in keys.POOLS]
    rows = retriever.engine.find(pools, retriever.access, TermFrequencies([]))
    documents = SearchDocument.objects.filter(pk__in=[row.id for row in rows])
    return set(documents.values_list("kind", "object_id"))


@pytest.mark.parametrize("role", ROLES)
def test_index_finds_exactly_the_rows_visible_to_the_user(role, request, world):
    user = user_of(role, request, world)
    index.catch_up()
    visible = {
        (str(kind), key)
        for kind, model in MODELS.items()
        for key in (Slide.objects.findable(Material.objects.all()) if model is Slide else model.objects)
        .visible_to(user)
        .values_list("pk", flat=True)
    }
    found = in_the_index(user)
    assert found - visible == set(), "found but not visible"
    assert visible - found == set(), "visible but not found"


@pytest.mark.parametrize("role", ROLES)
def test_suggestions_look_only_at_people_the_user_may_see(role, request, world, caplog):
    user = user_of(role, request, world)
    for person in Person.objects.all():
        suggest(person.last_name, user)
    assert not [record for record in caplog.records if "about to show" in record.message]


@pytest.mark.parametrize("role", ROLES)
def test_row_wrongly_marked_as_public_in_the_index_is_not_shown(role, request, world, caplog):
    """The index may be late, so `visible_to` of the row decides."""
    everyone = {"public_from": timezone.now(), "members_from": timezone.now()}
    staff = SearchDocument.objects.get(kind="event", object_id=world.events["staff"].pk)
    SearchDocument.objects.filter(pk=staff.pk).update(tags=staff.tags + f" {keys.PUBLIC}", **everyone)
    user = user_of(role, request, world)
    marker = world.markers["staff title"]
    answer = search(marker, user)
    assert bool(answer.hits) == user.is_staff
    assert bool(answer.total) == user.is_staff
    assert bool(suggest(marker, user)) == user.is_staff


def test_participant_of_one_closed_event_does_not_find_what_was_said_at_another(world, participant):
    """The participant finds the person, but not by the talk at the other event."""
    person = factories.PersonFactory(last_name="Двоякин")
    for name in ("members", "participants"):
        event = world.events[name]
        talk = factories.TalkFactory(event=event, title=f"Тема {name}: {world.mark(name, 'second talk')}")
        factories.AppearanceFactory(event=event, talk=talk, person=person)
    index.catch_up()
    participant.attends(world.events["participants"])
    assert [hit.title for hit in search("Двоякин", participant.user, exact=True).hits if hit.kind == Kind.PERSON]
    assert search(world.markers["members second talk"], participant.user, exact=True).hits == []


def test_participant_of_a_thousand_events_can_search(participant):
    fields = {
        "access": "participants",
        "published_at": timezone.now(),
        "sort_date": dt.date.min,
        "last_day": dt.date.min,
    }
    trips = Event.objects.bulk_create(Event(title="Слёт", slug=f"e-{number}", **fields) for number in range(1100))
    Attendance.objects.bulk_create(Attendance(event=trip, user=participant.user) for trip in trips)
    person = factories.PersonFactory(last_name="Попутчиков")
    factories.AppearanceFactory(event=trips[-1], person=person)
    index.catch_up()
    found = search("попутчика", participant.user, exact=True).hits
    assert {hit.kind for hit in found} == {Kind.PERSON, Kind.EVENT}
    assert [one.title for one in suggest("попут", participant.user)] == [str(person)]


def test_unpublished_organization_is_not_found_through_its_event(world):
    draft = factories.OrganizationFactory(name="Тайноград", published_at=None)
    factories.EventOrganizationFactory(event=world.events["public"], organization=draft)
    factories.StopFactory(event=world.events["public"], park=None, organization=draft)
    index.catch_up()
    assert search("Тайноград", AnonymousUser()).total == 0


def closed_slides(words, count=1, title="Закрытое", **fields):
    event = factories.EventFactory(title="Открытый слёт", start="2021-01-01")
    for _ in range(count):
        material = files.material(event=event, access="members", title=title, description=words, **fields)
        files.slides(material.current_version, f"Слайд\n{words}", f"Ещё слайд\n{words}")
    return event


def test_visitor_learns_how_many_materials_for_members_match(member):
    factories.EventFactory(title="Подключение к газу")
    closed_slides("вода", count=3, title="Подключение к газу")
    index.catch_up()
    answer = search("подключение газ", AnonymousUser())
    assert (answer.total, answer.hidden_for_members, answer.hidden_is_more) == (1, 3, False)
    answer = search("подключение газ", member.user)
    assert (answer.total, answer.hidden_for_members) == (4, 0)


def test_hidden_materials_are_counted_by_all_that_their_row_shows():
    event = factories.EventFactory(title="Слёт выдумщиков", start="2021-05-01")
    talk = factories.TalkFactory(event=event, title="О причалах")
    factories.AppearanceFactory(event=event, talk=talk, person__last_name="Небылицын", position="Лоцман")
    files.material(event=event, talk=talk, access="members", title="Гавань")
    index.catch_up()
    for words in (
        "гавань",
        "Небылицына",
        "лоцман",
        "причалы",
        "презентация гавань",
        "слёт выдумщиков гавань",
        "гавань 2021",
    ):
        assert search(words, AnonymousUser(), exact=True).hidden_for_members == 1, words


def test_number_of_hidden_materials_is_capped():
    closed_slides("вода", count=MOST_HIDDEN + 2, title="Подключение к газу")
    index.catch_up()
    answer = search("подключение газ", AnonymousUser())
    assert (answer.hidden_for_members, answer.hidden_is_more) == (MOST_HIDDEN, True)


@pytest.mark.parametrize(
    "query",
    [
        "дирижабль",
        "причал",
        "закрытое дирижабль",
        "закрытое -дирижабль",
        "закрытое -вода",
        '"подключение дирижабля"',
        "Сафоново",  # the name of the file
    ],
)
@pytest.mark.parametrize("is_public_elsewhere", [False, True])
def test_number_of_hidden_materials_does_not_reveal_words_of_closed_slides(query, is_public_elsewhere):
    if is_public_elsewhere:
        factories.EventFactory(title="Подключение дирижабля к причалу, Сафоново, вода")
    closed_slides("подключение дирижабля к причалу")
    index.catch_up()
    assert search(query, AnonymousUser()).hidden_for_members == 0


@pytest.mark.parametrize(
    "fields", [{"is_listed": False}, {"published_at": None}, {"published_at": timezone.now() + dt.timedelta(days=1)}]
)
def test_number_of_hidden_materials_counts_only_announced_ones(fields):
    closed_slides("вода", title="Подключение к газу", **fields)
    index.catch_up()
    assert search("подключение газ", AnonymousUser()).hidden_for_members == 0


def test_weights_of_words_do_not_depend_on_closed_documents():
    for number in range(8):
        factories.EventFactory(title=f"Котельная {number}")
    factories.EventFactory(title="Градирня")

    def weights():
        index.rebuild()
        return [TermFrequencies(terms_of(word)).weight_of(terms_of(word)) for word in ("котельная", "градирня")]

    before = weights()
    assert before[0] < before[1]
    closed_slides("градирня и градирни", count=4)
    factories.EventFactory(title="Градирня", published_at=None)
    factories.EventFactory(title="Градирня", published_at=timezone.now() + dt.timedelta(days=1))
    # The presentations of closed_slides are those of one public event more.
    after = weights()
    assert after[1] == pytest.approx(before[1], rel=0.15)
    assert after[0] < after[1]


def test_correction_uses_only_words_the_user_may_see(administrator):
    closed_slides("дирижабль")
    index.catch_up()
    assert search("дирижаблт", AnonymousUser()).corrected == ""
    assert search("дирижаблт", administrator.user).corrected == "дирижабль"


def test_event_is_found_from_its_publication_on(world):
    event = Event.objects.get(pk=world.events["future"].pk)
    marker = world.markers["future title"]
    assert search(marker, AnonymousUser(), exact=True).total == 0
    SearchDocument.objects.filter(kind="event", object_id=event.pk).update(public_from=timezone.now())
    Event.objects.filter(pk=event.pk).update(published_at=timezone.now())
    assert search(marker, AnonymousUser(), exact=True).total == 1
