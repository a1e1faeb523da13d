"""The index follows everything that is saved or deleted, and the command repairs the rest."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from events.models import Appearance, Event, Material, Person, Preview, Slide
from parks.models import Organization, Park, Region
from search import SearchFilters, consistency, index, search, signals
from search.engines import engine
from search.interface import Kind
from search.models import SearchDocument, SearchStale, SearchState, SearchTerm, SearchWord
from tests import factories, files

pytestmark = pytest.mark.both

VISITOR = AnonymousUser()
QUERIES_OF_REFRESH = 6 if connection.vendor == "sqlite" else 7  # PostgreSQL also takes a lock


def kinds(text, user=VISITOR, **filters):
    index.catch_up()
    found = search(text, user, filters=SearchFilters(**filters), exact=True).hits
    return sorted({hit.kind.value for hit in found})


@pytest.fixture
def visit(db):
    event = factories.EventFactory(title="Слёт выдумщиков")
    material = files.material(event=event, title="Доклад")
    files.slides(material.current_version, "Первый слайд", "Второй слайд")
    index.catch_up()
    return event


@pytest.mark.django_db
def test_renamed_event_and_its_slides_are_found_only_by_the_new_name(visit):
    visit.title = "Сбор фантазёров"
    visit.save()
    assert kinds("фантазёр") == ["event", "material"]
    assert kinds("фантазёр", kind="slide") == ["slide"]
    assert kinds("выдумщик") == []


@pytest.mark.django_db
def test_restricting_an_event_also_hides_its_slides(visit, member):
    visit.access = "members"
    visit.save()
    assert kinds("слайд") == []
    assert kinds("слайд", member.user) == ["slide"]


@pytest.mark.django_db
def test_renamed_region_changes_documents_that_name_it(visit):
    link = factories.EventRegionFactory(event=visit)
    factories.ParkFactory(region=link.region)
    factories.OrganizationFactory(region=link.region)
    index.catch_up()
    region = Region.objects.get(pk=link.region_id)
    region.name = "Тридевятый край"
    region.save()
    assert kinds("тридевятый") == ["event", "material", "organization", "park", "region"]


@pytest.mark.django_db
def test_aliases_of_people_and_organizations_are_found(visit):
    appearance = factories.AppearanceFactory(event=visit)
    appearance.person.aliases = "Баснописец"
    appearance.person.save()
    factories.OrganizationFactory().other_names.create(name="Баснопром")
    assert kinds("баснописец") == ["person"]
    assert kinds("баснопром") == ["organization"]


@pytest.mark.django_db
def test_replaced_and_removed_speakers_are_not_found(visit):
    person = factories.PersonFactory(last_name="Говорунский")
    other = factories.PersonFactory(last_name="Молчаливый")
    talk = factories.TalkFactory(event=visit, title="Редкостная тема")
    appearance = factories.AppearanceFactory(event=visit, person=person, talk=talk)
    assert kinds("редкостная тема") == ["event", "person"]
    appearance.person = other
    appearance.save()
    assert kinds("Говорунский") == []
    assert kinds("Молчаливый") == ["event", "person"]
    appearance.delete()
    assert kinds("Молчаливый") == []


@pytest.mark.django_db
def test_only_ready_slides_of_the_current_version_are_found(visit):
    material = Material.objects.get(event=visit)
    version = files.version(material, files.pdf("другой"))
    assert kinds("слайд") == ["slide"], "those of the former file, until the new ones are ready"
    files.slides(version, "Ледоход")
    assert kinds("слайд") == []
    assert kinds("ледоход") == ["slide"]
    preview = Preview.objects.get(version=version)
    preview.state = Preview.State.FAILED
    preview.save()
    assert kinds("ледоход") == []


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["delete", "soft"])
def test_deleted_material_and_its_slides_leave_the_index(visit, act):
    material = Material.objects.get(event=visit)
    if act == "delete":
        material.delete()
    else:
        material.deleted_at = timezone.now()
        material.save(update_fields=["deleted_at"])
    assert kinds("слайд") == []
    assert not SearchDocument.objects.filter(kind__in=["material", "slide"]).exists()


@pytest.mark.django_db
def test_deleted_event_leaves_no_documents(visit):
    visit.delete()
    index.catch_up()
    assert not SearchDocument.objects.exclude(kind="region").exists()


@pytest.mark.django_db
def test_event_is_reindexed_when_its_organization_gets_published(visit):
    soon = timezone.now() + dt.timedelta(hours=1)
    late = factories.OrganizationFactory(name="Послезавтрашний", published_at=soon)
    factories.EventOrganizationFactory(event=visit, organization=late)
    index.catch_up()
    due = SearchStale.objects.get(kind="event", object_id=visit.pk)
    assert due.due_at == soon
    Organization.objects.filter(pk=late.pk).update(published_at=timezone.now())
    SearchStale.objects.update(due_at=timezone.now())
    assert "event" in kinds("послезавтрашний")


@pytest.mark.django_db
def test_mark_is_rolled_back_with_the_row():
    with transaction.atomic():
        factories.EventFactory()
        transaction.set_rollback(True)
    assert not SearchStale.objects.filter(kind="event").exists()


@pytest.mark.django_db(transaction=True)
def test_saved_row_is_found_after_the_commit():
    factories.EventFactory(title="Внезапный слёт")
    assert search("внезапный", VISITOR).total == 1
    assert not SearchStale.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_index_catches_up_once_a_transaction(monkeypatch):
    calls = []
    monkeypatch.setattr(index, "take_in", lambda keys, at_most: calls.append(len(keys)))
    with transaction.atomic():
        factories.EventFactory()
        transaction.set_rollback(True)
    with transaction.atomic():
        factories.EventFactory.create_batch(3)
    assert calls == [SearchStale.objects.count()]  # without the marks that were rolled back


@pytest.mark.django_db(transaction=True)
def test_save_leaves_to_the_worker_what_others_have_marked_and_too_many_dependents(monkeypatch):
    park = factories.ParkFactory(name="Заря")
    with signals.rebuild_postponed():
        factories.EventFactory(title="Забытый слёт")
        factories.StopFactory.create_batch(3, park=park)
    index.catch_up()
    SearchStale.objects.create(kind="event", object_id=1)
    monkeypatch.setattr(signals, "AT_ONCE", 2)
    park.name = "Рассвет"
    park.save()
    assert search("рассвет", VISITOR).total == 1  # the park itself, not yet its events
    assert set(SearchStale.objects.values_list("kind", flat=True)) == {"event", "park"}
    index.catch_up()
    assert search("рассвет", VISITOR).total == 4


@pytest.mark.django_db(transaction=True)
def test_rollback_does_not_keep_the_next_row_from_being_indexed():
    with transaction.atomic():
        factories.EventFactory()
        transaction.set_rollback(True)
    factories.EventFactory(title="Внезапный слёт")
    assert search("внезапный", VISITOR).total == 1


@pytest.mark.django_db(transaction=True)
def test_rolled_back_savepoint_does_not_keep_the_other_rows_from_being_indexed():
    with transaction.atomic():
        with transaction.atomic():
            factories.EventFactory()
            transaction.set_rollback(True)
        factories.EventFactory(title="Внезапный слёт")
    assert search("внезапный", VISITOR).total == 1


@pytest.mark.django_db(transaction=True)
def test_sweep_indexes_what_was_postponed(monkeypatch, settings):
    from django.utils.module_loading import import_string

    with signals.rebuild_postponed():
        factories.EventFactory(title="Забытый слёт")
    assert search("забытый", VISITOR).total == 0
    for name in settings.WORKER_SWEEPS:
        import_string(name)()
    assert search("забытый", VISITOR).total == 1


@pytest.mark.django_db
def test_failing_row_does_not_stop_the_others(monkeypatch, visit):
    from search.sources import SOURCES

    bad, good = factories.EventFactory(title="Непереваримый"), factories.EventFactory(title="Съедобный")
    real = SOURCES[Kind.EVENT].document
    monkeypatch.setattr(
        SOURCES[Kind.EVENT], "document", lambda row, clock: 1 / 0 if row.pk == bad.pk else real(row, clock)
    )
    index.catch_up()
    assert search(good.title, VISITOR).total == 1
    left = SearchStale.objects.get(kind="event", object_id=bad.pk)
    assert left.due_at > timezone.now()


@pytest.mark.django_db
def test_catch_up_stops_at_the_limit_and_continues_later():
    for _ in range(7):
        factories.EventFactory()
    waiting = SearchStale.objects.count()
    assert index.catch_up(at_most=3) == 3
    assert SearchStale.objects.count() == waiting - 3
    index.catch_up()
    assert SearchStale.objects.count() == 0


@pytest.mark.django_db
def test_command_repairs_changes_that_sent_no_signal(visit, capsys):
    call_command("index")
    assert consistency.problems(thorough=True) == []
    Event.objects.filter(pk=visit.pk).update(title="Переименовано украдкой")
    Slide.objects.filter(number=2).delete()
    SearchStale.objects.all().delete()
    assert consistency.problems() == ["Слайд: на сайте 1, в поиске 2."]
    with pytest.raises(CommandError):
        call_command("index", check=True)
    call_command("index")
    assert kinds("украдкой") == ["event", "material"]
    assert consistency.problems(thorough=True) == []
    call_command("index", check=True)
    assert "Поиск в порядке." in capsys.readouterr().out


@pytest.mark.django_db
def test_thorough_check_reports_changes_that_counts_do_not_show(visit):
    call_command("index", verbosity=0)
    Park.objects.bulk_create([Park(name="Тихий", slug="quiet", region=factories.RegionFactory(), status="operating")])
    index.rebuild()
    Park.objects.update(name="Громкий")
    SearchStale.objects.all().delete()
    assert consistency.problems() == []
    assert consistency.problems(thorough=True) == ["Парк: изменилось и не обновлено: 1."]


@pytest.mark.django_db
def test_command_with_stale_indexes_marked_rows(visit):
    factories.EventFactory(title="Свежий")
    call_command("index", stale=True)
    assert search("свежий", VISITOR).total == 1


@pytest.mark.django_db
def test_everything_is_found_during_a_rebuild(visit):
    index.rebuild()
    seen = []
    index.rebuild(anyway=True, report=lambda done, total: seen.append(search("слайд", VISITOR).total))
    assert len(seen) > 2
    assert set(seen) == {1}


@pytest.mark.django_db
def test_mark_committed_during_a_rebuild_survives_it(visit):
    """A long transaction takes a low key early but commits after the rebuild has passed its row."""
    early, later = (SearchStale.objects.create(kind="event", object_id=visit.pk) for _ in range(2))
    SearchStale.objects.filter(pk=early.pk).delete()
    index.rebuild(report=lambda done, total: early.save() if done == total else None)
    assert list(SearchStale.objects.values_list("pk", flat=True)) == [early.pk]
    assert later.pk > early.pk


@pytest.mark.django_db
def test_term_counts_and_vocabulary_follow_the_documents(visit):
    index.rebuild()
    assert SearchTerm.objects.get(term="слайд").documents == 2
    assert SearchWord.objects.filter(word="слайд").exists()
    Material.objects.all().delete()
    index.rebuild()
    assert not SearchTerm.objects.filter(term="слайд").exists()
    assert not SearchWord.objects.filter(word="слайд").exists()


@pytest.mark.django_db
def test_readyz_reports_an_index_built_by_other_rules(visit, client):
    index.rebuild()
    assert client.get("/readyz").json()["search"] == "ok"
    SearchState.objects.update(version=0)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["search"]) == (200, "stale")


@pytest.mark.django_db
def test_overdue_marks_are_reported(visit):
    index.rebuild()
    SearchStale.objects.create(kind="event", object_id=visit.pk, due_at=timezone.now() - dt.timedelta(hours=1))
    assert consistency.problems() == ["Ждут обновления дольше 15 минут: 1."]


@pytest.mark.django_db
def test_system_check_reports_a_stale_index(visit):
    from search.checks import check_search

    index.rebuild()
    assert check_search(None, databases=["default"]) == []
    SearchState.objects.update(version=0)
    (warning,) = check_search(None, databases=["default"])
    assert warning.id == "search.W001"
    assert check_search(None) == []


@pytest.mark.django_db
def test_unchanged_document_is_not_rewritten(visit):
    index.rebuild()
    assert index.rebuild() == 0
    assert index.refresh(Kind.EVENT, [visit.pk]) == 0
    assert index.refresh(Kind.EVENT, [visit.pk], anyway=True) == 1
    assert Appearance.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_number_of_queries_of_a_refresh_does_not_grow_with_the_removed_documents(count, django_assert_num_queries):
    keys = [factories.RegionFactory().pk for _ in range(count)]
    index.catch_up()
    Region.objects.filter(pk__in=keys).delete()
    with django_assert_num_queries(QUERIES_OF_REFRESH):
        assert index.refresh(Kind.REGION, keys) == count


@pytest.mark.django_db
def test_person_of_a_thousand_events_and_event_of_a_thousand_people_are_indexed():
    """SQLite refuses a condition nested a thousand times, which prefetched parents would need."""
    person, event = factories.PersonFactory(), factories.EventFactory()
    now = timezone.now()
    events = Event.objects.bulk_create(
        Event(title=f"Слёт {number}", slug=f"e-{number}", sort_date=dt.date.min, last_day=dt.date.min, published_at=now)
        for number in range(1100)
    )
    people = Person.objects.bulk_create(Person(last_name="Примеров", slug=f"p-{number}") for number in range(1100))
    Appearance.objects.bulk_create(Appearance(event=one, person=person) for one in events)
    Appearance.objects.bulk_create(Appearance(event=event, person=one) for one in people)
    index.rebuild()
    assert SearchDocument.objects.count() == 1101 * 2


@pytest.mark.django_db
def test_saves_before_the_first_build_do_not_make_it_slow(monkeypatch):
    """PostgreSQL builds its index over a full table many times faster than row by row."""
    begun = []
    monkeypatch.setattr(type(engine()), "before_first_build", lambda self: begun.append(self))
    factories.RegionFactory()
    index.catch_up()
    for _ in range(20):
        factories.RegionFactory()
    index.rebuild()
    assert len(begun) == 1
    factories.RegionFactory()
    index.rebuild()
    assert len(begun) == 1


@pytest.mark.django_db
def test_event_is_found_by_its_series_and_park_by_its_owner():
    series, owner = (
        factories.SeriesFactory(name="Слёт дирижаблистов"),
        factories.OrganizationFactory(name="Эллингстрой"),
    )
    factories.EventFactory(series=series, edition=4)
    factories.ParkFactory(owner=owner)
    assert kinds("дирижаблист") == ["event"]
    assert kinds("эллингстрой") == ["organization", "park"]
    series.name, owner.name = "Слёт планеристов", "Ангарстрой"
    series.save()
    owner.save()
    assert kinds("дирижаблист") == kinds("эллингстрой") == []
    assert (kinds("планерист"), kinds("ангарстрой")) == (["event"], ["organization", "park"])
