import errno
import os
import resource
import signal
import stat
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from core.files.storage import PrivateStorage


def files_under(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_default_storage_is_private():
    assert isinstance(storages["default"], PrivateStorage)
    with pytest.raises(ValueError, match="закрыты"):
        default_storage.url("materials/a.pdf")


@pytest.fixture
def umask(request):
    usual = os.umask(request.param)
    yield
    os.umask(usual)


@pytest.mark.parametrize("umask", [0o022, 0o077, 0], indirect=True)
def test_saved_file_is_readable_by_its_group_only(settings, umask):
    name = default_storage.save("materials/Доклад.PDF", ContentFile(b"text"))
    path = Path(settings.MEDIA_ROOT, name)
    assert path.read_bytes() == b"text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o750
    assert files_under(settings.FILE_UPLOAD_TEMP_DIR) == []


def test_file_is_on_the_disk_before_it_has_its_name(settings, monkeypatch):
    """fsync of the bytes, then the rename, then fsync of the folder."""
    done = []
    for call in ("fsync", "rename"):
        real = getattr(os, call)
        monkeypatch.setattr(
            os, call, lambda *args, real=real, call=call: (done.append((call, *map(_target, args))), real(*args))[1]
        )
    name = default_storage.save("materials/a.pdf", ContentFile(b"text"))
    path = Path(settings.MEDIA_ROOT, name)
    renamed = next(index for index, step in enumerate(done) if step[0] == "rename")
    written = done[renamed][1]
    assert done[renamed][2] == str(path)
    assert ("fsync", written) in done[:renamed]
    assert ("fsync", str(path.parent)) in done[renamed:]
    assert ("fsync", str(path.parent.parent)) in done


def _target(arg):
    return os.readlink(f"/proc/self/fd/{arg}") if isinstance(arg, int) else str(arg)


class FullDisk(ContentFile):
    """Gives one block, then the error of a full disk."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(10)


def test_full_disk_leaves_nothing(settings):
    with pytest.raises(OSError, match="No space"):
        default_storage.save("materials/a.pdf", FullDisk(b"0123456789" * 10))
    assert files_under(settings.MEDIA_ROOT) == []


def test_full_disk_under_the_storage_leaves_nothing(settings):
    """RLIMIT_FSIZE refuses the 5th kilobyte of a file as a full disk does: in the middle of writing it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            default_storage.save("materials/a.pdf", ContentFile(b"0" * 100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert files_under(settings.MEDIA_ROOT) == []


@pytest.mark.parametrize("name", ["../outside/a.pdf", "/etc/a.pdf", "a/../../../b.pdf"])
def test_name_cannot_leave_the_storage(name, settings):
    with pytest.raises(SuspiciousFileOperation):
        default_storage.save(name, ContentFile(b"text"))
    assert files_under(Path(settings.MEDIA_ROOT).parent) == []


def test_open_at_starts_at_the_given_byte():
    name = default_storage.save("materials/a.txt", ContentFile(b"0123456789"))
    with default_storage.open_at(name, 4, 2) as file:
        assert file.read(2) == b"45"
    with pytest.raises(FileNotFoundError):
        default_storage.open_at("materials/none.txt", 0, 1)
    with pytest.raises(FileNotFoundError):
        default_storage.size("materials/none.txt")


def test_listing_names_every_file():
    names = {default_storage.save("materials/a.txt", ContentFile(b"x")) for _ in range(3)}
    assert {name for name, _written in default_storage.listing("materials")} == names
    assert list(default_storage.listing("nothing-here")) == []
