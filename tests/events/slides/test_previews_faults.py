"""Whatever goes wrong on the way to slides: nothing is lost, nothing is done twice, and nothing is left over."""

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
from events.slides import build
from events.uploads import sandbox
from tests import documents

from ..uploads import samples
from .acts import MAX_ATTEMPTS, assert_in_order, behaves, claimed, made, preview_of, smuggled, stored, uploaded

pytestmark = pytest.mark.django_db
State = Preview.State


@pytest.mark.parametrize("columns", [{"state": State.QUEUED}, {"state": State.READY, "remark": "Только текст."}])
def test_what_is_not_whole_is_not_copied(columns):
    """Same bytes again, while the first ones still wait or did not turn out well."""
    Preview.objects.filter(version=uploaded()).update(**columns)
    second = uploaded()
    made(second)
    assert second.slides.count() == 2


def test_locked_file_fails_at_once_and_says_why():
    preview = made(smuggled(documents.locked_pdf()))
    assert (preview.state, preview.attempts) == (State.FAILED, 1)
    assert "защищён паролем" in preview.remark
    assert preview.progress.startswith("не удалось: файл защищён паролем")
    assert_in_order()


def test_crash_is_tried_again_with_longer_and_longer_pauses(monkeypatch):
    behaves(monkeypatch, "dies_at_once")
    version, pauses = uploaded(), []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        preview = made(version)
        assert preview.attempts == attempt
        if attempt < MAX_ATTEMPTS:
            assert preview.state == State.QUEUED
            assert not run_one(Preview, preview.pk), "before its time"
            pauses.append(preview.due_at - timezone.now())
            Preview.objects.update(due_at=timezone.now())
    assert pauses == sorted(pauses)
    assert pauses[0] > dt.timedelta(seconds=20)
    assert preview.state == State.FAILED
    assert "оборвалась" in preview.remark
    assert not run_one(Preview)
    assert_in_order()


def test_page_that_kills_its_child_leaves_the_others(monkeypatch):
    behaves(monkeypatch, "dies_at_page_2")
    preview = made(uploaded())
    assert preview.state == State.READY
    assert preview.remark == "Не удалось показать страницы: 2."
    assert [bool(slide.picture) for slide in preview.version.slides.all()] == [True, False, True, True]
    assert_in_order()


def test_file_of_many_pages_that_kill_is_given_up(monkeypatch):
    behaves(monkeypatch, "dies_at_page_2")
    monkeypatch.setattr(build, "MOST_UNREADABLE", 0)
    preview = made(uploaded())
    assert preview.state == State.QUEUED
    assert "оборвалась" in preview.remark


def test_what_fails_in_the_end_leaves_nothing_of_what_was_made(monkeypatch):
    behaves(monkeypatch, "dies_at_page_2")
    monkeypatch.setattr(build, "MOST_UNREADABLE", 0)
    monkeypatch.setattr(build, "SECONDS_BETWEEN_WRITES", 0)
    version = uploaded()
    made(version)
    assert version.slides.count() == 1
    Preview.objects.update(attempts=MAX_ATTEMPTS - 1, due_at=timezone.now())
    assert made(version).state == State.FAILED
    assert not version.slides.exists()
    assert_in_order()


def test_only_so_many_pages_are_shown_and_it_is_said(monkeypatch):
    monkeypatch.setattr(build, "MOST_PAGES", 2)
    version = uploaded(samples.pdf("Один", "Два", "Три"))
    preview = made(version)
    assert preview.remark == "Показаны первые страницы: 2 из 3."
    assert (preview.steps_total, preview.version.pages, version.slides.count()) == (2, 3, 2)


def test_child_that_takes_too_long_is_stopped(monkeypatch):
    behaves(monkeypatch, "waits_after_page_1")
    monkeypatch.setattr(build, "EXTRACT", replace(sandbox.EXTRACT, wall_seconds=0.5))
    monkeypatch.setattr(build, "MOST_UNREADABLE", 0)
    preview = made(uploaded())
    assert preview.state == State.QUEUED
    assert "не уложилась" in preview.remark


