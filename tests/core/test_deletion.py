"""What was deleted comes back for 30 days, with all that went with it."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from core.files import orphans
from core.removals import deletion, undo
from events.models import Event, Material
from tests import factories, files
from tests.core.test_merging import content

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def event(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = factories.EventFactory(cover=files.picture(), series=factories.SeriesFactory(), edition=4)
        session, stop = factories.SessionFactory(event=event), factories.StopFactory(event=event)
        talk = factories.TalkFactory(event=event, session=session)
        factories.AppearanceFactory(event=event, talk=talk, person=stop.host or factories.PersonFactory())
        factories.CommitteeFactory().events.add(event)
        factories.AttendanceFactory(event=event)
        files.material(event=event, talk=talk)
    return event


def stored_files():
    names = set()
    for field in orphans.owning_fields():
        names |= set(field.model._base_manager.exclude(**{field.attname: ""}).values_list(field.attname, flat=True))
    return names


def test_deleted_event_comes_back_as_it_was(event, django_capture_on_commit_callbacks):
    before, names = content(), stored_files()
    assert names
    with django_capture_on_commit_callbacks(execute=True):
        removal = deletion.delete(event)
    assert not Event.objects.exists()
    assert not Material.with_deleted.exists()
    assert names == set(removal.files)
    assert not set(orphans.Inventory.take().orphans(orphans.timedelta(0))) & names
    assert undo.undo(removal) == []
    assert content() == before
    assert all(default_storage.exists(name) for name in names)
    assert Event.history.first().history_type == "+"
    connection.check_constraints()


def test_files_of_what_does_not_come_back_are_swept(event):
    removal = deletion.delete(event)
    removal.delete()  # as `forget_old` does after 30 days
    assert set(removal.files) <= set(orphans.Inventory.take().orphans(orphans.timedelta(0)))


def test_row_whose_place_is_taken_or_whose_account_is_gone_stays_away(event):
    attendance = event.attendances.get()
    name = f"Без имени, № {attendance.user_id} — {event}"
    key, removal = event.pk, deletion.delete(event)
    attendance.user.delete()
    Event.objects.create(title="Другое", slug=event.slug, start="2024-01-01", type="forum")
    assert undo.undo(removal) == [name]
    assert Event.objects.get(pk=key).slug == f"{event.slug}-2"
    connection.check_constraints()
