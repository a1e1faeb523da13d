"""Addresses of change lists: what their links send is taken, the rest is 400, and nothing is a 500."""

import itertools

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from association.models import Committee, User
from core.admin.base import PortalAdmin
from events.models import Event, Material, Preview, Series, Session
from tests import factories, files
from tests.admin_forms import address
from tests.events.test_admin_event import fill_event

pytestmark = pytest.mark.django_db
ODD = ["^(.|.)+Ъ$", "(", "[", "99999", "-1", "", "\0", "٣", "9" * 40, "null", "{}", "2026-13-45", "'", "%"]
ODD_VALUES_OF_A_PARAMETER = 4
ONE_CODE_FOR_EVERY_LIST = ("q", "p", "o", "all")
HOSTILE = [
    "pk__regex",
    "id__in",
    "pk__lt",
    "title__regex",
    "title__iregex",
    "start__year",
    "user__password__startswith",
]


@pytest.fixture
def superuser(client):
    client.force_login(factories.UserFactory(is_staff=True, is_superuser=True))
    client.raise_request_exception = True
    return client


MODELS = list(admin.site._registry)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_takes_only_what_its_links_send(superuser, model):
    for name in HOSTILE:
        response = superuser.get(address(model, "changelist"), {name: "1"})
        assert response.status_code == 400, name


def test_list_has_pages(superuser, monkeypatch):
    monkeypatch.setattr(PortalAdmin, "list_per_page", 2)
    events = [factories.EventFactory(start=f"202{year}-05-25") for year in range(5)]
    first = superuser.get(address(Event, "changelist"))
    assert "?p=3" in first.content.decode()
    last = superuser.get(address(Event, "changelist"), {"p": "3"})
    assert list(last.context["cl"].result_list) == [events[0]]
    assert superuser.get(address(Event, "changelist"), {"p": "4"}, follow=True).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_reads_whole_rows_of_its_page_alone(superuser, model):
    """All rows are counted and sorted by their keys: what the columns show is read for fifty of them."""
    with CaptureQueriesContext(connection) as queries:
        superuser.get(address(model, "changelist"))
    table = model._meta.db_table
    asked = [one["sql"] for one in queries if f'FROM "{table}"' in one["sql"] or "COUNT(*)" in one["sql"]]
    paged = [sql for sql in asked if "LIMIT 50" in sql or "LIMIT 100" in sql]
    if model not in (Series, Committee):  # of which there are few
        assert [sql for sql in asked if "COUNT(*) FROM (SELECT" in sql] == []
    if isinstance(admin.site._registry[model], PortalAdmin):
        assert [sql for sql in paged if not sql.startswith(f'SELECT "{table}"."id" AS "pk" FROM')] == []


@pytest.mark.parametrize("field", ["event", "person", "organization"])
def test_search_field_asks_memory(superuser, field):
    factories.AppearanceFactory(
        event=factories.EventFactory(title="Тур по Заречью"),
        person=factories.PersonFactory(last_name="Заречин"),
        organization=factories.OrganizationFactory(name="Заречье"),
    )
    asked = {"app_label": "events", "model_name": "appearance", "field_name": field, "term": "заре"}
    with CaptureQueriesContext(connection) as queries:
        answer = superuser.get(reverse("admin:autocomplete"), asked).json()
    assert len(answer["results"]) == 1
    assert [one["sql"] for one in queries if " LIKE " in one["sql"]] == []


def test_pattern_that_never_ends_is_not_begun(editor):
    for number in range(3):
        factories.EventFactory(title="а" * 60 + str(number))
    assert editor.get("/admin/events/event/?title__regex=^(.|.)%2BЪ$").status_code == 400


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_filters_of_every_list_work_and_odd_values_are_no_error_of_the_server(superuser, model):
    """Every link that the filters of a list show is followed; then each parameter gets values that make no sense."""
    files.version()
    changelist = superuser.get(address(model, "changelist")).context["cl"]
    names = set(ONE_CODE_FOR_EVERY_LIST) if model in (Event, User) else set()
    for spec in changelist.filter_specs:
        names |= {parameter for parameter in spec.expected_parameters() if parameter}
        for choice in spec.choices(changelist):
            link = address(model, "changelist") + choice["query_string"]
            assert superuser.get(link).status_code == 200, link
    odd_values = itertools.cycle(ODD)
    for name in sorted(names):
        takes_all = model is Event and name in ONE_CODE_FOR_EVERY_LIST
        for odd in ODD if takes_all else itertools.islice(odd_values, ODD_VALUES_OF_A_PARAMETER):
            response = superuser.get(address(model, "changelist"), {name: odd})
            assert response.status_code in (200, 302, 400), (name, odd)


