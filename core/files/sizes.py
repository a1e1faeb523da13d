"""Smaller copies of pictures in a few widths, made at the first request and stored beside the originals."""

import logging
import posixpath
import threading
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

logger = logging.getLogger(__name__)

WIDTHS = (480, 960, 1600)
FOLDER = "sized"
QUALITY = 78
# A picture of 50 megapixels takes 150 MB while it is scaled, so a process scales one at a time.
DRAWING = threading.BoundedSemaphore(1)


class Sized:
    """A stored file without a row. It is deleted with its original, by `core.files.fields.remove`."""

    def __init__(self, storage: Any, name: str) -> None:
        self.storage, self.name = storage, name


def sized_name(name: str, width: int) -> str:
    stem, _extension = posixpath.splitext(name)
    return f"{FOLDER}/{stem}-{width}.webp"


def sized(picture: Any, width: int) -> Sized | None:
    """The stored picture as a WebP no wider than `width`, turned upright and without the metadata of the camera.

    None if the original cannot be read or the copy cannot be stored. Raises FileNotFoundError if there is no original.
    """
    found = Sized(picture.storage, sized_name(picture.name, width))
    if found.storage.exists(found.name):
        return found
    with DRAWING:
        drawn = _draw(picture, width)
    if drawn is None:
        return None
    # Not `save`, which would choose another name. A second process overwrites the file with the same bytes.
    try:
        found.storage._save(found.name, ContentFile(drawn))
    except OSError:  # usually a full disk; the reader then gets the original
        logger.exception("A smaller copy of %s was not stored", picture.name)
        return None
    return found


def _draw(picture: Any, width: int) -> bytes | None:
    with picture.storage.open(picture.name) as file:
        try:
            image: Image.Image = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
            image.draft("RGB", (width, width))
            image = ImageOps.exif_transpose(image)
            image.thumbnail((width, 4 * width))
            drawn = BytesIO()
            image.convert("RGBA" if image.has_transparency_data else "RGB").save(drawn, "WEBP", quality=QUALITY)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None
    return drawn.getvalue()
