"""Find regions in a text in any case: «из Московской, Белгородской и Орловской областей», «в Подмосковье». Pure.

The known regions are an argument, so that the names and aliases in the database count.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from core.sentences import Reading, read_sentence
from parks.region_names import ALIASES, MAIN_CITIES, OTHER_CITIES, rows

from .found import Found, Span
from .tokens import Token, clean, sentences

_KINDS = {"область", "край", "округ", "республика"}
_KINDS_OF_ADJECTIVE = {*((kind,) for kind in _KINDS), ("автономный", "округ"), ("автономный", "область")}
_KIND_SHORT = {"обл.": "область", "обл": "область", "респ.": "республика", "респ": "республика", "ао": "округ"}
_KIND_OF_ADJECTIVE = {"областной": "область", "краевой": "край"}  # «Ярославская областная Дума»
# Words that are ambiguous without «Республика» or «край» beside them.
_AMBIGUOUS = {"алтай", "саха", "алания"}
_LONGEST_LIST = 40  # tokens between the first adjective of a list and its noun


@dataclass(frozen=True)
class KnownRegion:
    """A region that may be found: its official name, other names, and its main city, or ""."""

    name: str
    aliases: tuple[str, ...] = ()
    main_city: str = ""
    cities: tuple[str, ...] = ()  # besides the main one
    genitive: str = ""


@dataclass(frozen=True)
class RegionMention:
    """A region in a text. `is_city` says that the text names only a city of it."""

    name: str
    is_city: bool = False


@cache
def regions_of_data() -> tuple[KnownRegion, ...]:
    """The regions in `parks/data`, for use without a database."""
    return tuple(
        KnownRegion(
            row["name"],
            tuple(ALIASES.get(row["iso_3166_2"], ())),
            MAIN_CITIES.get(row["iso_3166_2"], ""),
            OTHER_CITIES.get(row["iso_3166_2"], ()),
            row["gent"],
        )
        for row in rows()
    )


def read_regions(text: str, known: Sequence[KnownRegion] | None = None) -> list[Found[str]]:
    """The official names of the regions in a text, in order, without repetitions. Spans refer to `clean(text)`.

    A list without «область» counts too, if it contains only regions: «Московская, Тульская, Смоленская».
    """
    text = clean(text)
    atlas = Atlas.of(known)
    found: dict[str, Found[str]] = {}
    for sentence in sentences(text):
        for mention in atlas.regions_in(sentence) or atlas.bare_list(sentence):
            found.setdefault(mention.value.name, Found(mention.value.name, mention.span, mention.doubt))
    return list(found.values())


@dataclass(frozen=True)
class RegionNames:
    """Names of several words, found by the lemmas of their words, with the region that each means."""

    rows: dict[tuple[str, ...], str]

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in sorted(self.rows, key=len, reverse=True):
            found.setdefault(name[0], []).append(name)
        return found

    def at(self, tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
        """The region of the longest name that begins here, and the place after it."""
        for first in _keys(tokens[place]):
            for name in self._by_first.get(first, ()):
                end = place + len(name)
                words = zip(name, tokens[place:end], strict=False)
                if end <= len(tokens) and all(word in _keys(token) for word, token in words):
                    return self.rows[name], end
        return None


@dataclass(frozen=True)
class Atlas:
    """The names of the known regions by the lemmas of their words."""

    names: "RegionNames"
    by_adjective: dict[tuple[str, str], str]  # («смоленский», «область»)
    codes: dict[str, str]  # «НСО», «РТ», in capitals
    cities: "RegionNames"
    genitives: dict[str, str]

    @classmethod
    def of(cls, known: Sequence[KnownRegion] | None = None) -> "Atlas":
        return _atlas(tuple(known) if known is not None else regions_of_data())

    def is_city(self, name: str) -> bool:
        """Whether the region is a city: Москва, Санкт-Петербург, Севастополь."""
        return _lemmas(name) in self.cities.rows and self.cities.rows[_lemmas(name)] == self.names.rows.get(
            _lemmas(name)
        )

    def genitive(self, name: str) -> str:
        return self.genitives.get(name, name)

    def regions_in(self, tokens: Sequence[Token]) -> list[Found[RegionMention]]:
        """The regions of a sentence from left to right. Cities count only if they are regions themselves."""
        found, place = [], 0
        while place < len(tokens):
            many, end = self._list_at(tokens, place)
            if not many and (one := self._name_at(tokens, place)):
                many, end = [one], _end_of(tokens, one, place)
            found += many
            place = max(end, place + 1)
        return found

    def cities_in(self, tokens: Sequence[Token]) -> list[Found[RegionMention]]:
        """The cities of a sentence, which suggest their region."""
        found = []
        for place, token in enumerate(tokens):
            if token.is_capitalized and (match := self.cities.at(tokens, place)):
                name, end = match
                found.append(Found(RegionMention(name, is_city=True), _span(tokens, place, end)))
        return found

    def bare_list(self, tokens: Sequence[Token]) -> list[Found[RegionMention]]:
        """The regions of a line that consists only of their adjectives: «Московская, Белгородская, Орловская»."""
        words = [
            place
            for place, token in enumerate(tokens)
            if token.is_word and token.text.lower() not in ("и", "а", "также")
        ]
        found = []
        for place in words:
            names = {
                name for (adjective, _kind), name in self.by_adjective.items() if adjective in tokens[place].lemmas()
            }
            if len(names) != 1:
                return []
            found.append(Found(RegionMention(names.pop()), tokens[place].span))
        return found

    def _name_at(self, tokens: Sequence[Token], place: int) -> Found[RegionMention] | None:
        token = tokens[place]
        if not token.is_word:
            return None
        if token.text in self.codes:
            return Found(RegionMention(self.codes[token.text]), token.span)
        if match := self.names.at(tokens, place):
            name, end = match
            if token.is_capitalized or end > place + 1:
                return Found(RegionMention(name), _span(tokens, place, end))
        return None

    def _list_at(self, tokens: Sequence[Token], place: int) -> tuple[list[Found[RegionMention]], int]:
        """The regions of a list with one noun, and where it ends: «Московской, Белгородской и Орловской областей»."""
        adjectives: list[int] = []
        for index in range(place, min(place + _LONGEST_LIST, len(tokens))):
            token = tokens[index]
            kind = _KIND_SHORT.get(token.text.lower(), "") or _KIND_OF_ADJECTIVE.get(token.lemma, "")
            kind = kind or next(iter(token.lemmas() & _KINDS), "")
            if kind and adjectives:
                return self._of_kind(tokens, adjectives, kind, index)
            if token.is_word and token.lemmas() & self.adjectives:
                adjectives.append(index)
            elif not adjectives or (token.text not in (",", "и", "а", "также") and token.lemma != "автономный"):
                break
        return [], place

    @cached_property
    def adjectives(self) -> frozenset[str]:
        return frozenset(adjective for adjective, _kind in self.by_adjective)

    def _of_kind(
        self, tokens: Sequence[Token], adjectives: list[int], kind: str, end: int
    ) -> tuple[list[Found[RegionMention]], int]:
        found = []
        for index in adjectives:
            lemmas = tokens[index].lemmas()
            name = next((self.by_adjective[lemma, kind] for lemma in lemmas if (lemma, kind) in self.by_adjective), "")
            if name:
                stop = end + 1 if index == adjectives[-1] else index + 1
                found.append(Found(RegionMention(name), _span(tokens, index, stop)))
        return found, end + 1 if found else adjectives[0]


def _end_of(tokens: Sequence[Token], found: Found[RegionMention], place: int) -> int:
    while place < len(tokens) and tokens[place].span.end <= found.span.end:
        place += 1
    return place


def _span(tokens: Sequence[Token], start: int, end: int) -> Span:
    return Span(tokens[start].span.start, tokens[end - 1].span.end)


def _keys(token: Token) -> frozenset[str]:
    return token.lemmas() | {token.text.lower().replace("ё", "е")} if token.is_word else frozenset({token.text})


@cache
def _atlas(known: tuple[KnownRegion, ...]) -> Atlas:
    names: dict[tuple[str, ...], str] = {}
    by_adjective: dict[tuple[str, str], str] = {}
    codes: dict[str, str] = {}
    cities: dict[tuple[str, ...], str] = {}
    for region in known:
        for written in _ways_to_write(region):
            lemmas = _lemmas(written)
            if written.isupper():
                codes[written] = region.name
            elif len(lemmas) > 1 or lemmas[0] not in _AMBIGUOUS:
                names.setdefault(lemmas, region.name)
                if lemmas[1:] in _KINDS_OF_ADJECTIVE and lemmas[0].endswith(("ий", "ый", "ой")):
                    by_adjective[lemmas[0], lemmas[-1]] = region.name
        for city in filter(None, (region.main_city, *region.cities)):
            cities.setdefault(_lemmas(city), region.name)
    genitives = {region.name: region.genitive for region in known if region.genitive}
    return Atlas(RegionNames(names), by_adjective, codes, RegionNames(cities), genitives)


def _ways_to_write(region: KnownRegion) -> list[str]:
    """The name, its aliases, and parts that mean the region by themselves: «Татарстан», «Кемеровская область»."""
    ways = [region.name, *region.aliases]
    for written in (region.name, *region.aliases):
        ways += [part for part in re.split(r"\s+[—–-]\s+|\s*[()]", written) if part and part != written]
    ways += [way.removeprefix("Республика ") for way in ways if way.startswith("Республика ")]
    return [way for way in dict.fromkeys(ways) if way]


@cache
def _lemmas(name: str) -> tuple[str, ...]:
    words = re.findall(r"[\w-]+|[()—]", name)
    return tuple(_likely_lemma(word, readings) for word, readings in zip(words, read_sentence(words), strict=True))


def _likely_lemma(word: str, readings: Sequence[Reading]) -> str:
    """The lemma that all cases of the word share: for «Смоленская» that of the adjective, not of the surname."""
    lemma = (
        next((r.lemma for r in readings if r.part == "ADJ"), "") if re.search("(?:[ая]я|ий|ый|ой|[оы]е)$", word) else ""
    )
    if not lemma:
        nominative = [r for r in readings if r.case == "Nom" and r.part in ("NOUN", "PROPN")]
        lemma = nominative[0].lemma if nominative else word.lower()
    return lemma.replace("ё", "е")
