"""Headers of every kind of answer: who may keep it, how its text is encoded, who may embed it."""

import re

import pytest
from django.urls import reverse

from core import share_image
from events.models import Event
from tests import files
from tests.factories import EventFactory, OrganizationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PUBLIC = ["/events/feed/", "/events/calendar.ics", "/materials/feed/", "/sitemap.xml", "/robots.txt", "/healthz"]
PAGES = ["/", "/events/", "/events/?view=month", "/events/tour/", "/events/tour/event.ics", "/materials/", "/people/",
         "/parks/", "/parks/map.json", "/parks/compare/", "/regions/", "/organizations/", "/organizations/nor/",
         "/members/", "/about/", "/search/?q=тур", "/search/suggest/?q=тур", "/appearance/", "/nowhere/"]  # fmt: skip
PERSONAL = ["/account/", "/account/logout/", "/account/password/change/"]


@pytest.fixture(autouse=True)
def _something_to_show():
    EventFactory(slug="tour", start="2016-05-25", end="2016-05-26", published_at="2016-06-01T00:00Z")
    OrganizationFactory(slug="nor")


@pytest.mark.parametrize("address", [*PAGES, *PERSONAL])
def test_what_an_account_sees_is_kept_by_nobody(member, address):
    directives = set(re.split(r",\s*", member.get(address)["Cache-Control"]))
    assert {"private", "no-store"} <= directives
    assert "public" not in directives


@pytest.mark.parametrize("address", ["/admin/", "/admin/events/event/", "/admin/events/download/statistics.csv"])
def test_what_staff_see_is_kept_by_nobody(editor, address):
    directives = set(re.split(r",\s*", editor.get(address)["Cache-Control"]))
    assert {"private", "no-store"} <= directives


@pytest.mark.parametrize("address", PUBLIC)
def test_what_everybody_gets_alike_stays_the_same_for_an_account(member, visitor, address):
    assert member.get(address).get("Cache-Control") == visitor.get(address).get("Cache-Control")


@pytest.mark.parametrize("address", [*PAGES, *PUBLIC, "/account/login/", "/may-send", "/readyz", "/sitemap-events.xml"])
def test_text_names_its_charset(visitor, address):
    assert "; charset=utf-8" in visitor.get(address)["Content-Type"]


@pytest.mark.parametrize(
    "address",
    ["/admin/jsi18n/", "/admin/events/download/statistics.csv",
     "/admin/autocomplete/?app_label=events&model_name=eventregion&field_name=region"],
)  # fmt: skip
def test_text_of_the_admin_names_its_charset(editor, address):
    response = editor.get(address)
    assert response.status_code == 200
    assert re.search(r"; charset=\"?utf-8", response["Content-Type"])


def test_part_that_no_file_has_is_refused_in_text_with_a_charset(visitor):
    version = files.version(event=EventFactory())
    response = visitor.get(reverse("events:download", args=[version.material_id]), headers={"Range": "bytes=9999999-"})
    assert (response.status_code, response["Content-Type"]) == (416, "text/plain; charset=utf-8")


@pytest.mark.parametrize("address", [*PAGES, *PUBLIC, "/events/tour/card.png", "/static/css/base.css"])
def test_every_answer_says_who_may_embed_it(visitor, address):
    response = visitor.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == ("cross-origin" if "card" in address else "same-origin")


def test_policy_of_pages_allows_nothing_inline_and_nothing_foreign(visitor):
    policy = visitor.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert {"base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))


@pytest.mark.parametrize("address", ["/account/logout/", "/admin/logout/"])
def test_log_out_clears_what_the_browser_keeps_but_no_cookies(editor, address):
    assert "Clear-Site-Data" not in editor.get("/")
    response = editor.post(address)
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in editor.get("/")


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "https://localhost/", "http://127.0.0.1/",
     "javascript:alert(1)", "http:evil.example", "\t//evil.example", "http://testserver@evil.example/",
     "http://testserver.evil.example/", "http://testserver:80@evil.example"],
)  # fmt: skip
def test_next_leads_nowhere_but_to_the_host_that_was_asked(visitor, editor, asked):
    user = editor.user
    user.set_password("образцовый-пароль-1")
    user.save()
    answers = [
        visitor.post("/appearance/", {"back": asked, "size": "2"}),
        visitor.post("/account/login/", {"login": user.email, "password": "образцовый-пароль-1", "next": asked}),
        visitor.get("/account/login/", {"next": asked}),
        visitor.get("/admin/login/", {"next": asked}),
        visitor.post("/account/logout/", {"next": asked}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"] in ("/", "/account/", "/admin/")


def test_next_leads_to_the_host_that_was_asked(visitor):
    asked = "http://testserver/events/?year=2016"
    assert visitor.post("/appearance/", {"back": asked, "size": "2"})["Location"] == asked


def test_share_picture_is_drawn_once_and_gone_when_its_event_closes(visitor):
    share_image.draw.cache_clear()
    answers = [visitor.get("/events/tour/card.png") for _reader in range(3)]
    assert len({answer.content for answer in answers}) == 1
    assert share_image.draw.cache_info().misses == 1
    assert answers[0]["Cache-Control"] == "public, no-cache"
    Event.objects.filter(slug="tour").update(title="Другое")
    assert visitor.get("/events/tour/card.png").content != answers[0].content
    Event.objects.filter(slug="tour").update(access="members")
    assert visitor.get("/events/tour/card.png", headers={"If-None-Match": answers[0]["ETag"]}).status_code == 404
