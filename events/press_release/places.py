"""Tell the hosts' regions from the guests', and where the event is. Pure.

A region is a guest's if people come «из» it, if its delegation or governor comes, if somebody represents it; it is the
host's if something happens «в» it or its officials receive. What is only mentioned follows the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..pasting.found import Found, Span
from ..pasting.regions import Atlas, RegionMention
from ..pasting.tokens import Sentence, Token, tokens_of
from .draft import Park
from .page import Page

_GUEST_NOUNS = {
    "делегация", "команда", "представитель", "участник", "гость", "коллега", "группа", "бизнесмен", "предприниматель",
    "миссия", "посланец", "визитер", "специалист", "эксперт",
}  # fmt: skip
_COMES = re.compile(
    r"посети|побыва|осмотре|приех|прибы|ознакоми|изучи|перен[яи]|представля|съездил|приезжа|гост", re.IGNORECASE
)
_RECEIVES = re.compile(
    r"встреча(?:л|ли|ла|ет|ют)\b|встретил|принял|принима|сопровожда|провел|провёл|показал|приветств|открыл",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"состоя|прош[её]?л|пройд|прохо|провод|провел|провёл|провед|откры|старт|приех|прибы|посети|побыва|осмотр|собрал|собер|съехал|"
    r"визит|поездк|заседани|форум|семинар|конференц|встреч|выставк|совещани|съезд|тур|защит|идет|идёт|работа|находит|расположен|"
    r"подписа",
    re.IGNORECASE,
)
_GUESTS = re.compile(r"гост|делегаци|участник", re.IGNORECASE)
_REPRESENTED = re.compile(r"представля|представил", re.IGNORECASE)
_OF_MEMBERS = {"general_meeting"}

ONLY_MENTIONED = "Регион только упомянут: неясно, он принимал или приехал."
BOTH = "По тексту регион и принимал, и приезжал."
_ONLINE = re.compile(
    r"онлайн|он-лайн|видеоконференц|видео-конференц|в режиме вкс|(?<!\w)zoom(?!\w)|дистанционн|вебинар", re.IGNORECASE
)


@dataclass
class _Evidence:
    """What speaks for a region as host and as guest."""

    first: Span
    host: int = 0
    guest: int = 0


@dataclass
class Regions:
    hosts: list[Found[str]] = field(default_factory=list)
    guests: list[Found[str]] = field(default_factory=list)
    inferred: list[Found[str]] = field(default_factory=list)


def regions_of(page: Page, atlas: Atlas, kind: str) -> Regions:
    evidence: dict[str, _Evidence] = {}
    cities: dict[str, Found[RegionMention]] = {}
    quoted: dict[str, Span] = {}
    for number, sentence in enumerate(page.sentences):
        said = _Said.of(page.said(sentence), sentence)
        before, guest, host = -1, 0, 0
        for found in atlas.regions_in(sentence):
            place = _place(sentence, found.span)
            if said.names_office and place and sentence[place - 1].text.lower() == "от":
                continue  # «сенатор от Самарской области» says nothing of who came and who received
            known = evidence.setdefault(found.value.name, _Evidence(found.span))
            if not _is_in_list(sentence, before, place):
                guest = _speaks_for_guest(sentence, place, said)
                host = _speaks_for_host(sentence, place, said, in_lead=number <= 2)
            known.guest += guest
            known.host += host
            before = _place(sentence, Span(found.span.end - 1, found.span.end))
        for city in atlas.cities_in(sentence):
            happens = _preposition(sentence, _place(sentence, city.span)) in ("в", "во") and said.happens
            if happens or _is_dateline(page.text, city.span):
                cities.setdefault(city.value.name, city)
        for token in sentence:
            if token.kind == "quotation":  # «ТПП Самарской области» names the region of the city, and no more
                quoted.update((found.value.name, token.span) for found in atlas.regions_in(tokens_of(token.text)))
    for name in list(cities)[:1]:
        if name in quoted:
            evidence.setdefault(name, _Evidence(quoted[name]))
    return _weighed(evidence, cities, kind, atlas)


def _is_in_list(tokens: Sequence[Token], before: int, place: int) -> bool:
    """Whether only a comma or «и» stands between this region and the one before it."""
    return before >= 0 and all(token.text in (",", "и") for token in tokens[before + 1 : place])


def _weighed(
    evidence: dict[str, _Evidence], cities: dict[str, Found[RegionMention]], kind: str, atlas: Atlas
) -> Regions:
    """Strong words first, then the city; a region that is only mentioned is the host's where nobody else is."""
    regions = Regions()
    city = next(iter(cities), "")
    if city in evidence:
        evidence[city].host += 3
    best = max((one.host for one in evidence.values()), default=0)
    least = 3 if city in evidence else 1  # of host: the city tells it better than what a region is only near
    hosts = {
        name
        for name, one in evidence.items()
        if name == city or (one.host > one.guest and one.host >= least and one.host * 3 > best)
    }
    elsewhere = bool(city and city not in hosts)
    alone = not hosts and not elsewhere and kind not in _OF_MEMBERS
    others = any(one.host >= one.guest for one in evidence.values())
    for name, one in evidence.items():
        if name in hosts:
            regions.hosts.append(Found(name, one.first, BOTH if one.guest else ""))
        elif one.guest >= 3 or (one.guest and (not alone or (others and one.guest > one.host))):
            regions.guests.append(Found(name, one.first, BOTH if one.host else ""))
        elif alone:
            regions.hosts.append(Found(name, one.first, "" if one.host else ONLY_MENTIONED))
        elif not one.host and not atlas.is_city(name):
            regions.guests.append(Found(name, one.first, ONLY_MENTIONED))
    if city and city not in evidence and not regions.hosts:
        regions.inferred.append(Found(city, cities[city].span, "Регион понят по городу."))
    return regions


