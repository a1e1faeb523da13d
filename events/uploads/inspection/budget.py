"""Limit the work of inspecting one file, so that an editor waits at most two seconds for the verdict.

The unit is one unpacked byte. Other work is charged as the number of bytes that take the same time. Work is counted,
not timed, so that a file gets the same verdict on a slow machine.
"""

import io
import mmap

from .refusal import Refused

MAX_UNITS = 512 << 20
ENTRY = 8 << 10  # an entry of an archive, which has two headers and whose first bytes are read
ELEMENT_BYTE = 24  # a byte of XML that is parsed completely
RECORD = 192
READ = 1024  # one read by a library
ATTACHED_BYTE = 2

Data = bytes | mmap.mmap  # an unpacked file, or one that is mapped into memory
_charged = 0


def reset() -> None:
    global _charged
    _charged = 0


def charge(units: int, detail: str = "") -> None:
    """Charge the work. Raises Refused if the budget is exhausted; `detail` names the part that is being read."""
    global _charged
    _charged += units
    if _charged > MAX_UNITS:
        raise Refused("too_complex", detail=detail)


class Metered(io.RawIOBase):
    """`data` as a file for libraries. Each read is charged, so a small file cannot keep a library busy for long."""

    def __init__(self, data: Data, end: int | None = None) -> None:
        self.data, self.place = data, 0
        self.end = len(data) if end is None else end

    def read(self, size: int | None = -1) -> bytes:
        charge(READ)
        end = self.end if size is None or size < 0 else min(self.place + size, self.end)
        content = self.data[self.place : end]
        self.place += len(content)
        return content

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        self.place = max(0, place + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.end}[whence])
        return self.place

    def tell(self) -> int:
        return self.place

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True
