"""Where uploads live: private, under names that nobody can guess, whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from .names import stored_name

INCOMING = "incoming"
BLOCK = 1 << 20


class Private:
    """What every storage of uploads shares: its names tell nothing, and no address leads into it."""

    def get_available_name(self, name, max_length=None):
        return stored_name(name)

    def url(self, name, *args, **kwargs):
        raise ValueError(_("Файлы закрыты: их отдаёт только страница, которая проверяет доступ."))


class PrivateStorage(Private, FileSystemStorage):
    """Files under MEDIA_ROOT. A name exists when its file is complete and safe on the disk, not earlier."""

    def __init__(self, location=None):
        super().__init__(location, file_permissions_mode=0o640, directory_permissions_mode=0o750)

    def _save(self, name, content):
        target = Path(self.path(name))
        self._make_folder(target.parent)
        incoming = self._make_folder(Path(self.location, INCOMING))
        descriptor, written = tempfile.mkstemp(dir=incoming, suffix=target.suffix)
        try:
            with os.fdopen(descriptor, "wb") as file:
                content.seek(0)
                while block := content.read(BLOCK):
                    file.write(block.encode() if isinstance(block, str) else block)
                file.flush()
                os.fchmod(file.fileno(), self.file_permissions_mode)
                os.fsync(file.fileno())
            os.rename(written, target)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(written)
            raise
        _fsync_folder(target.parent)
        self._ensure_location_group_id(target)
        return name

    def take_in(self, name, path):
        """A whole file from the folder of incoming ones, under a name that a row holds already.

        It is moved, so that a program that dies here leaves the file in one of the two places that it knows.
        """
        target = Path(self.path(name))
        self._make_folder(target.parent)
        with open(path, "rb") as file:
            os.fchmod(file.fileno(), self.file_permissions_mode)
            os.fsync(file.fileno())
        os.rename(path, target)
        _fsync_folder(target.parent)
        self._ensure_location_group_id(target)

    def _make_folder(self, folder):
        """The folder with those above it; each new one is in its parent's list for good."""
        if not folder.is_dir():
            if folder != Path(self.location):
                self._make_folder(folder.parent)
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(self.directory_permissions_mode)  # whatever the umask of the process is
            _fsync_folder(folder.parent)
        return folder

    def open_at(self, name, first, length):
        """The stored file, standing at byte `first`; the reader takes at most `length` bytes and closes it."""
        file = self.open(name)
        file.seek(first)
        return file

    def listing(self, folder):
        """`(name, when it was written as a timestamp)` of every file under the folder."""
        top = self.path(folder)
        for place, _folders, names in os.walk(top):
            for name in names:
                path = os.path.join(place, name)
                with suppress(FileNotFoundError):
                    yield os.path.relpath(path, self.location), os.stat(path).st_mtime


def _fsync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
