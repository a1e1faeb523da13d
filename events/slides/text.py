"""Tidy the text extracted from documents so that people can read, copy and search it. Pure."""

import re
import unicodedata

TEXT_LENGTH = 100_000  # characters of one page; no slide has more, but a sheet may
TITLE_LENGTH = 300

# A hyphen at the end of a line usually marks a broken word. After these parts the word itself has a hyphen.
_KEEPS_HYPHEN = re.compile(
    r"(?:северо|юго|восточно|западно|научно|производственно|социально|финансово|промышленно|торгово|инвестиционно|"
    r"кое|по|во|в|из|интернет|бизнес|онлайн|вице|экс|веб|мини|\d+)\Z",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"(\w+)(?:[\ufffe\u00ad\u0002][ \t]*\n?|[-\u2010][ \t]*\n)[ \t]*(?=([^\W\d_]))")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


def tidy(text: str) -> str:
    """Rejoin broken words, compose letters, unify line ends, drop invisible characters and repeated empty lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = _BROKEN_WORD.sub(_join, text)
    text = "".join(char for char in text if char in "\n\t" or _is_visible(char))
    lines = (re.sub(r"[ \t\u00a0\u2000-\u200a\u202f]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:TEXT_LENGTH]


def _join(found: re.Match[str]) -> str:
    """«промыш-» + «ленный» is one word; «северо-» + «западный» and «ВВП-» + «Рост» keep the hyphen."""
    if _KEEPS_HYPHEN.match(found[1]) or found[2].isupper():
        return f"{found[1]}-"
    return found[1]


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def title_of(text: str) -> str:
    """The first line with at least three letters, so no page number, date or bullet; "" without one."""
    for line in text.split("\n"):
        line = line.strip(" •·–—-*|")
        if sum(char.isalpha() for char in line) >= 3:
            return line[:TITLE_LENGTH]
    return ""
