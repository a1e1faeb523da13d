"""The scenario of what several pages remember together."""

import datetime as dt

import time_machine

import core.filters
from core.kept_pages import views
from core.kept_pages.generation import Generation
from core.kept_pages.memory import Memory
from events.models import Access, Event
from tests import factories
from tests.conftest import signed_in
from tests.core.kept_pages.scenarios import NOON, scenario, text_of, without


@scenario("facts: reader")
def reader_of_facts(client, rf, monkeypatch):
    factories.EventFactory(type=Event.Type.FORUM)
    factories.EventFactory(type=Event.Type.SEMINAR, access=Access.MEMBERS)
    member = signed_in(factories.UserFactory(organization=factories.MembershipFactory().organization))
    assert 'value="seminar"' in text_of(member, "/events/")
    assert 'value="seminar"' not in text_of(client, "/events/")


@without("facts: reader")
def _forget_whose_facts(monkeypatch):
    monkeypatch.setattr(
        core.filters, "remembered", lambda key, find, of_reader, is_counted: views.remembered(key, find)
    )


def edit(event):
    """A write that makes pages anew and leaves what is counted as it is."""
    Event.objects.filter(pk=event.pk).update(lead="Изменено")


@scenario("counts: what is counted")
def counted_anew(client, rf, monkeypatch):
    event = factories.EventFactory(type=Event.Type.FORUM)
    assert 'value="forum"' in text_of(client, "/events/")
    edit(event)
    Event.objects.update(type=Event.Type.SEMINAR)
    assert 'value="seminar"' in text_of(client, "/events/")


@without("counts: what is counted")
def _count_once(monkeypatch):
    monkeypatch.setattr(Generation, "counted", 1)


@scenario("counts: boundary")
def counted_in_time(client, rf, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        event = factories.EventFactory(type=Event.Type.FORUM)
        factories.EventFactory(type=Event.Type.SEMINAR, published_at=NOON + dt.timedelta(hours=1))
        assert 'value="seminar"' not in text_of(client, "/events/")
        edit(event)
        assert 'value="seminar"' not in text_of(client, "/events/")
        clock.shift(3600)
        assert 'value="seminar"' in text_of(client, "/events/")


@without("counts: boundary")
def _count_for_ever(monkeypatch):
    counted = Memory.counted
    monkeypatch.setattr(Memory, "counted", lambda self, present, now, key: counted(self, present, NOON, key))


@scenario("counts: clock set back")
def counted_before(client, rf, monkeypatch):
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False) as clock:
        event = factories.EventFactory(type=Event.Type.FORUM)
        factories.EventFactory(type=Event.Type.SEMINAR, published_at=NOON + dt.timedelta(minutes=30))
        assert 'value="seminar"' in text_of(client, "/events/")
        edit(event)
        clock.move_to(NOON)
        assert 'value="seminar"' not in text_of(client, "/events/")


@without("counts: clock set back")
def _count_until_alone(monkeypatch):
    counted = Memory.counted
    later = NOON + dt.timedelta(hours=1)
    monkeypatch.setattr(Memory, "counted", lambda self, present, now, key: counted(self, present, max(now, later), key))


@scenario("counts: next moment")
def moment_that_comes_nearer(client, rf, monkeypatch):
    with time_machine.travel(NOON, tick=False) as clock:
        event = factories.EventFactory(title="Скоро", published_at=None)
        assert "Скоро" not in text_of(client, "/events/")
        Event.objects.filter(pk=event.pk).update(published_at=NOON + dt.timedelta(hours=1))
        assert "Скоро" not in text_of(client, "/events/")
        clock.shift(3600)
        assert "Скоро" in text_of(client, "/events/")


@without("counts: next moment")
def _keep_the_moment(monkeypatch):
    monkeypatch.setattr(Generation, "counted", 1)
