"""A limit on the work that one file may cause before its verdict: an editor waits two seconds at most.

The unit is one unpacked byte; other work is charged as the number of bytes that take the same time. The work is counted
rather than timed, so that a file gets the same verdict on a slow machine.
"""

import io
import mmap

from .refusal import Refused

MAX_UNITS = 512 << 20
ENTRY = 8 << 10  # an archive's entry: described twice, and its first bytes are read
ELEMENT_BYTE = 24  # a byte of XML that is parsed to the end
RECORD = 192
READ = 1024  # a library asks for some bytes
ATTACHED_BYTE = 2

Data = bytes | mmap.mmap  # a file that is mapped into memory, or was unpacked out of another one
_charged = 0


def reset() -> None:
    global _charged
    _charged = 0


def charge(units: int, detail: str = "") -> None:
    """Raises Refused when the budget is exhausted; `detail` names the part that was being read."""
    global _charged
    _charged += units
    if _charged > MAX_UNITS:
        raise Refused("too_complex", detail=detail)


class Metered(io.RawIOBase):
    """A file over `data` for the libraries: each read is charged, so a small file keeps none of them busy for long."""

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
