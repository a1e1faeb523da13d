"""Find out what an uploaded file is, and whether it is acceptable as a material. Pure; runs in a sandboxed process.

The content decides, read by libraries: zipfile, expat, olefile, Pillow and PDFium. Every rule raises `Refused` with a
stable reason. `verdicts.py` has the sentence for each reason.
"""

import mmap
import os
import warnings
import zlib
from struct import error as StructError
from xml.parsers.expat import ExpatError

from core.files.names import extension

from ..formats import PICTURES, SLIDE_SHOWS, kind_named
from . import archive, budget, compound, embedded, legacy, packages, pdf, photos, pictures, rtf, signatures, tails
from .refusal import Refused

# The errors of readers for a file that does not follow its format.
BROKEN = (StructError, zlib.error, ExpatError, KeyError, IndexError, UnicodeError, RecursionError)


def inspect(path: str, name: str) -> dict[str, str]:
    """`kind` is what was found; `reason` is "" for an accepted file; `detail` names the part that caused a refusal."""
    budget.reset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # libraries warn about oddities that they can read
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
        if found not in {"zip", "ole", "pdf", "rtf", *PICTURES}:
            raise signatures.refusal_of(found, name)
        signatures.refuse_program_name(name)
        kind = _read(found, data, path)
    if {kind, kind_named(name)} <= SLIDE_SHOWS:
        return kind_named(name) or kind
    if kind != kind_named(name):
        raise Refused("not_as_named", kind, extension(name))
    return kind


def _read(found: str, data: budget.Data, path: str) -> str:
    """Check the content; return its kind."""
    if found == "zip":
        return _read_zip(archive.Archive(data))
    if found == "ole":
        box = compound.Compound(data)
        kind = legacy.kind_of(box)
        tails.check(data, box.end, kind)
        embedded.check_compound(box)
        return kind
    if found == "pdf":
        tails.check(data, pdf.read(data, path), found)
        embedded.check_inner_archives(data)
    elif found == "rtf":
        tails.check(data, rtf.read(data), found)
    elif b"%PDF-" in data[:1024]:
        raise Refused("polyglot", found)
    else:
        tails.check(data, pictures.read(data, found), found)
    return found


def _read_zip(box: archive.Archive) -> str:
    if packages.is_package(box):
        kind = packages.kind_of(box)
        box.prove_sizes()
        embedded.check_package(box)
        return kind
    if packages.is_iwork(box):
        raise Refused("other_format", "iwork")
    return photos.kind_of(box)
