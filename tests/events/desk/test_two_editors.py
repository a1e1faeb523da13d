"""Two editors on one event, whose edits are drawn: nothing is lost silently, and each is told who and what.

PAIRS=100 pytest tests/events/desk/test_two_editors.py draws more pairs than the suite does.
"""

import os
import random

import pytest
from django import forms
from django.test import Client

from tests.admin_forms import address, desk, filled
from tests.events.desk.test_pages import PAGES, row_of
from tests.events.test_admin_event import fill_event
from tests.factories import AppearanceFactory, EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
PAIRS = int(os.environ.get("PAIRS", "5"))
SEED = int(os.environ.get("SEED", "11"))


def editor_named(last_name):
    client = Client()
    client.force_login(
        UserFactory(is_staff=True, is_superuser=True, last_name=last_name, first_name="Анна", middle_name="")
    )
    return client


def forms_of(event):
    """The addresses of the forms of the event: the event itself, then each kind of its rows."""
    yield address(type(event), "change", event.pk)
    for page, kinds in PAGES.items():
        for kind in kinds:
            if kind != "attendance":  # has nothing to write
                yield desk(event, page, kind, row_of(event, kind).pk)


def written_fields(response):
    """The names of the fields of a form and of its stored inline rows into which anything may be written."""
    found = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        found += inline.formset.initial_forms
    return sorted(
        form.add_prefix(name)
        for form in found
        for name, field in form.fields.items()
        if type(field) is forms.CharField and not field.disabled and not field.widget.is_hidden
        if name in {one.name for one in form._meta.model._meta.fields}  # the reason of a new version needs a file
        if "phone" not in name  # takes no words
    )


class Edit:
    """A form that is open in the browser of one editor, with one field changed."""

    def __init__(self, draw, client, url, text, field=""):
        self.client, self.url, self.text = client, url, text
        response = client.get(url)
        self.data, self.field = filled(response), field or draw.choice(written_fields(response))
        self.data[self.field] = text

    def save(self):
        return self.client.post(self.url, self.data)

    def is_stored(self):
        return filled(self.client.get(self.url)).get(self.field) == self.text


def test_drawn_pairs_of_edits_lose_nothing_silently(db):
    draw = random.Random(SEED)
    first, second = editor_named("Первая"), editor_named("Вторая")
    event = EventFactory()
    fill_event(event, 1)
    AppearanceFactory(event=event, role="guest_of_honour")
    urls = list(forms_of(event))
    told = 0
    for number in range(PAIRS):
        url = draw.choice(urls)
        one = Edit(draw, first, url, f"Один {number}")
        same_field, same_form = draw.choice([(True, True), (False, True), (False, False)])
        their_url, their_field = url if same_form else draw.choice(urls), one.field if same_field else ""
        other = Edit(draw, second, their_url, f"Другой {number}", their_field)
        case = f"{number}: {one.field} of {one.url}, {other.field} of {other.url}"
        assert one.save().status_code == 302, case
        answer = other.save()
        if answer.status_code == 302:
            assert one.is_stored(), case
            assert other.is_stored(), case
            continue
        told += 1
        page = answer.content.decode()
        for said in ("Первая", one.text, other.text):
            assert said in page, (case, said)
        assert one.is_stored(), case
        assert other.client.post(other.url, filled(answer)).status_code == 302, case  # having read it, she insists
        assert other.is_stored(), case
    assert told
