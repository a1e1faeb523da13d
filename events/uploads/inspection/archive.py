"""ZIP, read by `zipfile`: sizes are bounded, entries do not overlap, and no name leads outside."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from .budget import ENTRY, Data, Metered, charge
from .refusal import Refused

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1 << 30
MAX_RATIO, MAX_RATIO_OF_ALL = 200, 100
SMALL = 10 << 20  # unpacked bytes; a smaller entry, such as a white bitmap, may have any ratio
MAX_NESTED = 128 << 20
# How many bytes are unpacked, smallest entries first, to prove the sizes that entries claim.
PROVED = 64 << 20
BLOCK = 1 << 16
PADDING = b"\0\t\n\f\r \x1a"  # bytes that servers and mail programs append to files

_END, _LOCAL, _LOCATOR64 = b"PK\x05\x06", b"PK\x03\x04", b"PK\x06\x07"
_REACH = 22 + 0xFFFF
_LOCKED, _UTF8 = 0x1, 0x800
_OUTSIDE = re.compile(r"\A[/~]|\A[A-Za-z]:|(?:\A|/)\.\.(?:/|\Z)|\0")
_FILE, _FOLDER = 0o100000, 0o040000
_RUSSIAN = re.compile(r"[ -~А-яЁё№]+")
Entry = zipfile.ZipInfo


class Archive:
    """An archive. `entries` are by name in lower case. `outer` contains this archive and shares its limit of bytes."""

    def __init__(self, data: Data, outer: "Archive | None" = None) -> None:
        self.outer = outer
        self.depth: int = outer.depth + 1 if outer else 0
        self.unpacked = 0
        place = end_record(data)
        if place is None:
            raise Refused("polyglot" if _has_tail(data) else "truncated", "zip")
        count, length = _size_of_directory(data, place)
        if count > MAX_ENTRIES or length > MAX_ENTRIES * 512:
            raise Refused("too_many_entries", "zip")
        charge(count * ENTRY)
        try:
            self.zip = zipfile.ZipFile(Metered(data, place + 22))
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise Refused("broken", "zip") from error
        if len(self.zip.filelist) != count:
            raise Refused("broken", "zip")
        for entry in self.zip.filelist:
            _check(entry)
        self.entries = {entry.filename.casefold(): entry for entry in self.zip.filelist}
        self._check_places()
        self._check_sizes(len(data))

    def _check_places(self) -> None:
        if len({entry.filename for entry in self.zip.filelist}) != len(self.zip.filelist):
            raise Refused("overlapping", "zip", "two entries of one name")
        ordered = sorted(self.zip.filelist, key=lambda entry: entry.header_offset)
        if ordered and ordered[0].header_offset != 0:
            raise Refused("polyglot", "zip")
        places = [entry.header_offset for entry in ordered[1:]] + [self.zip.start_dir]
        for entry, following in zip(ordered, places, strict=False):
            if entry.header_offset + 30 + entry.compress_size > following:
                raise Refused("overlapping", "zip", entry.filename)

    def _check_sizes(self, packed: int) -> None:
        total = 0
        for entry in self.zip.filelist:
            total += entry.file_size
            if entry.file_size > SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
                raise Refused("bomb", "zip", entry.filename)
        if total > SMALL and total > MAX_RATIO_OF_ALL * packed:
            raise Refused("bomb", "zip")
        self._count(total)

    def _count(self, size: int) -> None:
        """Count unpacked bytes, here and in every archive around this one."""
        self.unpacked += size
        if self.outer:
            if self.unpacked > MAX_NESTED:
                raise Refused("too_complex", "zip")
            self.outer._count(size)
        elif self.unpacked > MAX_UNPACKED:
            raise Refused("bomb", "zip")

    def prove_sizes(self) -> None:
        left = PROVED
        for entry in sorted(self.files(), key=lambda entry: entry.file_size):
            left -= entry.file_size
            if left < 0:
                return
            self.read(entry)

    def files(self) -> list[Entry]:
        return [entry for entry in self.zip.filelist if not entry.filename.endswith("/")]

    def blocks(self, entry: Entry, length: int, size: int = BLOCK) -> Iterator[bytes]:
        """Yields the first `length` bytes in blocks, and unpacks no more. The checksum is compared at the end."""
        try:
            with self.zip.open(entry) as file:
                while length > 0 and (block := file.read(min(size, length))):
                    charge(len(block), entry.filename)
                    length -= len(block)
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Refused("broken", "zip", entry.filename) from error

    def head(self, entry: Entry, length: int) -> bytes:
        return b"".join(self.blocks(entry, length))

    def read(self, entry: Entry) -> bytes:
        content = self.head(entry, entry.file_size + 1)
        if len(content) != entry.file_size:
            raise Refused("broken", "zip", entry.filename)
        return content


def _check(entry: Entry) -> None:
    entry.filename = _name_of(entry).replace("\\", "/")
    if _OUTSIDE.search(entry.filename) or "\0" in entry.orig_filename:
        raise Refused("unsafe_names", "zip", entry.filename)
    if (entry.external_attr >> 16) & 0o170000 not in (0, _FILE, _FOLDER):
        raise Refused("links", "zip", entry.filename)
    if entry.flag_bits & _LOCKED:
        raise Refused("encrypted", "zip", entry.filename)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("other_format", "zip with another method", entry.filename)


def _name_of(entry: Entry) -> str:
    """The name as its author wrote it: a Russian Windows writes cp866 without saying so, macOS writes UTF-8."""
    if entry.flag_bits & _UTF8 or entry.orig_filename.isascii():
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")
    russian = raw.decode("cp866")
    if not _RUSSIAN.fullmatch(russian):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return russian


def end_record(data: Data, start: int = 0) -> int | None:
    """The offset of the archive's end record, if only padding follows it."""
    size = end_of_content(data, start)
    place = data.rfind(_END, max(start, size - BLOCK - _REACH))
    if place < 0 or place + 22 > len(data):
        return None
    end = place + 22 + int.from_bytes(data[place + 20 : place + 22], "little")
    return place if end <= len(data) and not data[end:size].strip(PADDING) else None


