"""Find the industrial parks, technoparks and zones of a text, and their status. Pure."""

import re
from collections.abc import Iterator

from parks.names import LEGAL_FORMS

from ..pasting.found import Found, Span
from ..pasting.lexicon import TERRITORY_CODES
from ..pasting.tokens import Sentence, Token
from .draft import DraftPark
from .page import Page

_PARK_WORD = re.compile(
    r"(?:пром|техно|агро|агропром|экотехно|экопром|био|биотехно|агротехно|кванто|лого|авиа|нано|it-|ит-|хай-тек-|индустри-)?парк(?:а|е|у|ом|и|ах|ов|ам|ами)?|"
    r"технополис(?:а|е|у|ом)?|оэз|тосэр|тор|осэз",
    re.IGNORECASE,
)
_ZONE = re.compile(r"зон(?:а|ы|е|у|ой)", re.IGNORECASE)
_ZONES = {"экономический": "ОЭЗ", "промышленный": "индустриальный парк", "индустриальный": "индустриальный парк"}
_SITE = re.compile(r"(?:пром)?площадк(?:а|и|е|у|ой)|стройплощадк\w+", re.IGNORECASE)
# Parks for recreation, such as «Парк «Победы»».
_NOT_INDUSTRIAL = re.compile(r"культур|отдых|побед|сквер|развлечен|аква|природн|национальн|горьк", re.IGNORECASE)
_IN_QUOTES = re.compile(
    r"(?P<kind>(?i:(?:индустриальный|промышленный|агропромышленный|логистический)\s+(?:технопарк|парк)|технопарк|промпарк|технополис|"
    r"особая экономическая зона|ОЭЗ))(?P<sign>[\s-]+)[«\"]?(?P<name>[А-ЯЁA-Z0-9][^»\"]*)[»\"]?",
)
_STATUS = [
    ("planned", r"планируем|будущ|проектируем|планирует\w* создать|создадут|появится"),
    ("under_construction", r"создава|строящ|в стадии создания|строит(?:ся|ельств)|создаётся|создается"),
    ("operating", r"действующ|работающ"),
]
_STATUS_PATTERNS = [
    (
        status,
        re.compile(
            rf"(?<!\w)(?:{words})\w*[^.]{{0,60}}(?:парк|площадк|ОЭЗ|зон)|(?:парк|площадк)[^.]{{0,60}}(?:{words})",
            re.IGNORECASE,
        ),
    )
    for status, words in _STATUS
]
BY_ACRONYM = "«ИП» прочитано как «индустриальный парк»: это может быть и предприниматель."
_NAMED_OF_PARKS = {
    "форум",
    "съезд",
    "конференция",
    "ассоциация",
    "союз",
    "выставка",
    "конкурс",
    "премия",
    "слет",
    "клуб",
}
_KIND_NAMES = {"оэз": "ОЭЗ", "тор": "ТОР", "тосэр": "ТОР", "технопарк": "технопарк", "технополис": "технополис"}


def parks_of(page: Page) -> list[Found[DraftPark]]:
    found: dict[str, Found[DraftPark]] = {}
    for sentence in page.sentences:
        said = page.said(sentence)
        for park in _in_sentence(sentence):
            key = park.value.name.lower().replace("ё", "е")
            status = _status(said)
            earlier = found.get(key)
            if earlier is None:
                found[key] = Found(DraftPark(park.value.name, park.value.kind, status), park.span, park.doubt)
            elif earlier.doubt or (status and not earlier.value.status):
                value = DraftPark(
                    earlier.value.name, earlier.value.kind or park.value.kind, earlier.value.status or status
                )
                found[key] = Found(value, earlier.span, earlier.doubt and park.doubt)
    return list(found.values())


def _in_sentence(tokens: Sentence) -> Iterator[Found[DraftPark]]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "quotation" and (park := _of_quotation(tokens, place)):
            yield park
        elif token.is_word and _PARK_WORD.fullmatch(token.text):
            yield from _named_after(tokens, place, _kind(tokens, place))
        elif token.is_word and _ZONE.fullmatch(token.text) and place and (kind := _ZONES.get(tokens[place - 1].lemma)):
            yield from _named_after(tokens, place, kind)
        elif token.text == "ИП" and _quotation_follows(tokens, place):
            yield Found(DraftPark(tokens[place + 1].text, "индустриальный парк"), tokens[place + 1].span, BY_ACRONYM)
        elif (
            token.is_word
            and _SITE.fullmatch(token.text)
            and place + 1 < len(tokens)
            and tokens[place + 1].kind == "quotation"
        ):
            yield from _named_after(tokens, place, "площадка")
        place += 1


