"""JPEG, PNG and WebP: how many pixels they have, counting all frames, and where they end."""

import re
import struct
import zlib
from collections.abc import Callable

from core.files.limits import MAX_PIXELS

from .data import Data
from .refusal import Refused

MAX_PARTS = 100_000  # segments or chunks; real files have some hundreds, the largest about ten thousand
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_STANDALONE = {0x01, 0xD8}
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_END = 0xD9


def read(data: Data) -> tuple[str, int]:
    """The kind and the place where the picture ends."""
    kind, end, pixels = _measure(data)
    _check_pixels(pixels, kind)
    return kind, end


def _measure(data: Data) -> tuple[str, int, int]:
    if data[:3] == b"\xff\xd8\xff":
        return ("jpeg", *jpeg(data))
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return ("png", *png(data))
    return ("webp", *webp(data))


def _check_pixels(pixels: int, kind: str) -> None:
    if pixels > MAX_PIXELS:
        raise Refused("too_many_pixels", kind)
    if pixels <= 0:
        raise Refused("broken", kind)


def jpeg(data: Data, only_size: bool = False) -> tuple[int, int]:
    """`(end, pixels)`. Any bytes may stand between segments, as decoders allow."""
    place, pixels = 2, 0
    for _part in range(MAX_PARTS):
        found = _MARKER.search(data, place)
        if not found:
            raise Refused("truncated", "jpeg")
        marker, place = found[1][0], found.end()
        if marker == _END:
            return place, pixels
        if marker in _STANDALONE:
            continue
        if place + 7 > len(data):
            raise Refused("truncated", "jpeg")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 3 : place + 7])
            pixels = max(pixels, width * height)
            if only_size:
                return place, pixels
        place += struct.unpack(">H", data[place : place + 2])[0]
    raise Refused("too_complex", "jpeg")


def png(data: Data, only_size: bool = False) -> tuple[int, int]:
    """`(end, pixels)`. Refuses a chunk with a wrong checksum."""
    place, pixels, frames, has_picture = 8, 0, 1, False
    for part in range(MAX_PARTS):
        if place + 8 > len(data):
            raise Refused("truncated", "png")
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        end = place + 12 + length
        if (part == 0) != (kind == b"IHDR"):
            raise Refused("broken", "png")
        if kind in (b"IHDR", b"acTL"):
            width, height = struct.unpack(">II", data[place + 8 : place + 16])
            if kind == b"IHDR":
                pixels = width * height
            else:
                frames = max(width, 1)
            if only_size:
                return place, pixels
        if end > len(data):
            raise Refused("truncated", "png")
        if zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise Refused("broken", "png")
        has_picture = has_picture or kind == b"IDAT"
        place = end
        if kind == b"IEND":
            if not has_picture:
                raise Refused("broken", "png")
            return place, pixels * frames
    raise Refused("too_complex", "png")


def webp(data: Data, only_size: bool = False) -> tuple[int, int]:
    """`(end, pixels)`"""
    end = 8 + int.from_bytes(data[4:8], "little")
    pixels, frames, place, has_picture = 0, 0, 12, False
    for _part in range(MAX_PARTS):
        if place >= end:
            if not has_picture:
                raise Refused("broken", "webp")
            return min(end + end % 2, len(data)), pixels * max(frames, 1)
        kind, length = struct.unpack("<4sI", data[place : place + 8])
        body = data[place + 8 : place + 18]
        if kind == b"VP8X":
            pixels = (int.from_bytes(body[4:7], "little") + 1) * (int.from_bytes(body[7:10], "little") + 1)
        elif kind == b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            pixels = max(pixels, ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1))
        elif kind == b"VP8 ":
            width, height = struct.unpack("<HH", body[6:10])
            pixels = max(pixels, (width & 0x3FFF) * (height & 0x3FFF))
        frames += kind == b"ANMF"
        has_picture = has_picture or kind in (b"VP8 ", b"VP8L", b"ANMF")
        if only_size and pixels:
            return place, pixels
        place += 8 + length + length % 2
        if place > len(data) + 1 or end > len(data):
            raise Refused("truncated", "webp")
    raise Refused("too_complex", "webp")


_READERS: dict[str, Callable[..., tuple[int, int]]] = {"jpeg": jpeg, "png": png, "webp": webp}


def check_size(kind: str, head: bytes) -> bool:
    """Check the size by the beginning of a picture. False if the beginning does not contain it."""
    try:
        _place, pixels = _READERS[kind](head, only_size=True)
    except Refused:
        return False
    _check_pixels(pixels, kind)
    return True
