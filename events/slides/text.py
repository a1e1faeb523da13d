"""Text as it comes out of documents, made fit to be read, copied and searched. Pure."""

import re
import unicodedata

TEXT_LENGTH = 100_000  # of one page; no slide has more, a page of a spreadsheet may
TITLE_LENGTH = 300

# A hyphen at the end of a line is mostly the line's, not the word's. After these it is the word's as well.
_KEEPS_HYPHEN = re.compile(
    r"(?:северо|юго|восточно|западно|научно|производственно|социально|финансово|промышленно|торгово|инвестиционно|"
    r"кое|по|во|в|из|интернет|бизнес|онлайн|вице|экс|веб|мини|\d+)\Z",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"(\w+)(?:[\ufffe\u00ad\u0002][ \t]*\n?|[-\u2010][ \t]*\n)[ \t]*(?=([^\W\d_]))")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


def tidy(text):
    """Whole words, composed letters, plain line ends; nothing invisible and no more than one empty line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = _BROKEN_WORD.sub(_join, text)
    text = "".join(char for char in text if char in "\n\t" or _is_visible(char))
    lines = (re.sub(r"[ \t\u00a0\u2000-\u200a\u202f]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:TEXT_LENGTH]


def _join(found):
    """«промыш-» + «ленный» is one word, «северо-» + «западный» keeps its hyphen, «ВВП-» + «Рост» too."""
    keeps = _KEEPS_HYPHEN.match(found[1]) or found[2].isupper()
    return found[1] + "-" * bool(keeps)


def _is_visible(char):
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def title_of(text):
    """The first line that says something: neither a number of a page nor a date nor a bullet alone; "" if none does."""
    for line in text.split("\n"):
        line = line.strip(" •·–—-*|")
        if sum(char.isalpha() for char in line) >= 3:
            return line[:TITLE_LENGTH]
    return ""
