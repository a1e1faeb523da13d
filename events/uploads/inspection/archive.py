"""A strict reader of ZIP: repeated facts must agree, entries share no bytes, names stay inside, sizes are bounded.

Programs differ in which facts of a ZIP they trust, so a file that two of them could read differently is refused.
"""

import re
import struct
import zlib
from dataclasses import dataclass

from . import budget
from .data import Data
from .refusal import Refused

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1 << 30
MAX_RATIO, MAX_RATIO_OF_ALL = 200, 100
SMALL = 10 << 20  # unpacked; below it no ratio is checked: a white bitmap of a screen is no bomb
MAX_NAME = 1024
MAX_NESTED = 128 << 20
# So many bytes are unpacked, of the smallest entries first, to prove the sizes that entries claim.
PROVED = 64 << 20
BLOCK = 1 << 16

_END, _ENTRY, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_LOCATOR64 = b"PK\x06\x07"
_MAX_COMMENT = 0xFFFF
_IN_64_BIT_RECORD = {0xFFFF, 0xFFFFFFFF}
STORED, DEFLATED = 0, 8
_LOCKED, _AFTERWARDS, _UTF8 = 0x1, 0x8, 0x800
_OUTSIDE = re.compile(r"\A[/~]|\A[A-Za-z]:|(?:\A|/)\.\.(?:/|\Z)|\0")
_FILE, _FOLDER = 0o100000, 0o040000


@dataclass
class Entry:
    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    start: int = 0

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


