"""Faults while slides are built: nothing is lost, nothing is done twice, nothing is left over."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.jobs import shutdown
from core.jobs.lease import Lost
from core.jobs.run import run_one
from events.models import Preview, Slide
from events.slides import build, writer
from events.slides.writer import SlideWriter
from events.uploads import sandbox
from tests import documents, files

from . import text_documents
from .attempts import (
    assert_in_order,
    attempt,
    claimed,
    preview_of,
    replace_pdf_reader,
    stored,
    uploaded,
    uploaded_uninspected,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]
State = Preview.State


@pytest.mark.parametrize("columns", [{"state": State.QUEUED}, {"state": State.READY, "remark": "Только текст."}])
def test_incomplete_preview_is_not_copied(columns):
    """The same bytes again, while the first preview is queued or incomplete."""
    Preview.objects.filter(version=uploaded()).update(**columns)
    second = uploaded()
    attempt(second)
    assert second.slides.count() == 2


def test_encrypted_file_fails_at_once_with_a_reason():
    preview = attempt(uploaded_uninspected(documents.locked_pdf()))
    assert (preview.state, preview.attempts) == (State.FAILED, 1)
    assert "защищён паролем" in preview.remark
    assert preview.progress.startswith("не удалось: файл защищён паролем")
    assert_in_order()


def test_crash_is_retried_once_and_told_within_a_minute(monkeypatch):
    replace_pdf_reader(monkeypatch, "dies_at_once")
    version = uploaded()
    preview = attempt(version)
    assert (preview.state, preview.attempts) == (State.QUEUED, 1)
    assert not run_one(Preview, preview.pk), "before its time"
    assert preview.due_at - timezone.now() < dt.timedelta(seconds=30)
    Preview.objects.update(due_at=timezone.now())
    preview = attempt(version)
    assert preview.state == State.FAILED
    assert "оборвалась" in preview.remark
    assert not run_one(Preview)
    assert_in_order()


def test_page_that_crashes_the_reader_stays_empty(monkeypatch):
    replace_pdf_reader(monkeypatch, "dies_at_page_2")
    preview = attempt(uploaded())
    assert preview.state == State.READY
    assert preview.remark == "Не удалось показать страницы: 2."
    assert [bool(slide.picture) for slide in preview.version.slides.all()] == [True, False, True, True]
    assert_in_order()


def test_file_with_too_many_crashing_pages_is_given_up(monkeypatch):
    replace_pdf_reader(monkeypatch, "dies_at_page_2")
    monkeypatch.setattr(build, "MAX_UNREADABLE", 0)
    preview = attempt(uploaded())
    assert preview.state == State.QUEUED
    assert "оборвалась" in preview.remark


def test_failed_preview_leaves_no_slides(monkeypatch):
    replace_pdf_reader(monkeypatch, "dies_at_page_2")
    monkeypatch.setattr(build, "MAX_UNREADABLE", 0)
    monkeypatch.setattr(writer, "SECONDS_BETWEEN_WRITES", 0)
    version = uploaded()
    attempt(version)
    assert version.slides.count() == 1
    Preview.objects.update(due_at=timezone.now())
    assert attempt(version).state == State.FAILED
    assert not version.slides.exists()
    assert_in_order()


def test_number_of_slides_is_limited_with_a_remark(monkeypatch):
    monkeypatch.setattr(writer, "MAX_PAGES", 2)
    version = uploaded(text_documents.pdf("Один", "Два", "Три"))
    preview = attempt(version)
    assert preview.remark == "Показаны первые страницы: 2 из 3."
    assert (preview.steps_total, preview.version.pages, version.slides.count()) == (2, 3, 2)


def test_slow_child_is_stopped(monkeypatch):
    replace_pdf_reader(monkeypatch, "waits_after_page_1")
    monkeypatch.setattr(build.Attempt, "limits", replace(sandbox.EXTRACT, wall_seconds=0.5))
    monkeypatch.setattr(build, "MAX_UNREADABLE", 0)
    preview = attempt(uploaded())
    assert preview.state == State.QUEUED
    assert "не уложилась" in preview.remark


def test_error_of_the_portal_is_retried_after_longer_and_longer_pauses(monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    version, pauses = uploaded(), []
    with monkeypatch.context() as patch:
        patch.setattr(type(default_storage._wrapped), "take_in", full)
        for _number in Preview.retry_pauses:
            preview = attempt(version)
            assert preview.state == State.QUEUED
            assert "журнале сервера" in preview.remark
            pauses.append(preview.due_at - timezone.now())
            Preview.objects.update(due_at=timezone.now())
    assert pauses == sorted(pauses)
    assert pauses[0] > dt.timedelta(seconds=20)
    assert attempt(version).state == State.READY
    assert_in_order()


def test_missing_file_fails_for_good():
    version = uploaded()
    default_storage.delete(version.file.name)
    assert "нет в хранилище" in attempt(version).remark


def test_preview_is_claimed_once():
    pk = preview_of(uploaded()).pk
    assert claimed(pk) is not None
    assert claimed(pk) is None
    assert claimed() is None


def test_preview_is_claimed_once_by_simultaneous_workers():
    pk, quicker = preview_of(uploaded()).pk, []

    def between(execute, sql, *rest):
        if sql.startswith("UPDATE") and not quicker:
            quicker.append("claims now")
            quicker[0] = claimed(pk)
        return execute(sql, *rest)

    with connection.execute_wrapper(between):
        assert claimed(pk) is None
    assert quicker[0].job.pk == pk


def test_work_of_a_dead_worker_is_taken_over(monkeypatch):
    version = uploaded()
    dead = build.Attempt(claimed())
    with dead.scratch_folder() as dead.folder:
        dead.writer.write_all(list(dead.pages_read_by(dead.pdf_reader, dead.local_copy()))[:1])
        Path(default_storage.location, "incoming", f"preview-{dead.lease.job.pk}-left").mkdir()
    assert not run_one(Preview), "the worker may be alive"
    Preview.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert attempt(version).attempts == 2
    assert version.slides.count() == 2
    with pytest.raises(Lost):
        dead.writer.write([{"number": 3, "title": "поздно"}])
    with pytest.raises(Lost):
        dead.lease.finish()
    dead.lease.fail("поздно")
    assert preview_of(version).state == State.READY
    assert_in_order()


def test_lease_is_extended(monkeypatch):
    held = claimed(preview_of(uploaded()).pk)
    before = held.until
    held.extend()
    assert held.until > before
    assert preview_of(held.job.version).leased_until == held.until


def test_file_that_kills_every_worker_is_given_up():
    version = uploaded()
    Preview.objects.update(attempts=Preview.max_crashes)
    preview = attempt(version)
    assert preview.state == State.FAILED
    assert "обрывает" in preview.remark


def test_material_deleted_meanwhile_leaves_no_files(monkeypatch, django_capture_on_commit_callbacks):
    version = uploaded()
    write = SlideWriter.write

    def delete_after(self, pages):
        write(self, pages)
        with django_capture_on_commit_callbacks(execute=True):
            version.material.delete()
        for name in self.last_names:  # as if the files had been stored after their rows were deleted
            path = Path(default_storage.location, "incoming", "late.webp")
            path.write_bytes(b"late")
            default_storage.take_in(name, path)

    replace_pdf_reader(monkeypatch, "dies_at_page_2")
    monkeypatch.setattr(SlideWriter, "write", delete_after)
    monkeypatch.setattr(writer, "SECONDS_BETWEEN_WRITES", 0)
    assert run_one(Preview)
    assert stored("slides") == stored("materials") == set()


def test_stopped_worker_returns_its_job(monkeypatch):
    replace_pdf_reader(monkeypatch, "waits_after_page_1")
    version = uploaded()
    write = SlideWriter.write
    monkeypatch.setattr(writer, "SECONDS_BETWEEN_WRITES", 0)
    monkeypatch.setattr(SlideWriter, "write", lambda self, pages: (write(self, pages), shutdown.request()))
    monkeypatch.setattr(shutdown._Flag, "is_set", False)
    with pytest.raises(shutdown.Requested):
        run_one(Preview)
    preview = preview_of(version)
    assert (preview.state, preview.attempts, preview.leased_until) == (State.QUEUED, 0, None)
    assert preview.due_at <= timezone.now()


def test_files_of_unfinished_slides_are_not_reported_missing():
    uploaded()
    held = build.Attempt(claimed())
    Slide.objects.create(version=held.version, number=1, picture="slides/ab/coming.webp")
    held.lease.extend(pdf="previews/ab/coming.pdf")
    call_command("check_files", stdout=io.StringIO())
    held.lease.finish()
    with pytest.raises(SystemExit):
        call_command("check_files", stdout=io.StringIO())


@pytest.mark.parametrize(("name", "page"), [("pdf-second-page-missing.pdf", 2), ("pdf-strip.pdf", 1)])
def test_page_that_cannot_be_shown_is_named(name, page):
    """A page that the file only promises, and one so narrow that no picture has its proportions."""
    preview = attempt(uploaded_uninspected(files.case(name)))
    assert (preview.state, preview.remark) == (State.READY, f"Не удалось показать страницы: {page}.")
    assert not preview.version.slides.get(number=page).picture
    assert preview.version.slides.exclude(number=page).filter(picture="").count() == 0
    assert_in_order()


def test_many_pages_are_named_shortly():
    assert build.numbers_in_words([2, 5, 6, 7, 9]) == "2, 5–7, 9"
    assert build.numbers_in_words([*range(1, 60, 2)]).endswith("37, 39 …")
