"""Every page of the administration, as people read it: in Russian, without «None», «#1» and times of machines.

And as browsers read it: without what the content security policy forbids.
"""

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin

from association.models import CommitteeMember, TextPage
from events.models import Attendance, Event, Material, Person, Photo
from parks.models import Organization, OrganizationName, Park, ParkCertificate, ParkStatusChange
from tests import factories, files
from tests.admin_forms import address, filled
from tests.association.test_admin_site import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Formats of files, codes of standards and the names of programs have no other letters.
KNOWN = set(
    "PDF ZIP PPTX PPSX PPT PPS ODP DOCX DOC RTF ODT XLSX XLS ODS CSV JPEG PNG WebP HEIC TIFF iPhone LibreOffice "  # noqa: SIM905
    "ISO RU SMO smolensk tour built to suit KPI".split()
)
NOT_WORDS = re.compile(r"[\w.+-]+@[\w.-]+\.\w+|https?://\S+|\w+\.(?:pdf|png|pptx)\b")
MACHINE_WORDS = re.compile(r"[A-Za-z][A-Za-z]+|#\d|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|[a-z_]+__\w+")
ROMAN_NUMBER = re.compile("[IVX]+")  # «IV съезд»
READ_ATTRIBUTES = ("title", "placeholder", "aria-label", "alt", "data-placeholder", "data-empty-label")
BUTTONS = ("submit", "button", "reset")
FORBIDDEN_BY_THE_POLICY = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script>|javascript:| object \(\d")
WITH_HISTORY = [model for model in admin.site._registry if hasattr(model, "history")]


class _Page(HTMLParser):
    """Collects what people read: text, the attributes that browsers and screen readers show, and labels of scripts."""

    def __init__(self):
        super().__init__()
        self.found, self.unread = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("script", "style", "textarea"):  # a text area holds what somebody typed
            self.unread.append(tag)
        self.found += [attrs[name] for name in READ_ATTRIBUTES if attrs.get(name)]
        if tag == "input" and attrs.get("type") in BUTTONS:
            self.found.append(attrs.get("value", ""))
        if "data-inline-formset" in attrs:
            options = json.loads(attrs["data-inline-formset"])["options"]
            self.found += [options["addText"], options["deleteText"]]

    def handle_endtag(self, tag):
        if self.unread and tag == self.unread[-1]:
            self.unread.pop()

    def handle_data(self, text):
        if not self.unread and text.strip():
            self.found.append(text.strip())


def foreign_words(response):
    page = _Page()
    page.feed(response.content.decode())
    texts = (NOT_WORDS.sub(" ", text) for text in page.found)
    found = {word for text in texts for word in MACHINE_WORDS.findall(text)} - KNOWN
    return {word for word in found if not ROMAN_NUMBER.fullmatch(word)}


def make_everything():
    """A row of each model, and an event, a park, an organization and a committee with all that hangs on them."""
    for make, _queries in LISTS.values():
        make()
    TextPage.objects.create(slug="about", body="Текст")
    event = Event.objects.first()
    person, park = Person.objects.first(), Park.objects.first()
    Photo.objects.create(event=event, image=files.picture(name="photo.png"))
    Attendance.objects.create(event=event, user=factories.UserFactory())
    factories.StopFactory(event=event, host=person, day=1, starts_at=dt.time(9, 30))
    factories.SessionFactory(event=event, day=1, starts_at=dt.time(9, 30), ends_at=dt.time(10))
    factories.TalkFactory(event=event, title="")
    factories.AppearanceFactory(event=event, organization=factories.OrganizationFactory())
    factories.EventOrganizationFactory(event=event)
    factories.MaterialFactory(event=event, title="")
    factories.MaterialFactory(event=event, published_at=None).delete()
    OrganizationName.objects.create(organization=Organization.objects.first(), name="Прежнее", since="2001-02")
    ParkStatusChange.objects.create(park=park, status="planned", since="2001")
    ParkCertificate.objects.create(park=park, standard="gost", valid_from=dt.date(2020, 1, 2))
    committee = factories.CommitteeFactory()
    committee.events.add(event)
    CommitteeMember.objects.create(committee=committee, person=person)


def change_everything(user):
    """Fields of each row with a history take other values, and become empty where they may."""
    moment = dt.datetime(2021, 2, 3, 4, 5, tzinfo=dt.UTC)
    values = {"DateTimeField": moment, "DateField": moment.date(), "TimeField": dt.time(4, 5)}
    for model in WITH_HISTORY:
        row = model._base_manager.order_by("pk").first()
        fields = [field for field in model._meta.concrete_fields if field.editable and not field.remote_field]
        for field in fields:
            kind = field.get_internal_type()
            if field.choices:
                setattr(row, field.name, field.choices[-1][0])
            elif kind == "BooleanField":
                setattr(row, field.name, not getattr(row, field.name))
            elif kind in values:
                setattr(row, field.name, values[kind])
        row._history_user = user
        row.save()
        for field in fields:
            if field.null:
                setattr(row, field.name, None)
        row.save()


def pages():
    """(address, what is posted or None)"""
    yield "/admin/", None
    yield "/admin/password_change/", None
    for label in ("events", "parks", "association", "auth"):
        yield f"/admin/{label}/", None
    yield "/admin/events/download/statistics/", None
    yield f"{address(Material, 'changelist')}?deleted=1", None
    for model in admin.site._registry:
        yield address(model, "changelist"), None
        yield address(model, "add"), None
        yield f"{address(model, 'add')}?_popup=1", None
        if model._base_manager.exists():
            yield from pages_of_a_row(model)


def pages_without_rows():
    for model in admin.site._registry:
        for words in ("", "?q=чегонет"):
            yield f"{address(model, 'changelist')}{words}", None


def pages_of_a_row(model):
    yield f"{address(model, 'changelist')}?q=слово и «другое» %00", None
    first, *others = model._base_manager.order_by("pk")[:2]
    for row in (first, *others):
        yield address(model, "change", row.pk), None
    for name in ("delete", "history"):
        yield address(model, name, first.pk), None
    yield address(model, "changelist"), {"action": "delete_selected", "_selected_action": [first.pk]}
    if hasattr(model, "history"):
        for record in first.history.all()[:2]:
            yield address(model, "simple_history", first.pk, record.pk), None


def pages_of_an_editor():
    """What a role changes of a page: its buttons, and fields that are only shown."""
    return [(page, posted) for page, posted in pages() if posted or re.search("/(change|add|delete)/$", page)]


def walk(client, pages):
    strange, walked = {}, 0
    for page, posted in pages:
        response = client.get(page) if posted is None else client.post(page, posted)
        answers = [response] if response.status_code == 200 else []
        if answers and page.endswith("/add/") and client.user.groups.get().name == "Администратор":
            answers.append(client.post(page, filled(response)))  # with what its refusals say
        for answer in answers:
            walked += 1
            assert not FORBIDDEN_BY_THE_POLICY.search(answer.content.decode()), page
            for word in foreign_words(answer):
                strange.setdefault(word, page)
    return strange, walked


def test_empty_portal_speaks_russian(administrator):
    strange, walked = walk(administrator, pages_without_rows())
    assert strange == {}
    assert walked > 40


def test_full_portal_speaks_russian(administrator, editor):
    make_everything()
    change_everything(administrator.user)
    strange, walked = walk(administrator, pages())
    assert strange == {}
    assert walked > 150
    strange, walked = walk(editor, pages_of_an_editor())
    assert strange == {}
    assert walked > 60
