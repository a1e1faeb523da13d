"""The ZIP of an event: which files are in it, what they are called there, the page that tells of them, and its bytes.

A name must survive every system that unpacks it. The archive is written as it is read, without compression, which the
formats of materials have inside: so its length is known before its first byte. A file that is not there, or is not as
long as it should be, is named in the contents; one that breaks off later breaks the archive off, and nobody is left
with a whole archive of half a file.
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
from ..templatetags.event_tags import called

logger = logging.getLogger(__name__)

NAME_LENGTH = 120
NAME_BYTES = 240
CHUNK = 16 * 1024
STYLE = Path(__file__).with_name("contents.css")


@dataclass(frozen=True)
class Offer:
    """What the button says."""

    number: int
    size: int


def offer(materials):
    """Of an event's listed materials those that would be files of its ZIP; None when there are none."""
    sizes = [material.current_version.size for material in materials if is_file(material)]
    return Offer(len(sizes), sum(sizes)) if sizes else None


def is_file(material):
    return material.is_open and material.current_version_id is not None


def contents_name():
    return _("Содержание.html")


@dataclass
class Row:
    """A material in the contents. Only a file has a name; it `is_missing` when the archive goes out without it."""

    material: Material
    name: str = ""
    is_missing: bool = False

    @property
    def has_slides(self):
        preview = getattr(self.material.current_version, "preview", None)
        ready = preview and preview.state == Preview.State.READY and preview.steps_done
        return bool(ready and self.material.is_open)


def plan(materials):
    """Rows in the order of the ZIP: programmes are number 00, then what was said in its order, then the rest.

    The materials have `is_open` and `current_version`, and their talk its `speakers`.
    """
    ordered = sorted(materials, key=_place)
    shared = [material.talk_id for material in ordered if is_file(material)]  # a talk may have slides and a paper
    width = max(2, len(str(len(shared))))
    rows, taken, number = [], set(), 0
    for material in ordered:
        row = Row(material)
        rows.append(row)
        if not is_file(material):
            continue
        if material.kind == Material.Kind.PROGRAMME:
            start = f"{0:0{width}} {material.get_kind_display().capitalize()}"
        else:
            number += 1
            start = f"{number:0{width}} {_label(material, with_title=shared.count(material.talk_id) > 1)}"
        row.name = unique_name(start, extension(material.current_version.original_name), taken)
    return rows


def _place(material):
    talk = (0, material.talk.order, material.talk.pk) if material.talk else (1, 0, 0)
    return material.kind != Material.Kind.PROGRAMME, talk, material.order, material.pk


def _label(material, with_title):
    """«Ровбель – Администрация Смоленской области», as said that day; without a speaker the material's own title."""
    speakers = _speakers(material)
    if not speakers:
        return called(material)
    groups = [
        " – ".join(filter(None, [", ".join(one.person.last_name for one in group), place]))
        for place, group in groupby(speakers, _spoke_for)
    ]
    names = ", ".join(groups)
    return f"{names} – {material.title or material.get_kind_display()}" if with_title else names


def _speakers(material):
    appearances = list(material.talk.speakers) if material.talk else []
    return [one for one in appearances if one.role == Appearance.Role.SPEAKER] or appearances


def _spoke_for(appearance):
    """The organization as it was said; as it is called today, if the reader may know of it; or the first of the posts
    that were named: those who govern a region come without an organization."""
    if appearance.organization_name:
        return appearance.organization_name
    if appearance.organization_is_known:
        return str(appearance.organization)
    return re.split(r" [–—-] |[,;]", appearance.position)[0]


def unique_name(stem, suffix, taken):
    """A safe name that no file of the archive has in any case of letters; it joins the `taken` ones."""
    name, number = safe_name(stem, suffix), 1
    while name.casefold() in taken:
        number += 1
        name = safe_name(stem, f" ({number}){suffix}")
    taken.add(name.casefold())
    return name


def safe_name(stem, suffix=""):
    """The stem and the suffix as one name that Windows, macOS and Linux take, cut so that the suffix stays whole."""
    stem = re.sub(r'"([^"]*)"', r"«\1»", stem)
    stem = re.sub(r"\s*:\s+", " – ", stem)
    stem = re.sub(r'[<>"*?]', "", re.sub(r"[/\\|:]", "-", stem))
    stem = clean_name(stem)
    while len(stem + suffix) > NAME_LENGTH or len((stem + suffix).encode()) > NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .,–-") + suffix


def check(rows):
    """Marks the rows whose file is not in the storage as it was uploaded."""
    for row in rows:
        if row.name:
            row.is_missing = not _is_whole(row.material.current_version)


def _is_whole(version):
    try:
        if version.file.storage.size(version.file.name) == version.size:
            return True
    except OSError:
        pass
    logger.error("The file of a row is missing or not whole, see check_files: %s", version.file.name)
    return False


def contents_page(event, rows, **context):
    """«Содержание.html»: one page that needs nothing else, in UTF-8."""
    style = mark_safe(f"<style>{STYLE.read_text('utf-8')}</style>")  # noqa: S308  a file of ours
    context |= {"event": event, "rows": rows, "style": style, "missing": [row for row in rows if row.is_missing]}
    return render_to_string("events/archive_contents.html", context).encode()


def pack(contents, rows):
    """The archive: iterable, once, and of known `len`."""
    stream = ZipStream(sized=True)
    stream.add(contents, contents_name())
    for row in rows:
        if row.name and not row.is_missing:
            version = row.material.current_version
            stream.add(_blocks(version), row.name, size=version.size)
    return stream


def _blocks(version):
    """The file's bytes, opened when its turn comes; an error when there are fewer than promised."""
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
