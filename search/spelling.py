"""Find other ways to type a word: in Latin letters, with lookalikes, with a space too many or too few. Pure."""

import re
from collections.abc import Callable
from itertools import product

from core.morphology import JOINERS, normalize

# Latin for Cyrillic letters, longer combinations first. If several letters are possible, the likeliest comes first.
_LATIN = {
    "shch": "щ", "sch": "щ сч", "tsch": "ч", "zh": "ж зх", "kh": "х", "ts": "ц тс", "tc": "ц", "ch": "ч",
    "sh": "ш", "yu": "ю", "iu": "ю иу", "ju": "ю", "ya": "я", "ia": "ия я", "iya": "ия", "iia": "ия",
    "ija": "ия", "iyu": "ию", "iju": "ию", "ja": "я", "yo": "е ье", "jo": "е", "ye": "е ье ые", "je": "е", "yy": "ый",
    "iy": "ий", "ii": "ий ии", "ij": "ий", "ey": "ей", "ay": "ай", "oy": "ой", "uy": "уй", "ie": "ие ье",
    "ck": "к", "ph": "ф", "a": "а", "b": "б", "c": "ц к", "d": "д", "e": "е э ье", "f": "ф", "g": "г",
    "h": "х г", "i": "и й", "j": "й ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к я",
    "r": "р", "s": "с", "t": "т", "u": "у ю", "v": "в", "w": "в ш", "x": "х кс", "y": "ы й и", "z": "з",
    "'": "ь",
}  # fmt: skip
# «novaya» is «новая», although «ay» alone is «ай».
_LATIN |= {
    f"{vowel}{soft}": f"{read}{letter}"
    for vowel, read in zip("aeou", "аеоу", strict=True)
    for soft, letter in (("ya", "я"), ("yu", "ю"), ("ye", "е"))
}
_LONGEST = max(map(len, _LATIN))
_LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_DIGITS = str.maketrans("0346", "озчб")
_TO_LOOKALIKES = str.maketrans("асеорхукмтвн", "aceopxykmtbh")
MOST_SPELLINGS, MOST_SEGMENTS, MOST_WAYS = 12, 5, 6
_ALIKE = {**dict(zip("асорхукмтвн", "acopxykmtbh", strict=True)), "е": "ёe"}


def from_latin(word: str) -> list[str]:
    """«смоленск» for «smolensk», and less likely spellings; [] for a word that is not Latin."""
    if not (word.isascii() and word.replace("'", "").isalpha()):
        return []
    choices, at = [], 0
    while at < len(word):
        size = next(size for size in range(_LONGEST, 0, -1) if word[at : at + size] in _LATIN)
        options = _LATIN[word[at : at + size]].split()
        if options[0] == "е" and at == 0:
            options = ["е", "э"]
        elif options[0] == "ия" and at + size < len(word):
            options = ["я", "ия"]  # «zaiats»
        elif options[0] == "е" and (at + size == len(word) or word[at - 1] in "aeiouy"):
            options = ["е"]
        choices.append(options)
        at += size
    # The endings of a word vary anyway, so variants of the beginning come first.
    ranked = sorted(
        product(*(list(enumerate(options)) for options in _few(choices))), key=lambda way: sum(rank for rank, _ in way)
    )
    spelled = ["".join(letters for _, letters in way) for way in ranked[: MOST_SPELLINGS * 2]]
    return list(dict.fromkeys(spelled))[:MOST_SPELLINGS]


def _few(choices: list[list[str]]) -> list[list[str]]:
    """The choices, reduced to at most six letters in doubt. The others get their likeliest spelling."""
    left = 6
    few = []
    for options in choices:
        few.append(options if left else options[:1])
        left -= bool(len(options) > 1 and left)
    return few


def from_lookalikes(word: str) -> str:
    """The word in the other alphabet if all letters have lookalikes: «top» and «тор»; "" for other words."""
    if word.isascii() and word.isalpha():
        turned = word.translate(_LOOKALIKES)
        return turned if not turned.isascii() and all("а" <= char <= "я" for char in turned) else ""
    turned = word.translate(_TO_LOOKALIKES)
    return turned if turned.isascii() and turned.isalpha() else ""


def from_digits(word: str) -> str:
    """«оэ3» → «оэз», with digits that look like letters; "" for other words."""
    digits = [char for char in word if char.isdecimal()]
    letters = len(word) - len(digits)
    if not digits or letters < 2 or letters <= len(digits):
        return ""
    turned = word.translate(_DIGITS)
    return turned if turned.isalpha() else ""


def splits(word: str, least: int = 3) -> list[tuple[str, str]]:
    """Ways to read a word as two that were typed without a space."""
    return [(word[:at], word[at:]) for at in range(least, len(word) - least + 1)]


def segments(word: str, is_word: Callable[[str], bool]) -> list[list[str]]:
    """Ways to read a word as up to MOST_SEGMENTS words that were typed without spaces, the fewest words first."""
    ways: dict[int, list[list[str]]] = {0: [[]]}  # by the number of letters that they cover
    for end in range(1, len(word) + 1):
        reaching = [
            [*before, word[start:end]]
            for start, to_here in ways.items()
            if is_word(word[start:end])
            for before in to_here
            if len(before) < MOST_SEGMENTS
        ]
        if reaching:
            ways[end] = sorted(reaching, key=lambda way: (len(way), -min(map(len, way))))[:MOST_WAYS]
    return [way for way in ways.get(len(word), []) if len(way) > 1]


def joined(left: str, right: str) -> str:
    return normalize(left + right)


def pattern_of(letters: str) -> str:
    """A regular expression for the letters in all spellings that `normalize` makes equal."""
    return f"[{JOINERS}]*".join(f"[{re.escape(char + _ALIKE.get(char, ''))}]" for char in letters)
