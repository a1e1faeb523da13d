"""Every page of the admin, found through its registry."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, FilteredSelectMultiple
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple, ModelChoiceField
from django.test import RequestFactory
from django.urls import ResolverMatch, reverse
from pytest_django.asserts import assertContains, assertRedirects

from association.models import MembershipCategory, TextPage
from events.admin.desk.views import LISTS as LIST_PAGES
from events.models import Download, Event, MaterialVersion, Preview
from tests import factories

pytestmark = pytest.mark.django_db
ROOMS = ("association", "events", "parks")


@pytest.fixture
def superuser(client):
    client.user = factories.UserFactory(is_staff=True, is_superuser=True, last_name="Главный")
    client.force_login(client.user)
    return client


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def ours():
    return [model for model in admin.site._registry if model._meta.app_label in ROOMS]


def with_version(material):
    version = MaterialVersion.objects.create(
        material=material, number=1, file="x.pdf", original_name="Доклад.pdf", sha256="0" * 64, size=2_400_000
    )
    material.current_version = version
    material.save()
    return material


def make_talk(event=None):
    event = event or factories.EventFactory()
    session = factories.SessionFactory(event=event)
    talk = factories.TalkFactory(event=event, title="", session=session)
    factories.AppearanceFactory(event=event, talk=talk, session=session, organization=factories.OrganizationFactory())
    return talk


def make_material(event=None):
    talk = make_talk(event)
    return with_version(factories.MaterialFactory(event=talk.event, talk=talk, title=""))


def make_preview():
    return Preview.objects.create(version=make_material().current_version)


def make_event():
    return factories.EventRegionFactory().event


def make_user():
    user = factories.UserFactory(organization=factories.OrganizationFactory())
    user.groups.add(Group.objects.get(name="Редактор"))


# How to make one row of each list, and how many queries the list makes, with those for the session and the account.
LISTS = {
    "Committee": (factories.CommitteeFactory, 5),
    "Membership": (factories.MembershipFactory, 7),
    "MembershipCategory": (
        lambda: factories.MembershipCategoryFactory(name=f"Категория {MembershipCategory.objects.count()}"),
        5,
    ),
    "User": (make_user, 7),
    "Event": (make_event, 8),
    "Series": (factories.SeriesFactory, 5),
    "Material": (make_material, 9),
    "Person": (make_talk, 5),
    "Talk": (make_talk, 7),
    "Appearance": (make_talk, 8),
    "Session": (make_talk, 5),
    "Stop": (lambda: factories.StopFactory(organization=factories.OrganizationFactory()), 5),
    "Delegation": (factories.DelegationFactory, 5),
    "Outcome": (factories.OutcomeFactory, 5),
    "Preview": (make_preview, 9),
    "Download": (lambda: Download.objects.create(material=make_material(), user=factories.UserFactory()), 10),
    "Organization": (lambda: factories.OrganizationFactory(region=factories.RegionFactory()), 6),
    "Park": (factories.ParkFactory, 6),
    "Region": (factories.RegionFactory, 5),
    "Residency": (factories.ResidencyFactory, 6),
}


# Derived from files or other rows, so they are made anew and never edited.
DERIVED = {
    "Arrival",  # has a table of its own on the desk
    "ReleaseFile",  # stands in the queue of press releases
    "Slide",
    "SearchAlias",
    "SearchDocument",
    "SearchName",
    "SearchStale",
    "SearchState",
    "SearchTerm",
    "SearchWord",
}


def test_every_model_is_registered_or_inlined():
    inlined = {inline.model for model_admin in admin.site._registry.values() for inline in model_admin.inlines}
    inlined |= {row.row_model for page in LIST_PAGES for row in page.rows}
    left = [
        model.__name__
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model not in inlined and model not in admin.site._registry and not model.__name__.startswith("Historical")
    ]
    assert set(left) - DERIVED == set()


def forms_of(model_admin, request):
    yield model_admin.get_form(request)
    yield model_admin.get_form(request, model_admin.model())
    for inline in model_admin.get_inline_instances(request):
        yield inline.get_formset(request).form


def test_every_foreign_key_is_searched_and_never_listed(superuser):
    request = RequestFactory().get("/admin/")
    request.user = superuser.user
    request.resolver_match = ResolverMatch(print, (), {})
    searched = (AutocompleteMixin, FilteredSelectMultiple, CheckboxSelectMultiple)
    found, listed = 0, []
    rows = [row(page(admin.site._registry[Event], Event(pk=1))) for page in LIST_PAGES for row in page.rows]
    for model_admin in [*admin.site._registry.values(), *rows]:
        for form in forms_of(model_admin, request):
            for name, field in form.base_fields.items():
                if isinstance(field, ModelChoiceField):
                    found += 1
                    widget = getattr(field.widget, "widget", field.widget)
                    if not isinstance(widget, searched):
                        listed.append(f"{form.__name__}.{name}: {type(widget).__name__}")
    assert listed == []
    assert found > 40


def test_every_list_has_its_number_of_queries():
    assert {model.__name__ for model in ours()} - {"TextPage"} == set(LISTS)


@pytest.mark.parametrize(
    "model", [model for model in ours() if model is not TextPage], ids=lambda model: model.__name__
)
def test_list_costs_the_same_for_one_row_and_three(superuser, django_assert_num_queries, model):
    make, queries = LISTS[model.__name__]
    make()
    superuser.get(address(model, "changelist"))  # fills the cache of content types
    with django_assert_num_queries(queries):
        superuser.get(address(model, "changelist"))
    make(), make()
    with django_assert_num_queries(queries):
        response = superuser.get(address(model, "changelist"))
    assert response.context["cl"].result_count >= 3


def searched_fields():
    for model in ours():
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if field.remote_field and field.remote_field.model in admin.site._registry:
                yield model._meta.app_label, model._meta.model_name, field.name


@pytest.mark.parametrize("field", [*searched_fields()], ids=".".join)
def test_every_search_field_offers_rows_in_order(superuser, field):
    query = dict(zip(("app_label", "model_name", "field_name"), field, strict=True)) | {"term": "Слово и дело"}
    answer = superuser.get("/admin/autocomplete/", query).json()
    assert [row for row in answer["results"] if not row["id"].startswith("new:")] == []  # «Создать «Слово и дело»»
    assert answer["pagination"] == {"more": False}


def test_start_page_names_the_portal_and_links_to_it(superuser, settings):
    settings.ASSOCIATION_SHORT_NAME = "ВАП"
    page = superuser.get("/admin/")
    assertContains(page, "Портал ВАП")
    assertContains(page, '<a href="/">Открыть сайт</a>')
    assert [app["app_label"] for app in page.context["app_list"]] == ["events", "parks", "association", "auth"]
    assert [model["object_name"] for model in page.context["app_list"][0]["models"]][:4] == [
        "Event",
        "Series",
        "Material",
        "Person",
    ]


def test_log_in_is_the_portals_own(client):
    assertRedirects(
        client.get("/admin/login/?next=/admin/"), "/account/login/?next=%2Fadmin%2F", fetch_redirect_response=False
    )
    user = factories.UserFactory(is_staff=True)
    user.set_password("верный пароль 12")
    user.save()
    client.post("/admin/login/", {"username": user.email, "password": "верный пароль 12"})
    assert "_auth_user_id" not in client.session


def test_signed_in_outsider_is_refused_without_a_redirect_loop(outsider):
    response = outsider.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
