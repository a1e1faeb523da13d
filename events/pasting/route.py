"""Read the route of a tour: its stops by day, with times, places and notes. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .found import Found
from .organizations import organizations_in
from .people import MentionedPerson
from .programme import Item, read_programme
from .tokens import Token, clean, tokens_of

_PARK = re.compile(
    r"(?:индустриальн\w+|промышленн\w+|агропромышленн\w+|логистическ\w+|экопромышленн\w+)[\w-]*\s+(?:технопарк|парк)\w*|"
    r"(?:промышленно-логистическ\w+)\s+парк\w*|(?<!\w)(?:пром|техно|агро|экотехно|агропром|био|кванто|лого|IT-|ИТ-)?парк(?:а|е|у|ом|и|ов)?(?!\w)|"
    r"технополис\w*|(?<!\w)ОЭЗ(?!\w)|(?<!\w)ТОСЭР(?!\w)|(?<!\w)ТОР(?!\w)|особ\w+ экономическ\w+ зон\w+|площадк\w+",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[\s.,;(]*(?P<note>(?:с собой|иметь при себе|взять|нужн[ыао]|форма одежды|при себе|дресс-код|внимание)\b[^()]*|"
    r"(?:каск[аи]|паспорт|закрытая обувь|спецодежда)[^()]*)\)?\s*$",
    re.IGNORECASE,
)
_NOT_A_STOP = re.compile(r"^(?:маршрут|план поездки|программа)\b", re.IGNORECASE)


@dataclass(frozen=True)
class PastedStop:
    """A stop. `park` is a name without quotation marks; `title` is the line without its time and note."""

    title: str
    day: int | None = None
    starts_at: dt.time | None = None
    park: str = ""
    organization: str = ""
    host: MentionedPerson | None = None
    note: str = ""


def read_route(text: str) -> list[Found[PastedStop]]:
    """The stops of a pasted route, in order. Spans refer to `clean(text)`.

    Stops are lines, or parts between arrows: «Смоленск → парк «Феникс» → завод».
    """
    items = read_programme(re.sub(r"\s*(?:→|⇒|->|=>|>)\s*", "\n", clean(text)))
    return [
        Found(_stop(item.value), item.span, item.doubt) for item in items if not _NOT_A_STOP.match(item.value.title)
    ]


def _stop(item: Item) -> PastedStop:
    note = _NOTE.search(item.title)
    title = item.title[: note.start()] if note and note.start() else item.title
    tokens = tokens_of(title)
    host = next(iter((*item.moderators, *item.speakers)), None)
    return PastedStop(
        title=title.strip(" .,;("),
        day=item.day,
        starts_at=item.starts_at,
        park=park_of(title, tokens),
        organization=_organization_of(tokens, title),
        host=host,
        note=note["note"].strip(" .)") if note and note.start() else "",
    )


def park_of(text: str, tokens: Sequence[Token]) -> str:
    """The name of the park in the text: a quotation, or else a name, after a word for a park."""
    for found in _PARK.finditer(text):
        after = next((token for token in tokens if token.span.start >= found.end()), None)
        if (
            after
            and text[found.end() : after.span.start].strip() == ""
            and (after.kind == "quotation" or after.is_capitalized)
        ):
            return after.text
    return ""


def _organization_of(tokens: Sequence[Token], text: str) -> str:
    for found in organizations_in(tokens):
        if not _PARK.search(text[slice(*found.span)]):
            return found.value.shown
    return ""
