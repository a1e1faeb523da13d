"""Files that come in pieces: nothing is lost, little is sent twice, nobody sends what they may not."""

import errno
import io
import os
import time
import uuid

import pytest
from django.core.management import call_command

from events.arrivals import receiving
from events.models import Arrival
from tests import files
from tests.conftest import signed_in
from tests.factories import EventFactory, UserFactory

from .sender import Sender, base

pytestmark = pytest.mark.django_db
CONTENT = files.pdf("x" * 20_000)


@pytest.fixture
def event(db):
    return EventFactory()


def bytes_of(arrival):
    with arrival.file.open() as file:
        return file.read()


def test_broken_connections_send_little_twice(editor, event):
    """Five cuts of 20,000 bytes in pieces of 1,000: each costs a piece at most, as with 200 MB in pieces of 192 kB."""
    sender = Sender(editor, event, piece=1000, cuts=[2500, 6000, 6001, 13_999, 19_500])
    answer = sender.send("Доклад.pdf", CONTENT).json()
    assert answer["sentence"] == ""
    assert sender.sent - len(CONTENT) <= 5 * sender.piece
    assert 5 * receiving.PIECE <= 1 << 20
    assert bytes_of(event.arrivals.get()) == CONTENT


def test_what_is_acknowledged_stands_on_the_disk(editor, event):
    """So a process that is killed loses none of it."""
    sender = Sender(editor, event)
    key = sender.begin("Доклад.pdf", CONTENT).json()["key"]
    assert sender.put(key, CONTENT[:1500], 0).json() == {"offset": 1500}
    arrival = event.arrivals.get()
    assert arrival.partial.read_bytes() == CONTENT[:1500]
    assert sender.begin("Доклад.pdf", CONTENT).json() == {"key": key, "offset": 1500}
    assert sender.put(key, CONTENT[1000:2000], 1000).status_code == 409
    assert arrival.partial.read_bytes() == CONTENT[:1500]


def test_check_of_files_leaves_what_has_come_in_pieces(editor, event):
    """The connection may be away for longer than an hour."""
    sender = Sender(editor, event)
    key = sender.begin("Доклад.pdf", CONTENT).json()["key"]
    sender.put(key, CONTENT[:1500], 0)
    call_command("check_files", "--fix", "--older-than", "0", stdout=io.StringIO())
    sender.send("Доклад.pdf", CONTENT)
    assert bytes_of(event.arrivals.get()) == CONTENT


def test_verdict_may_be_asked_for_again(editor, event):
    """The answer to the last piece may be lost."""
    sender = Sender(editor, event, piece=len(CONTENT))
    sender.send("Доклад.pdf", CONTENT)
    arrival = event.arrivals.get()
    assert sender.put(arrival.key, b"", len(CONTENT)).json()["sentence"] == ""
    assert not arrival.partial.exists()


def test_one_bad_file_stops_no_other(editor, event):
    sender = Sender(editor, event)
    assert "обрывается" in sender.send("Плохой.pdf", b"%PDF-1.4 nothing of a kind").json()["sentence"]
    assert sender.send("Доклад.pdf", CONTENT).json()["sentence"] == ""
    assert [arrival.name for arrival in event.arrivals.all()] == ["Доклад.pdf"]
    assert not list(event.arrivals.get().partial.parent.iterdir())


def test_size_is_bounded_while_the_file_comes(editor, event, settings):
    settings.MAX_UPLOAD_MB = 1
    sender = Sender(editor, event)
    too_large = editor.post(f"{base(event)}begin/", {"name": "a.pdf", "size": (1 << 20) + 1, "modified": 0})
    assert (too_large.status_code, "1\u00a0МБ" in too_large.json()["sentence"]) == (413, True)
    key = sender.begin("Доклад.pdf", CONTENT[:100]).json()["key"]
    sender.put(key, CONTENT, 0)
    assert not Arrival.objects.filter(size__gt=100).exists()
    assert len(list(event.arrivals.all())) == 0  # its first 100 bytes are no PDF
    assert editor.post(f"{base(event)}begin/", {"name": "a.pdf", "size": "много", "modified": 0}).status_code == 400


def test_number_of_waiting_files_is_bounded(editor, event, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WAITING", 1)
    sender = Sender(editor, event)
    assert sender.begin("1.pdf", CONTENT).status_code == 200
    assert "Разберите" in sender.begin("2.pdf", CONTENT).json()["sentence"]


def test_full_disk_is_said_and_keeps_what_has_come(editor, event, monkeypatch):
    sender = Sender(editor, event)
    key = sender.begin("Доклад.pdf", CONTENT).json()["key"]
    sender.put(key, CONTENT[:1000], 0)
    real = os.write

    def full(descriptor, block):
        if len(block) == 500:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, block)

    monkeypatch.setattr(receiving.os, "write", full)
    answer = sender.put(key, CONTENT[1000:1500], 1000)
    assert (answer.status_code, "кончилось место" in answer.json()["sentence"]) == (507, True)
    assert sender.begin("Доклад.pdf", CONTENT).json()["offset"] == 1000


def test_nobody_sends_to_the_file_of_another(editor, event):
    key = Sender(editor, event).begin("Доклад.pdf", CONTENT).json()["key"]
    other = signed_in(UserFactory(is_staff=True, is_superuser=True))
    assert Sender(other, event).put(key, CONTENT[:10], 0).status_code == 404
    assert Sender(editor, EventFactory()).put(key, CONTENT[:10], 0).status_code == 404
    assert Sender(editor, event).put(uuid.uuid4(), b"", 0).status_code == 404


def test_worker_sweeps_what_was_broken_off(editor, event):
    sender = Sender(editor, event)
    key = sender.begin("Старый.pdf", CONTENT).json()["key"]
    sender.put(key, CONTENT[:1000], 0)
    sender.begin("Новый.pdf", CONTENT)
    old = event.arrivals.get(key=key)
    day_ago = time.time() - 25 * 3600
    os.utime(old.partial, (day_ago, day_ago))
    old.started_at -= receiving.UNFINISHED * 1.1
    old.save()
    call_command("worker", once=True, verbosity=0, nice=0)
    assert [arrival.name for arrival in event.arrivals.all()] == ["Новый.pdf"]
    assert not old.partial.exists()
