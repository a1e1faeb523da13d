"""Find the delegation of a text: «делегация Тамбовской области во главе с …», «Делегацию возглавляет …». Pure."""

import re
from collections.abc import Sequence

from core.text import fold
from parks.countries import countries

from ..pasting.found import Found, Span
from ..pasting.people import MentionedPerson
from ..pasting.tokens import Sentence
from .draft import DraftDelegation
from .page import Page

_DELEGATION = re.compile(r"(?<!\w)делегаци(?:я|и|ю|ей)(?!\w)", re.IGNORECASE)
# The origin of the delegation: the words up to a verb, a comma or «во главе».
_WHOSE = re.compile(
    r"делегаци(?:я|и|ю|ей)\s+(?P<whose>(?:из\s+)?(?:(?-i:[А-ЯЁ])|муниципалитет|администраци|правительств|провинци|министерств|"
    r"корпораци|республик|союз|город|компани|област)[^,.;:\n—]*?)"
    r"(?=\s+(?:во главе|в составе|наход|приб|посе|приех|изуч|соверш|осмотр|побыв|ознаком|приня|в рамках|с \w+ визит)"
    r"|[,.;:\n—]|$)",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"во главе с|возглав(?:ля|и)\w*|руководител\w+\s+делегаци|глав\w+ делегаци|е[её] руководител\w+", re.IGNORECASE
)
_MEMBERS = re.compile(
    r"в составе(?: делегации)?|вместе с (?:ним|ней)|члены (?:его |её |ее )?делегаци\w+|также", re.IGNORECASE
)

WHOSE_UNCLEAR = "Чья это делегация, понято по соседним словам."


def delegations_of(page: Page, people: Sequence[Found[MentionedPerson]]) -> list[Found[DraftDelegation]]:
    """At most one delegation, from the first sentence that names one, with people from there and the next two."""
    for number, sentence in enumerate(page.sentences):
        span = _span(sentence)
        if page.title and page.title.span.holds(span):
            continue
        match = _DELEGATION.search(page.text, *span)
        if match is None:
            continue
        whose = _WHOSE.match(page.text, match.start(), span.end)
        near = page.sentences[number : number + 3]
        names, has_head = _people(page, near, people)
        if not whose and not names:
            continue
        name = "Делегация" + (f" {whose['whose'].strip()}" if whose else "")
        found = DraftDelegation(name, country_in(page.text[span.start : _span(near[-1]).end]), tuple(names), has_head)
        return [
            Found(found, Span(match.start(), whose.end() if whose else match.end()), "" if whose else WHOSE_UNCLEAR)
        ]
    return []


def _span(sentence: Sentence) -> Span:
    return Span(sentence[0].span.start, sentence[-1].span.end)


def _people(page: Page, near: Sequence[Sentence], people: Sequence[Found[MentionedPerson]]) -> tuple[list[str], bool]:
    """The names of the head, who comes first, and of the members in these sentences, and whether there is a head."""
    head, members = "", []
    for sentence in near:
        span = _span(sentence)
        said = page.text[slice(*span)]
        own = [one for one in people if span.holds(one.span)]
        headed, joined = _HEADED.search(said), _MEMBERS.search(said)
        if headed and not head:
            after = [one for one in own if one.span.start >= span.start + headed.start()]
            head = after[0].value.name.shown if after else ""
        if joined:
            members += [one.value.name.shown for one in own if one.span.start >= span.start + joined.start()]
    names = ([head] if head else []) + [name for name in dict.fromkeys(members) if name != head]
    return names, bool(head)


def country_in(said: str) -> str:
    """The code of the foreign country in the text; "" if there are none or several."""
    words = " ".join(["", *re.findall(r"[\w-]+", fold(said)), ""])
    codes = [
        code
        for code, country in countries().items()
        if any(f" {fold(name)} " in words for name in (*country.forms, *country.others))
    ]
    return codes[0] if len(codes) == 1 else ""
