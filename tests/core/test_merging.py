"""Merging two rows moves everything that points to one of them, and can be taken back."""

import os
import random

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from association.models import CommitteeMember
from core.models import FormerSlug, Removal
from core.removals import merging, undo
from core.removals.merging import MergeError, merge, pointing_to, preview
from core.removals.rows import as_data, is_history
from events.models import Appearance, Download, Event, EventOrganization, Outcome, Person
from parks.models import Organization, OrganizationName, Park, Residency
from tests import factories, files

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DRAWS = int(os.environ.get("MERGE_DRAWS", "6"))  # 200 in full
MODELS = [Person, Organization, Park]
MAKE = {Person: factories.PersonFactory, Organization: factories.OrganizationFactory, Park: factories.ParkFactory}


PARK_RECORDS = {
    "ParkStatusChange": {"status": "planned", "since": "2020"},
    "ParkCertificate": {"standard": "gost"},
    "ParkAccreditation": {},
    "ParkFigure": {"name": "free_area_ha", "value": 20, "as_of": "2019", "source": "slide"},
    "ParkPhase": {"number": 1},
    "ParkRating": {"name": "Вымышленный рейтинг", "year": 2024, "place": 1},
}


def columns_to(model):
    """Every foreign key to the model, as the models declare them; those of many-to-many tables too."""
    every = [one for one in apps.get_models(include_auto_created=True) if not is_history(one)]
    return {field for one in every for field in one._meta.concrete_fields if field.related_model is model}


def a_row(column, target):
    """A stored row whose foreign key points to the target."""
    model = column.model
    makers = {
        make._meta.model: make for make in vars(factories).values() if hasattr(make, "_meta") and make._meta.model
    }
    if model in makers:
        return makers[model](**{column.name: target})
    if model is OrganizationName:
        return OrganizationName.objects.create(organization=target, name="Прежний Вымысел")
    if model is CommitteeMember:
        return CommitteeMember.objects.create(committee=factories.CommitteeFactory(), person=target)
    if model is Download:
        return Download.objects.create(
            material=factories.MaterialFactory(), organization=target, user=factories.UserFactory()
        )
    if model._meta.auto_created:
        owner = next(one for one in model._meta.concrete_fields if one.remote_field and one is not column)
        parties = factories.OutcomeFactory() if owner.related_model is Outcome else None
        return model._base_manager.create(**{column.name: target, owner.name: parties})
    if model.__name__ in PARK_RECORDS:
        return model.objects.create(park=target, **PARK_RECORDS[model.__name__])
    raise NotImplementedError(f"Say here how a row of {model.__name__} is made that points to {target}.")


@pytest.mark.parametrize("model", MODELS)
def test_merging_moves_every_relation_that_the_models_declare(model):
    columns = columns_to(model)
    assert columns == set(pointing_to(model))
    kept, gone = MAKE[model](), MAKE[model]()
    rows = [(column, a_row(column, gone)) for column in columns]
    merge(kept, gone)
    for column, row in rows:
        row.refresh_from_db()
        assert getattr(row, column.attname) == kept.pk, column
    connection.check_constraints()


def test_merging_refuses_what_it_would_delete_along(monkeypatch):
    """A relation that it does not know must not vanish."""
    kept, gone = factories.OrganizationFactory(), factories.OrganizationFactory()
    OrganizationName.objects.create(organization=gone, name="Прежний Вымысел")
    known = [column for column in pointing_to(Organization) if column.model is not OrganizationName]
    monkeypatch.setattr(merging, "pointing_to", lambda model: known if model is Organization else pointing_to(model))
    with pytest.raises(MergeError, match="Прежний Вымысел"):
        merge(kept, gone)
    assert Organization.objects.filter(pk=gone.pk).exists()


def test_positions_and_names_of_that_day_stay_and_old_names_lead_to_the_kept_one(visitor):
    kept = factories.PersonFactory(last_name="Вымыслов", first_name="Пётр")
    gone = factories.PersonFactory(last_name="Вымыслов", first_name="Петя", aliases="П. Вымыслов")
    row = factories.AppearanceFactory(person=gone, position="Директор")
    former = gone.slug
    gone.slug = "petya-second"
    gone.save()
    address = gone.get_absolute_url()
    merge(kept, gone)
    row.refresh_from_db()
    kept.refresh_from_db()
    assert (row.person, row.name_then, row.position) == (kept, "Петя Вымыслов", "Директор")
    assert kept.aliases.splitlines() == ["П. Вымыслов", "Петя Вымыслов"]
    for old in (address, f"/people/{former}/"):
        answer = visitor.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, kept.get_absolute_url())


def test_rows_that_would_stand_twice_become_one_and_are_named():
    kept, gone = factories.PersonFactory(), factories.PersonFactory(photo=files.picture(), bio="О человеке.")
    event = factories.EventFactory()
    mine = factories.AppearanceFactory(event=event, person=kept, position="")
    theirs = factories.AppearanceFactory(event=event, person=gone, position="Директор")
    told = preview(kept, gone)
    assert Person.objects.filter(pk=gone.pk).exists()
    assert [row["pk"] for row in told.journal["rows"]] == [gone.pk, theirs.pk]
    removal = merge(kept, gone)
    mine.refresh_from_db()
    kept.refresh_from_db()
    assert (mine.position, kept.bio, bool(kept.photo)) == ("Директор", "О человеке.", True)
    undo.undo(removal)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    kept.refresh_from_db()
    assert (mine.position, theirs.position, theirs.person_id) == ("", "Директор", gone.pk)
    assert (kept.bio, bool(kept.photo), bool(Person.objects.get(pk=gone.pk).photo)) == ("", False, True)


