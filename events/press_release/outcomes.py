"""Find the outcomes of an event: «стороны подписали соглашение о …», «председателем избран …». Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.dates import MONTHS_GENITIVE, PartialDate, read_dates

from ..pasting.found import Found, Span
from ..pasting.people import MentionedPerson
from ..pasting.tokens import Sentence
from .draft import DraftOutcome
from .page import Page

_SIGNED = r"подпис(?:ал|ала|ало|али|ано|ан|аны)\b|заключ(?:ил|ила|ило|или|ено|ён|ен|ены)\b|скрепил\w*\b"
# A document is an outcome if the sentence says that it was signed. The other kinds have a verb of their own.
_PAPERS = [
    ("memorandum", r"меморандум\w*"),
    ("contract", r"(?:договор(?:а|ы|ов|ом)?|контракт\w*)\b"),
    ("agreement", r"соглашени\w+"),
    ("arrangement", r"(?:план|протокол|дорожн\w+ карт)\w*"),
]
_ACTS = [
    ("election", r"(?:вновь\s+)?(?:избран|переизбран|избрали|избрал|назначен(?!о)|назначили)[аоы]?\b"),
    (
        "award",
        r"(?:вручил|вручила|вручили|вручал\w*|(?:грамот|диплом|наград)\w*[^.]{0,80}получил\w*|наградил|наградила|наградили|награжд[её]н\w*|удостоен\w*)\b",
    ),
    ("instruction", r"(?:поручил|поручила|поручили|дал\w* поручени\w+|поручено)\b"),
    (
        "decision",
        (
            r"(?:утвердил\w*|утвержд[её]н\w*|одобрен\w*|принят\w* решени\w+|принял\w* решени\w+|постановил\w*|"
            r"рекомендова(?:л|ла|ли|но)|решили|решил|решила|решено)\b"
        ),
    ),
    ("arrangement", r"(?:договорил(?:ись|ся|ась)|условил(?:ись|ся|ась)|достигнут\w* договор[её]нност\w*)"),
]
# Not outcomes of this event: «планируют подписать», «на основе соглашения 2010 года», «ранее подписали».
_NOT_HERE = re.compile(
    r"на основе\s|в рамках (?:соглашени|договор|меморандум)|"
    r"ранее\s+(?!руковод|работа|занима|возглав)|напомним|в прошлом году|если\s|"
    r"не (?:подписа|решил|принял)",
    re.IGNORECASE,
)

_AMOUNT = re.compile(
    r"(?<![\d.,])(?P<value>\d{1,3}(?: \d{3})+|\d+(?:,\d+)?)\s*(?P<times>тыс|млн|млрд|миллион|миллиард)?[а-я]*\.?\s*руб",
    re.IGNORECASE,
)
_TIMES = {"тыс": 10**3, "млн": 10**6, "миллион": 10**6, "млрд": 10**9, "миллиард": 10**9}
_SUM_FOLLOWS = re.compile(r"(?:Общ\w+ )?(?:объ[её]м|сумм|стоимост|инвестици)\w*", re.IGNORECASE)
_DUE = re.compile(
    rf"(?<!\w)(?:до|не позднее)\s+(?P<date>\d{{1,2}}\s+(?:{'|'.join(MONTHS_GENITIVE)})(?:\s+\d{{4}}(?:\s+года)?)?|"
    r"\d{1,2}\.\d{2}\.\d{4})",
    re.IGNORECASE,
)

BY_VERB = "Итог понят по сказуемому: проверьте, что это решили здесь."


def outcomes_of(page: Page, people: Sequence[Found[MentionedPerson]]) -> list[Found[DraftOutcome]]:
    """At most one outcome for each sentence, and none from the title, which only repeats one."""
    title = page.title.span if page.title and page.title.is_sure else Span(0, 0)  # a doubtful one may be body text
    found = []
    for sentence, following in pairwise([*page.sentences, []]):
        span = Span(sentence[0].span.start, sentence[-1].span.end)
        if title.holds(span):
            continue
        said = page.text[slice(*span)]
        kind = next(_kinds(said), "")
        if kind and not _NOT_HERE.search(said):
            parties = (
                tuple(one.value.name.shown for one in people if span.holds(one.span)) if kind == "agreement" else ()
            )
            amount = _amount(said) or (_amount(page.said(following)) if _names_sum(page, following) else None)
            outcome = DraftOutcome(kind, said.strip(), parties, amount, _due(said))
            found.append(Found(outcome, span, "" if kind in _SURE else BY_VERB))
    return found


def _names_sum(page: Page, sentence: Sentence) -> bool:
    """Whether the sentence tells the sum of the outcome before it: «Объём инвестиций составит …»."""
    return bool(sentence) and _SUM_FOLLOWS.match(page.said(sentence)) is not None


def _amount(said: str) -> int | None:
    """The only sum of the sentence, in roubles; None if there are several."""
    sums = list(_AMOUNT.finditer(said))
    if len(sums) != 1:
        return None
    value = float(sums[0]["value"].replace(" ", "").replace(",", "."))
    return round(value * _TIMES.get((sums[0]["times"] or "").lower(), 1))


def _due(said: str) -> PartialDate | None:
    found = _DUE.search(said)
    try:
        return read_dates(found["date"])[0] if found else None
    except ValueError:
        return None


_SURE = {"agreement", "memorandum", "contract", "election"}


def _kinds(said: str) -> Iterator[str]:
    if re.search(_SIGNED, said, re.IGNORECASE):
        yield from (kind for kind, paper in _PAPERS if re.search(rf"\b{paper}", said, re.IGNORECASE))
    yield from (kind for kind, act in _ACTS if re.search(rf"\b{act}", said, re.IGNORECASE))