def _size_of_directory(data: Data, place: int) -> tuple[int, int]:
    """The number of entries and the size of the central directory, before `zipfile` reads it."""
    if data[max(0, place - 20) : place].startswith(_LOCATOR64):
        (place64,) = struct.unpack("<Q", data[place - 12 : place - 4])
        return struct.unpack("<QQ", data[place64 + 32 : place64 + 48].ljust(16, b"\xff"))
    return struct.unpack("<HI", data[place + 10 : place + 16])


def _has_tail(data: Data) -> bool:
    """Whether something else follows a complete archive."""
    place = data.rfind(_END, max(0, len(data) - _REACH))
    return place >= 0 and sum(struct.unpack("<II", data[place + 12 : place + 20].ljust(8, b"\0"))) == place


def end_of_content(data: Data, start: int = 0) -> int:
    """Where the padding at the end begins; the result may be up to one block too large."""
    size = len(data)
    while size > start:
        block = data[max(start, size - BLOCK) : size]
        if block != bytes(BLOCK):  # skips blocks of zeros fast
            charge(4 * BLOCK)
            if block.strip(PADDING):
                break
        size -= len(block)
    return size


def inner_archives(data: Data) -> Iterator[bytes]:
    """Archives within other files: a theme in a DOC or PPT of Office, a DOCX in a PDF form of OnlyOffice."""
    place = data.find(_END)
    while place >= 0:
        charge(ENTRY)
        length, offset = struct.unpack("<II", data[place + 12 : place + 20].ljust(8, b"\0"))
        start = place - length - offset
        if start >= 0 and data[start : start + 4] == _LOCAL:
            yield data[start : place + 22]
        place = data.find(_END, place + 4)
