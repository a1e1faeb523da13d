"""Store the place of each word on the picture of its page, in a few bytes. Pure.

A box is (left, top, width, height) in thousandths of the picture's width and height. A word that is broken at the end
of a line has a box for each part.
"""

import base64
import struct
import zlib
from itertools import accumulate
from typing import NamedTuple

SCALE = 1000
MOST_WORDS, MOST_PARTS = 4000, 9  # words of a page, parts of a word
MOST_BYTES = 1 << 20  # of unpacked data, which comes from untrusted files

Box = tuple[int, int, int, int]


class PlacedWord(NamedTuple):
    word: str
    boxes: list[Box]
    ends_line: bool = False


class PlacedText(NamedTuple):
    """The words, each followed by a space or a line end; the place of each word in that text; and its boxes."""

    text: str
    starts: list[int]
    boxes: list[list[Box]]


NOTHING = PlacedText("", [], [])


def pack(words: list[PlacedWord]) -> str:
    """The words as ASCII text, because a child process answers in JSON; "" without words."""
    words = [word for word in words if word.word.strip() and word.boxes][:MOST_WORDS]
    if not words:
        return ""
    text = "".join(word.word.replace("\0", "") + ("\n" if word.ends_line else " ") for word in words)
    counts = bytes(len(word.boxes[:MOST_PARTS]) for word in words)
    boxes = [box for word in words for box in word.boxes[:MOST_PARTS]]
    # All lefts, then all tops, and so on: similar numbers side by side are compressed better.
    numbers = [min(max(number, 0), SCALE) for column in zip(*boxes, strict=True) for number in column]
    content = text.encode("utf-8", "replace") + b"\0" + counts + b"\0" + struct.pack(f"<{len(numbers)}H", *numbers)
    return base64.b64encode(zlib.compress(content, 9)).decode()


def unpack(packed: str) -> PlacedText:
    """The words that were packed; NOTHING for "" and for invalid text."""
    try:
        content = zlib.decompressobj().decompress(base64.b64decode(packed), MOST_BYTES)
        encoded, counts, packed_numbers = content.split(b"\0", 2)
        numbers = struct.unpack(f"<{len(packed_numbers) // 2}H", packed_numbers)
        total = len(numbers) // 4
        boxes = list(zip(*(numbers[total * column : total * (column + 1)] for column in range(4)), strict=True))
        text = encoded.decode()
        lengths = [len(word) + 1 for word in text[:-1].replace("\n", " ").split(" ")]
        ends = accumulate(counts)
        by_word = [boxes[end - count : end] for count, end in zip(counts, ends, strict=True)]
        starts = [end - length for length, end in zip(lengths, accumulate(lengths), strict=True)]
        return PlacedText(text, starts, by_word) if len(starts) == len(by_word) else NOTHING
    except (ValueError, zlib.error, struct.error):
        return NOTHING
