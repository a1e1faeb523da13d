"""Find quotations and their speakers: «…», — сказал Иван Кравцов; Иван Кравцов отметил: «…». Pure."""

import re
from collections.abc import Iterator, Sequence

from core.text import fold

from ..pasting.found import Found, Span
from ..pasting.people import MentionedPerson
from .draft import DraftQuotation
from .page import Page

_SAYS = (
    r"(?:(?:сказал|отметил|подчеркнул|рассказал|заявил|сообщил|пояснил|добавил|прокомментировал|подытожил|поделил|отмечает|"
    r"говорит|считает|уверен|напомнил|резюмировал|заключил|комментирует|подчёркивает|подчеркивает|заверил|поблагодарил|"
    r"призвал|уточнил|заметил|объяснил|обозначил|акцентировал|пообещал|признал|ответил|констатировал|делится|написал)\w*|"
    r"подв[её]л\w* итог)"
)
_TEXT = r"«(?P<text>[^«»]*(?:«[^«»]*»[^«»]*)*)»"
_NAME = r"«[^«»\n.!?]{1,60}»"  # the quoted name of an organization
_THEN_WHO = re.compile(
    rf"{_TEXT}\s*,?\s*[-–—]\s*(?P<who>[^\n«]{{0,150}}?\b{_SAYS}\b(?:[^\n«»]|{_NAME}){{0,250}})", re.IGNORECASE
)
_WHO_THEN = re.compile(rf"\b(?P<who>{_SAYS}\b[^\n«»:]{{0,120}}):\s*[-–—]?\s*{_TEXT}", re.IGNORECASE)
_DASHED = re.compile(
    r"(?m)^\s*[-–—]\s*(?P<text>(?-i:[А-ЯЁ])[^\n«»]{20,2000}?)[,!?]?\s+[-–—]\s+"
    rf"(?P<who>{_SAYS}[^\n.]{{0,250}})\.?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?<!\w)(?:он|она)(?!\w)", re.IGNORECASE)
BY_PRONOUN = "Кто говорит, понято по слову «он» или «она»."
BY_OFFICE = "Кто говорит, понято по должности."
BEFORE = 250  # characters before the verb that may contain its subject
SHORTEST = 15  # letters; a shorter quotation, such as «Сделано», is a name


def quotations_of(page: Page, people: Sequence[Found[MentionedPerson]]) -> list[Found[DraftQuotation]]:
    """The quotations of these people, in the order of the text."""
    found: dict[int, Found[DraftQuotation]] = {}
    for match, who in _matches(page.text):
        text = match["text"].strip().rstrip(",")
        speaker, doubt = _speaker(who, people), ""
        if not speaker and (pronoun := _PRONOUN.search(who)):
            speaker, doubt = _named_last(page.text[: match.start("text")], people, pronoun[0].lower()), BY_PRONOUN
        if not speaker:
            speaker, doubt = _by_office(who, people), BY_OFFICE
        if speaker and len(text) >= SHORTEST:
            found.setdefault(
                match.start("text"), Found(DraftQuotation(speaker, text), Span(*match.span("text")), doubt)
            )
    return [found[start] for start in sorted(found)]


def _matches(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yields each quotation with the words that name its speaker."""
    for pattern in (_THEN_WHO, _DASHED):
        yield from ((match, match["who"]) for match in pattern.finditer(text))
    for match in _WHO_THEN.finditer(text):
        before = text[max(0, match.start() - BEFORE) : match.start()]
        last = re.split(r"\n|(?<=[а-яё»][.!?])\s", before)[-1]
        yield match, f"{last} {match['who']}"


def _speaker(who: str, people: Sequence[Found[MentionedPerson]]) -> str:
    """The shown name of the only person whose surname is in the words; "" if there are none or two."""
    words = {fold(word) for word in re.findall(r"[\w-]+", who)}
    named = [one.value.name.shown for one in people if any(_is_surname(one.value.name.last, word) for word in words)]
    return named[0] if len(named) == 1 else ""


def _named_last(before: str, people: Sequence[Found[MentionedPerson]], pronoun: str) -> str:
    """The person whom «он» or «она» means: the last named one of that gender."""
    gender = "Fem" if pronoun == "она" else "Masc"
    named = [
        (match.start(), one.value.name.shown)
        for one in people
        if one.value.name.gender == gender
        for match in re.finditer(r"[\w-]+", before)
        if _is_surname(one.value.name.last, fold(match[0]))
    ]
    return max(named)[1] if named else ""


def _by_office(who: str, people: Sequence[Found[MentionedPerson]]) -> str:
    """The only person with the named office: «… — отметила министр»."""
    office = fold(who.split()[-1]).strip(".,")
    holders = [one.value.name.shown for one in people if fold(one.value.position).split()[:1] == [office]]
    return holders[0] if len(holders) == 1 else ""


def _is_surname(surname: str, word: str) -> bool:
    """Whether the word is the surname up to its ending: «Зиминой» for «Зимина»."""
    name = fold(surname)
    stem = name.rstrip("аяйиоуеы") if len(name) > 4 else name
    return word == name or (word.startswith(stem) and len(word) - len(stem) <= 3 and len(stem) >= 3)
