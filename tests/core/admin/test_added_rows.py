"""Rows that somebody added to a page and wrote nothing into: saved where blank is right, refused elsewhere."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from association.models import Committee
from events.models import Event, Material, Talk
from tests import factories
from tests.admin_forms import add_row, add_untouched_row, address, complaints, filled
from tests.association.test_admin_site import LISTS
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

INLINES = [
    (model, inline)
    for model, model_admin in admin.site._registry.items()
    if model is not Group
    for inline in model_admin.inlines
]
MAY_BE_BLANK = {"MaterialsOfTalk", "Accreditations"}  # a file to come; an accreditation of which no more is known
READ_ONLY = {"AppearancesOfPerson", "Versions"}


@pytest.fixture
def superuser():
    return signed_in(factories.UserFactory(is_staff=True, is_superuser=True))


@pytest.mark.parametrize(("model", "inline"), INLINES, ids=lambda one: one.__name__)
def test_untouched_row_of_every_inline_is_saved_or_refused(superuser, model, inline):
    LISTS[model.__name__][0]()
    row = model._default_manager.order_by("pk").last()
    page = superuser.get(address(model, "change", row.pk))
    formset = next(one for one in page.context["inline_admin_formsets"] if type(one.opts) is inline).formset
    if inline.__name__ in READ_ONLY:
        assert formset.max_num == 0
        return
    data, before = filled(page), formset.model._base_manager.count()
    number = add_untouched_row(data, page, formset.prefix)
    answer = superuser.post(address(model, "change", row.pk), data)
    added = formset.model._base_manager.count() - before
    if inline.__name__ in MAY_BE_BLANK:
        assert (answer.status_code, added) == (302, 1)
    else:
        assert (answer.status_code, added) == (200, 0)
        refused = next(one for one in answer.context["inline_admin_formsets"] if type(one.opts) is inline).formset
        assert "Эта строка пустая. Заполните её или уберите." in refused.forms[number].non_field_errors()


def test_blank_row_of_a_new_talk_is_saved_with_it(editor):
    page = editor.get(address(Talk, "add"))
    data = filled(page) | {"event": factories.EventFactory().pk}
    add_untouched_row(data, page, "materials")
    assert editor.post(address(Talk, "add"), data).status_code == 302
    assert Material.objects.get().is_awaited
    assert Material.objects.get().talk == Talk.objects.get()


def test_row_that_the_page_offers_may_stay_empty(editor):
    talk = factories.TalkFactory()
    url = address(Talk, "change", talk.pk)
    for page in (url, f"{url}?more=1"):
        assert editor.post(page, filled(editor.get(page))).status_code == 302
    assert not talk.appearances.exists()
    data = filled(editor.get(f"{url}?more=1")) | {"appearances-0-person": factories.PersonFactory().pk}
    assert editor.post(f"{url}?more=1", data).status_code == 302
    assert talk.appearances.count() == 1


def test_row_with_a_choice_and_nothing_else_is_refused_at_its_field(editor):
    event = factories.EventFactory()
    data = filled(editor.get(address(Event, "change", event.pk)))
    add_row(data, "region_roles", role="participants", region="", order="")
    answer = editor.post(address(Event, "change", event.pk), data)
    assert complaints(answer) == ["region: Обязательное поле."]


def test_untouched_row_that_was_taken_away_again_is_no_row(superuser):
    committee = factories.CommitteeFactory()
    data = filled(superuser.get(address(Committee, "change", committee.pk)))
    assert superuser.post(address(Committee, "change", committee.pk), data).status_code == 302
    assert not committee.members.exists()
