"""Compare Russian words with their transliterations, by any system. Pure.

Both are reduced to keys without the differences between the systems: «Щукин» matches Shchukin, Schukin and Shukin,
«Зайцев» matches Zaytsev, Zaitcev and Zajcev. A Latin word may have several keys.
"""

import re
from functools import lru_cache
from itertools import product

_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SOUNDS = "a b v g d e e J z i i k l m n o p r s t u f h C H S S _ i _ e iu ia".replace("_", "").split(" ")
_LETTERS = dict(zip(_ALPHABET, _SOUNDS, strict=True))
_SHORT_O = re.compile("(?<=[жшщч])[её]")  # «Горбачёв» is also written Gorbachov
# The sounds that a group of Latin letters may stand for, longer groups first. Capitals stand for single sounds.
_GROUPS = {
    "shch": "S", "tsch": "H", "sch": "S sH", "shh": "S", "tch": "H tH", "sh": "S sh", "ch": "H", "zh": "J", "kh": "h",
    "gh": "g", "th": "t th", "ng": "ng n", "ts": "C", "tz": "C", "tc": "C", "cz": "C", "ph": "f", "ck": "k",
    "yu": "iu", "ju": "iu Ju", "iu": "iu", "ya": "ia", "ja": "ia Ja", "ia": "ia", "yo": "e io", "jo": "e io",
    "io": "io e", "ye": "e ie", "je": "e Je", "ie": "ie e", "a": "a", "b": "b", "c": "C k", "d": "d", "e": "e",
    "f": "f", "g": "g", "h": "h", "i": "i", "j": "i J", "k": "k", "l": "l", "m": "m", "n": "n", "o": "o", "p": "p",
    "q": "k ia", "r": "r", "s": "s", "t": "t", "u": "u", "v": "v", "w": "v", "x": "ks h", "y": "i", "z": "z", "'": "",
    "’": "", "`": "",
}  # fmt: skip
_LONGEST = max(map(len, _GROUPS))
_FORMER_ENDING = re.compile(r"(?<=[oe])ff(?=a?\Z)")  # Smirnoff
MOST_KEYS = 24


@lru_cache(maxsize=20_000)
def keys_of_russian(word: str) -> frozenset[str]:
    """The keys of a Russian word; empty if it has other letters."""
    word = word.lower().replace("-", "")
    if not word or any(letter not in _LETTERS for letter in word):
        return frozenset()
    spellings = {word, _SHORT_O.sub("о", word), word.replace("ё", "ио"), re.sub(r"ь(?=[еёюя])", "и", word)}
    return frozenset(_squeezed("".join(_LETTERS[letter] for letter in spelling)) for spelling in spellings)


@lru_cache(maxsize=20_000)
def keys_of_latin(word: str) -> frozenset[str]:
    """The keys of a word in Latin letters; empty if it has others."""
    word = _FORMER_ENDING.sub("v", word.lower().replace("-", ""))
    choices, place = [], 0
    while place < len(word):
        size = next((size for size in range(_LONGEST, 0, -1) if word[place : place + size] in _GROUPS), 0)
        if not size:
            return frozenset()
        choices.append(_GROUPS[word[place : place + size]].split() or [""])
        place += size
    ways = ("".join(way) for way, _number in zip(product(*choices), range(MOST_KEYS), strict=False))
    return frozenset(filter(None, map(_squeezed, ways)))


def _squeezed(key: str) -> str:
    """The key without double letters and without и beside a vowel, which are spelled in many ways."""
    key = key.replace("ts", "C")
    key = re.sub(r"i+(?=e)", "", key)
    return re.sub(r"(.)\1+", r"\1", key)
