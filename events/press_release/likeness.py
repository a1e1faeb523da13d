"""Tell whether two texts are the same press release, also after words were changed. Pure."""

import re
import zlib
from collections.abc import Sequence

from core.text import fold

SHINGLE = 3  # words
KEPT = 200  # of the smallest hashes of a text: a fair sample of its shingles
SAME = 0.35  # a text with a changed word in each sentence keeps about half of its shingles
_WORD = re.compile(r"[^\W_]+")


def fingerprint(text: str) -> list[int]:
    """The smallest hashes of the text's groups of words, in order: [] for a text of less than three words."""
    words = _WORD.findall(fold(text))
    shingles = {" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
    return sorted(zlib.crc32(shingle.encode()) for shingle in shingles)[:KEPT]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """From 0 to 1: the share of groups of words that both texts have (bottom-k estimate of Jaccard's coefficient)."""
    first, second = set(one), set(other)
    size = min(KEPT, max(len(first), len(second)))
    sample = sorted(first | second)[:size]
    return sum(number in first and number in second for number in sample) / len(sample) if sample else 0.0
