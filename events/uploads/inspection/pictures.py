"""JPEG, PNG, WebP, TIFF and HEIC, read by Pillow without decoding: check their pixels and where they end."""

import io
import struct
from collections.abc import Iterator
from typing import IO, cast

import pi_heif
from PIL import Image, ImageSequence
from PIL.JpegImagePlugin import JpegImageFile

from core.files.limits import MAX_PIXELS

from .budget import RECORD, Data, Metered, charge
from .refusal import Refused

PLUGINS = {"png": "PNG", "webp": "WEBP", "tiff": "TIFF", "heic": "HEIF"}
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error, RuntimeError)
SMALL = 64 << 10  # bytes; too little to keep a library busy
_OFFSETS, _LENGTHS = {273, 324}, {279, 325}  # tags for strips and tiles of a TIFF

pi_heif.register_heif_opener()


def read(data: Data, kind: str) -> int:
    """The offset where the picture ends."""
    if _is_cut(data, kind):
        raise Refused("truncated", kind)
    file = _file_over(data)
    with _opened(file, kind) as picture:
        try:
            for page in ImageSequence.Iterator(picture) if kind == "tiff" else [picture]:
                charge(RECORD)
                _check_pixels(page, kind)
                if kind == "tiff":
                    _check_strips(page, len(data))
            if kind == "png":
                picture.verify()  # the checksums
        except UNREADABLE as error:
            raise Refused("broken", kind) from error
        place = file.tell()
    return _end(data, kind, place)


def check_size(head: bytes, kind: str) -> bool:
    """Check the size in the beginning of a picture. False if it is not there."""
    try:
        with _opened(_file_over(head), kind) as picture:
            _check_pixels(picture, kind)
    except Refused as refusal:
        if refusal.reason == "too_many_pixels":
            raise
        return False
    return True


def _file_over(data: Data) -> IO[bytes]:
    charge(len(data) if len(data) < SMALL else 0)
    return io.BytesIO(data[:]) if len(data) < SMALL else cast(IO[bytes], Metered(data))


def _opened(file: IO[bytes], kind: str) -> Image.Image:
    try:
        # A JPEG followed by more pictures, as phones take them, is measured by the first.
        return JpegImageFile(file) if kind == "jpeg" else Image.open(file, formats=(PLUGINS[kind],))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels", kind) from error
    except UNREADABLE as error:
        raise Refused("broken", kind) from error


def _check_pixels(picture: Image.Image, kind: str) -> None:
    """Check the number of pixels; of an animation only the first frame, which is the one drawn."""
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused("too_many_pixels", kind)


def _check_strips(page: Image.Image, size: int) -> None:
    tags = page.tag_v2  # type: ignore[attr-defined]
    offsets, lengths = ([value for tag in known for value in tags.get(tag, ())] for known in (_OFFSETS, _LENGTHS))
    if any(offset + length > size for offset, length in zip(offsets, lengths, strict=False)):
        raise Refused("truncated", "tiff")


def _is_cut(data: Data, kind: str) -> bool:
    if kind == "jpeg":
        return data.rfind(b"\xff\xd9") < 0
    if kind == "png":
        return data.rfind(b"IEND") < 0
    if kind == "webp":
        return 8 + int.from_bytes(data[4:8], "little") > len(data)
    return kind == "heic" and any(end > len(data) for end in _ends_of_boxes(data))


def _ends_of_boxes(data: Data) -> Iterator[int]:
    place = 0
    while place + 8 <= len(data):
        charge(RECORD)
        (length,) = struct.unpack(">I", data[place : place + 4])
        if length == 1:
            (length,) = struct.unpack(">Q", data[place + 8 : place + 16].rjust(8, b"\0"))
        if length < 8:  # 0 means up to the end of the file
            return
        place += length
        yield place


def _end(data: Data, kind: str, place: int) -> int:
    """The end of the picture. `place` is where the library stopped: before a JPEG's data or a PNG's last checksum."""
    if kind == "jpeg":
        end = data.find(b"\xff\xd9", place) + 2
        if end < 2:
            raise Refused("truncated", kind)
        return end
    if kind == "png":
        return place + 4
    if kind == "webp":
        length = int.from_bytes(data[4:8], "little")
        return 8 + length + length % 2
    return len(data)