def test_trouble_of_the_portal_itself_is_tried_again(monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    version = uploaded()
    with monkeypatch.context() as patch:
        patch.setattr(type(default_storage._wrapped), "take_in", full)
        preview = made(version)
    assert preview.state == State.QUEUED
    assert "журнале сервера" in preview.remark
    Preview.objects.update(due_at=timezone.now())
    assert made(version).state == State.READY
    assert_in_order()


def test_file_that_is_gone_is_no_trouble_but_an_end():
    version = uploaded()
    default_storage.delete(version.file.name)
    assert "нет в хранилище" in made(version).remark


def test_claim_is_for_one():
    pk = preview_of(uploaded()).pk
    assert claimed(pk) is not None
    assert claimed(pk) is None
    assert claimed() is None


def test_claim_is_for_one_even_at_the_same_moment():
    pk, quicker = preview_of(uploaded()).pk, []

    def between(execute, sql, *rest):
        if sql.startswith("UPDATE") and not quicker:
            quicker.append("claims now")
            quicker[0] = claimed(pk)
        return execute(sql, *rest)

    with connection.execute_wrapper(between):
        assert claimed(pk) is None
    assert quicker[0].job.pk == pk


def test_work_of_a_dead_worker_is_taken_over_and_done_anew(monkeypatch):
    version = uploaded()
    dead = build.Attempt(claimed())
    with dead.scratch() as dead.folder:
        dead.put_all(list(dead.pages_of_pdf(dead.local_copy()))[:1])
        Path(default_storage.location, "incoming", f"preview-{dead.lease.job.pk}-left").mkdir()
    assert not run_one(Preview), "it may be alive"
    Preview.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert made(version).attempts == 2
    assert version.slides.count() == 2
    with pytest.raises(Lost):
        dead.put([{"number": 3, "title": "поздно"}])
    with pytest.raises(Lost):
        dead.lease.finish()
    dead.lease.fail("поздно")
    assert preview_of(version).state == State.READY
    assert_in_order()


def test_lease_is_renewed_with_the_pages(monkeypatch):
    held = claimed(preview_of(uploaded()).pk)
    before = held.until
    held.extend()
    assert held.until > before
    assert preview_of(held.job.version).leased_until == held.until


def test_file_that_kills_every_worker_is_given_up():
    version = uploaded()
    Preview.objects.update(attempts=Preview.max_crashes)
    preview = made(version)
    assert preview.state == State.FAILED
    assert "обрывает" in preview.remark


def test_material_deleted_meanwhile_leaves_nothing(monkeypatch, django_capture_on_commit_callbacks):
    version = uploaded()
    put = build.Attempt.put

    def delete_after(self, pages):
        put(self, pages)
        with django_capture_on_commit_callbacks(execute=True):
            version.material.delete()
        for name in self.fresh:  # as if they had come after their rows went
            path = self.folder / "late.webp"
            path.write_bytes(b"late")
            default_storage.take_in(name, path)

    behaves(monkeypatch, "dies_at_page_2")
    monkeypatch.setattr(build.Attempt, "put", delete_after)
    monkeypatch.setattr(build, "SECONDS_BETWEEN_WRITES", 0)
    assert run_one(Preview)
    assert stored("slides") == stored("materials") == set()


def test_worker_that_is_told_to_stop_gives_its_work_back(monkeypatch):
    behaves(monkeypatch, "waits_after_page_1")
    version = uploaded()
    put = build.Attempt.put
    monkeypatch.setattr(build, "SECONDS_BETWEEN_WRITES", 0)
    monkeypatch.setattr(build.Attempt, "put", lambda self, pages: (put(self, pages), shutdown.request()))
    monkeypatch.setattr(shutdown._Flag, "is_set", False)
    with pytest.raises(shutdown.Requested):
        run_one(Preview)
    preview = preview_of(version)
    assert (preview.state, preview.attempts, preview.leased_until) == (State.QUEUED, 0, None)
    assert preview.due_at <= timezone.now()


def test_files_of_slides_in_the_making_are_not_missed():
    uploaded()
    held = build.Attempt(claimed())
    Slide.objects.create(version=held.version, number=1, picture="slides/ab/coming.webp")
    held.lease.extend(pdf="previews/ab/coming.pdf")
    call_command("check_files", stdout=io.StringIO())
    held.lease.finish()
    with pytest.raises(SystemExit):
        call_command("check_files", stdout=io.StringIO())
