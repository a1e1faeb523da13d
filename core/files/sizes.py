"""A picture in the few widths that pages ask for: made when first asked for, and kept beside the private files."""

import posixpath
import threading
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

WIDTHS = (480, 960, 1600)
FOLDER = "sized"
QUALITY = 78
# A picture of 50 megapixels takes 150 MB while it is drawn: never two at a time in one process.
DRAWING = threading.BoundedSemaphore(1)


class Sized:
    """A stored file without a row of its own; it goes when its original goes, see `core.files.fields.remove`."""

    def __init__(self, storage, name):
        self.storage, self.name = storage, name


def sized_name(name, width):
    stem, _extension = posixpath.splitext(name)
    return f"{FOLDER}/{stem}-{width}.webp"


def sized(picture, width):
    """The picture no wider than `width`, as a WebP, turned upright and without what the camera wrote into it.

    None where the original cannot be drawn. Raises FileNotFoundError when there is no original.
    """
    found = Sized(picture.storage, sized_name(picture.name, width))
    if found.storage.exists(found.name):
        return found
    with DRAWING:
        drawn = _draw(picture, width)
    if drawn is None:
        return None
    # Not `save`, which would give it a name of its own. Whoever comes second writes the same bytes over.
    found.storage._save(found.name, ContentFile(drawn))
    return found


def _draw(picture, width):
    with picture.storage.open(picture.name) as file:
        try:
            image = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
            image.draft("RGB", (width, width))
            image = ImageOps.exif_transpose(image)
            image.thumbnail((width, 4 * width))
            drawn = BytesIO()
            image.convert("RGBA" if image.has_transparency_data else "RGB").save(drawn, "WEBP", quality=QUALITY)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None
    return drawn.getvalue()
