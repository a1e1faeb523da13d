"""The ZIP of an event: its files and their names in it, a page of contents, and the bytes.

The names are valid on every system. The archive is streamed without compression, because materials are in compressed
formats, so its length is known before its first byte. A file that is missing or has the wrong length is listed in the
contents as missing. If reading a file fails while it is sent, the archive breaks off, so that nobody gets an apparently
complete archive with half a file in it.
"""

import logging
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from zipstream import ZipStream

from core.files.names import clean_name, extension

from ..models import Appearance, Material, Preview

logger = logging.getLogger(__name__)

NAME_LENGTH = 120
NAME_BYTES = 240
CHUNK = 16 * 1024
STYLE = Path(__file__).with_name("contents.css")


@dataclass(frozen=True)
class ArchiveSummary:
    """What the download button says about the ZIP. `size` is in bytes."""

    number: int
    size: int


def summarize(materials):
    """The ArchiveSummary of an event's listed materials; None if the ZIP would contain no file."""
    sizes = [material.current_version.size for material in materials if is_file(material)]
    return ArchiveSummary(len(sizes), sum(sizes)) if sizes else None


def is_file(material):
    return material.is_open and material.current_version_id is not None


def contents_name():
    return _("Содержание.html")


@dataclass
class ZipEntry:
    """A material in the contents. Only a file has a name. `is_missing` says that the archive does not contain it."""

    material: Material
    name: str = ""
    is_missing: bool = False

    @property
    def has_slides(self):
        preview = getattr(self.material.current_version, "preview", None)
        ready = preview and preview.state == Preview.State.READY and preview.steps_done
        return bool(ready and self.material.is_open)


def plan(materials):
    """The entries in the order of the ZIP: programmes (number 00), then the materials of talks, then the rest.

    The materials have `is_open` and `current_version` loaded, and their talks have `speakers`.
    """
    ordered = sorted(materials, key=_place)
    shared = [material.talk_id for material in ordered if is_file(material)]  # a talk may have slides and a paper
    width = max(2, len(str(len(shared))))
    entries, taken, number = [], set(), 0
    for material in ordered:
        entry = ZipEntry(material)
        entries.append(entry)
        if not is_file(material):
            continue
        if material.kind == Material.Kind.PROGRAMME:
            start = f"{0:0{width}} {material.get_kind_display().capitalize()}"
        else:
            number += 1
            start = f"{number:0{width}} {_label(material, with_title=shared.count(material.talk_id) > 1)}"
        entry.name = unique_name(start, extension(material.current_version.original_name), taken)
    return entries


def _place(material):
    talk = (0, material.talk.order, material.talk.pk) if material.talk else (1, 0, 0)
    return material.kind != Material.Kind.PROGRAMME, talk, material.order, material.pk


def _label(material, with_title):
    """«Ровбель – Администрация Смоленской области», as of that day; the material's heading if it has no speaker."""
    speakers = _speakers(material)
    if not speakers:
        return material.heading
    groups = [
        " – ".join(filter(None, [", ".join(one.last_name for one in group), place]))
        for place, group in groupby(speakers, _spoke_for)
    ]
    names = ", ".join(groups)
    return f"{names} – {material.title or material.get_kind_display()}" if with_title else names


def _speakers(material):
    appearances = list(material.talk.speakers) if material.talk else []
    return [one for one in appearances if one.role == Appearance.Role.SPEAKER] or appearances


def _spoke_for(appearance):
    """The organization's name of that day, or its current name if visible, or the first part of the position.

    The last is for people who govern a region, who have no organization.
    """
    if appearance.organization_name:
        return appearance.organization_name
    if appearance.organization_is_known:
        return str(appearance.organization)
    return re.split(r" [–—-] |[,;]", appearance.position)[0]


def unique_name(stem, suffix, taken):
    """A safe name that is unique in the archive regardless of case. Adds it to `taken`."""
    name, number = safe_name(stem, suffix), 1
    while name.casefold() in taken:
        number += 1
        name = safe_name(stem, f" ({number}){suffix}")
    taken.add(name.casefold())
    return name


def safe_name(stem, suffix=""):
    """A name that Windows, macOS and Linux accept. A long one is cut before its suffix."""
    stem = re.sub(r'"([^"]*)"', r"«\1»", stem)
    stem = re.sub(r"\s*:\s+", " – ", stem)
    stem = re.sub(r'[<>"*?]', "", re.sub(r"[/\\|:]", "-", stem))
    stem = clean_name(stem)
    while len(stem + suffix) > NAME_LENGTH or len((stem + suffix).encode()) > NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .,–-") + suffix


def check(entries):
    """Mark the entries whose file is missing from the storage or has the wrong length."""
    for entry in entries:
        if entry.name:
            entry.is_missing = not _is_whole(entry.material.current_version)


def _is_whole(version):
    try:
        if version.file.storage.size(version.file.name) == version.size:
            return True
    except OSError:
        pass
    logger.error("The file of a row is missing or not whole, see check_files: %s", version.file.name)
    return False


def contents_page(event, entries, **context):
    """The bytes of «Содержание.html», a page in UTF-8 without further files."""
    style = mark_safe(f"<style>{STYLE.read_text('utf-8')}</style>")  # noqa: S308  a file of ours
    context |= {
        "event": event,
        "entries": entries,
        "style": style,
        "missing": [entry for entry in entries if entry.is_missing],
    }
    return render_to_string("events/archive_contents.html", context).encode()


def pack(contents, entries):
    """The archive. Its `len` is known in advance, and it can be iterated once."""
    stream = ZipStream(sized=True)
    stream.add(contents, contents_name())
    for entry in entries:
        if entry.name and not entry.is_missing:
            version = entry.material.current_version
            stream.add(_blocks(version), entry.name, size=version.size)
    return stream


def _blocks(version):
    """Yields the bytes of a file, which is opened only then. Raises OSError if it is shorter than recorded."""
    file, left = version.file.storage.open_at(version.file.name, 0, version.size), version.size
    try:
        while left:
            block = file.read(min(CHUNK, left))
            if not block:
                raise OSError(f"{version.file.name} ended {left} bytes before its end")
            left -= len(block)
            yield block
    finally:
        file.close()
