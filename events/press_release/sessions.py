"""Find the named parts of an event: «пленарное заседание», «секция «Инфраструктура»». Pure."""

import re

from ..pasting.found import Found, Span
from ..pasting.phrases import capital
from .page import Page

_NAMED = re.compile(
    r"""(?P<kind>(?<!\w)(?:секци|сесси|панельн\w+\s+дискусси|дискусси|мастер-класс|питч-сесси)\w*)
        \s+(?P<name>«[^»\n]+»+|"[^"\n]+"|“[^”\n]+”)""",
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = '«»“”"'
_PLENARY = re.compile(r"(?<!\w)пленарн\w+\s+(?P<kind>заседани|сесси)\w*", re.IGNORECASE)
_NOMINATIVE = {
    "секци": "секция",
    "сесси": "сессия",
    "панел": "панельная дискуссия",
    "диску": "дискуссия",
    "масте": "мастер-класс",
    "питч-": "питч-сессия",
}


def sessions_of(page: Page) -> list[Found[str]]:
    """The parts in the order of the text, without repetitions. The title is left out, because it names the event."""
    title = page.title.span if page.title else Span(0, 0)
    found: dict[str, Found[str]] = {}
    for match in sorted([*_PLENARY.finditer(page.text), *_NAMED.finditer(page.text)], key=lambda one: one.start()):
        if title.holds(Span(*match.span())):
            continue
        if name := match.groupdict().get("name"):
            written = f"{_NOMINATIVE[match['kind'][:5].lower()]} «{name.strip(_QUOTES)}»"
        else:
            written = "пленарное заседание" if match["kind"].lower() == "заседани" else "пленарная сессия"
        found.setdefault(written.lower(), Found(capital(written), Span(*match.span())))
    return list(found.values())
