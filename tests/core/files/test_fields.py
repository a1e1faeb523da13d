"""A file lives as long as its row: real models, real commits and rollbacks."""

import datetime as dt
import os
import struct
import time
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField
from django.db.models.signals import post_delete
from django.forms import modelform_factory
from django.utils import timezone

from core.files import orphans
from core.files.fields import OwnedFileField
from core.files.sizes import sized, sized_name
from core.models import Orphan
from events.models import Photo
from parks.models import Organization
from tests.factories import EventFactory, OrganizationFactory
from tests.files import picture

pytestmark = pytest.mark.django_db(transaction=True)
OLD = 3 * 24 * 3600


@pytest.fixture
def stored(settings):
    def names():
        root = Path(settings.MEDIA_ROOT)
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    return names


@pytest.fixture
def swept(stored, settings):
    """The names stored after all files have aged by an hour and the housekeeping has run."""

    def names(age=3700):
        for name in stored():
            moment = time.time() - age
            os.utime(Path(settings.MEDIA_ROOT, name), (moment, moment))
        orphans.sweep()
        return stored()

    return names


class Interrupted(Exception):
    pass


@contextmanager
def rolled_back():
    """A transaction that is rolled back at its end."""
    with suppress(Interrupted), transaction.atomic():
        yield
        raise Interrupted


def organization(**fields):
    return OrganizationFactory(logo=picture(), **fields)


def test_committed_row_keeps_its_file(stored):
    with transaction.atomic():
        row = organization()
    assert stored() == {row.logo.name}


def test_row_saved_without_a_transaction_keeps_its_file(stored):
    row = organization()
    assert stored() == {row.logo.name}


def test_sweep_deletes_the_file_of_a_rolled_back_transaction(stored, swept):
    with rolled_back():
        row = organization()
    assert stored() == {row.logo.name}
    assert swept() == set()


def test_sweep_deletes_the_file_of_a_rolled_back_savepoint(swept):
    with transaction.atomic():
        kept = organization()
        with rolled_back():
            organization()
    assert swept() == {kept.logo.name}


def test_sweep_deletes_the_file_of_a_refused_row(swept):
    kept = organization()
    row = Organization(name=kept.name, legal_form=kept.legal_form, slug="another", logo=picture())
    with pytest.raises(IntegrityError):
        row.save()
    assert swept() == {kept.logo.name}


def test_sweep_keeps_the_files_of_rows(swept):
    row, event = organization(), EventFactory(cover=picture())
    assert swept() == {row.logo.name, event.cover.name}


def test_sweep_leaves_a_file_that_may_be_waiting_for_its_commit(swept):
    with rolled_back():
        row = organization()
    assert swept(age=3500) == {row.logo.name}


def test_sweep_deletes_an_old_file_when_no_row_was_found_for_days(swept):
    with rolled_back():
        row = organization()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _day in range(8):
            assert swept(age=OLD) == {row.logo.name}
            clock.shift(dt.timedelta(days=1))
        assert swept(age=OLD) == set()
    assert not Orphan.objects.exists()


def test_sweep_keeps_an_old_file_whose_row_comes_back_from_a_backup(swept):
    with rolled_back():
        row = organization()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert swept(age=OLD) == {row.logo.name}
        clock.shift(dt.timedelta(days=8))
        back = OrganizationFactory()
        Organization.objects.filter(pk=back.pk).update(logo=row.logo.name)
        assert swept(age=OLD) == {row.logo.name}
    assert not Orphan.objects.exists()


def test_sweep_deletes_what_a_crash_left_of_a_deleted_row(swept, monkeypatch):
    row = organization()
    monkeypatch.setattr("core.files.fields.remove", lambda *arguments: None)  # the process died before this
    with transaction.atomic():
        row.delete()
    monkeypatch.undo()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert swept(age=OLD) == {row.logo.name}
        clock.shift(dt.timedelta(days=8))
        assert swept(age=OLD) == set()


def test_sweep_deletes_smaller_copies_of_pictures_without_a_row(swept):
    kept, gone = organization(), organization()
    for row in (kept, gone):
        assert sized(row.logo, 480)
    gone.logo.storage.delete(gone.logo.name)
    Organization.objects.filter(pk=gone.pk).delete()
    gone.logo.storage._save(sized_name(gone.logo.name, 480), ContentFile(b"drawn meanwhile"))
    assert swept() == {kept.logo.name, sized_name(kept.logo.name, 480)}


def test_sweep_deletes_uploads_that_were_broken_off(settings):
    for name, age in {"a.upload": 90_000, "inspect-b": 90_000, "c.upload": 3600}.items():
        path = Path(settings.FILE_UPLOAD_TEMP_DIR, name)
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)
    Path(settings.FILE_UPLOAD_TEMP_DIR, "folder").mkdir()
    orphans.sweep_incoming()
    assert {path.name for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()} == {"c.upload", "folder"}


def test_every_kind_of_stored_file_is_swept():
    """A file field of another kind would be found by no sweep."""
    ours = [
        field for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, FileField)
    ]
    assert len(ours) >= 6
    assert set(ours) == set(orphans.owning_fields())


def test_sweep_leaves_files_of_other_folders_alone(settings, swept):
    path = Path(settings.MEDIA_ROOT, "elsewhere", "page.webp")
    path.parent.mkdir()
    path.touch()
    assert swept() == {"elsewhere/page.webp"}


