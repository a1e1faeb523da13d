"""From an upload to its slides, which become visible all at once."""

import io

import pytest
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from PIL import Image

from core.jobs.run import UnclearFailure
from events.models import MaterialVersion, Preview, Slide
from events.slides import build, office
from events.slides.writer import SlideWriter
from events.uploads import sandbox
from tests import documents, files

from . import text_documents
from .attempts import assert_in_order, attempt, head, replace_pdf_reader, stored, uploaded, uploaded_uninspected

pytestmark = pytest.mark.django_db
State = Preview.State


def test_upload_is_queued_in_its_own_transaction():
    material = files.MaterialFactory()
    with transaction.atomic():
        uploaded(material=material)
        assert Preview.objects.count() == 1
        transaction.set_rollback(True)
    assert not Preview.objects.exists()


def test_archive_of_photos_has_no_preview():
    uploaded(text_documents.package({"a.jpg": text_documents.picture(kind="JPEG")}), "Фото.zip")
    assert not Preview.objects.exists()


def test_pdf_becomes_slides(visitor):
    version = uploaded()
    preview = attempt(version)
    assert (preview.state, preview.remark, preview.leased_until) == (State.READY, "", None)
    assert (preview.steps_done, preview.steps_total, preview.attempts) == (2, 2, 1)
    assert not preview.pdf
    assert MaterialVersion.objects.get().pages == 2
    slides = list(Slide.objects.visible_to(visitor.get("/").wsgi_request.user))
    assert [(slide.number, slide.title) for slide in slides] == [(1, "Площадки"), (2, "Итоги")]
    assert (slides[0].width, slides[0].height) == (1600, 900)
    assert head(slides[0].picture)[8:12] == head(slides[0].small_picture)[8:12] == b"WEBP"
    assert_in_order()


@pytest.mark.parametrize(("kind", "name"), [("PNG", "Схема.png"), ("JPEG", "Снимок.jpg"), ("WEBP", "План.webp")])
def test_picture_becomes_one_slide(kind, name):
    preview = attempt(uploaded(text_documents.picture((800, 600), kind), name))
    slide = preview.version.slides.get()
    assert (slide.number, slide.width, slide.height) == (1, 800, 600)
    assert MaterialVersion.objects.get().pages == 1
    assert_in_order()


def test_photo_of_a_phone_and_scan_become_slides():
    scan = io.BytesIO()
    pages = [Image.new("1", (60, 80), 1) for _page in range(3)]
    pages[0].save(scan, "TIFF", save_all=True, append_images=pages[1:])
    for content, name, count in ((files.case("photo.heic"), "IMG_1.heic", 1), (scan.getvalue(), "Скан.tif", 3)):
        preview = attempt(uploaded_uninspected(content, name))
        assert (preview.state, preview.remark, preview.version.slides.count()) == (State.READY, "", count), name
        assert all(slide.picture for slide in preview.version.slides.all())
    assert_in_order()


def test_slides_become_visible_all_at_once(monkeypatch):
    seen = []

    def observe(sender, instance, **kwargs):
        seen.append((instance.state, Slide.objects.ready().count(), Slide.objects.count()))

    version = uploaded()
    write, ready = SlideWriter.write, []
    monkeypatch.setattr(
        SlideWriter, "write", lambda self, pages: (write(self, pages), ready.append(Slide.objects.ready().exists()))
    )
    post_save.connect(observe, sender=Preview)
    try:
        attempt(version)
    finally:
        post_save.disconnect(observe, sender=Preview)
    assert ready
    assert not any(ready)
    assert seen == [(State.READY, 2, 2)]  # receivers of post_save run once, when the slides are final


def test_same_bytes_are_not_converted_twice(monkeypatch, django_capture_on_commit_callbacks):
    first = uploaded()
    attempt(first)
    replace_pdf_reader(monkeypatch, "dies_at_once")
    second = uploaded()
    preview = attempt(second)
    assert preview.state == State.READY
    assert preview.version.pages == 2
    assert list(second.slides.values_list("number", "title", "text")) == list(
        first.slides.values_list("number", "title", "text")
    )
    assert len(stored("slides")) == 8
    with django_capture_on_commit_callbacks(execute=True):
        first.material.delete()
    assert len(stored("slides")) == 4
    assert_in_order()


