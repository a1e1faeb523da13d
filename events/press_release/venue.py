"""Find the place of an event: the city, and the hall, building or park. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.dates import MONTHS_GENITIVE

from ..pasting.found import Found, Span
from ..pasting.lexicon import ORGANIZATIONS
from ..pasting.organizations import end_of_organization
from ..pasting.phrases import nominative_phrase, start_of_noun_phrase
from ..pasting.regions import Atlas
from ..pasting.tokens import Sentence, Token, tokens_of
from .draft import DraftPark
from .page import Page

HAPPENS = re.compile(
    r"состо[яи]|проехал|объехал|ознаком|познаком|знаком|прош[её]?л|пройд|прохо|провод|провел|провёл|провед|откры|старт|приех|прибы|посети|побыва|осмотр|собрал|собер|съехал|наград|вруч|обсуд|заверш|законч|начал|"
    r"визит|поездк|заседани|форум|семинар|конференц|встреч|выставк|совещани|съезд|тур|защит|идет|идёт|работа|находит|расположен|"
    r"подписа",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"онлайн|он-лайн|видеоконференц|видео-конференц|в режиме вкс|(?<!\w)zoom(?!\w)|дистанционн|вебинар", re.IGNORECASE
)
MORE_EXACT = "В тексте есть и адрес или зал: проверьте, не полнее ли место."
BY_PHRASE = "Место понято по словам «в …», «на базе …»: проверьте, где они кончаются."
BY_PARK = "Место понято по парку, который осмотрели."
_HYBRID = re.compile(
    r"гибридн\w+|смешанн\w+ формат|(?:офлайн|оффлайн|очно)\W+(?:и|так и)\W+(?:онлайн|дистанционно)|"
    r"(?:онлайн|дистанционно)\W+(?:и|так и)\W+(?:офлайн|оффлайн|очно)",
    re.IGNORECASE,
)
_VENUES = {
    "конференц-зал", "зал", "актовый", "здание", "центр", "экспоцентр", "конгресс-холл", "конгресс-центр", "холл",
    "дворец", "дом", "отель", "гостиница", "библиотека", "музей", "театр", "павильон", "стадион", "клуб", "манеж",
    "особняк", "резиденция", "наукоград", "коворкинг",
}  # fmt: skip
# Words after which the place follows: «На базе технопарка», «в стенах университета».
_SITES = {"база", "площадка", "территория", "стена"}
_NO_VENUES = {"компания", "организация", "предприятие", "холдинг", "объединение", "общество", "рамка"}
_TAKES_PLACE = re.compile(r"(?<!\w)(?:состоя|состоится|прош[её]?л|пройд[её]т)", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?mi)(?:^|(?<=[.;!]) )\W*(?:место(?: проведения| встречи)?|адрес(?: проведения)?|где|площадка|локация)\s*:"
    r"\s*(?:г\. ?)?(?P<place>[^\n]{3,150})"
)
# «Лысьва, Пермский край — 8 августа 2024 года. …»
_DATELINE = re.compile(
    r"(?m)^[ \t(]*(?:г\. ?)?(?P<city>[А-ЯЁ][А-ЯЁа-яё]+(?:(?: |-на-|-)[А-ЯЁ][А-ЯЁа-яё]+)*)"
    r"(?:,\s*(?:[А-ЯЁ][\w-]+\s+(?:край|область|обл\.|район|округ)|"
    rf"Республика\s+[А-ЯЁ]\w+))?(?:[,.]|\s[—–-])\s*\d{{1,2}}\s+(?:{'|'.join(MONTHS_GENITIVE)})"
)
_ADDRESS_WORDS = re.compile(r"(?<!\w)(?:ул|просп|пр-т|пл|наб|ауд|каб)\.|(?<!\w)(?:зал\w?|отел[ьея]|гостиниц\w+)(?!\w)")
_CITY = re.compile(r"(?mi)^\W*город\s*:\s*(?P<city>[А-ЯЁ][^\n,]{2,40})")
_REST_OF_ADDRESS = re.compile(
    r"(?:,\s*(?:ул|пл|пр|просп|пер|наб|д|стр|корп|оф)\. ?[^,;)\n]{1,40}|,\s*\d+[а-я]?(?=[,);.])|"
    r",\s*(?:отель|гостиница|конгресс-\w+|бизнес-\w+|конференц-\w+|зал|актовый зал|дом|"
    r"дворец|технопарк|ауд\.|аудитория|кабинет|каб\.|"
    r"корпус|этаж|\d+(?:-й)? этаж)(?!\w)[^,;)\n.«]{0,40}(?:«[^»\n]{1,60}»)?)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s*\((?=[^)]{0,80}(?:ул|пл|пр|просп|наб|д)\.)[^)]{4,80}\)")


def place_of(page: Page, atlas: Atlas, visited: Sequence[Found[DraftPark]]) -> Found[str] | None:
    """«онлайн», the district, the only visited park, or the city and the hall; None if the text has none of these."""
    if labelled := _LABELLED.search(page.text):
        if online := _ONLINE.match(labelled["place"]):
            return Found("онлайн", Span(labelled.start("place"), labelled.start("place") + online.end()))
        hall, town = labelled["place"].rstrip(" .;"), _CITY.search(page.text)
        return Found(f"{town['city'].strip()}, {hall}" if town else hall, Span(*labelled.span("place")))
    online = _ONLINE.search(page.text, 0, _end_of_lead(page))
    if online and not is_hybrid(page):
        return Found("онлайн", Span(*online.span()))
    city = next(_cities(page, atlas), None)
    if visited:
        district = next(_districts(page, atlas), None)
        return district or (_as_place(visited[0]) if len(visited) == 1 else city)
    venue = next(_venues(page), None)
    if city and not venue and _ADDRESS_WORDS.search(page.text):
        return replace(city, doubt=city.doubt or MORE_EXACT)
    if not (city and venue) or city.value in re.sub("«.*»", "", venue.value):
        return venue or city
    is_named = venue.value[1:2].isupper()  # «МВДЦ»
    written = venue.value if is_named else venue.value[:1].lower() + venue.value[1:]
    start, end = min(city.span.start, venue.span.start), max(city.span.end, venue.span.end)
    return Found(f"{city.value}, {written}", Span(start, end), venue.doubt)


def is_online(page: Page) -> bool:
    return bool(_ONLINE.search(page.text, 0, _end_of_lead(page))) and not is_hybrid(page)


def is_hybrid(page: Page) -> bool:
    """Whether the event was both on site and online: «в смешанном формате», «с трансляцией»."""
    return bool(_HYBRID.search(page.text))


def _end_of_lead(page: Page) -> int:
    return page.sentences[min(3, len(page.sentences) - 1)][-1].span.end if page.sentences else 0


def _as_place(park: Found[DraftPark]) -> Found[str]:
    kind = park.value.kind
    shown = f"{kind[:1].upper()}{kind[1:]} «{park.value.name}»".strip()
    return Found(shown, park.span, park.doubt or BY_PARK)


def _districts(page: Page, atlas: Atlas) -> Iterator[Found[str]]:
    """Districts: «… находится в Александровском районе Владимирской области»."""
    for sentence in page.sentences[:4]:
        for region in atlas.regions_in(sentence):
            place = next(i for i, token in enumerate(sentence) if token.span.start >= region.span.start)
            start = place - 2
            if start > 0 and sentence[place - 1].lemma == "район" and sentence[start - 1].text in ("в", "во"):
                end = next(i for i, token in enumerate(sentence) if token.span.end >= region.span.end) + 1
                span = Span(sentence[start].span.start, region.span.end)
                yield Found(nominative_phrase(sentence, start, end), span)


def _venues(page: Page) -> Iterator[Found[str]]:
    """Venues: «в конференц-зале …», «на площадке технопарка «…»», «в … палате»."""
    prepositions = ("в", "во", "на")
    for number, sentence in enumerate(page.sentences[:8]):
        happens = HAPPENS if number <= 3 else _TAKES_PLACE
        if not happens.search(page.said(sentence)) or (page.title and page.title.span.holds(sentence[0].span)):
            continue
        for place, token in enumerate(sentence[:-2]):
            begin = _begin_of_venue(sentence, place + 1) if token.text.lower() in prepositions else None
            if begin and (venue := _venue(page, sentence, *begin)):
                yield venue


def _begin_of_venue(tokens: Sentence, start: int) -> tuple[int, int] | None:
    """Where the name of the venue begins, and where its head is."""
    if tokens[start].lemma in _SITES and tokens[start].text.islower():
        start += 1
        case = "Gen"
    else:
        case = "Loc"
    head = next((i for i in range(start, min(start + 4, len(tokens))) if tokens[i].part not in ("ADJ", "DET")), start)
    token = tokens[head]
    if token.lemma in _NO_VENUES or not (token.is_word and _is_venue(tokens, head)):
        return None
    fits = token.is_acronym or any(r.case == case and r.number != "Plur" for r in token.readings)
    return (start, head) if fits else None


def _is_venue(tokens: Sentence, head: int) -> bool:
    token = tokens[head]
    is_named = head + 1 < len(tokens) and tokens[head + 1].kind == "quotation"
    if token.is_acronym or token.lemma in ("технополис", "технопарк", "парк"):
        return is_named
    return token.lemma in _VENUES or token.lemma in ORGANIZATIONS


def _venue(page: Page, tokens: Sentence, start: int, head: int) -> Found[str] | None:
    """The venue; None if the words do not tell which one: «в палате», «в администрации города»."""
    end = end_of_organization(tokens, head, len(tokens))
    if end < len(tokens) and tokens[end].kind == "quotation" and tokens[end - 1].kind != "quotation":
        end += 1  # «МВДЦ «Енисей»»
    elif end == head + 1 < len(tokens) and tokens[head].lemma in ("дом", "дворец") and tokens[end].text.islower():
        end += 1  # «Дом предпринимателя»
    stop = tokens[end - 1].span.end
    written = nominative_phrase(tokens, start_of_noun_phrase(tokens, head, start), end)
    if address := _ADDRESS.match(page.text, stop):
        written, stop = f"{written}{address[0]}", address.end()
    elif not any(token.is_capitalized or token.kind == "quotation" for token in tokens[start:end]):
        return None
    return Found(written, Span(tokens[start].span.start, stop), BY_PHRASE)


def _cities(page: Page, atlas: Atlas) -> Iterator[Found[str]]:
    for sentence in page.sentences[:6]:
        said = page.said(sentence)
        for place, token in enumerate(sentence[:-1]):
            if not (HAPPENS.search(said) or (place == 0 and page.title and page.title.span.holds(token.span))):
                break  # «В Туле рассказали, как …» is a title
            if token.text.lower() in ("в", "во") and (city := _city_at(sentence, place + 1, atlas)):
                yield city
    for line in page.body[:3]:
        found = _DATELINE.match(page.text, *line)
        if found and _may_be_place(tokens_of(found["city"].title())[-1]):  # not «Накануне, 8 апреля»
            doubt = "" if atlas.cities_in(tokens_of(found["city"])) else BY_PHRASE
            yield Found(_as_name(found["city"]), Span(*found.span("city")), doubt)
    for sentence in page.sentences[:4]:
        for dateline in atlas.cities_in(sentence):
            if is_dateline(page.text, dateline.span) or in_parentheses(page.text, dateline.span):
                yield Found(page.text[slice(*dateline.span)].title(), dateline.span)
        for place, token in enumerate(sentence[:-1]):
            is_somebodys = any(
                r.name in ("Giv", "Sur") for one in sentence[max(0, place - 3) : place] for r in one.readings
            )
            if (
                token.text == "г." and sentence[place + 1].is_capitalized and not is_somebodys
            ):  # «(г. Уфа)», «(г. Омск, ул. Заводская, 5)»
                start, end = sentence[place + 1].span
                rest = _REST_OF_ADDRESS.match(page.text, end)
                end = rest.end() if rest else end
                yield Found(page.text[start:end], Span(start, end))


def _may_be_place(token: Token) -> bool:
    known = [reading for reading in token.readings if reading.is_known]
    return not known or any(reading.name == "Geo" for reading in known)


def _as_name(city: str) -> str:
    return city.title().replace("-На-", "-на-") if city.isupper() else city


def in_parentheses(text: str, span: Span) -> bool:
    """Whether the place is in parentheses: «… в технопарке «Мост» (Новосибирск)»."""
    return text[max(0, span.start - 3) : span.start] in ("» (", '" (') and text[span.end : span.end + 1] == ")"


def is_dateline(text: str, span: Span) -> bool:
    """Whether the place is part of a dateline: «(Казань, 8 июня).», «Тула, 5 октября. —»."""
    before = text[max(0, span.start - 2) : span.start].strip()
    after = text[span.end : span.end + 16]
    stands_alone = after[:2] == ". " and text[: span.start].endswith("\n")
    return (stands_alone or bool(re.match(r"[,.]\s*\d{1,2}\s+[а-я]+", after))) and before in ("", "(")


def _city_at(tokens: Sentence, place: int, atlas: Atlas) -> Found[str] | None:
    """The city at this place in the prepositional case, or a city of the atlas such as «Нижнем Новгороде»."""
    if tokens[place].text in ("г.", "городе") and place + 1 < len(tokens):
        place += 1
    token = tokens[place]
    if atlas.names.at(tokens, place) and not atlas.cities.at(tokens, place):
        return None  # «в Приморье»
    if match := atlas.cities.at(tokens, place):
        _region, end = match
        if end > place + 1:
            span = Span(token.span.start, tokens[end - 1].span.end)
            return Found(nominative_phrase(tokens, place, end), span)
    if _is_adjective_of_city(tokens, place):  # «Верхней Пышме»
        span = Span(token.span.start, tokens[place + 1].span.end)
        return Found(nominative_phrase(tokens, place, place + 2), span)
    places = [r for r in token.readings if r.name == "Geo" and r.case == "Loc" and r.number != "Plur"]
    if not places and match and place > 1 and re.match(r"при(?:ехал|был|едут)", tokens[place - 2].text):
        places = [r for r in token.readings if r.name == "Geo" and r.case == "Acc"]  # «приехали в Уфу»
    if not token.is_capitalized or not places or token.lemma in ("россия", "рф"):
        return None
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following and following.lemma in ("область", "край", "республика", "район", "округ"):
        return None
    return Found(_city_name(token, places[0].lemma), token.span)


def _is_adjective_of_city(tokens: Sentence, place: int) -> bool:
    if place + 1 >= len(tokens) or not (tokens[place].is_capitalized and tokens[place + 1].is_capitalized):
        return False
    first, second = tokens[place].readings[:1], tokens[place + 1].readings[:1]
    return bool(first and second) and (first[0].part, first[0].case, second[0].name, second[0].case) == (
        "ADJ", "Loc", "Geo", "Loc",
    )  # fmt: skip


def _city_name(token: Token, lemma: str) -> str:
    lemma = lemma if "ё" in token.text else lemma.replace("ё", "е")
    return "-".join(part.capitalize() if len(part) > 2 else part for part in lemma.split("-"))
