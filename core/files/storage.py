"""Storage of uploads: private, under unguessable names, each file whole or absent."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from .names import stored_name

INCOMING = "incoming"
BLOCK = 1 << 20


class Private:
    """The base of every storage of uploads. Its names are random, and it has no URLs."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return stored_name(name)

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        raise ValueError(_("Файлы закрыты: их отдаёт только страница, которая проверяет доступ."))


class PrivateStorage(Private, FileSystemStorage):
    """Files under MEDIA_ROOT. A file gets its name only when it is complete and on the disk."""

    def __init__(self, location: str | os.PathLike[str] | None = None) -> None:
        super().__init__(location, file_permissions_mode=0o640, directory_permissions_mode=0o750)

    def _save(self, name: str, content: Any) -> str:
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

    def take_in(self, name: str, path: str | os.PathLike[str]) -> None:
        """Move a file from the incoming folder, under a name that a row already refers to.

        A process that dies here leaves the file in one of these two places.
        """
        target = Path(self.path(name))
        self._make_folder(target.parent)
        with open(path, "rb") as file:
            os.fchmod(file.fileno(), self.file_permissions_mode)
            os.fsync(file.fileno())
        os.rename(path, target)
        _fsync_folder(target.parent)
        self._ensure_location_group_id(target)

    def _make_folder(self, folder: Path) -> Path:
        """Make the folder and its parents, and sync each new one to the disk."""
        if not folder.is_dir():
            if folder != Path(self.location):
                self._make_folder(folder.parent)
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(self.directory_permissions_mode)  # independent of the umask
            _fsync_folder(folder.parent)
        return folder

    def open_at(self, name: str, first: int, length: int) -> Any:
        """The stored file, open at byte `first`. The reader takes at most `length` bytes and closes it."""
        file = self.open(name)
        file.seek(first)
        return file

    def listing(self, folder: str) -> Iterator[tuple[str, float]]:
        """(name, timestamp of writing) of every file under the folder."""
        top = self.path(folder)
        for place, _folders, names in os.walk(top):
            for name in names:
                path = os.path.join(place, name)
                with suppress(FileNotFoundError):
                    yield os.path.relpath(path, self.location), os.stat(path).st_mtime


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
