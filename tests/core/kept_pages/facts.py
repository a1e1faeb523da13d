"""The scenario of what several pages remember together."""

import core.filters
from core.kept_pages import views
from events.models import Access, Event
from tests import factories
from tests.conftest import signed_in
from tests.core.kept_pages.scenarios import scenario, text_of, without


@scenario("facts: reader")
def reader_of_facts(client, rf, monkeypatch):
    factories.EventFactory(type=Event.Type.FORUM)
    factories.EventFactory(type=Event.Type.SEMINAR, access=Access.MEMBERS)
    member = signed_in(factories.UserFactory(organization=factories.MembershipFactory().organization))
    assert 'value="seminar"' in text_of(member, "/events/")
    assert 'value="seminar"' not in text_of(client, "/events/")


@without("facts: reader")
def _forget_whose_facts(monkeypatch):
    monkeypatch.setattr(core.filters, "remembered", lambda key, find, of_reader: views.remembered(key, find))
