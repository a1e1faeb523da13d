"""Tell the regions of the hosts from those of the guests. Pure.

Guests come «из» their region; its delegation or governor comes, or somebody represents it. In the host's region
something happens («в» it), or its officials receive the guests. A region that is only mentioned depends on the others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..pasting.found import Found, Span
from ..pasting.lexicon import ORGANIZATIONS, UNITS
from ..pasting.organizations import MentionedOrganization
from ..pasting.regions import Atlas, RegionMention
from ..pasting.tokens import Sentence, Token, tokens_of
from .delegations import country_in
from .page import Page
from .venue import HAPPENS, in_parentheses, is_dateline, is_online

_GUEST_NOUNS = {
    "делегация", "команда", "представитель", "участник", "гость", "коллега", "группа", "бизнесмен", "предприниматель",
    "миссия", "посланец", "визитер", "специалист", "эксперт",
}  # fmt: skip
# Companies that have settled somewhere rather than come: «Восемь резидентов из Татарстана».
_SETTLED = {"резидент", "компания", "предприятие", "инвестор", "завод", "производитель", "поставщик", "фирма", "проект"}
_TAKES_PART = re.compile(r"участ|переговор|собрал|объедини|выступ|встре[тч]|обсуд|съехал|прибы|приех", re.IGNORECASE)
_COMES = re.compile(
    r"посети|побыва|осмотре|приех|прибы|ознакоми|изучи|перен[яи]|представля|съездил|приезжа|гост", re.IGNORECASE
)
_RECEIVES = re.compile(
    r"встреча(?:л|ли|ла|ет|ют)\b|встретил|принял|принима|сопровожда|провел|провёл|показал|приветств|открыл",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:Ранее|Напомним)(?!\w)")  # an earlier visit
_GUESTS = re.compile(r"гост|делегаци|участник", re.IGNORECASE)
_REPRESENTED = re.compile(r"представля|представил", re.IGNORECASE)
_OF_MEMBERS = {"general_meeting"}

ONLY_MENTIONED = "Регион только упомянут: неясно, он принимал или приехал."
BY_ORGANIZER = "Регион понят по организатору: проверьте, где это было."
BOTH = "По тексту регион и принимал, и приезжал."


@dataclass
class _Evidence:
    """Evidence for a region as host and as guest."""

    first: Span
    host: int = 0
    guest: int = 0
    organizes: bool = False  # the name of an organizer contains it


@dataclass
class Regions:
    hosts: list[Found[str]] = field(default_factory=list)
    guests: list[Found[str]] = field(default_factory=list)
    inferred: list[Found[str]] = field(default_factory=list)


def regions_of(page: Page, atlas: Atlas, kind: str, organizers: Sequence[Found[MentionedOrganization]] = ()) -> Regions:
    evidence: dict[str, _Evidence] = {}
    cities: dict[str, Found[RegionMention]] = {}
    quoted: dict[str, Span] = {}
    for number, sentence in enumerate(page.sentences):
        if number > 1 and _BEFORE.match(page.said(sentence)):
            continue
        said = _Said.of(page.said(sentence), sentence)
        _weigh_named(evidence, sentence, said, atlas, organizers, in_lead=number <= 2)
        for city in atlas.cities_in(sentence):
            happens = _preposition(sentence, _place(sentence, city.span)) in ("в", "во") and said.happens
            if happens or is_dateline(page.text, city.span) or in_parentheses(page.text, city.span):
                cities.setdefault(city.value.name, city)
        _weigh_quoted(evidence, quoted, sentence, said, atlas)
    for name in list(cities)[:1]:
        if name in quoted:
            evidence.setdefault(name, _Evidence(quoted[name]))
    if not evidence:
        for one in organizers:
            for found in atlas.regions_in(tokens_of(one.value.name)):
                evidence.setdefault(found.value.name, _Evidence(one.span)).organizes = True
    regions = _weighed(evidence, cities, kind, atlas)
    if len(evidence) == 1 and [one.doubt for one in regions.hosts] == [ONLY_MENTIONED] and _stays_at_home(page):
        regions.hosts = [replace(regions.hosts[0], doubt="")]
    if kind == "business_mission" and regions.hosts and not regions.guests and _goes_abroad(page):
        regions.hosts, regions.guests = [], regions.hosts
    return regions


def _weigh_named(
    evidence: dict[str, _Evidence],
    sentence: Sentence,
    said: "_Said",
    atlas: Atlas,
    organizers: Sequence[Found[MentionedOrganization]],
    *,
    in_lead: bool,
) -> None:
    """Add the evidence of one sentence. Regions in a list share that of the first one."""
    before, guest, host, is_settled = -1, 0, 0, False
    for found in atlas.regions_in(sentence):
        place = _place(sentence, found.span)
        if said.names_office and place and sentence[place - 1].text.lower() == "от":
            continue  # «сенатор от Самарской области» is neither a guest nor a host by that
        if not _is_in_list(sentence, before, place):
            is_settled = _is_settled(sentence, place, said)
        if is_settled:
            before = _place(sentence, Span(found.span.end - 1, found.span.end))
            continue
        known = evidence.setdefault(found.value.name, _Evidence(found.span))
        if not _is_in_list(sentence, before, place):
            guest = _speaks_for_guest(sentence, place, said)
            host = _speaks_for_host(sentence, place, said, in_lead=in_lead)
        known.guest += guest
        known.host += host
        known.organizes |= any(one.span.holds(found.span) for one in organizers)
        before = _place(sentence, Span(found.span.end - 1, found.span.end))


def _weigh_quoted(
    evidence: dict[str, _Evidence], quoted: dict[str, Span], sentence: Sentence, said: "_Said", atlas: Atlas
) -> None:
    """Add the regions in quotations to `quoted`. They are weak evidence: «ТПП Самарской области»."""
    for token in sentence:
        if token.kind == "quotation":
            named = [found.value.name for found in atlas.regions_in(tokens_of(token.text))]
            quoted.update((name, token.span) for name in named)
            if said.receives and said.has_guests:  # «Гостей принимал директор «Корпорации развития … области»»
                for name in named:
                    evidence.setdefault(name, _Evidence(token.span)).host += 1


def _stays_at_home(page: Page) -> bool:
    """Whether the event is neither online nor abroad. If the text then names one region, it is the host."""
    return not (is_online(page) or country_in(page.text) or _goes_abroad(page))


def _goes_abroad(page: Page) -> bool:
    """Whether the event is abroad: «Бизнес-миссия оренбургских предпринимателей в Казахстан»."""
    lead = page.text[: page.sentences[min(2, len(page.sentences) - 1)][-1].span.end]
    return any(
        country_in(found[0]) for found in re.finditer(r"(?<!\w)(?:в|во)\s+[А-ЯЁ][\w-]+(?:\s+[А-ЯЁ][\w-]+)?", lead)
    )


def _is_in_list(tokens: Sequence[Token], before: int, place: int) -> bool:
    """Whether only a comma or «и» separates this region from the one before."""
    return before >= 0 and all(token.text in (",", "и") for token in tokens[before + 1 : place])


def _weighed(
    evidence: dict[str, _Evidence], cities: dict[str, Found[RegionMention]], kind: str, atlas: Atlas
) -> Regions:
    """The regions of the hosts and of the guests, by strong evidence, then by the city.

    A region that is only mentioned is the host's if there is no other.
    """
    regions = Regions()
    city = next(iter(cities), "")
    if city in evidence:
        evidence[city].host += 3
    best = max((one.host for one in evidence.values()), default=0)
    least = 3 if city in evidence else 1  # a city is better evidence for the host than weak words
    hosts = {
        name
        for name, one in evidence.items()
        if name == city or (one.host > one.guest and one.host >= least and one.host * 3 > best)
    }
    elsewhere = bool(city and city not in hosts)
    if not hosts and not elsewhere and kind != "business_mission":
        hosts = {name for name, one in evidence.items() if one.organizes}
    unclear = [name for name, one in evidence.items() if not (one.host or one.guest)]
    alone = not hosts and not elsewhere and kind not in _OF_MEMBERS
    others = any(one.host >= one.guest for one in evidence.values())
    for name, one in evidence.items():
        if name in hosts:
            is_clear = one.host >= 3 and one.guest <= 1
            doubt = "" if is_clear else BOTH if one.guest else "" if one.host else BY_ORGANIZER
            regions.hosts.append(Found(name, one.first, doubt))
        elif one.guest >= 3 or (one.guest and (not alone or (others and one.guest > one.host))):
            regions.guests.append(Found(name, one.first, BOTH if one.host else ""))
        elif alone and not (len(unclear) > 1 and name in unclear):  # «… губернаторы двух областей»
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
    nouns = {token.lemma for token in _nouns_before(tokens, place)}
    if nouns & _GUEST_NOUNS or (said.takes_part and nouns & _SETTLED and not (before and before.part == "ADP")):
        return 3 * (before is None or before.text.lower() != "для")  # «семинар для предпринимателей Прикамья»
    if said.is_represented and _is_object(tokens, place, _REPRESENTED):
        return 3
    if _is_visited(tokens, place, said):
        return 0
    if said.has_delegation and not said.receives and not (before and before.text.lower() in ("в", "во", "на")):
        return 1
    return int(said.comes_at > place and not _preposition(tokens, place))


def _is_settled(tokens: Sentence, place: int, said: "_Said") -> bool:
    """Whether «из» tells where companies have settled, as of «резидентов», and not where people came from."""
    governs = next((index for index in range(place - 1, max(-1, place - 4), -1) if tokens[index].part == "ADP"), 0)
    if said.takes_part or not governs or tokens[governs].text != "из" or tokens[governs - 1].lemma not in _SETTLED:
        return False
    return not any(token.lemma in _GUEST_NOUNS for token in tokens[max(0, governs - 5) : governs])


def _speaks_for_host(tokens: Sentence, place: int, said: "_Said", *, in_lead: bool) -> int:
    if _stands_in_parentheses(tokens, place):
        where = _preposition(tokens, place - 1) in ("в", "во", "на") or (said.comes_at > place and place <= 5)
        return 3 * (where and said.happens)
    if _is_visited(tokens, place, said) or _is_toured(tokens, place, said):
        return 3
    preposition = _preposition(tokens, place)
    if in_lead and preposition in ("в", "во") and _stands_by_preposition(tokens, place):
        return 3
    if preposition in ("в", "во", "на") and said.happens:
        return 3 if _stands_by_preposition(tokens, place) else 1
    return int(said.presides or (said.receives and said.has_guests))


@dataclass(frozen=True)
class _Said:
    """What a sentence tells about all of its regions."""

    happens: bool
    receives: bool
    is_represented: bool
    takes_part: bool
    has_delegation: bool
    has_guests: bool
    presides: bool
    names_office: bool
    comes_at: int  # the place of the verb of coming, -1 without one

    @classmethod
    def of(cls, text: str, tokens: Sentence) -> "_Said":
        return cls(
            happens=bool(HAPPENS.search(text)),
            receives=bool(_RECEIVES.search(text)),
            is_represented=bool(_REPRESENTED.search(text)),
            takes_part=bool(_TAKES_PART.search(text)),
            has_delegation="делегаци" in text.lower(),
            has_guests=bool(_GUESTS.search(text)),
            presides=bool(re.search(r"председательств|под руководством", text, re.IGNORECASE)),
            names_office=bool(re.search(r"сенатор|депутат", text, re.IGNORECASE)),
            comes_at=next((i for i, t in enumerate(tokens) if t.is_finite_verb and _COMES.match(t.text)), -1),
        )


def _is_object(tokens: Sentence, place: int, verb: re.Pattern[str]) -> bool:
    """Whether the region is the object of the verb: «Посетила Тверскую область»."""
    if not tokens[place].readings or tokens[place].readings[0].case != "Acc" or _preposition(tokens, place):
        return False
    verbs = [index for index, token in enumerate(tokens) if token.is_finite_verb]
    nearest = [*[index for index in verbs if index < place][-1:], *[index for index in verbs if index > place][:1]]
    return bool(nearest) and verb.search(tokens[nearest[0]].text) is not None


def _is_toured(tokens: Sentence, place: int, said: "_Said") -> bool:
    """Whether guests toured it: «Проехали по площадкам Алтайского края»."""
    before = _governing(tokens, place)
    sites = {"площадка", "парк", "предприятие", "завод", "производство", "регион", "технопарк"}
    return bool(
        said.happens
        and before
        and before.text.lower() == "по"
        and any(token.lemma in sites for token in tokens[max(0, place - 2) : place])
    )


def _is_visited(tokens: Sentence, place: int, said: "_Said") -> bool:
    """Whether guests visited it: «Делегация посетила Тверскую область», «изучила опыт площадок Прикамья»."""
    if _is_object(tokens, place, _COMES):
        return True
    learns = [i for i, t in enumerate(tokens[:place]) if t.lemma in ("опыт", "практика", "работа")]
    return bool(learns) and 0 <= said.comes_at < learns[-1]


def _stands_in_parentheses(tokens: Sequence[Token], place: int) -> bool:
    return place > 1 and tokens[place - 1].text == "("


def _is_where(tokens: Sequence[Token], place: int) -> bool:
    """Whether parentheses tell the place of something, «парк «Юг» (Тульская область)», and not a person's origin."""
    if any(r.name == "Geo" and r.probability > 0.5 for r in tokens[place - 2].readings) and place <= 5:
        return True  # «Наукоград Озёрск (Тульская область) посетила делегация»
    if any(r.name == "Geo" and r.case == "Nom" for r in tokens[place - 2].readings) and tokens[place - 3].text == ",":
        return True  # «27 мая, Иркутск (Иркутская область)»
    is_site = tokens[place - 2].kind == "quotation" or tokens[place - 2].lemma in ("парк", "технопарк", "промпарк")
    return is_site or _preposition(tokens, place - 1) in ("в", "во", "на")


