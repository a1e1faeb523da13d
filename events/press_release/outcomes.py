"""What an event ended with: «стороны подписали соглашение о …», «председателем избран …». Pure."""

import re
from collections.abc import Iterator, Sequence

from ..pasting.found import Found, Span
from ..pasting.people import Person
from .draft import Outcome
from .page import Page

_SIGNED = r"подпис(?:ал|ала|али|ано|ан|аны)\b|заключ(?:ил|ила|или|ено|ён|ен|ены)\b|скрепил\w*\b"
# A paper is an outcome where the sentence says that it was signed; the other kinds are told by their own verb.
_PAPERS = [
    ("memorandum", r"меморандум\w*"),
    ("contract", r"(?:договор(?:а|ы|ов|ом)?|контракт\w*)\b"),
    ("agreement", r"соглашени\w+"),
    ("arrangement", r"(?:план|протокол|дорожн\w+ карт)\w*"),
]
_ACTS = [
    ("election", r"(?:вновь\s+)?(?:избран|переизбран|избрали|избрал)[аоы]?\b"),
    ("award", r"(?:вручил|вручила|вручили|наградил|наградила|наградили|награжд[её]н\w*|удостоен\w*)\b"),
    ("instruction", r"(?:поручил|поручила|поручили|дал\w* поручени\w+|поручено)\b"),
    ("decision", r"(?:утвердил\w*|постановил\w*|решили|решил|решила|принял\w* решени\w+|решено)\b"),
    ("arrangement", r"(?:договорил(?:ись|ся|ась)|условил(?:ись|ся|ась)|достигнут\w* договор[её]нност\w*)"),
]
# «планируют подписать», «на основе соглашения 2010 года», «ранее подписали»: not an outcome of this event.
_NOT_HERE = re.compile(
    r"на основе\s|в рамках (?:соглашени|договор|меморандум)|ранее|напомним|в прошлом году|если\s|"
    r"не (?:подписа|решил|принял)",
    re.IGNORECASE,
)

BY_VERB = "Итог понят по сказуемому: проверьте, что это решили здесь."


def outcomes_of(page: Page, people: Sequence[Found[Person]]) -> list[Found[Outcome]]:
    """One for each sentence that tells of one, and none from the title, which says it once more."""
    title = page.title.span if page.title and page.title.is_sure else Span(0, 0)  # else it is of the body
    found = []
    for sentence in page.sentences:
        span = Span(sentence[0].span.start, sentence[-1].span.end)
        if title.holds(span):
            continue
        said = page.text[slice(*span)]
        kind = next(_kinds(said), "")
        if kind and not _NOT_HERE.search(said):
            parties = (
                tuple(one.value.name.shown for one in people if span.holds(one.span)) if kind == "agreement" else ()
            )
            found.append(Found(Outcome(kind, said.strip(), parties), span, "" if kind in _SURE else BY_VERB))
    return found


_SURE = {"agreement", "memorandum", "contract", "election"}


def _kinds(said: str) -> Iterator[str]:
    if re.search(_SIGNED, said, re.IGNORECASE):
        yield from (kind for kind, paper in _PAPERS if re.search(rf"\b{paper}", said, re.IGNORECASE))
    yield from (kind for kind, act in _ACTS if re.search(rf"\b{act}", said, re.IGNORECASE))