def test_restart_builds_the_slides_again():
    version = uploaded()
    attempt(version)
    before = stored("slides")
    assert Preview.objects.all().restart() == 1
    assert Preview.objects.all().restart() == 0
    assert not Slide.objects.ready().exists()
    assert attempt(version).state == State.READY
    assert not stored("slides") & before
    assert_in_order()


def test_progress_is_in_words():
    preview = Preview(state=State.PROCESSING, steps_done=7, steps_total=18)
    assert preview.progress == "обрабатывается 7 из 18"
    assert Preview(state=State.QUEUED).progress == "в очереди"
    assert Preview(state=State.READY).progress == "готово"


@pytest.fixture
def no_libreoffice(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.program() is None


def test_without_libreoffice_only_the_text_is_kept_with_a_remark(no_libreoffice):
    version = uploaded(text_documents.pptx("Первый", "Спрятанный", "Третий", hidden=[2]), "Доклад.pptx")
    preview = attempt(version)
    assert preview.state == State.READY
    assert preview.remark == "Показан только текст: на сервере нет LibreOffice."
    assert [slide.title for slide in version.slides.all()] == ["Первый", "Третий"]
    assert not version.slides.exclude(picture="").exists()
    assert Preview.objects.incomplete().get() == preview


def test_without_libreoffice_a_ppt_fails(no_libreoffice):
    preview = attempt(uploaded(documents.ppt(), "Доклад.ppt"))
    assert preview.state == State.FAILED
    assert "LibreOffice" in preview.remark


@pytest.mark.soffice
def test_presentation_becomes_slides_and_a_pdf(no_libreoffice, monkeypatch, django_capture_on_commit_callbacks):
    version = uploaded(text_documents.pptx("Первый", "Спрятанный", "Третий", hidden=[2]), "Доклад.pptx")
    attempt(version)
    monkeypatch.undo()
    assert Preview.objects.incomplete().restart() == 1
    preview = attempt(version)
    assert (preview.state, preview.remark) == (State.READY, "")
    assert head(preview.pdf).startswith(b"%PDF-")
    assert [slide.title for slide in version.slides.all()] == ["Первый", "Третий"]
    assert all(slide.picture and slide.small_picture for slide in version.slides.all())
    assert text_documents.SECRET not in str(list(version.slides.values_list("text")))
    assert_in_order()
    with django_capture_on_commit_callbacks(execute=True):
        version.material.delete()
    assert stored("slides") == stored("previews") == set()


@pytest.fixture
def broken_office(monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nkill -SEGV $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(program))


@pytest.mark.usefixtures("broken_office")
def test_text_remains_after_the_last_crash_of_libreoffice():
    version = uploaded(text_documents.pptx("Первый"), "Доклад.pptx")
    assert attempt(version).state == State.QUEUED
    Preview.objects.update(due_at=timezone.now())
    preview = attempt(version)
    assert preview.state == State.READY
    assert "не справляется" in preview.remark
    assert version.slides.get().title == "Первый"


@pytest.mark.usefixtures("broken_office")
def test_preview_without_text_fails_after_the_last_crash_of_libreoffice():
    version = uploaded(documents.doc(), "Доклад.doc")
    attempt(version)
    Preview.objects.update(due_at=timezone.now())
    preview = attempt(version)
    assert preview.state == State.FAILED
    assert "оборвалась" in preview.remark


@pytest.mark.parametrize(
    ("kind", "may_go_better"), [("memory", False), ("output", False), ("cpu", False), ("time", True), ("crash", True)]
)
def test_only_possible_failures_of_the_machine_are_retried(kind, may_go_better):
    assert isinstance(build.job_failure(sandbox.ChildFailed(kind)), UnclearFailure) == may_go_better
