"""Find out what an uploaded file is, and whether a material may be such a file. Pure; runs in a limited child process.

The content decides. Small readers of our own read it; only a PDF is opened by a library. Every rule raises `Refused`
with a stable reason; the sentence for each reason is in `verdicts.py`.
"""

import mmap
import os
import zlib
from collections.abc import Callable
from struct import error as StructError
from xml.parsers.expat import ExpatError

from core.files.names import extension

from ..formats import kind_named
from . import archive, budget, compound, embedded, legacy, packages, pdf, photos, pictures, signatures, tails
from .data import Data
from .refusal import Refused

# What our readers raise when a file does not follow its format.
BROKEN = (StructError, zlib.error, ExpatError, KeyError, IndexError, UnicodeError)


def inspect(path: str, name: str) -> dict[str, str]:
    """`kind` is what was found; `reason` is "" for an accepted file; `detail` names the part that caused a refusal."""
    budget.reset()
    try:
        kind = kind_of(path, name)
    except Refused as refusal:
        return {"kind": refusal.kind, "reason": refusal.reason, "detail": refusal.detail}
    except BROKEN:
        return {"kind": kind_named(name) or "", "reason": "broken", "detail": ""}
    return {"kind": kind, "reason": "", "detail": ""}


def kind_of(path: str, name: str) -> str:
    if os.path.getsize(path) == 0:
        raise Refused("empty")
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = signatures.kind_of(data[: signatures.HEAD])
        if found not in READERS:
            raise signatures.refusal_of(found, name)
        signatures.refuse_program_name(name)
        kind, end = READERS[found](data, path)
        tails.check(data, end, kind)
    if kind != kind_named(name):
        raise Refused("not_as_named", kind, extension(name))
    return kind


def read_zip(data: Data, _path: str) -> tuple[str, int]:
    box = archive.Archive(data)
    if not packages.is_package(box):
        return photos.kind_of(box), len(data)
    embedded.check_package(box)
    return packages.kind_of(box), len(data)


def read_compound(data: Data, _path: str) -> tuple[str, int]:
    box = compound.Compound(data)
    return legacy.kind_of(box), box.end


def read_picture(data: Data, _path: str) -> tuple[str, int]:
    return pictures.read(data)


# Each returns the kind and the place where the file of that kind ends.
READERS: dict[str, Callable[[Data, str], tuple[str, int]]] = {
    "pdf": pdf.read,
    "zip": read_zip,
    "ole": read_compound,
    "jpeg": read_picture,
    "png": read_picture,
    "webp": read_picture,
}
