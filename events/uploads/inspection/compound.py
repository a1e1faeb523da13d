"""Compound files (OLE2), the container of PPT, DOC and XLS, read by olefile: a small file system in a file."""

import struct
import sys
from collections.abc import Iterator

from olefile import MAGIC as MAGIC
from olefile import STGTY_STORAGE, OleFileIO
from olefile.olefile import FREESECT, MAXREGSECT, OleDirectoryEntry

from .budget import Data, Metered, charge
from .refusal import Refused

MAX_ENTRIES = 10_000
MAX_READ = 128 << 20
FOLLOWED = 24  # the charge for following a chain by one sector
# The errors of olefile for a file that does not follow its format.
BROKEN = (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError, struct.error)


class Compound:
    """A compound file. `entries` are all storages and streams; `top` are the outermost names in lower case."""

    def __init__(self, data: Data) -> None:
        if _is_cut(data):  # olefile would read as many tables as the header claims
            raise Refused("truncated", "ole")
        usual = sys.getrecursionlimit()
        try:
            sys.setrecursionlimit(2 * MAX_ENTRIES)  # some programs write the directory as one long list
            self.ole = OleFileIO(Metered(data))
            if self.ole.directory_fp.size > MAX_ENTRIES * 128:
                raise Refused("too_many_entries", "ole")
            self.entries = [entry for entry in self.ole.direntries if entry and entry is not self.ole.root]
            self.top = {entry.name.casefold() for entry in self.ole.root.kids}
            self._check_chains(len(data))
        except BROKEN as error:
            raise Refused("broken", "ole") from error
        finally:
            sys.setrecursionlimit(usual)
        used = max((number for number, following in enumerate(self.ole.fat) if following != FREESECT), default=0)
        self.end: int = min((used + 2) * self.ole.sector_size, len(data))

    def streams(self) -> Iterator[OleDirectoryEntry]:
        return (entry for entry in self.entries if entry.entry_type != STGTY_STORAGE)

    def named(self, *names: str) -> list[OleDirectoryEntry]:
        """The streams with one of these names, in any storage."""
        return [entry for entry in self.streams() if entry.name.casefold() in names]

    def has_storage(self, *names: str) -> bool:
        return any(entry.entry_type == STGTY_STORAGE and entry.name.casefold() in names for entry in self.entries)

    def read(self, entry: OleDirectoryEntry, length: int | None = None) -> bytes:
        """The whole stream, or its first `length` bytes."""
        size = entry.size if length is None else min(entry.size, length)
        if size > MAX_READ:
            raise Refused("too_complex", "ole", entry.name)
        try:
            is_short = entry.size < self.ole.minisectorcutoff
            content: bytes = self.ole._open(entry.isectStart, size, force_FAT=not is_short).read()
        except BROKEN as error:
            raise Refused("broken", "ole", entry.name) from error
        if len(content) < size:
            raise Refused("truncated", "ole", entry.name)
        return content

    def _check_chains(self, length: int) -> None:
        """Refuse a stream without an end, and streams that together need more sectors than there are."""
        fat, size = self.ole.fat, self.ole.sector_size
        left = length // size + 1
        for entry in self.streams():
            if entry.size < self.ole.minisectorcutoff:
                continue
            sectors, number = -(-entry.size // size), entry.isectStart
            charge(min(sectors, left) * FOLLOWED)
            left -= sectors
            if left < 0:
                raise Refused("truncated" if entry.size > length else "broken", "ole", entry.name)
            for _step in range(sectors - 1):
                number = fat[number]
            if (number + 1) * size + (entry.size - 1) % size >= length:
                raise Refused("truncated", "ole", entry.name)


def _is_cut(data: Data) -> bool:
    """Whether the file ends before one of its tables or its directory."""
    head = data[:512].ljust(512, b"\0")
    (shift,), (tables, directory) = struct.unpack("<H", head[30:32]), struct.unpack("<II", head[44:52])
    places = [place for place in struct.unpack("<109I", head[76:])[:tables] if place < MAXREGSECT]
    size = 1 << min(shift, 12)
    return tables * size > len(data) or (max([directory, *places]) + 2) * size > len(data)
