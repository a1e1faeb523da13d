"""Tidy text extracted from documents, so that people can read, copy and search it. Pure."""

import re
import unicodedata

from core.morphology import is_word

TEXT_LENGTH = 100_000  # characters of a page; a sheet may have more, but not a slide
TITLE_LENGTH = 300

# First parts of words that have a hyphen of their own.
_KEEPS_HYPHEN = re.compile(
    r"(?:северо|юго|восточно|западно|научно|производственно|социально|финансово|промышленно|торгово|инвестиционно|"
    r"кое|по|во|в|из|интернет|бизнес|онлайн|пресс|медиа|веб|мини|вице|экс|топ|гринфилд|браунфилд|\d+)\Z",
    re.IGNORECASE,
)
_PARTICLES = {"то", "либо", "нибудь", "таки", "ка"}
_PREFIXES = {"под", "над", "при", "пере", "пред", "без", "меж", "раз", "про", "суб"}
_SHORTEST = 3  # letters; shorter halves are prefixes and endings rather than words
# A soft hyphen marks a broken word. PDFium gives U+FFFE or U+0002 for any hyphen at the end of a line.
_SOFT_HYPHEN = re.compile(r"\u00ad[ \t]*\n?[ \t]*(?=[^\W\d_])|\u00ad")
_HYPHEN = r"(?:[\ufffe\u0002][ \t]*\n?|[-\u2010][ \t]*\n)[ \t]*"
_LINE_END = re.compile(rf"(?<=\w){_HYPHEN}(?=(?P<rest>[^\W\d_]\w*(?:{_HYPHEN}[^\W\d_]\w*){{0,2}})(?P<more>-\w)?)")
_BREAK = re.compile(_HYPHEN)
_LAST_WORD = re.compile(r"\w+\Z")
_BULLETS = "•·–—*|▪▫■□●○◦◆◇►▶▸➢➤✓✔‣⁃-"
_LIST_SIGN = re.compile(rf"\A\s*(?:[{re.escape(_BULLETS)}]\s*|(?:\d{{1,2}}|[^\W\d_])\)\s*)+(?=\S)")
_TORN = re.compile(r"(?<![\w-])(?P<left>[^\W\d_]{2,})-\s?(?P<right>[^\W\d_]{2,})(?![\w-])")
_GOES_ON = re.compile(
    r"(?:^|\s)(?:а|без|в|во|для|до|за|и|из|или|к|ко|между|на|над|не|о|об|от|по|под|при|с|со|у|через)\Z", re.IGNORECASE
)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


def tidy(text: str) -> str:
    """Rejoin broken words, compose letters, unify line ends, drop invisible characters and repeated empty lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = _rejoined(_SOFT_HYPHEN.sub("", text))
    text = "".join(char for char in text if char in "\n\t" or _is_visible(char))
    lines = (re.sub(r"[ \t\u00a0\u2000-\u200a\u202f]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:TEXT_LENGTH]


def _rejoined(text: str) -> str:
    """The text with broken words joined: «индустри-» + «альный». «Пресс-» + «секретарь» keeps its hyphen."""
    parts, place = [], 0
    for found in _LINE_END.finditer(text):
        parts.append(text[place : found.start()])
        left = _LAST_WORD.search("".join(parts[-6:]))
        if left and _keeps_hyphen(left[0], found["rest"], bool(found["more"])):
            parts.append("-")
        place = found.end()
    return "".join([*parts, text[place:]])


def _keeps_hyphen(left: str, rest: str, goes_on: bool) -> bool:
    """Whether the joined word keeps its hyphen.

    `rest` is the next word, with up to two further parts if its line ends with a hyphen too. `goes_on` says that a
    hyphen follows within the line.
    """
    right, *later = _BREAK.split(rest)
    if _KEEPS_HYPHEN.match(left):
        return True
    if any(is_word(left + "".join([right, *later[:count]])) for count in range(len(later) + 1)):
        return left.isupper() != right.isupper() and len(left) > 1  # «ВВП-» + «рост», but «ПРОМЫШ-» + «ЛЕННЫЙ»
    if right[0].isupper() or right in _PARTICLES or is_word(f"{left}-{right}"):
        return True
    if (len(left) > 1 and left.isupper()) or left.isascii() != right.isascii():  # «ГЧП-» + «проект», «IT-» + «парк»
        return True
    if len(left) < _SHORTEST or left.lower() in _PREFIXES or not is_word(left):
        return False
    return goes_on or bool(later) or (len(right) >= _SHORTEST and is_word(right))  # «Ростов-» + «на-» + «Дону»


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def title_of(text: str) -> str:
    """The first line with at least three letters, to skip page numbers, dates and bullets; "" if there is none.

    A line that ends with «к» or «и» continues in the next one.
    """
    title = ""
    for line in text.split("\n"):
        line = line.strip() if title else clean_title(line)
        if not title and sum(char.isalpha() for char in line) < 3:
            continue
        title = f"{title} {line}".strip()
        if not line or not _GOES_ON.search(line):
            break
    return title[:TITLE_LENGTH]


def without_title(text: str, title: str) -> str:
    """The text of a slide without the lines of its title."""
    rest, told = text, ""
    while rest and len(told) < len(title):
        first, _, rest = rest.partition("\n")
        told = f"{told} {first.strip()}".strip() if told else clean_title(first)
    return rest.lstrip() if told == title else text


def clean_title(title: str) -> str:
    """The title without a bullet or number, and with manually hyphenated words joined."""
    return _TORN.sub(_mended, _LIST_SIGN.sub("", title).strip(f" {_BULLETS}"))


def _mended(torn: re.Match[str]) -> str:
    """The word without its hyphen: «БЕСПИ-ЛОТНЫЕ». «Бизнес-план» and «Юго-Запад» keep theirs."""
    left, right = torn["left"], torn["right"]
    if is_word(f"{left}-{right}") or (is_word(left) and is_word(right)):
        return torn[0]
    return left + right if is_word(left + right) else torn[0]
