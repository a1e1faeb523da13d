"""What an uploaded file really is, and whether a material may be such a file. Pure; runs in a limited child process.

The content decides: it is read here by small careful readers of our own, and only a PDF is opened by a library. Every
rule raises `Refused` with a stable reason; what people are told of each is in `verdicts.py`.
"""

import mmap
import os
import zlib
from struct import error as StructError
from xml.parsers.expat import ExpatError

from ..formats import extension, kind_named
from . import archive, budget, compound, legacy, packages, pdf, photos, pictures, signatures, tails
from .refusal import Refused

# What our readers stumble over when a file is not as its format says.
BROKEN = (StructError, zlib.error, ExpatError, KeyError, IndexError, UnicodeError)


def inspect(path, name):
    """`kind` is what was found, `reason` why it is refused, "" if it is not, `detail` the part that is to blame."""
    budget.begin()
    try:
        kind = kind_of(path, name)
    except Refused as refusal:
        return {"kind": refusal.kind, "reason": refusal.reason, "detail": refusal.detail}
    except BROKEN:
        return {"kind": kind_named(name) or "", "reason": "broken", "detail": ""}
    return {"kind": kind, "reason": "", "detail": ""}


def kind_of(path, name):
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


def read_zip(data, path):
    box = archive.Archive(data)
    kind = packages.kind_of(box) or photos.kind_of(box)
    return kind, len(data)


def read_compound(data, path):
    box = compound.Compound(data)
    return legacy.kind_of(box), box.end


READERS = {
    "pdf": pdf.read,
    "zip": read_zip,
    "ole": read_compound,
    "jpeg": pictures.read,
    "png": pictures.read,
    "webp": pictures.read,
}
