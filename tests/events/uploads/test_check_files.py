import io
import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from events.models import Material, MaterialVersion
from tests import files
from tests.factories import EventFactory, OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def check(*arguments):
    """The exit code and what was printed."""
    out = io.StringIO()
    try:
        call_command("check_files", *arguments, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def orphan(age=7200, name="materials/Лишний.pdf"):
    name = default_storage.save(name, ContentFile(b"text"))
    age_of(name, age)
    return name


def age_of(name, seconds):
    then = time.time() - seconds
    os.utime(default_storage.path(name), (then, then))


def test_everything_in_order():
    files.version()
    EventFactory(cover=files.picture())
    PersonFactory(photo=files.picture())
    OrganizationFactory(logo=files.picture())
    code, output = check()
    assert code == 0
    assert "Файлов: 4, строк с файлами: 4." in output
    assert "Всё в порядке." in output


def test_orphan_is_deleted_only_with_fix():
    files.version()
    name = orphan()
    assert check() == (1, f"Лишний файл: {name}\nФайлов: 2, строк с файлами: 1.\nНе в порядке: 1.\n")
    assert default_storage.exists(name)
    code, output = check("--fix")
    assert code == 0
    assert "удалён" in output
    assert not default_storage.exists(name)
    assert check()[0] == 0


def test_file_that_may_still_be_uploading_is_kept(settings):
    name = orphan(age=600)
    incoming = Path(settings.FILE_UPLOAD_TEMP_DIR, "upload.part")
    incoming.write_bytes(b"half")
    assert check("--fix")[0] == 0
    assert default_storage.exists(name)
    assert incoming.exists()
    assert check("--fix", "--older-than", "5")[0] == 0
    assert not default_storage.exists(name)


def test_leftover_of_an_interrupted_upload_is_an_orphan(settings):
    Path(settings.FILE_UPLOAD_TEMP_DIR, "upload.part").write_bytes(b"half")
    age_of("incoming/upload.part", 7200)
    assert "incoming/upload.part" in check()[1]
    assert check("--fix")[0] == 0
    assert not default_storage.exists("incoming/upload.part")


def test_file_in_another_folder_is_kept():
    name = orphan(name="elsewhere/page.webp")
    assert check("--fix")[0] == 0
    assert default_storage.exists(name)


def test_missing_file_is_reported_with_its_row():
    event = EventFactory(cover=files.picture(), title="Тур без обложки")
    default_storage.delete(event.cover.name)
    for arguments in ((), ("--fix",)):
        code, output = check(*arguments)
        assert code == 1
        assert f"мероприятие {event.pk} «Тур без обложки», {event.cover.name}" in output
    event.refresh_from_db()
    assert event.cover


def test_material_falls_back_to_a_version_with_a_file():
    first = files.version()
    second = files.version(first.material, files.pdf("вторая"))
    default_storage.delete(second.file.name)
    assert check()[0] == 1
    assert Material.objects.get().current_version == second
    code, output = check("--fix")
    assert code == 1
    assert "теперь версия 1" in output
    assert Material.objects.get().current_version == first
    assert MaterialVersion.objects.count() == 2


def test_material_without_any_file_becomes_awaited():
    version = files.version()
    default_storage.delete(version.file.name)
    assert "файл ожидается" in check("--fix")[1]
    assert Material.objects.get().is_awaited


def test_files_are_found_by_their_folders_not_one_by_one(settings, monkeypatch, django_assert_max_num_queries):
    version = files.version()
    rows = []
    for number in range(600):
        name = f"materials/{number % 16:02x}/{number:032x}.pdf"
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(exist_ok=True)
        path.touch()
        fields = {"sha256": version.sha256, "size": 0, "original_name": "а.pdf", "content_type": "application/pdf"}
        rows.append(MaterialVersion(material=version.material, number=number + 2, file=name, **fields))
    MaterialVersion.objects.bulk_create(rows)
    asked = []
    monkeypatch.setattr(type(default_storage._wrapped), "exists", lambda storage, name: asked.append(name) or True)
    with django_assert_max_num_queries(40):
        assert check()[0] == 0
    assert not asked