class Archive:
    """`entries` by name. `outer` is the archive that contains this one: they share one limit of unpacked bytes."""

    def __init__(self, data: Data, outer: "Archive | None" = None) -> None:
        self.data, self.outer = data, outer
        self.depth: int = outer.depth + 1 if outer else 0
        self.unpacked = 0
        start, length, count, end = self._find_directory()
        budget.charge(count * budget.ENTRY)
        entries = self._read_directory(start, length, count)
        self.entries = {entry.name: entry for entry in entries}
        if len({entry.name.casefold() for entry in entries}) != len(entries):
            raise Refused("overlapping", detail="two entries of one name")
        for entry in entries:
            self._check_name(entry)
            self._locate(entry)
        self._check_places(entries, start)
        self._check_sizes(entries)
        if end != len(data):
            raise Refused("polyglot", "zip")

    # --- The directory at the end ----------------------------------------------------------------------------------

    def _find_directory(self) -> tuple[int, int, int, int]:
        """`(start, length, count)` of the central directory, and where the archive ends."""
        data = self.data
        place = data.rfind(_END, max(0, len(data) - _MAX_COMMENT - 22))
        if place < 0 or place + 22 > len(data):
            raise Refused("truncated", "zip")
        disk, disk2, here, count, length, start, comment = struct.unpack("<HHHHIIH", data[place + 4 : place + 22])
        end, directory_end = place + 22 + comment, place
        if data[place - 20 : place - 16] == _LOCATOR64:
            (place64,) = struct.unpack("<Q", data[place - 12 : place - 4])
            count64, _all, length64, start64 = struct.unpack("<QQQQ", data[place64 + 24 : place64 + 56])
            short, long = (count, length, start), (count64, length64, start64)
            if any(a != b and a not in _IN_64_BIT_RECORD for a, b in zip(short, long, strict=True)):
                raise Refused("overlapping", "zip")
            (here, count, length, start), directory_end = (count64, *long), place64
        if disk or disk2 or here != count or end > len(data):
            raise Refused("broken", "zip")
        if start + length != directory_end:
            raise Refused("truncated" if start + length > directory_end else "polyglot", "zip")
        if count > MAX_ENTRIES or length > MAX_ENTRIES * 512:
            raise Refused("too_many_entries", "zip")
        return start, length, count, end

    def _read_directory(self, start: int, length: int, count: int) -> list[Entry]:
        directory, place = self.data[start : start + length], 0
        entries: list[Entry] = []
        while place < length:
            if directory[place : place + 4] != _ENTRY:
                raise Refused("broken", "zip")
            values = struct.unpack("<HHHHHHIIIHHHHHII", directory[place + 4 : place + 46])
            (_by, _needs, flags, method, _time, _date, crc, packed, size) = values[:9]
            name_length, extra_length, comment_length, disk, _internal, external, offset = values[9:]
            raw_name = directory[place + 46 : place + 46 + name_length]
            extra = directory[place + 46 + name_length : place + 46 + name_length + extra_length]
            size, packed, offset = _long_values(extra, size, packed, offset)
            if disk or name_length > MAX_NAME:
                raise Refused("broken", "zip")
            name = raw_name.decode("utf-8" if flags & _UTF8 else "cp437").replace("\\", "/")
            mode = external >> 16
            entries.append(Entry(name, raw_name, flags, method, crc, packed, size, offset, mode))
            place += 46 + name_length + extra_length + comment_length
        if place != length or len(entries) != count:
            raise Refused("broken", "zip")
        return entries

    # --- One entry -------------------------------------------------------------------------------------------------

    def _check_name(self, entry: Entry) -> None:
        if _OUTSIDE.search(entry.name):
            raise Refused("unsafe_names", "zip", entry.name)
        if entry.mode & 0o170000 not in (0, _FILE, _FOLDER):
            raise Refused("links", "zip", entry.name)
        if entry.flags & _LOCKED:
            raise Refused("encrypted", "zip", entry.name)
        if entry.method not in (STORED, DEFLATED):
            raise Refused("other_format", "zip", entry.name)
        if entry.method == STORED and entry.packed != entry.size:
            raise Refused("overlapping", "zip", entry.name)

    def _locate(self, entry: Entry) -> None:
        """Find where the bytes begin. The local header before them must agree with the directory."""
        header = self.data[entry.offset : entry.offset + 30]
        if header[:4] != _LOCAL:
            raise Refused("broken", "zip", entry.name)
        flags, method, _time, _date, crc, packed, size, name_length, extra_length = struct.unpack(
            "<HHHHIIIHH", header[6:]
        )
        begin = entry.offset + 30
        raw_name = self.data[begin : begin + name_length]
        extra = self.data[begin + name_length : begin + name_length + extra_length]
        size, packed, _offset = _long_values(extra, size, packed, 0)
        declared = (entry.raw_name, entry.method, entry.crc, entry.packed, entry.size)
        if flags & _AFTERWARDS:
            crc, packed, size = crc or entry.crc, packed or entry.packed, size or entry.size
        if (raw_name, method, crc, packed, size) != declared or (flags ^ entry.flags) & _LOCKED:
            raise Refused("overlapping", "zip", entry.name)
        entry.start = begin + name_length + extra_length

    def _check_places(self, entries: list[Entry], directory: int) -> None:
        place = 0
        for number, entry in enumerate(sorted(entries, key=lambda entry: entry.offset)):
            if number == 0 and entry.offset != 0:
                raise Refused("polyglot", "zip")
            if entry.offset < place:
                raise Refused("overlapping", "zip", entry.name)
            place = entry.start + entry.packed
        if place > directory:
            raise Refused("overlapping", "zip")

    # --- Sizes -----------------------------------------------------------------------------------------------------

    def _check_sizes(self, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.size > SMALL and entry.size > MAX_RATIO * entry.packed:
                raise Refused("bomb", "zip", entry.name)
        total, packed = sum(entry.size for entry in entries), sum(entry.packed for entry in entries)
        if total > SMALL and total > MAX_RATIO_OF_ALL * packed:
            raise Refused("bomb", "zip")
        self._count(total)
        left = PROVED
        for entry in sorted(entries, key=lambda entry: entry.size):
            if entry.size <= left:
                left -= entry.size
                self.read(entry)

    def _count(self, size: int) -> None:
        """Count unpacked bytes here and in every archive around this one."""
        self.unpacked += size
        if self.outer:
            if self.unpacked > MAX_NESTED:
                raise Refused("too_complex", "zip")
            self.outer._count(size)
        elif self.unpacked > MAX_UNPACKED:
            raise Refused("bomb", "zip")

    # --- Reading ---------------------------------------------------------------------------------------------------

    def files(self) -> list[Entry]:
        return [entry for entry in self.entries.values() if not entry.is_folder]

    def read(self, entry: Entry) -> bytes:
        """The whole content. Refuses one whose size or checksum is not the declared one."""
        content = self.head(entry, entry.size + 1)
        if len(content) != entry.size or zlib.crc32(content) != entry.crc:
            raise Refused("bomb" if len(content) > entry.size else "broken", "zip", entry.name)
        return content

    def head(self, entry: Entry, length: int) -> bytes:
        """The first `length` bytes; no more are unpacked."""
        end = entry.start + entry.packed
        if entry.method == STORED:
            return self.data[entry.start : min(entry.start + length, end)]
        inflater, parts = zlib.decompressobj(-zlib.MAX_WBITS), []
        for place in range(entry.start, end, BLOCK):
            block = inflater.unconsumed_tail + self.data[place : min(place + BLOCK, end)]
            parts.append(inflater.decompress(block, length))
            length -= len(parts[-1])
            budget.charge(len(parts[-1]), entry.name)
            if length <= 0 or inflater.eof:
                break
        return b"".join(parts)


def _long_values(extra: bytes, size: int, packed: int, offset: int) -> list[int]:
    """`[size, packed, offset]`, read from the 64-bit extra field where there is one; small files may have one too."""
    values, place = [size, packed, offset], 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[place : place + 4])
        if kind == 1:
            longs = [struct.unpack("<Q", extra[at : at + 8])[0] for at in range(place + 4, place + 4 + length - 7, 8)]
            for number, value in enumerate(values):
                if value == 0xFFFFFFFF and longs:
                    values[number] = longs.pop(0)
        place += 4 + length
    return values