def test_sweep_is_a_part_of_the_housekeeping(settings):
    assert {"core.files.orphans.sweep", "core.files.orphans.sweep_incoming"} <= set(settings.WORKER_HOUSEKEEPING)


def test_file_of_a_deleted_row_is_deleted_at_commit(stored):
    row = organization()
    name = row.logo.name
    with transaction.atomic():
        row.delete()
        assert stored() == {name}
    assert stored() == set()


def test_delete_that_is_rolled_back_keeps_the_file(stored):
    row = organization()
    name = row.logo.name
    with rolled_back():
        row.delete()
    assert stored() == {name}


def test_bulk_delete_deletes_the_files(stored):
    organization()
    organization()
    Organization.objects.all().delete()
    assert stored() == set()


def test_cascade_deletes_the_files(stored):
    event = EventFactory(cover=picture())
    Photo.objects.create(event=event, image=picture())
    assert len(stored()) == 2
    event.delete()
    assert stored() == set()


def test_bulk_created_rows_keep_their_files(stored):
    event = EventFactory()
    rows = Photo.objects.bulk_create([Photo(event=event, image=picture()), Photo(event=event, image=picture())])
    assert stored() == {row.image.name for row in rows}


def test_replaced_file_is_deleted_at_commit(stored):
    row = organization()
    old = row.logo.name
    with transaction.atomic():
        row.logo = picture("JPEG")
        row.save()
        assert stored() == {old, row.logo.name}
    assert stored() == {row.logo.name}
    assert row.logo.name.endswith(".jpg")


def test_replacement_that_is_rolled_back_keeps_the_old_file(swept):
    row = organization()
    old = row.logo.name
    with rolled_back():
        row.logo = picture()
        row.save()
    assert swept() == {old}


def test_replacement_that_the_database_refuses_keeps_the_old_file(swept):
    other, row = organization(), organization()
    old = row.logo.name
    row.logo, row.name, row.legal_form = picture(), other.name, other.legal_form
    with pytest.raises(IntegrityError):
        row.save()
    assert swept() == {old, other.logo.name}


def test_cleared_file_is_deleted(stored):
    row = organization()
    row.logo = ""
    row.save()
    assert stored() == set()


def test_file_cleared_through_the_field_is_deleted_with_the_save(stored):
    row = organization()
    row.logo.delete(save=False)
    assert len(stored()) == 1
    row.save()
    assert stored() == set()
    assert not Organization.objects.get().logo


def test_saving_a_row_again_touches_no_file(stored):
    row = organization()
    row.about = "Вымышленная организация"
    row.save()
    row.save(update_fields=["about"])
    Organization.objects.get().save()
    assert stored() == {row.logo.name}


def test_history_holds_names_and_no_files(stored):
    row = organization()
    record = row.history.get()
    assert str(record.logo) == row.logo.name
    record.delete()
    assert stored() == {row.logo.name}


def test_models_of_migrations_own_no_files():
    state = MigrationLoader(connection).project_state()
    historical = state.apps.get_model("parks", "Organization")
    assert isinstance(historical._meta.get_field("logo"), OwnedFileField)
    assert not post_delete.has_listeners(historical)
    assert post_delete.has_listeners(Organization)


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("MPO", ".jpg"), ("WEBP", ".webp")])
def test_picture_is_known_by_its_content(kind, suffix):
    row = OrganizationFactory(logo=picture(kind, name="Логотип.exe"))
    assert row.logo.name.endswith(suffix)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "upload",
    [
        ContentFile(SVG, name="logo.svg"),
        ContentFile(SVG, name="logo.png"),
        ContentFile(b"", name="logo.png"),
        ContentFile(b"%PDF-1.4", name="logo.png"),
        ContentFile(picture().read()[:40], name="broken.png"),
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
    ids=lambda upload: upload.name,
)
def test_file_that_is_no_picture_is_refused(upload, stored):
    with pytest.raises(ValidationError, match="JPEG, PNG, WebP и HEIC"):
        OrganizationFactory(logo=upload)
    form = _form(upload)
    assert not form.is_valid()
    assert list(form.errors) == ["logo"]
    assert stored() == set()


def test_picture_of_more_than_50_megapixels_is_refused():
    form = _form(picture(size=(10_001, 5_000)))
    assert "50\u00a0мегапикселей" in str(form.errors["logo"])


@pytest.mark.parametrize("size", [(12_000, 12_000), (16_000, 16_000)])
def test_bomb_of_a_picture_is_refused(size):
    form = _form(_huge_png(size))
    assert "50\u00a0мегапикселей" in str(form.errors["logo"])


def test_picture_above_the_limit_of_bytes_is_refused(settings):
    settings.MAX_UPLOAD_MB = 0
    form = _form(picture())
    assert "больше 0\u00a0МБ" in str(form.errors["logo"])


def test_form_takes_a_picture():
    form = _form(picture("JPEG"))
    assert form.is_valid(), form.errors
    form.save()
    assert Organization.objects.get().logo.name.endswith(".jpg")


def _form(upload):
    form = modelform_factory(Organization, fields=["name", "slug", "kind", "logo"])
    return form({"name": "Образец", "kind": Organization.Kind.COMPANY}, {"logo": upload})


def _huge_png(size):
    """The header of a picture that would take gigabytes, without its pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return ContentFile(b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT\x35\xaf\x06\x1e", name="huge.png")
