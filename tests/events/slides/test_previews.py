"""From an upload to its slides: nobody sees half of them, and they say what they are made of."""

import pytest
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone

from core.jobs.run import TemporaryFailure
from events.models import MaterialVersion, Preview, Slide
from events.slides import build, office
from events.uploads import sandbox
from tests import documents, files

from ..uploads import samples
from .acts import MAX_ATTEMPTS, assert_in_order, behaves, head, made, stored, uploaded

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
    uploaded(samples.package({"a.jpg": samples.picture(kind="JPEG")}), "Фото.zip")
    assert not Preview.objects.exists()


def test_pdf_becomes_slides(visitor):
    version = uploaded()
    preview = made(version)
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
    preview = made(uploaded(samples.picture((800, 600), kind), name))
    slide = preview.version.slides.get()
    assert (slide.number, slide.width, slide.height) == (1, 800, 600)
    assert MaterialVersion.objects.get().pages == 1
    assert_in_order()


def test_nothing_is_visible_before_all_of_it_is(monkeypatch):
    seen = []

    def look(sender, instance, **kwargs):
        seen.append((instance.state, Slide.objects.ready().count(), Slide.objects.count()))

    version = uploaded()
    put, ready = build.Attempt.put, []
    monkeypatch.setattr(
        build.Attempt, "put", lambda self, pages: (put(self, pages), ready.append(Slide.objects.ready().exists()))
    )
    post_save.connect(look, sender=Preview)
    try:
        made(version)
    finally:
        post_save.disconnect(look, sender=Preview)
    assert ready
    assert not any(ready)
    assert seen == [(State.READY, 2, 2)]  # who listens to the row hears of it once, when the slides are final


def test_same_bytes_are_not_converted_again(monkeypatch, django_capture_on_commit_callbacks):
    first = uploaded()
    made(first)
    behaves(monkeypatch, "dies_at_once")
    second = uploaded()
    preview = made(second)
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


def test_retry_makes_it_again():
    version = uploaded()
    made(version)
    before = stored("slides")
    assert Preview.objects.all().restart() == 1
    assert Preview.objects.all().restart() == 0
    assert not Slide.objects.ready().exists()
    assert made(version).state == State.READY
    assert not stored("slides") & before
    assert_in_order()


def test_states_are_told_in_words():
    preview = Preview(state=State.PROCESSING, steps_done=7, steps_total=18)
    assert preview.progress == "обрабатывается 7 из 18"
    assert Preview(state=State.QUEUED).progress == "в очереди"
    assert Preview(state=State.READY).progress == "готово"


@pytest.fixture
def no_libreoffice(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.program() is None


def test_without_libreoffice_the_text_is_there_and_the_reason(no_libreoffice):
    version = uploaded(samples.pptx("Первый", "Спрятанный", "Третий", hidden=[2]), "Доклад.pptx")
    preview = made(version)
    assert preview.state == State.READY
    assert preview.remark == "Показан только текст: на сервере нет LibreOffice."
    assert [slide.title for slide in version.slides.all()] == ["Первый", "Третий"]
    assert not version.slides.exclude(picture="").exists()
    assert Preview.objects.incomplete().get() == preview


def test_without_libreoffice_an_old_file_is_refused(no_libreoffice):
    preview = made(uploaded(documents.ppt(), "Доклад.ppt"))
    assert preview.state == State.FAILED
    assert "LibreOffice" in preview.remark


@pytest.mark.soffice
def test_presentation_becomes_slides_and_a_pdf(no_libreoffice, monkeypatch, django_capture_on_commit_callbacks):
    version = uploaded(samples.pptx("Первый", "Спрятанный", "Третий", hidden=[2]), "Доклад.pptx")
    made(version)
    monkeypatch.undo()
    assert Preview.objects.incomplete().restart() == 1
    preview = made(version)
    assert (preview.state, preview.remark) == (State.READY, "")
    assert head(preview.pdf).startswith(b"%PDF-")
    assert [slide.title for slide in version.slides.all()] == ["Первый", "Третий"]
    assert all(slide.picture and slide.small_picture for slide in version.slides.all())
    assert samples.SECRET not in str(list(version.slides.values_list("text")))
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
def test_where_libreoffice_breaks_down_every_time_the_text_is_left():
    version = uploaded(samples.pptx("Первый"), "Доклад.pptx")
    assert made(version).state == State.QUEUED
    Preview.objects.update(attempts=MAX_ATTEMPTS - 1, due_at=timezone.now())
    preview = made(version)
    assert preview.state == State.READY
    assert "не справляется" in preview.remark
    assert version.slides.get().title == "Первый"


@pytest.mark.usefixtures("broken_office")
def test_where_it_breaks_down_and_there_is_no_text_the_reason_is_told():
    version = uploaded(documents.doc(), "Доклад.doc")
    made(version)
    Preview.objects.update(attempts=MAX_ATTEMPTS - 1, due_at=timezone.now())
    preview = made(version)
    assert preview.state == State.FAILED
    assert "оборвалась" in preview.remark


@pytest.mark.parametrize(
    ("kind", "may_go_better"), [("memory", False), ("output", False), ("time", True), ("crash", True)]
)
def test_only_what_may_be_the_machines_fault_is_tried_again(kind, may_go_better):
    assert isinstance(build.explained(sandbox.ChildFailed(kind)), TemporaryFailure) == may_go_better