def _named_after(tokens: Sentence, place: int, kind: str) -> Iterator[Found[DraftPark]]:
    """The names after the word: one or several quotations, or capitalized words."""
    index = place + 1
    if (
        index < len(tokens)
        and tokens[index].text in (":", "–", "—")
        and index + 1 < len(tokens)
        and tokens[index + 1].kind == "quotation"
    ):
        index += 1
    if index < len(tokens) and tokens[index].kind == "quotation":
        if _names_event(tokens, place):
            return
        while index < len(tokens) and (tokens[index].kind == "quotation" or tokens[index].text in (",", "и")):
            if tokens[index].kind == "quotation" and not _NOT_INDUSTRIAL.search(tokens[index].text):
                yield Found(DraftPark(tokens[index].text, kind), tokens[index].span)
            elif tokens[index].kind != "quotation" and not _quotation_follows(tokens, index):
                break
            index += 1
        return
    if tokens[place].readings and tokens[place].readings[0].number == "Plur" and not tokens[place].is_acronym:
        return
    yield from _without_quotes(tokens, place, kind)


def _names_event(tokens: Sentence, place: int) -> bool:
    """Whether the name is that of an event or a union: «Форум индустриальных парков «Точка сборки»»."""
    if not tokens[place].readings or (tokens[place].readings[0].case, tokens[place].readings[0].number) != (
        "Gen",
        "Plur",
    ):
        return False
    begin = place - 1
    while begin >= 0 and tokens[begin].part == "ADJ":
        begin -= 1
    return begin >= 0 and tokens[begin].lemma in _NAMED_OF_PARKS


def _quotation_follows(tokens: Sentence, index: int) -> bool:
    """Whether the next quotation is another park, unlike «парк «Юг» и ООО «Луч»»."""
    return index + 1 < len(tokens) and tokens[index + 1].kind == "quotation"


def _without_quotes(tokens: Sentence, place: int, kind: str) -> Iterator[Found[DraftPark]]:
    """Parks without quotation marks: «Индустриальный парк Ворсино», «Промышленно-логистический парк НСО»."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or not (following.is_capitalized or following.is_acronym):
        return
    begin = _start_of_kind(tokens, place)
    if following.text in TERRITORY_CODES:
        if begin < place and tokens[begin].is_capitalized:
            name = " ".join(_nominative(token) for token in tokens[begin : place + 1])
            yield Found(DraftPark(f"{name} {following.text}"), Span(tokens[begin].span.start, following.span.end))
        return
    if _is_person_or_place(following) or _NOT_INDUSTRIAL.search(following.text):
        return
    end = place + 2
    while (
        end < len(tokens)
        and (tokens[end].is_capitalized or tokens[end].kind == "number")
        and not _is_person_or_place(tokens[end])
    ):
        end += 1
    span = Span(following.span.start, tokens[end - 1].span.end)
    words = [token.text for token in tokens[place + 1 : end]]
    yield Found(
        DraftPark(" ".join(words), kind), span, "" if following.is_latin else "Название парка стоит без кавычек."
    )


def _is_person_or_place(token: Token) -> bool:
    known = [reading for reading in token.readings if reading.is_known]
    return bool(known) and (
        known[0].name in ("Giv", "Pat") or known[0].part in ("ADJ", "VERB", "ADP") or known[0].lemma == "россия"
    )


def _start_of_kind(tokens: Sentence, place: int) -> int:
    begin = place
    while begin > 0 and tokens[begin - 1].part == "ADJ":
        begin -= 1
    return begin


def _nominative(token: Token) -> str:
    nominative = token.readings[0].nominative() if token.readings else token.text
    return nominative.capitalize() if token.is_capitalized else nominative


def _of_quotation(tokens: Sentence, place: int) -> Found[DraftPark] | None:
    """A park whose quotation includes the word: «Технопарк-Мордовия», «Индустриальный парк «Руднево»»."""
    token = tokens[place]
    found = _IN_QUOTES.fullmatch(token.text.strip())
    if not found or _NOT_INDUSTRIAL.search(token.text) or "," in found["name"]:
        return None
    before = tokens[place - 1].lemma if place else ""
    if before.upper() in LEGAL_FORMS:
        return None  # «ООО «Технопарк Ангара»» is a company
    if before in (
        "портал",
        "форум",
        "конференция",
        "журнал",
        "тема",
        "премия",
        "стол",
        "семинар",
        "рейтинг",
        "программа",
        "проект",
    ):
        return None
    name = found["name"] if found["sign"].strip() == "" else token.text
    return Found(DraftPark(name.strip(' »"'), found["kind"].lower()), token.span)


def _kind(tokens: Sentence, place: int) -> str:
    word = tokens[place].lemma
    if word in _KIND_NAMES:
        return _KIND_NAMES[word]
    adjective = tokens[place - 1] if place else None
    if (
        word == "парк"
        and adjective
        and adjective.part == "ADJ"
        and re.match("индустр|промышл|агропром|логист", adjective.lemma)
    ):
        return f"{adjective.lemma} парк"
    return "индустриальный парк" if word == "парк" or word.startswith("промпарк") else word


def _status(said: str) -> str:
    """The status of its parks that the sentence tells, or ""."""
    told = [status for status, pattern in _STATUS_PATTERNS if pattern.search(said)]
    return told[0] if len(told) == 1 else ""