def test_list_is_narrowed_to_a_year_or_a_month(superuser):
    """The bounds are those of the site's time zone."""
    for moment in ("2025-12-31T20:59Z", "2025-12-31T21:00Z", "2026-01-31T20:59Z", "2026-01-31T21:00Z"):
        factories.MaterialFactory(title=moment, published_at=moment)
    found = {}
    for period in ("2025", "2026", "2026-01", "2026-13"):
        rows = superuser.get(address(Material, "changelist"), {"period": period}).context["cl"].result_list
        found[period] = len(rows)
    assert found == {"2025": 1, "2026": 3, "2026-01": 2, "2026-13": 4}


def test_search_fields_look_up_forms_only(superuser):
    search = reverse("admin:autocomplete")
    asked = {"app_label": "events", "model_name": "talk", "field_name": "event", "term": "тур"}
    assert superuser.get(search, asked).status_code == 200
    terms = itertools.cycle(["тур", "\0", "(" * 50])
    for model in MODELS:
        for field in model._meta.get_fields():
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name}
            asked["term"] = next(terms)
            assert superuser.get(search, asked).status_code in (200, 400, 403, 404), asked


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_pages_of_rows_that_cannot_be_are_no_error_of_the_server(superuser, model, page):
    for key in ("0", "-1", "9" * 30, "abc", "٣", "1_5F2"):
        assert superuser.get(address(model, page, key)).status_code in (200, 302, 403, 404), key


def test_preview_has_a_page_to_look_at(editor, superuser):
    preview = files.version().preview
    for client in (editor, superuser):
        assert client.get(address(Preview, "change", preview.pk)).status_code == 200


def test_redirects_by_content_type_are_gone(superuser):
    kind = ContentType.objects.get_for_model(Session)
    for link in (f"/admin/r/{kind.pk}/1/", f"/admin/r/{kind.pk}/{'9' * 40}/", "/admin/r/abc/def/"):
        assert superuser.get(link).status_code in (302, 404)
    event = ContentType.objects.get_for_model(Event)
    assert superuser.get(f"/admin/r/{event.pk}/{factories.EventFactory().pk}/").status_code in (302, 404)


@pytest.mark.parametrize(
    "field", ["talk.session", "material.talk", "quotation.appearance", "appearance.delegation", "quotation.material"]
)
def test_search_fields_across_events_cost_the_same_for_one_row_and_three(superuser, field):
    model, _point, name = field.partition(".")
    asked = {"app_label": "events", "model_name": model, "field_name": name, "term": "завод"}
    costs = []
    for number in range(3):
        event = factories.EventFactory(title=f"Заводы {number}", slug=f"e{number}")
        fill_event(event, 1)
        superuser.get("/admin/autocomplete/", asked)  # reads the names
        with CaptureQueriesContext(connection) as made:
            found = superuser.get("/admin/autocomplete/", asked).json()["results"]
        assert len(found) > number
        costs.append(len(made))
    assert costs == costs[:1] * 3


def test_search_fields_across_events_find_titles_events_and_people_as_a_whole(superuser):
    person = factories.PersonFactory(last_name="Вымыслов", first_name="Пётр")
    talks = [factories.TalkFactory(title=title) for title in ("Логистика складов", "Кадры для заводов")]
    factories.AppearanceFactory(talk=talks[1], event=talks[1].event, person=person)
    asked = {"app_label": "events", "model_name": "material", "field_name": "talk"}
    for term, talk in (("склад логист", talks[0]), ("Вымыслова Петра", talks[1]), ("кадры", talks[1])):
        found = superuser.get("/admin/autocomplete/", {**asked, "term": term}).json()["results"]
        assert [int(row["id"]) for row in found] == [talk.pk], term
    both = superuser.get("/admin/autocomplete/", {**asked, "term": ""}).json()["results"]
    assert [int(row["id"]) for row in both] == [talk.pk for talk in reversed(talks)]