def test_two_accounts_are_not_merged_with_their_people():
    kept, gone = factories.PersonFactory(), factories.PersonFactory()
    mine, theirs = factories.UserFactory(person=kept), factories.UserFactory(person=gone)
    removal = merge(kept, gone)
    theirs.refresh_from_db()
    assert theirs.person is None
    undo.undo(removal)
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (mine.person_id, theirs.person_id) == (kept.pk, removal.row)


def test_undo_leaves_what_was_edited_since():
    kept = factories.PersonFactory(last_name="Вымыслов", bio="")
    gone = factories.PersonFactory(last_name="Вымыслов", first_name="Петя", bio="Прежнее.")
    moved, changed = factories.AppearanceFactory.create_batch(2, person=gone)
    removal = merge(kept, gone)
    kept.refresh_from_db()
    kept.bio, kept.aliases = "Новое.", f"{kept.aliases}\nВымысл"
    kept.save()
    third = factories.PersonFactory()
    Appearance.objects.filter(pk=changed.pk).update(person=third)
    added = factories.AppearanceFactory(person=kept)
    assert undo.undo(removal) == []
    for row, person in ((moved, gone), (changed, third), (added, kept)):
        row.refresh_from_db()
        assert row.person_id == person.pk
    kept.refresh_from_db()
    assert (kept.bio, kept.aliases) == ("Новое.", "Вымысл")
    with pytest.raises(MergeError, match="Вернуть уже нельзя"):
        undo.undo(removal)


def test_undo_ends_after_30_days_and_waits_for_a_later_merge():
    first, second, third = factories.PersonFactory.create_batch(3)
    removal = merge(second, first)
    later = merge(third, second)
    with pytest.raises(MergeError, match="Сначала верните"):
        undo.undo(removal)
    undo.undo(later)
    Removal.objects.filter(pk=removal.pk).update(made_at=timezone.now() - undo.KEPT_FOR)
    with pytest.raises(MergeError):
        undo.undo(Removal.objects.get(pk=removal.pk))
    undo.forget_old()
    assert not Removal.objects.filter(pk=removal.pk).exists()


def test_organization_that_is_part_of_the_merged_one_stands_alone():
    gone = factories.OrganizationFactory(name="Вымысел")
    kept = factories.OrganizationFactory(name="Вымысел и дети", parent=gone)
    merge(kept, gone)
    kept.refresh_from_db()
    assert kept.parent is None
    assert list(kept.other_names.values_list("name", flat=True)) == ["Вымысел"]


def content():
    """Every row of our own tables but history and the journals, without the keys of rows that only a merge makes."""
    ours = [one for one in apps.get_models() if one._meta.app_label in ("association", "events", "parks")]
    rows = [row for one in [*ours, FormerSlug] if not is_history(one) for row in one._base_manager.all()]
    return sorted(
        str({**as_data(row), "pk": 0 if isinstance(row, OrganizationName | FormerSlug) else row.pk} | _values(row))
        for row in rows
    )


def _values(row):
    values = as_data(row)["values"]
    return {"values": {name: text for name, text in values.items() if name != "id"}}


def drawn_world(draw):
    people, organizations = factories.PersonFactory.create_batch(3), factories.OrganizationFactory.create_batch(3)
    region = factories.RegionFactory()
    parks = [factories.ParkFactory(region=region, about=draw.choice(["", "О парке."])) for _ in range(3)]
    events = factories.EventFactory.create_batch(2)
    for _ in range(8):
        event, talk = draw.choice(events), None
        if draw.random() < 0.4:
            talk = factories.TalkFactory(event=event)
        person, organization = draw.choice(people), draw.choice([None, *organizations])
        if not Appearance.objects.filter(event=event, person=person, talk=talk).exists():
            factories.AppearanceFactory(event=event, talk=talk, person=person, organization=organization)
    for _ in range(5):
        park, organization = draw.choice(parks), draw.choice(organizations)
        Residency.objects.get_or_create(park=park, organization=organization, defaults={"status": "operating"})
        event = draw.choice(events)
        EventOrganization.objects.get_or_create(event=event, organization=organization, role="host")
        factories.StopFactory(event=event, park=park, host=draw.choice(people))
    for one in organizations:
        OrganizationName.objects.get_or_create(organization=one, name=draw.choice(["Прежний", "Другой"]))
        one.inn = draw.choice(["", f"{one.pk:010}"])
        one.short_name = draw.choice(["", "Краткое"])
        one.save()
    return [people, organizations, parks]


@pytest.mark.parametrize("seed", range(DRAWS))
def test_merge_undo_and_merge_leave_the_same_rows(seed):
    draw = random.Random(seed)
    kept, gone = draw.sample(draw.choice(drawn_world(draw)), 2)
    before = content()
    removal = merge(kept, gone)
    merged = content()
    assert merged != before
    assert undo.undo(removal) == []
    assert content() == before
    merge(*(type(kept).objects.get(pk=one) for one in (kept.pk, removal.row)))
    assert content() == merged
    connection.check_constraints()
    assert Event.objects.count() == 2
