"""Adding versions, choosing the current one, and the names and kinds that are stored."""

import hashlib
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError, connection

from events.models import Material, MaterialVersion
from events.uploads.versions import accept, add_version, fall_back
from tests import documents, files
from tests.factories import MaterialFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_first_version_becomes_current():
    material, user = MaterialFactory(), UserFactory()
    version = add_version(material=material, upload=files.upload(), uploaded_by=user, reason="Прислал докладчик")
    saved = Material.objects.get().current_version
    content = files.pdf()
    assert saved == version == material.current_version
    assert (saved.number, saved.original_name) == (1, files.NAME)
    assert (saved.size, saved.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (saved.content_type, saved.uploaded_by, saved.reason) == ("application/pdf", user, "Прислал докладчик")
    assert saved.file.read() == content
    saved.file.close()


def test_next_version_keeps_the_previous_one():
    first = files.version()
    second = files.version(first.material, files.pdf("лучше"), name="Новая.pdf")
    assert second.number == 2
    assert Material.objects.get().current_version == second
    assert [row.file.storage.exists(row.file.name) for row in MaterialVersion.objects.all()] == [True, True]


def test_number_follows_the_highest_that_exists():
    first = files.version()
    files.version(first.material, files.pdf("вторая")).delete()
    assert files.version(first.material, files.pdf("третья")).number == 2
    first.delete()
    assert files.version(first.material, files.pdf("четвёртая")).number == 3


def test_current_file_uploaded_again_is_refused():
    version = files.version()
    with pytest.raises(ValidationError, match="Этот файл уже загружен"):
        files.version(version.material)
    assert MaterialVersion.objects.count() == 1


def test_older_file_may_be_uploaded_again():
    first = files.version()
    files.version(first.material, files.pdf("хуже"))
    assert files.version(first.material).number == 3


@pytest.mark.postgresql  # on SQLite only one transaction writes; the tests of the settings cover that
@pytest.mark.django_db(transaction=True)
def test_concurrent_uploads_get_different_numbers():
    material = MaterialFactory()
    start, failures = threading.Barrier(4), []

    def load(number):
        try:
            start.wait()
            files.version(Material.objects.get(pk=material.pk), files.pdf(str(number)))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=load, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(MaterialVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    material.refresh_from_db()
    assert material.current_version.number == 4


def test_version_that_cannot_be_saved_leaves_no_file(settings):
    """The file is deleted at once, even where a transaction around it goes on."""
    material = MaterialFactory()

    def full_disk(execute, sql, *args):
        if sql.startswith("INSERT"):
            raise OperationalError("database or disk is full")
        return execute(sql, *args)

    with connection.execute_wrapper(full_disk), pytest.raises(OperationalError):
        files.version(material)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        (".pdf", "application/pdf"),
        (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (".ppt", "application/vnd.ms-powerpoint"),
        (".odp", "application/vnd.oasis.opendocument.presentation"),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".doc", "application/msword"),
        (".odt", "application/vnd.oasis.opendocument.text"),
        (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (".ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (".jpg", "image/jpeg"),
        (".jpeg", "image/jpeg"),
        (".png", "image/png"),
        (".webp", "image/webp"),
        (".zip", "application/zip"),
    ],
)
def test_known_kind_is_accepted(suffix, content_type):
    version = files.version(content=documents.smallest(f"а{suffix}"), name=f"а{suffix.upper()}")
    assert version.content_type == content_type
    assert version.file.name.endswith(suffix)


@pytest.mark.parametrize(
    ("name", "content", "reason", "sentence"),
    [
        ("ролик.mp4", b"\0\0\0\x18ftypmp42", "video", "в поле «Ссылка»"),
        ("программа.exe", b"MZ", "program", "Это программа"),
        ("доклад.pdf\u202e.exe", files.pdf(), "program", "Это программа"),
        ("пустой.pdf", b"", "empty", "ничего нет"),
        ("не.pdf", b"MZ\x90\0", "program", "Это программа"),
        ("не.pptx", files.pdf(), "not_as_named", "Внутри файла PDF.*«.pptx».*окончание «.pdf»"),
        ("без расширения", files.pdf(), "not_as_named", "окончание «.pdf»"),
    ],
)
def test_other_kind_is_refused_with_a_sentence(name, content, reason, sentence, settings):
    upload = ContentFile(content, name=name)
    with pytest.raises(ValidationError, match=sentence) as refused:
        accept(upload)
    assert refused.value.code == reason
    with pytest.raises(ValidationError, match=sentence):
        files.version(content=content, name=name)
    assert not MaterialVersion.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_file_above_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_MB = 1
    accept(files.upload(files.pdf().ljust(1 << 20, b" ")))
    with pytest.raises(ValidationError, match="Файл больше 1"):
        accept(files.upload(files.pdf().ljust((1 << 20) + 1, b" ")))


@pytest.mark.parametrize("kind", [SimpleUploadedFile, TemporaryUploadedFile])
def test_uploaded_file_classes_are_accepted(kind):
    if kind is TemporaryUploadedFile:
        upload = kind("Доклад.pdf", "application/octet-stream", 0, None)
        upload.write(files.pdf())
        upload.size = len(files.pdf())
    else:
        upload = kind("Доклад.pdf", files.pdf(), "text/html")
    version = add_version(material=MaterialFactory(), upload=upload, uploaded_by=None)
    with version.file.open() as file:
        assert file.read() == files.pdf()
    assert version.content_type == "application/pdf"
    upload.close()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../Отчёт.pdf", "Отчёт.pdf"),
        ("Отчёт\u202e\u200b\x07.pdf", "Отчёт.pdf"),
        ("ж" * 300 + ".pdf", "ж" * 196 + ".pdf"),
    ],
)
def test_original_name_is_cleaned(name, kept):
    version = files.version(name=name)
    version.refresh_from_db()
    assert version.original_name == kept
    assert version.file.name.isascii()


def test_fall_back_chooses_the_newest_version_with_a_file():
    first = files.version()
    second = files.version(first.material, files.pdf("вторая"))
    third = files.version(first.material, files.pdf("третья"))
    for version in (second, third):
        version.file.storage.delete(version.file.name)
    assert fall_back(first.material) == first
    first.file.storage.delete(first.file.name)
    assert fall_back(first.material) is None
    assert Material.objects.get().is_awaited
