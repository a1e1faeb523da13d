"""The scenarios of a right that comes while a page is asked for."""

from association import readers
from core.kept_pages import generation, views
from events.models import Access
from tests import factories
from tests.conftest import signed_in
from tests.core.kept_pages.scenarios import scenario, text_of, with_reader, without


@scenario("generation before the reader")
def admitted_meanwhile(client, rf, monkeypatch):
    _admitted_before_the_generation(monkeypatch)


@without("generation before the reader")
def _ask_first_who_reads(monkeypatch):
    seen, may_be_kept = {}, views._may_be_kept

    def ask_who_reads(request):
        seen[request] = readers.seen_by(request)
        return may_be_kept(request)

    monkeypatch.setattr(views, "_may_be_kept", ask_who_reads)
    with_reader(monkeypatch, seen.get)


@scenario("generation of the account")
def admitted_after_the_account_was_read(client, rf, monkeypatch):
    may_be_kept = views._may_be_kept
    monkeypatch.setattr(views, "_may_be_kept", lambda request: bool(request.user.pk) and may_be_kept(request))
    _admitted_before_the_generation(monkeypatch)


@without("generation of the account")
def _account_of_any_generation(monkeypatch):
    monkeypatch.setattr(readers, "_is_of_generation", lambda user, request: True)


def _admitted_before_the_generation(monkeypatch):
    event = factories.EventFactory(title="Поездка", access=Access.PARTICIPANTS)
    participant, other = signed_in(factories.UserFactory()), signed_in(factories.UserFactory())
    read, waiting = generation.of, [participant.user]

    def read_after_the_right_has_come(request):
        if waiting:
            factories.AttendanceFactory(event=event, user=waiting.pop())
        return read(request)

    monkeypatch.setattr(generation, "of", read_after_the_right_has_come)
    assert "Поездка" in text_of(participant, "/events/")
    assert "Поездка" not in text_of(other, "/events/")
