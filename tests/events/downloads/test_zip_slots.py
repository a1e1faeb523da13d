"""A few archives are sent at a time; whoever comes beyond is told when to come again."""

import threading

import pytest
from django.db import connections
from django.urls import reverse

from events.models import Download
from events.views import archive
from tests import files
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0"}


@pytest.fixture
def address():
    event = EventFactory()
    files.version(event=event)
    return reverse("events:materials_zip", args=[event.slug])


@pytest.fixture(autouse=True)
def two_slots(monkeypatch):
    monkeypatch.setattr(archive, "ARCHIVE_SLOTS", threading.BoundedSemaphore(2))


@pytest.fixture(autouse=True)
def connection_stays_open(monkeypatch):
    """A response that is closed ends its request, and with it Django would close the connection of the test."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


def get(client, address):
    return client.get(address, headers=BROWSER)


def test_archive_beyond_the_slots_is_refused_with_a_sentence(visitor, address):
    sending = [get(visitor, address), get(visitor, address)]
    assert [response.status_code for response in sending] == [200, 200]
    counted = Download.objects.count()
    refused = get(visitor, address)
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert "Попробуйте через полминуты" in refused.content.decode()
    assert Download.objects.count() == counted
    assert visitor.head(address).status_code == 200
    sending[0].close()
    assert get(visitor, address).status_code == 200


@pytest.mark.parametrize("blocks", [0, 1, None])
def test_slot_comes_back_however_the_download_ends(visitor, address, blocks):
    for _again in range(5):
        response = get(visitor, address)
        assert response.status_code == 200
        for _block, _number in zip(response, range(10**9 if blocks is None else blocks), strict=False):
            pass
        response.close()


def test_slot_comes_back_when_the_answer_fails(visitor, address, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no name")

    visitor.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(archive, "content_disposition", broken)
        for _again in range(5):
            assert get(visitor, address).status_code == 500
    assert get(visitor, address).status_code == 200
