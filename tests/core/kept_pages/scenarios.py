"""Scenarios of the guards of GUARDS.md, and how to take each guard away."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import time_machine
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.utils.cache import patch_cache_control

from association import readers
from core.dates import PartialDate
from core.kept_pages import boundaries, generation, holes, triggers, views
from core.kept_pages.address import only_known
from core.kept_pages.memory import Stretch
from events.models import Access, Event
from tests import factories
from tests.conftest import signed_in

SCENARIOS, WITHOUT = {}, {}
NOON = dt.datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Europe/Moscow"))


def scenario(name):
    return lambda function: SCENARIOS.setdefault(name, function)


def without(name):
    """What takes the guard away, with pytest's `monkeypatch`."""
    return lambda function: WITHOUT.setdefault(name, function)


def without_part(part):
    parts = views._key_parts

    def take_away(monkeypatch):
        monkeypatch.setattr(
            views, "_key_parts", lambda *args: [(name, value) for name, value in parts(*args) if name != part]
        )

    return take_away


def text_of(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200
    return response.content.decode()


def ask(rf, view, **values):
    """The text that the view answers to a visitor; `values` are attributes of the request."""
    request = rf.get("/some/")
    request.user = AnonymousUser()
    vars(request).update(values)
    return view(request).content.decode()


@scenario("key: host")
def host(client, rf, monkeypatch):
    factories.EventFactory()
    assert "webcal://testserver" in text_of(client, "/events/")
    assert "webcal://localhost" in text_of(client, "/events/", headers={"host": "localhost"})


without("key: host")(without_part("host"))


@scenario("key: address")
def address(client, rf, monkeypatch):
    one, other = factories.EventFactory(title="Первое"), factories.EventFactory(title="Второе")
    assert "Первое" in text_of(client, one.get_absolute_url())
    assert "Второе" in text_of(client, other.get_absolute_url())


without("key: address")(without_part("address"))


@scenario("key: parameters")
def parameters(client, rf, monkeypatch):
    factories.EventFactory(title="Первое")
    assert "Первое" in text_of(client, "/events/?q=первое&utm_source=x")
    assert "Первое" not in text_of(client, "/events/?q=второе")


@without("key: parameters")
def _know_none(monkeypatch):
    monkeypatch.setattr(views, "only_known", lambda request, names: only_known(request, ()))


@scenario("key: reader")
def reader(client, rf, monkeypatch):
    factories.EventFactory(title="Закрытое", access=Access.MEMBERS)
    member = signed_in(factories.UserFactory(organization=factories.MembershipFactory().organization))
    assert "Закрытое" in text_of(member, "/events/")
    assert "Закрытое" not in text_of(client, "/events/")


without("key: reader")(without_part("reader"))


@scenario("key: attended")
def attended(client, rf, monkeypatch):
    event = factories.EventFactory(title="Поездка", access=Access.PARTICIPANTS)
    participant, other = signed_in(factories.UserFactory()), signed_in(factories.UserFactory())
    factories.AttendanceFactory(event=event, user=participant.user)
    assert "Поездка" in text_of(participant, "/events/")
    assert "Поездка" not in text_of(other, "/events/")


def with_reader(monkeypatch, seen_by):
    hook = views._hook
    monkeypatch.setattr(views, "_hook", lambda name: seen_by if name == "KEPT_PAGES_READER" else hook(name))


@without("key: attended")
def _forget_attended(monkeypatch):
    with_reader(monkeypatch, lambda request: readers.seen_by(request)[:1])


@scenario("key: look")
def look(client, rf, monkeypatch):
    client.cookies["appearance"] = "3.blue.wide.off"
    assert 'data-size="3"' in text_of(client, "/regions/")
    del client.cookies["appearance"]
    assert 'data-size="3"' not in text_of(client, "/regions/")


without("key: look")(without_part("look"))


@scenario("key: also")
def also(client, rf, monkeypatch):
    number = ["1"]
    view = views.kept(also=lambda request: number[0])(lambda request: HttpResponse(number))
    assert ask(rf, view) == "1"
    number[0] = "2"
    assert ask(rf, view) == "2"


without("key: also")(without_part("also"))


@scenario("generation")
def written_since(client, rf, monkeypatch):
    factories.EventFactory(title="Прежнее")
    assert "Прежнее" in text_of(client, "/events/")
    Event.objects.update(title="Новое")
    assert "Новое" in text_of(client, "/events/")


@without("generation")
def _always_the_same(monkeypatch):
    monkeypatch.setattr(generation, "read", lambda: (1, 1))


@scenario("second reading of the generation")
def written_meanwhile(client, rf, monkeypatch):
    """The rollback brings the former generation back, which other requests may still hold outside of tests."""

    @views.kept()
    def write_and_show(request):
        Event.objects.update(title="Новое")
        return HttpResponse(Event.objects.get().title)

    @views.kept()
    def show(request):
        return HttpResponse(Event.objects.get().title)

    factories.EventFactory(title="Прежнее")
    with transaction.atomic():
        assert ask(rf, write_and_show) == "Новое"
        transaction.set_rollback(True)
    assert ask(rf, show) == "Прежнее"


@without("second reading of the generation")
def _believe(monkeypatch):
    monkeypatch.setattr(views, "_still_holds", lambda stretch: True)


@scenario("boundary")
def published_by_now(client, rf, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        factories.EventFactory(title="Скоро", published_at=NOON + dt.timedelta(hours=1))
        assert "Скоро" not in text_of(client, "/events/")
        clock.shift(3599)
        assert "Скоро" not in text_of(client, "/events/")
        clock.shift(1)
        assert "Скоро" in text_of(client, "/events/")


@without("boundary")
def _midnight_alone(monkeypatch):
    monkeypatch.setattr(boundaries, "_first_moment_after", lambda now, has_index: None)


@scenario("midnight")
def over_by_now(client, rf, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        factories.EventFactory(start=PartialDate(2026, 11, 28), end=None)
        address = "/events/?when=upcoming"
        assert "<h3><a" in text_of(client, address)
        clock.shift(12 * 3600 - 1)
        assert "<h3><a" in text_of(client, address)
        clock.shift(1)
        assert "<h3><a" not in text_of(client, address)


@without("midnight")
def _no_midnight(monkeypatch):
    monkeypatch.setattr(boundaries, "next_after", lambda now, *known: now + dt.timedelta(days=9))


@scenario("boundary while the page is made")
def published_meanwhile(client, rf, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        factories.EventFactory(title="Скоро", published_at=NOON + dt.timedelta(hours=1))

        @views.kept()
        def make_slowly(request):
            clock.shift(request.takes)
            return HttpResponse(Event.objects.published().count())

        assert ask(rf, make_slowly, takes=3600) == "1"
        clock.shift(-3600)
        assert ask(rf, make_slowly, takes=0) == "0"


@without("boundary while the page is made")
def _look_at_the_generation_alone(monkeypatch):
    monkeypatch.setattr(views, "_still_holds", lambda stretch: generation.read() == stretch.generation)


@scenario("clock set back")
def set_back(client, rf, monkeypatch):
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False) as clock:
        factories.EventFactory(title="Скоро", published_at=NOON + dt.timedelta(minutes=30))
        assert "Скоро" in text_of(client, "/events/")
        clock.move_to(NOON)
        assert "Скоро" not in text_of(client, "/events/")


@without("clock set back")
def _until_alone(monkeypatch):
    holds = Stretch.holds
    monkeypatch.setattr(Stretch, "holds", lambda self, present, now: holds(self, present, max(now, self.since)))


@scenario("staff")
def staff(client, rf, monkeypatch):
    factories.EventFactory(title="Черновик", published_at=None)
    assert "Черновик" in text_of(signed_in(factories.UserFactory(is_staff=True)), "/events/")
    assert "Черновик" not in text_of(client, "/events/")


@without("staff")
def _staff_as_visitors(monkeypatch):
    with_reader(monkeypatch, lambda request: readers.seen_by(request) or "visitor")


@scenario("messages")
def message(client, rf, monkeypatch):
    @views.kept()
    def show(request):
        return HttpResponse([one.message for one in request._messages])

    waiting, none = CookieStorage(rf.get("/")), CookieStorage(rf.get("/"))
    waiting.add(messages.INFO, "Вы вошли")
    assert ask(rf, show, _messages=waiting) == "Вы вошли"
    assert ask(rf, show, _messages=none) == ""


@without("messages")
def _no_messages(monkeypatch):
    monkeypatch.setattr(views, "get_messages", lambda request: [])


@scenario("token")
def token(client, rf, monkeypatch):
    for _reader in range(2):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies["appearance"] = "3.blue.wide.off"
        (found,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(browser, "/regions/")))
        sent = browser.post("/appearance/", {"csrfmiddlewaretoken": found, "size": "2"})
        assert sent.status_code == 302


def _fill_nothing(monkeypatch):
    monkeypatch.setattr(holes, "fill", lambda content, names, request: content)


without("token")(_fill_nothing)


@scenario("nonce")
def nonce(client, rf, monkeypatch):
    @views.kept()
    def show(request):
        return HttpResponse(f"<script nonce={request.csp_nonce}>")

    assert ask(rf, show, csp_nonce="one") == "<script nonce=one>"
    assert ask(rf, show, csp_nonce="other") == "<script nonce=other>"


without("nonce")(_fill_nothing)


def scenario_of_the_first(name, answer):
    """What only the first reader gets: `answer(request, response)` changes the first response."""

    @scenario(name)
    def first_and_second(client, rf, monkeypatch):
        first = [True]

        @views.kept()
        def show(request):
            response = HttpResponse("first" if first else "second")
            if first:
                first.pop()
                answer(request, response)
            return response

        assert ask(rf, show, session=SessionBase()) == "first"
        assert ask(rf, show, session=SessionBase()) == "second"

    without(name)(lambda monkeypatch: monkeypatch.delitem(views.NOT_KEPT, name))


scenario_of_the_first("status", lambda request, response: setattr(response, "status_code", 403))
scenario_of_the_first("cookies", lambda request, response: response.set_cookie("a", "b"))
scenario_of_the_first("session", lambda request, response: request.session.update({"a": 1}))
scenario_of_the_first("its own Cache-Control", lambda request, response: patch_cache_control(response, no_store=True))
scenario_of_the_first("token without a hole", lambda request, response: get_token(request))


@scenario("triggers")
def no_trigger(client, rf, monkeypatch):
    monkeypatch.setattr(views, "_looked", views._Looked(False, float("-inf")))
    factories.EventFactory(title="Прежнее")
    triggers.remove()
    assert "Прежнее" in text_of(client, "/events/")
    Event.objects.update(title="Новое")
    assert "Новое" in text_of(client, "/events/")


@without("triggers")
def _trust(monkeypatch):
    monkeypatch.setattr(views, "_triggers_are_there", lambda: True)


@scenario("suspended")
def suspended(client, rf, monkeypatch):
    number = ["1"]
    generation.suspend()
    view = views.kept()(lambda request: HttpResponse(number))
    assert ask(rf, view) == "1"
    number[0] = "2"
    assert ask(rf, view) == "2"


@without("suspended")
def _zero_rows_are_a_generation(monkeypatch):
    read = generation.read
    monkeypatch.setattr(generation, "read", lambda: read() or (0, 0))
