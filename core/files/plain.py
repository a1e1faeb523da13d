"""Remove everything but the picture from a picture file: place, camera, owner, previews, further pictures, tails."""

import io
import re
import struct
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

from .sizes import DRAWING

# A JPEG scan ends at the first marker that is neither a restart marker nor an escaped byte FF.
END_OF_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
JPEG_TABLES = {0xC4, 0xDB, 0xDD, 0xEE}  # Huffman, quantization, restart interval, Adobe's colour transform
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC8, 0xCC}
PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND"}
WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
QUALITY = 92  # if the original does not tell its own


def is_plain(data: bytes) -> bool:
    """Whether the file contains one picture and nothing else. False for anything but a whole JPEG, PNG or WebP."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _is_plain_jpeg(data)
        if data.startswith(b"\x89PNG"):
            kinds, end = _walk(_png_chunks(data))
            return end == len(data) and kinds <= PNG_CHUNKS and b"IEND" in kinds
        kinds, end = _walk(_webp_chunks(data))
        return end == len(data) and kinds <= WEBP_CHUNKS
    except (struct.error, IndexError):
        return False


def _is_plain_jpeg(data: bytes) -> bool:
    place = 2
    while True:
        if data[place] != 0xFF:
            return False
        marker = data[place + 1]
        if marker == 0xD9:
            return place + 2 == len(data)
        (length,) = struct.unpack_from(">H", data, place + 2)
        if marker == 0xE0:  # JFIF, allowed only without a preview
            if data[place + 4 : place + 9] != b"JFIF\0" or length != 16:
                return False
        elif marker not in JPEG_TABLES | JPEG_FRAMES | {0xDA}:
            return False
        place += 2 + length
        if marker == 0xDA:
            end = END_OF_SCAN.search(data, place)
            if end is None:
                return False
            place = end.end() - 2


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yields (kind, offset of its end) of each chunk."""
    place = 8
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        place += 12 + length
        yield kind, place
        if kind == b"IEND":
            return


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    place = 12
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    while place < end:
        kind, length = struct.unpack_from("<4sI", data, place)
        place += 8 + length + length % 2
        yield kind, place


def _walk(chunks: Iterator[tuple[bytes, int]]) -> tuple[set[bytes], int]:
    """The kinds of the chunks, and the offset where the last one ends."""
    kinds, end = set(), 0
    for kind, place in chunks:
        kinds.add(kind)
        end = place
    return kinds, end


def plain(data: bytes) -> bytes:
    """The picture alone, upright, in sRGB, in the same format. Plain data is returned unchanged.

    A JPEG keeps its quantization tables and so loses almost nothing. Of several pictures the first is kept. Raises what
    Pillow raises for a broken file.
    """
    if is_plain(data):
        return data
    with DRAWING, Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
        kind = "JPEG" if opened.format == "MPO" else str(opened.format)
        options = _options(opened, kind, data)
        image = _in_srgb(ImageOps.exif_transpose(opened))
        if kind == "JPEG" and image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        if kind == "JPEG" and image.mode != opened.mode:
            options = {"quality": QUALITY}
        image.info = {key: value for key, value in image.info.items() if key in ("transparency", "gamma")}
        written = io.BytesIO()
        image.save(written, kind, **options)
    return written.getvalue()


def _options(image: Any, kind: str, data: bytes) -> dict[str, Any]:
    if kind == "JPEG":
        tables = image.quantization
        return {"qtables": tables, "subsampling": JpegImagePlugin.get_sampling(image), "optimize": True}
    if kind == "WEBP":
        return {"lossless": b"VP8L" in data[:4096], "quality": QUALITY}
    return {"optimize": False}


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture converted to sRGB by its profile; unchanged if the profile is broken or of another colour model."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode not in ("RGB", "RGBA", "CMYK"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