def _stands_by_preposition(tokens: Sequence[Token], place: int) -> bool:
    """Whether it directly follows the preposition: «в Тульской и Калужской областях», not «на заводы … области»."""
    before = place - 1
    while before >= 0 and (
        tokens[before].text in (",", "и") or (tokens[before].is_capitalized and tokens[before].part in ("ADJ", "PROPN"))
    ):
        before -= 1
    return before >= 0 and tokens[before].part == "ADP"


def _preposition(tokens: Sequence[Token], place: int) -> str:
    """The preposition that governs the phrase of the name: «в Александровском районе … области»."""
    before = _governing(tokens, place)
    return before.text.lower() if before and before.part == "ADP" else ""


def _governing(tokens: Sequence[Token], place: int) -> Token | None:
    for index in range(place - 1, max(-1, place - 7), -1):
        token = tokens[index]
        if token.text == "г.":
            continue  # «в г. Туле»
        if token.part == "NOUN" and token.readings[0].case == "Nom":
            return None
        if token.part == "ADP" or not (token.part in ("NOUN", "ADJ", "PROPN", "NUM", "CCONJ") or token.text == ","):
            return token
    return None


def _nouns_before(tokens: Sequence[Token], place: int) -> list[Token]:
    """The nouns before the name that it may modify: «Делегация Ленинградской области»."""
    nouns = []
    for index in range(place - 1, max(-1, place - 7), -1):
        if tokens[index].text == "по" and tokens[index - 1].lemma in ORGANIZATIONS | UNITS:
            continue  # «представители Агентства по инвестициям … области»
        if tokens[index].kind == "number" or tokens[index].part == "NUM":
            continue  # «делегация 14 предприятий области»
        if tokens[index].part not in ("NOUN", "ADJ", "CCONJ"):
            break
        nouns.append(tokens[index])
        if tokens[index].part == "NOUN" and tokens[index].readings[0].case not in ("Gen", "Dat"):
            break
    return nouns
