"""Inspect a file that was received completely, and read the texts that tell to whom it belongs."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from core.files.images import image_upload, plain_picture
from core.files.names import clean_name

from ..models import Arrival
from ..uploads import sandbox
from ..uploads.formats import FORMATS, kind_named
from ..uploads.verdicts import judge
from .receiving import discard, locked

logger = logging.getLogger(__name__)

GALLERY = {"jpeg", "png", "webp", "heic"}
LIMITS = replace(sandbox.EXTRACT, cpu_seconds=20, wall_seconds=20, output_mb=8)
UNPACKING_SECONDS = 4.0
UNPACKED = "unpacked-"  # the prefix of names of folders
_EXIF, _TAKEN, _FRACTION, _CHANGED = 0x8769, 0x9003, 0x9291, 0x0132


@dataclass(frozen=True)
class ArrivalVerdict:
    """The result. `sentence` says why the file is refused, or is "". `left` counts the photos still in an archive."""

    sentence: str = ""
    left: int = 0

    @property
    def is_accepted(self) -> bool:
        return not self.sentence


class Incomplete(Exception):
    """Some of the file has not been received yet."""


class OnDisk(File):
    """A local file with the name that people gave it."""

    def temporary_file_path(self) -> str:
        return str(self.file.name)


def finish(arrival: Arrival) -> ArrivalVerdict:
    """Accept the file or refuse it; a second call changes nothing. Raises Incomplete.

    The bytes are copied before the row is written, and the partial file is deleted afterwards, so they are never lost.
    """
    with locked(arrival) as partial:
        arrival.refresh_from_db()
        if arrival.is_whole:
            arrival.partial.unlink()
            return ArrivalVerdict(left=_left(arrival))
        if os.fstat(partial).st_size < arrival.size:
            raise Incomplete
        with open(arrival.partial, "rb") as stored:
            sentence = _read(arrival, OnDisk(stored, arrival.name))
        if sentence:
            discard(arrival)
            return ArrivalVerdict(sentence)
        arrival.partial.unlink(missing_ok=True)
    return ArrivalVerdict(left=_left(arrival))


def _left(arrival: Arrival) -> int:
    """1 for an archive, which has at least one photo to unpack; otherwise 0."""
    return int(arrival.kind == "zip")


def _read(arrival: Arrival, file: OnDisk) -> str:
    """Fill in and save the row. Returns the sentence of a refusal, or ""."""
    judged = judge(file)
    if not judged.verdict.is_accepted:
        return judged.verdict.sentence
    arrival.kind, arrival.sha256 = judged.verdict.kind, judged.sha256
    if arrival.kind in GALLERY:
        try:
            _keep_photo(arrival, file)
        except ValidationError as error:
            return " ".join(error.messages)
    else:
        arrival.pages = texts(file.temporary_file_path(), arrival.kind)
        file.seek(0)
        arrival.file.save(arrival.name, file, save=False)
    arrival.save()
    return ""


def _keep_photo(arrival: Arrival, file: File) -> None:
    """Store the photo upright and without metadata, and note when it was taken."""
    arrival.taken_at = taken_at(file)
    file.seek(0)
    picture = plain_picture(image_upload(_measured(file)))
    arrival.file.save(str(picture.name), picture, save=False)


def _measured(file: File) -> Any:
    return ContentFile(file.read(), file.name)


def taken_at(file: Any) -> str:
    """The time when the photo was taken, «2016:05:25 10:11:12.34»; "" if the camera has not recorded it."""
    try:
        file.seek(0)
        with Image.open(file) as picture:
            exif = picture.getexif()
            details = exif.get_ifd(_EXIF)
            moment = str(details.get(_TAKEN) or exif.get(_CHANGED) or "").strip("\0 ")
            fraction = str(details.get(_FRACTION) or "").strip("\0 ")
    except (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError):
        return ""
    return f"{moment}.{fraction}"[:30] if moment[:4].isdigit() and int(moment[:4]) else ""


def texts(path: str, kind: str) -> list[str]:
    """The texts of the first pages; [] without any."""
    try:
        suffix = FORMATS[kind].extensions[0]
        found = sandbox.call("events.slides.first_pages:first_pages", path, suffix, limits=LIMITS)
    except (sandbox.ChildFailed, KeyError):
        return []
    return list(found)


def unpack(archive: Arrival, user: Any) -> tuple[int, list[str]]:
    """Unpack photos for some seconds. Returns how many are left, and sentences about refused ones.

    The next call continues. The archive is deleted once all of its photos are rows.
    """
    refused: list[str] = []
    limits = replace(LIMITS, file_mb=settings.MAX_UPLOAD_MB)
    with locked(archive), _local_copy(archive) as path, _folder_beside(path) as folder:
        archive.refresh_from_db()
        arguments = (str(path), folder, archive.unpacked, UNPACKING_SECONDS)
        total = archive.unpacked
        try:
            for found in sandbox.stream("events.uploads.unpacking:unpack", *arguments, limits=limits):
                if "total" in found:
                    total = found["total"]
                    continue
                with transaction.atomic():  # the row of the photo and the count of the archive are written together
                    if sentence := _keep_unpacked(archive, found["name"], Path(found["file"])):
                        refused.append(sentence)
                    archive.unpacked += 1
                    archive.save(update_fields=["unpacked"])
                Path(found["file"]).unlink()
        except sandbox.ChildFailed as failure:
            logger.warning("The archive %s was not unpacked: %s", archive.pk, failure)
            sentence = _("Архив «%s» не распаковался до конца. Распакуйте его у себя и добавьте снимки отдельно.")
            return 0, [*refused, sentence % archive.name]
        finally:
            archive.partial.unlink()
        left = max(0, total - archive.unpacked)
        if not left:
            archive.delete()
    return left, refused


def _keep_unpacked(archive: Arrival, name: str, path: Path) -> str:
    name = clean_name(name)
    photo = Arrival(
        event_id=archive.event_id,
        uploaded_by_id=archive.uploaded_by_id,
        name=name,
        size=path.stat().st_size,
        modified=archive.modified,
        kind=kind_named(name) or "",
    )
    with open(path, "rb") as file:
        try:
            if photo.kind in GALLERY:
                _keep_photo(photo, File(file, name))
            else:
                photo.file.save(name, File(file, name), save=False)
        except ValidationError as error:
            return f"{name}: {' '.join(error.messages)}"
    photo.save()
    return ""


def _folder_beside(path: Path) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=path.parent, prefix=UNPACKED)


@contextmanager
def _local_copy(arrival: Arrival) -> Iterator[Path]:
    with (
        tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="unpack-") as copy,
        arrival.file.open() as stored,
    ):
        while block := stored.read(1 << 20):
            copy.write(block)
        copy.flush()
        yield Path(copy.name)