def _place(tokens: Sequence[Token], span: Span) -> int:
    return next(i for i, token in enumerate(tokens) if token.span.end > span.start)


def _speaks_for_guest(tokens: Sentence, place: int, said: "_Said") -> int:
    if _stands_in_parentheses(tokens, place):
        return 0 if _is_where(tokens, place) else 3
    before = _governing(tokens, place)
    if before and before.text.lower() in ("из", "от"):
        return 3
    if any(token.lemma in _GUEST_NOUNS for token in _nouns_before(tokens, place)):
        return 3
    if said.is_represented and tokens[place].readings and tokens[place].readings[0].case == "Acc":
        return 3
    if said.has_delegation and not said.receives and not (before and before.text.lower() in ("в", "во", "на")):
        return 1
    return int(said.comes_at > place and not _preposition(tokens, place))


def _speaks_for_host(tokens: Sentence, place: int, said: "_Said", *, in_lead: bool) -> int:
    if _stands_in_parentheses(tokens, place):
        return 3 * (_preposition(tokens, place - 1) in ("в", "во", "на") and said.happens)
    preposition = _preposition(tokens, place)
    if in_lead and preposition in ("в", "во") and _stands_by_preposition(tokens, place):
        return 3
    if preposition in ("в", "во", "на") and said.happens:
        return 3 if _stands_by_preposition(tokens, place) else 1
    return int(said.presides or (said.receives and said.has_guests))


@dataclass(frozen=True)
class _Said:
    """What the words of a sentence tell of all regions in it."""

    happens: bool
    receives: bool
    is_represented: bool
    has_delegation: bool
    has_guests: bool
    presides: bool
    names_office: bool
    comes_at: int  # the place of the verb of coming, -1 without one

    @classmethod
    def of(cls, text: str, tokens: Sentence) -> "_Said":
        return cls(
            happens=bool(_HAPPENS.search(text)),
            receives=bool(_RECEIVES.search(text)),
            is_represented=bool(_REPRESENTED.search(text)),
            has_delegation="делегаци" in text.lower(),
            has_guests=bool(_GUESTS.search(text)),
            presides=bool(re.search(r"председательств|под руководством", text, re.IGNORECASE)),
            names_office=bool(re.search(r"сенатор|депутат", text, re.IGNORECASE)),
            comes_at=next((i for i, t in enumerate(tokens) if t.is_finite_verb and _COMES.match(t.text)), -1),
        )


