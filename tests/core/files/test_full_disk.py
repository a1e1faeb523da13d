"""A full disk: whoever uploads reads a sentence, nothing half-done stays, and readers are served as before."""

import errno
import logging
import os
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError
from django.urls import reverse

from association.models import User
from core.files.full_disk import is_full_disk
from core.jobs.run import run_one
from events.models import Event, MaterialVersion, Photo, Preview
from events.slides import build
from tests import files
from tests.admin_forms import address, desk, filled
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db
SENTENCE = "На сервере кончилось место"


def full(*_arguments, **_options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def _full_disk(monkeypatch):
    """Nothing can be made sure to be on the disk, which is where writers of the storage learn of it."""
    monkeypatch.setattr("core.files.storage.os.fsync", full)


@pytest.fixture
def editing(editor):
    editor.raise_request_exception = False
    return editor


def stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("error", "is_it"),
    [
        (OSError(errno.ENOSPC, "No space left"), True),
        (OSError(errno.EDQUOT, "Quota"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OperationalError("database or disk is full"), True),
        (OperationalError('could not extend file "base/1": No space left on device'), True),
        (OperationalError("database is locked"), False),
        (None, False),
    ],
)
def test_full_disk_is_told_from_other_errors(error, is_it):
    assert is_full_disk(error) == is_it


def test_full_disk_is_seen_behind_another_error():
    error = RuntimeError("could not be written")
    error.__cause__ = OSError(errno.ENOSPC, "No space left")
    assert is_full_disk(error)


@pytest.mark.usefixtures("_full_disk")
def test_upload_to_a_full_disk_is_told_and_leaves_nothing(editing, settings):
    event = EventFactory()
    page = address(Event, "change", event.pk)
    data = filled(editing.get(page)) | {"cover": files.picture(), "title": "Другое название"}
    answer = editing.post(page, data)
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (507, True)
    event.refresh_from_db()
    assert event.title != "Другое название"
    assert stored(settings) == []


@pytest.mark.usefixtures("_full_disk")
def test_material_on_a_full_disk_is_told_and_leaves_nothing(editing, settings):
    page = desk(EventFactory(), "materials", "material")
    upload = SimpleUploadedFile("Доклад.pdf", files.pdf())
    answer = editing.post(page, filled(editing.get(page)) | {"kind": "paper", "title": "Доклад", "upload": upload})
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (507, True)
    assert not MaterialVersion.objects.exists()
    assert stored(settings) == []


def test_disk_that_is_full_before_the_form_is_read_is_told(editing, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    page = address(Event, "change", EventFactory().pk)
    data = filled(editing.get(page)) | {"cover": files.picture()}
    monkeypatch.setattr(TemporaryUploadedFile, "write", full, raising=False)
    answer = editing.post(page, data)
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (507, True)
    assert stored(settings) == []


@pytest.mark.usefixtures("_full_disk")
def test_readers_of_a_full_disk_are_served(visitor, member):
    event = EventFactory(slug="tour", start="2016-05-25", end="2016-05-26")
    for client in (visitor, member):
        for page in ("/", "/events/", "/events/tour/", "/events/tour/card.png", "/search/?q=тур", "/materials/"):
            assert client.get(page).status_code == 200, page
    assert event.pk


def test_picture_whose_copy_finds_no_room_is_sent_as_it_is(visitor, monkeypatch, caplog):
    photo = Photo.objects.create(event=EventFactory(), image=files.picture("PNG", (900, 600)))
    monkeypatch.setattr("core.files.storage.os.fsync", full)
    answer = visitor.get(reverse("events:photo", args=[photo.pk]), {"w": 480})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    files.body(answer)
    assert "was not stored" in caplog.text


def test_download_is_sent_though_its_log_finds_no_room(visitor, monkeypatch):
    version = files.version()
    monkeypatch.setattr(
        "events.downloads.log._write", lambda rows: (_ for _ in ()).throw(OperationalError("database or disk is full"))
    )
    answer = visitor.get(reverse("events:download", args=[version.material_id]), headers={"User-Agent": "Firefox"})
    assert files.body(answer) == files.pdf()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")
def test_line_that_the_log_cannot_hold_stops_nobody(visitor):
    with suppress(OSError), open("/dev/full", "w") as place:  # closing it fails, too
        handler = logging.StreamHandler(place)
        logging.getLogger().addHandler(handler)
        try:
            assert visitor.get("/nowhere/").status_code == 404  # logged as a warning
        finally:
            logging.getLogger().removeHandler(handler)


def test_log_in_is_possible_though_the_cache_finds_no_room(visitor, settings, tmp_path, monkeypatch):
    user = UserFactory(email="primerov@example.org")
    user.set_password("образцовый-пароль-1")
    user.save()
    settings.CACHES = {"default": {"BACKEND": "core.file_cache.FileCache", "LOCATION": str(tmp_path / "cache")}}
    monkeypatch.setattr("django.core.cache.backends.filebased.tempfile.mkstemp", full)
    answer = visitor.post("/account/login/", {"login": user.email, "password": "образцовый-пароль-1"})
    assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).last_login


def test_slides_wait_for_room_and_say_so(monkeypatch):
    version = files.version()
    preview, _made = Preview.objects.get_or_create(version=version)
    monkeypatch.setattr(build.shutil, "copyfileobj", full)
    run_one(Preview, preview.pk)
    preview.refresh_from_db()
    assert preview.state == Preview.State.QUEUED
    assert "на диске сервера кончилось место" in preview.remark
