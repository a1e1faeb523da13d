"""Tell whether two texts are the same press release, even if some words differ. Pure."""

import re
import zlib
from collections.abc import Sequence

from core.text import fold

SHINGLE = 3  # words
KEPT = 200  # how many of the smallest hashes are kept, as a sample of the shingles
SAME = 0.35  # a text with a changed word in each sentence keeps about half of its shingles
_WORD = re.compile(r"[^\W_]+")


def fingerprint(text: str) -> list[int]:
    """The smallest hashes of the text's shingles, sorted; [] for a text of fewer than three words."""
    words = _WORD.findall(fold(text))
    shingles = {" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
    return sorted(zlib.crc32(shingle.encode()) for shingle in shingles)[:KEPT]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of shingles that both texts have, from 0 to 1 (bottom-k estimate of the Jaccard index)."""
    first, second = set(one), set(other)
    size = min(KEPT, max(len(first), len(second)))
    sample = sorted(first | second)[:size]
    return sum(number in first and number in second for number in sample) / len(sample) if sample else 0.0