def _stands_in_parentheses(tokens: Sequence[Token], place: int) -> bool:
    return place > 1 and tokens[place - 1].text == "("


def _is_where(tokens: Sequence[Token], place: int) -> bool:
    """«В парке «Юг» (Тульская область)» says where the park is, «Зимин (Москва)» where somebody came from."""
    return tokens[place - 2].kind == "quotation" or _preposition(tokens, place - 1) in ("в", "во", "на")


def _stands_by_preposition(tokens: Sequence[Token], place: int) -> bool:
    """«в Тульской и Калужской областях», not «на заводы Московской области»."""
    before = place - 1
    while before >= 0 and (
        tokens[before].text in (",", "и") or (tokens[before].is_capitalized and tokens[before].part in ("ADJ", "PROPN"))
    ):
        before -= 1
    return before >= 0 and tokens[before].part == "ADP"


def _preposition(tokens: Sequence[Token], place: int) -> str:
    """The preposition that governs the name, over the words of one phrase: «в Александровском районе … области»."""
    before = _governing(tokens, place)
    return before.text.lower() if before and before.part == "ADP" else ""


def _governing(tokens: Sequence[Token], place: int) -> Token | None:
    for index in range(place - 1, max(-1, place - 7), -1):
        token = tokens[index]
        if token.part == "NOUN" and token.readings[0].case == "Nom":
            return None
        if token.part == "ADP" or not (token.part in ("NOUN", "ADJ", "PROPN", "NUM", "CCONJ") or token.text == ","):
            return token
    return None


def _nouns_before(tokens: Sequence[Token], place: int) -> list[Token]:
    """The nouns that the name may belong to: «Делегация Ленинградской области», «члены делегации области»."""
    nouns = []
    for index in range(place - 1, max(-1, place - 3), -1):
        if tokens[index].part not in ("NOUN", "ADJ"):
            break
        nouns.append(tokens[index])
    return nouns


def _is_dateline(text: str, span: Span) -> bool:
    """«(Казань, 8 июня).», «Тула, 5 октября. —»"""
    before = text[max(0, span.start - 2) : span.start].strip()
    return bool(re.match(r",\s*\d{1,2}\s+[а-я]+", text[span.end : span.end + 16])) and before in ("", "(")


def place_of(page: Page, atlas: Atlas, visited: Sequence[Found[Park]]) -> Found[str] | None:
    """The one park that was visited, «онлайн», or the city something happens in; None where none is named."""
    online = _ONLINE.search(page.text, 0, _end_of_lead(page))
    if online:
        return Found("онлайн", Span(*online.span()))
    if len(visited) == 1:
        kind = visited[0].value.kind
        return Found(
            f"{kind[:1].upper()}{kind[1:]} «{visited[0].value.name}»".strip(), visited[0].span, visited[0].doubt
        )
    for sentence in page.sentences[:6]:
        said = page.said(sentence)
        for index, token in enumerate(sentence[:-1]):
            if token.text.lower() in ("в", "во") and _HAPPENS.search(said) and (city := _city_at(sentence, index + 1)):
                return city
    for sentence in page.sentences[:3]:
        for dateline in atlas.cities_in(sentence):
            if _is_dateline(page.text, dateline.span):
                return Found(page.text[slice(*dateline.span)], dateline.span)
    return None


def is_online(page: Page) -> bool:
    return bool(_ONLINE.search(page.text, 0, _end_of_lead(page)))


def _end_of_lead(page: Page) -> int:
    return page.sentences[min(3, len(page.sentences) - 1)][-1].span.end if page.sentences else 0


def _city_at(tokens: Sequence[Token], place: int) -> Found[str] | None:
    token = tokens[place]
    places = [r for r in token.readings if r.name == "Geo" and r.case == "Loc" and r.number != "Plur"]
    if not token.is_capitalized or not places or token.lemma in ("россия", "рф"):
        return None
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following and following.lemma in ("область", "край", "республика", "район", "округ"):
        return None
    lemma = places[0].lemma if "ё" in token.text else places[0].lemma.replace("ё", "е")
    return Found("-".join(part.capitalize() if len(part) > 2 else part for part in lemma.split("-")), token.span)
