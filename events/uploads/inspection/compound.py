"""A reader of compound files (OLE2), the container of PPT and DOC: a small file system in a file.

It follows no chain of sectors for longer than the file could hold.
"""

import struct
from array import array
from dataclasses import dataclass

from .data import Data
from .refusal import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 10_000
MAX_READ = 128 << 20
_LAST_REAL = 0xFFFFFFFA  # sector numbers above are marks: end, free, tables
_END = 0xFFFFFFFE
_NONE = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


@dataclass(frozen=True)
class Item:
    path: tuple[str, ...]
    type: int
    start: int
    size: int

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""


class Compound:
    def __init__(self, data: Data) -> None:
        self.data = data
        head = struct.unpack("<8s16sHHHHH6sIIIIIIIII", data[:76])
        _magic, _id, _minor, major, order, shift, mini_shift = head[:7]
        _reserved, _dirs, fats, directory, _transaction, self.cutoff, mini_fat, mini_fats, difat, difats = head[7:]
        if order != 0xFFFE or (major, shift) not in ((3, 9), (4, 12)) or mini_shift != 6 or self.cutoff != 4096:
            raise Refused("broken", "ole")
        self.size = 1 << shift
        self.sectors = -(-(len(data) - self.size) // self.size)
        if max(fats, mini_fats, difats) > self.sectors:
            raise Refused("truncated", "ole")
        self.fat = self._read_fat(fats, difat)
        self.items = self._read_directory(directory)
        self.mini_fat = self._table(self._sectors_of(mini_fat) if mini_fats else [])
        root = self.items[0]
        self.mini_stream = self._read_chain(root.start, root.size) if root.start < _LAST_REAL else b""
        self.end = (self._last_used() + 2) << shift

    def _read_fat(self, count: int, difat: int) -> "array[int]":
        places = list(struct.unpack("<109I", self.data[76:512]))
        per_sector = self.size // 4
        while difat < _LAST_REAL and len(places) < count + per_sector:
            *more, difat = struct.unpack(f"<{per_sector}I", self._sector(difat, whole=True))
            places += more
        places = [place for place in places[:count] if place < _LAST_REAL]
        if len(places) < count:
            raise Refused("broken", "ole")
        return self._table(places)

    def _table(self, places: list[int]) -> "array[int]":
        table = array("I")
        for place in places:
            table.frombytes(self._sector(place, whole=True))
        return table

    def _sector(self, number: int, whole: bool = False) -> bytes:
        start = (number + 1) * self.size
        content = self.data[start : start + self.size]
        if whole and len(content) < self.size:
            raise Refused("truncated", "ole")
        return content

    def _sectors_of(self, start: int) -> list[int]:
        """The numbers of a chain's sectors. A chain that returns to itself or leaves the table is broken."""
        found: list[int] = []
        number = start
        while number != _END:
            if number >= len(self.fat) or len(found) > self.sectors:
                raise Refused("broken", "ole")
            if number >= self.sectors:
                raise Refused("truncated", "ole")
            found.append(number)
            number = self.fat[number]
        return found

    def _read_chain(self, start: int, size: int) -> bytes:
        numbers = self._sectors_of(start)[: -(-size // self.size)]
        return b"".join(map(self._sector, numbers))[:size]

    def _read_directory(self, start: int) -> list[Item]:
        raw = b"".join(self._sector(number, whole=True) for number in self._sectors_of(start))
        if len(raw) > MAX_ENTRIES * 128:
            raise Refused("too_many_entries", "ole")
        records = [_record(raw[place : place + 128]) for place in range(0, len(raw), 128)]
        if records[0][1] != ROOT:
            raise Refused("broken", "ole")
        items = [Item((), ROOT, *records[0][5:])]
        waiting: list[tuple[int, tuple[str, ...]]] = [(records[0][4], ())]
        seen: set[int] = set()
        while waiting:
            number, folder = waiting.pop()
            if number == _NONE:
                continue
            if number in seen:
                raise Refused("broken", "ole")
            seen.add(number)
            name, kind, left, right, child, first, size = records[number]
            waiting += [(left, folder), (right, folder)]
            if kind not in (STORAGE, STREAM):
                raise Refused("broken", "ole")
            items.append(Item((*folder, name), kind, first, size))
            if kind == STORAGE:
                waiting.append((child, (*folder, name)))
        return items

    def _last_used(self) -> int:
        return max((number for number, value in enumerate(self.fat) if value != _NONE), default=0)

    def stream(self, *path: str) -> Item | None:
        """The stream with this path, compared without case."""
        wanted = tuple(name.casefold() for name in path)
        for item in self.items:
            if item.type == STREAM and tuple(name.casefold() for name in item.path) == wanted:
                return item
        return None

    def check_streams(self) -> None:
        """Refuse a stream without its end, and streams that need more sectors together than there are."""
        left = self.sectors
        for item in self.items:
            if item.type == STREAM and item.size >= self.cutoff:
                found = len(self._sectors_of(item.start))
                left -= found
                if found * self.size < item.size:
                    raise Refused("truncated", "ole", item.name)
                if left < 0:
                    raise Refused("broken", "ole", item.name)

    def read(self, item: Item, length: int | None = None) -> bytes:
        """The whole stream, or its first `length` bytes."""
        size = item.size if length is None else min(item.size, length)
        if size > MAX_READ:
            raise Refused("too_complex", "ole", item.name)
        content = self._read_chain(item.start, size) if item.size >= self.cutoff else self._read_mini(item)[:size]
        if len(content) < size:
            raise Refused("truncated", "ole", item.name)
        return content

    def _read_mini(self, item: Item) -> bytes:
        parts, number, left = [], item.start, item.size
        while left > 0:
            if number >= len(self.mini_fat):
                raise Refused("broken", "ole", item.name)
            parts.append(self.mini_stream[number * 64 : number * 64 + 64])
            number, left = self.mini_fat[number], left - 64
        return b"".join(parts)[: item.size]


def _record(raw: bytes) -> tuple[str, int, int, int, int, int, int]:
    """`(name, type, left neighbour, right neighbour, child, start, size)`"""
    length, kind = struct.unpack("<HB", raw[64:67])
    left, right, child = struct.unpack("<III", raw[68:80])
    start, size = struct.unpack("<II", raw[116:124])  # in old files the upper half of the size is noise
    name = raw[: max(length - 2, 0) if length <= 64 else 64].decode("utf-16-le", "replace")
    return name, kind, left, right, child, start, size
