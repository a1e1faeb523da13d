"""Each guard of GUARDS.md: its scenario holds with it and fails without it."""

import re
from functools import reduce
from operator import and_
from weakref import WeakKeyDictionary

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.db.models.signals import pre_save
from django.http import HttpResponseRedirect
from django.test.utils import CaptureQueriesContext

from core import stored
from core.admin import submissions
from core.admin.forms import PortalForm
from core.models import FormerSlug, FormSubmissionManager
from events.models import Event, Material
from parks.models import Organization
from search import consistency, documents, index
from search.interface import Kind
from search.models import SearchDocument, SearchStale
from search.signals import SHOWN_BY_NO_OTHER
from search.sources import SOURCES
from tests.admin_forms import address, filled
from tests.factories import EventFactory, EventRegionFactory, OrganizationFactory
from tests.files import material
from tests.guards import Guards

pytestmark = pytest.mark.django_db
guards = Guards(__file__)
scenario, without = guards.scenario, guards.without


@scenario("stored row: forgotten before a save")
def slug_given_after_a_failed_save_leads_on():
    EventFactory(slug="taken")
    event = EventFactory(slug="first")
    event.slug = "taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    Event._base_manager.filter(pk=event.pk).update(slug="meanwhile")
    event.slug = "last"
    event.save()
    assert FormerSlug.objects.filter(slug="meanwhile", row=event.pk).exists()


@without("stored row: forgotten before a save")
def what_an_earlier_save_has_read(monkeypatch):
    others = [one for one in pre_save.receivers if one[1]() is not stored._forget]
    assert len(others) == len(pre_save.receivers) - 1
    monkeypatch.setattr(pre_save, "receivers", others)
    monkeypatch.setattr(pre_save, "sender_receivers_cache", WeakKeyDictionary())


@scenario("locked row: one save")
def second_save_reads_for_itself():
    event = EventFactory(slug="first")
    stored.is_locked(event)
    for slug in ("second", "third"):
        event.slug = slug
        event.save()
    assert FormerSlug.objects.filter(slug="second", row=event.pk).exists()


@without("locked row: one save")
def for_ever(monkeypatch):
    first = {}
    monkeypatch.setattr("core.fields.before_save", lambda row: first or first.update(stored.before_save(row)) or first)


@scenario("conditions: tried one by one")
def broken_condition_beside_one_that_cannot_be_tried():
    row = OrganizationFactory(name="Пример")
    cannot = models.CheckConstraint(condition=Q(name__regex="("), name="cannot_be_tried")
    broken = models.CheckConstraint(condition=Q(name="другое"), name="broken", violation_error_message="Не то.")
    row.get_constraints = lambda: [(Organization, [cannot, broken])]
    form = forms_of(Organization, ["name", "about"])({"name": "Пример", "about": "Новое"}, instance=row)
    assert form.errors == {"name": ["Не то."]}


def forms_of(model, fields):
    return type("Form", (PortalForm,), {"Meta": type("Meta", (), {"model": model, "fields": fields})})


@without("conditions: tried one by one")
def as_django_answers(monkeypatch):
    def all_hold(row, model, checks):
        return reduce(and_, (Q(one.condition) for one in checks)).check(row._get_field_expression_map(model._meta))

    monkeypatch.setattr("core.admin.forms.all_hold", all_hold)


@scenario("forms: sent once")
def same_form_is_answered_once(editor, rf):
    answered = []
    for _time in range(2):
        request = rf.post("/admin/", {submissions.FIELD: "a" * 16, "title": "Тур"})
        request.user = editor.user
        submissions.once(request, lambda _request: None, lambda: answered.append(1) or HttpResponseRedirect("/there/"))
    assert len(answered) == 1


@without("forms: sent once")
def always_new(monkeypatch):
    monkeypatch.setattr(FormSubmissionManager, "begin", lambda self, key: True)


@scenario("locks: the page before its rows")
def page_is_locked_before_its_rows(editor):
    event = EventFactory()
    EventRegionFactory(event=event)
    page = address(Event, "change", event.pk)
    data = filled(editor.get(page))
    with CaptureQueriesContext(connection) as asked:
        assert editor.post(page, data).status_code == 302
    locked = [re.search(r'FROM "(\w+)"', one["sql"])[1] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert locked[:2] == ["events_event", "events_eventregion"]


@without("locks: the page before its rows")
def nothing_is_locked(monkeypatch):
    monkeypatch.setattr("core.admin.base.lock", lambda rows: rows)


@scenario("index: one by one")
def other_rows_are_found(monkeypatch):
    good, bad = EventFactory(title="Хороший"), EventFactory(title="Плохой")
    source = SOURCES[Kind.EVENT]
    read = source.document
    monkeypatch.setattr(source, "document", lambda row, clock: 1 // (row.pk != bad.pk) and read(row, clock))
    index.catch_up()
    assert SearchDocument.objects.filter(kind=Kind.EVENT, object_id=good.pk).exists()


@without("index: one by one")
def all_or_nothing(monkeypatch):
    together = index._process_together
    monkeypatch.setattr(index, "_process_together", lambda marks, at_most: together(marks, at_most) or 0)


@scenario("index: marks go with the documents")
def marks_are_done_together_with_the_documents(monkeypatch):
    EventFactory(title="Тур")

    def fails(*args):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(documents, "write", fails)
        index.catch_up()
    assert SearchStale.objects.filter(kind=Kind.EVENT).exists()
    SearchStale.objects.update(due_at="2020-01-01T00:00Z")
    index.catch_up()
    assert not SearchStale.objects.filter(kind=Kind.EVENT).exists()


@without("index: marks go with the documents")
def marks_stay(monkeypatch):
    schedule = documents.schedule
    monkeypatch.setattr(documents, "schedule", lambda rows, written, marks: schedule(rows, written))


@scenario("index: files of an event")
def event_whose_only_file_is_closed_has_no_files():
    closed = material(event=EventFactory(), access="public")
    index.rebuild()
    closed.access = "staff"
    closed.save()
    index.catch_up()
    assert consistency.problems(thorough=True) == []


@without("index: files of an event")
def access_is_shown_by_the_material_alone(monkeypatch):
    monkeypatch.setitem(SHOWN_BY_NO_OTHER, Material, {*SHOWN_BY_NO_OTHER[Material], "access"})


# SQLite has one writer at a time and locks no rows.
CASES = [pytest.param(one, marks=pytest.mark.postgresql) if one.startswith("locks") else one for one in guards.names]


@pytest.mark.parametrize("name", CASES)
def test_scenario_holds(name, request):
    guards.holds(name, request)


@pytest.mark.parametrize("name", CASES)
def test_scenario_fails_without_its_guard(name, request):
    guards.fails_without(name, request)


def test_every_guard_has_a_row_and_a_scenario():
    assert guards.are_complete()
