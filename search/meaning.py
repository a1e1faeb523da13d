"""Read the meaning of a query's words: the subject without the question, the kind, place and date, other names."""

import calendar
import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

from core.morphology import is_word

from . import fillers, keys, spelling, words
from .access import ReaderAccess
from .engines.base import Candidate
from .interface import Kind
from .kinds import EVENTS, SPEAKERS, KindWord, kind_at
from .lexicon import CITY_WORTH, Run, key_of, look_up, region_beginning
from .query import Query, RelatedTerms, Word, as_one, word_of
from .times import UPCOMING, is_verb_of_future, when_of
from .typos import VOCABULARY

FIRST_YEAR, LAST_YEAR = 1990, 2099
LATIN_WORTH, LOOKALIKE_WORTH, UNFINISHED_WORTH, PRICE_WORTH, PARTS_WORTH = 0.8, 0.9, 0.6, 0.8, 0.6
LEAST_OF_A_REGION = 4  # letters
LEAST_UNFINISHED, MOST_SPELLINGS = 3, 8
PRICES = ["стоимость", "цена", "тариф", "плата"]


@dataclass(frozen=True)
class Scope:
    """The kind, the regions and the dates that a query names."""

    kind: KindWord | None = None
    regions: tuple[str, ...] = ()  # slugs
    year: int | None = None
    month: tuple[int, int] | None = None  # year and month
    day: dt.date | None = None
    when: str = ""  # for events: times.UPCOMING or times.PAST

    @property
    def has_place_or_date(self) -> bool:
        return bool(self.regions or self.year or self.month or self.day or self.when)

    def days_of_month(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of the month."""
        year, month = self.month or (0, 0)
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])

    def is_met_by(self, candidate: Candidate) -> bool:
        """Whether a document fits all of the named kind, place and date.

        This ignores `when`, because the document of an event does not have its last day.
        """
        if self.kind is None or not self.has_place_or_date:
            return False
        kinds = {Kind.MATERIAL, Kind.SLIDE} if self.kind.kind == Kind.MATERIAL else {self.kind.kind}
        if candidate.kind not in kinds or (self.kind.event_types and candidate.event_type not in self.kind.event_types):
            return False
        if self.regions and not set(self.regions) & set(candidate.regions.split()):
            return False
        return (
            (not self.year or f" {self.year} " in candidate.context)
            and (not self.month or f" {month_term(*self.month)} " in candidate.context)
            and (not self.day or f" {day_term(self.day)} " in candidate.context)
        )


NOWHERE = Scope()


def day_term(day: dt.date) -> str:
    return f"день{day:%Y%m%d}"


def month_term(year: int, month: int) -> str:
    return f"месяц{year:04}{month:02}"


@dataclass(frozen=True)
class QueryReading:
    """A query with everything that its words may also mean."""

    query: Query
    scope: Scope = NOWHERE
    rest: tuple[Word, ...] = ()  # the words that do not name a kind, a place or a date
    also: tuple[str, ...] = ()  # synonyms as staff wrote them


@dataclass
class _Reader:
    """Reads the words in one pass and collects their meanings."""

    access: ReaderAccess
    implies_kind: bool
    found: list[Word] = field(default_factory=list)
    rest: list[Word] = field(default_factory=list)
    kinds: dict[int, KindWord] = field(default_factory=dict)  # by the place in `found`
    regions: dict[str, None] = field(default_factory=dict)
    years: list[int] = field(default_factory=list)
    months: list[tuple[int, int]] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)
    also: dict[str, None] = field(default_factory=dict)
    public_terms: set[str] = field(default_factory=set)

    def go_through(self, query_words: list[Word]) -> None:
        has_kind = self.implies_kind or any(kind_at(query_words, at) for at in range(len(query_words)))
        known = look_up(query_words, self.access, has_kind=has_kind)
        VOCABULARY.refresh(known.newest_word)
        self.public_terms = known.public_terms
        runs = {run.start: run for run in known.runs}
        at = 0
        while at < len(query_words):
            run, kind = runs.get(at), kind_at(query_words, at)
            size = max(run.end - run.start if run else 0, kind[0] if kind else 0, 1)
            word = as_one(query_words[at : at + size])
            if run and run.end == at + size:
                word = self._with_names(word, run)
            else:
                run = None
            is_region = run is not None and any(meaning.is_region for meaning in run.meanings)
            if kind and kind[0] == size and not is_region:
                self.kinds[len(self.found)] = kind[1]
            elif not is_region and not self._note_date(word):
                self.rest.append(word)
            self.found.append(word)
            at += size

    def _with_names(self, word: Word, run: Run) -> Word:
        for meaning in run.meanings:
            if meaning.is_region:
                self.regions[meaning.slug] = None
                worth = CITY_WORTH if meaning.is_by_city else 1.0
                word = word.also([RelatedTerms((keys.tag(keys.REGION, meaning.slug),), worth)])
            elif not meaning.kind:
                own = key_of(" ".join(word.parts))  # the same for all forms
                self.also |= dict.fromkeys(name for name in meaning.names if key_of(name) != own)
        return word.also(run.related(word))

    def _note_date(self, word: Word) -> bool:
        """Whether the word is a year, a month or a day, which is then part of the scope."""
        if word.shown.isdecimal() and len(word.shown) == 4 and FIRST_YEAR <= int(word.shown) <= LAST_YEAR:
            self.years.append(int(word.shown))
            return True
        term = word.alternatives[0][0]
        if term.startswith("месяц") and term[5:].isdecimal():
            self.months.append((int(term[5:9]), int(term[9:])))
            return True
        if term.startswith("день") and term[4:].isdecimal():
            with suppress(ValueError):  # 30.02.2019
                self.days.append(dt.datetime.strptime(term[4:], "%Y%m%d").date())  # noqa: DTZ007  a day
                return True
        return False

    def finish_region(self) -> None:
        """Take a word as a region if it begins the name of only one: «парки калуж»."""
        if self.regions or not (self.kinds or self.implies_kind):
            return
        for word in self.rest:
            if len(word.shown) < LEAST_OF_A_REGION or not word.shown.isalpha() or word.is_quoted or is_word(word.shown):
                continue
            if slug := region_beginning(word.shown, self.access):
                self.regions[slug] = None
                self.rest.remove(word)
                at = self.found.index(word)
                self.found[at] = word.also([RelatedTerms((keys.tag(keys.REGION, slug),), 1.0)])
                return

    def scope(self, implied: KindWord | None) -> Scope:
        kind = next(iter(self.kinds.values()), implied)
        year = self.years[0] if len(self.years) == 1 else None
        month = self.months[0] if len(self.months) == 1 else None
        return Scope(kind, tuple(self.regions), year, month, self.days[0] if len(self.days) == 1 else None)


def read(query: Query, access: ReaderAccess) -> QueryReading:
    """Read a query. Quoted words stay as they are."""
    kept, optional, implied = _without_question(query.words)
    kept = [in_cyrillic(word) for word in _with_codes(kept)]
    when, of_time = _time_of_events(kept, optional, implied)
    kept, optional = [word for word in kept if word not in of_time], [*optional, *of_time]
    reader = _Reader(access, implies_kind=implied is not None)
    reader.go_through(kept)
    reader.finish_region()
    scope = replace(reader.scope(implied), when=when)
    found = []
    for at, word in enumerate(reader.found):
        if kind := reader.kinds.get(at):
            is_kind = scope.has_place_or_date or not kind.is_plain
            is_kind = is_kind and (len(reader.found) > 1 or bool(when))
            word = word.also(kind.related()) if is_kind else word
        elif word.shown in map(str, reader.years):
            word = word.also([RelatedTerms((keys.tag(keys.YEAR, word.shown),), 1.0)])
        found.append(word if word.is_quoted else unfinished(word, reader.public_terms))
    if scope.kind and scope.kind.kind == Kind.PERSON and len(found) > len(reader.kinds):
        # People are found by what they said, and slides do not contain the word «спикеры».
        optional += [word for at, word in enumerate(found) if at in reader.kinds]
        found = [word for at, word in enumerate(found) if at not in reader.kinds]
    if any(fillers.lemmas(part)[0] == "сколько" for word in optional for part in word.parts):
        found = [_with_prices(word) for word in found]
    return QueryReading(
        replace(query, words=tuple(found), optional=(*query.optional, *optional)),
        scope,
        tuple(reader.rest),
        tuple(reader.also),
    )


def _without_question(query_words: Iterable[Word]) -> tuple[list[Word], list[Word], KindWord | None]:
    """The words of the subject, the other words, and the implied kind: «кто выступал» asks for people."""
    everything = list(query_words)
    read = {word: _russian(word, everything) for word in everything}
    in_question = any(fillers.is_question_word(part) for parts in read.values() for part in parts)
    optional = [
        word
        for word, parts in read.items()
        if not word.is_quoted and all(_says_nothing(part, in_question=in_question) for part in parts)
    ]
    kept = [word for word in everything if word not in optional]
    if not kept:
        return everything, [], None
    lemmas = {fillers.lemmas(part)[0] for word in optional for part in read[word][:1]}
    talks = [word for word in kept if "кто" in lemmas and fillers.lemmas(word.shown)[0] in fillers.TALKS]
    if "кто" in lemmas and (talks or lemmas & fillers.SPEECH) and len(talks) < len(kept):
        return [word for word in kept if word not in talks], [*optional, *talks], SPEAKERS
    if lemmas & (fillers.TRAVEL | fillers.HAPPENING):
        return kept, optional, EVENTS
    return kept, optional, None


def _time_of_events(kept: list[Word], optional: list[Word], implied: KindWord | None) -> tuple[str, list[Word]]:
    """Whether the query asks for upcoming or past events, and the words without those that say so."""
    kinds = (kind_at(kept, at) for at in range(len(kept)))
    nouns = [at for at, kind in enumerate(kinds) if kind and kind[1].kind == Kind.EVENT]
    if not nouns and implied is not EVENTS:
        return "", []
    found = {
        word: when
        for at, word in enumerate(kept)
        if not word.is_quoted and (when := when_of(word.shown, is_before_noun=not nouns or at < nouns[-1]))
    }
    if found and len(found) < len(kept):
        return next(iter(found.values())), list(found)
    is_future = any(is_verb_of_future(part) for word in optional for part in word.parts)
    return (UPCOMING if is_future else ""), []


def _russian(word: Word, everything: list[Word]) -> tuple[str, ...]:
    """The parts of the word, in Cyrillic if the whole query is in Latin letters: «kto govoril o gaze»."""
    if len(everything) < 2 or not all(one.shown.isascii() for one in everything):
        return word.parts
    return tuple(next(iter(spelling.from_latin(part)), part) for part in word.parts)


def _says_nothing(part: str, *, in_question: bool) -> bool:
    return part in words.STOP_WORDS or fillers.is_filler(part, in_question=in_question)


def _with_codes(query_words: list[Word]) -> list[Word]:
    """Join codes that were typed with a space: «44 фз» and «м 4» mean «44-ФЗ» and «М-4»."""
    found: list[Word] = []
    for word in query_words:
        if found and _is_code(found[-1], word):
            left = found.pop()
            code = words.code_of(left.shown, word.shown)
            one = as_one([left, word])
            own = RelatedTerms(one.alternatives[0], PARTS_WORTH)
            word = replace(one, alternatives=((code,),), related=(own,), constituents=())
        found.append(word)
    return found


def _is_code(left: Word, right: Word) -> bool:
    if left.is_quoted or right.is_quoted or len(left.parts) != 1 or len(right.parts) != 1:
        return False
    first, second = left.shown, right.shown
    number, letters = (first, second) if first.isdecimal() else (second, first)
    return (
        number.isdecimal()
        and len(number) <= 3
        and letters.isalpha()
        and len(letters) <= 3
        and not words.is_measured(first, second)
        and letters not in words.UNITS - {"м", "а", "т"}
    )


def in_cyrillic(word: Word) -> Word:
    """The word, with its possible spelling in the other alphabet."""
    if len(word.shown) < 2 or word.is_quoted:
        return word
    if turned := spelling.from_digits("".join(word.parts)):
        word = word.also(RelatedTerms((term,), LOOKALIKE_WORTH) for (term,) in word_of(turned).alternatives[:2])
    if len(word.parts) != 1:
        return word
    (typed,) = word.parts
    related = []
    for other in spelling.from_latin(typed)[:MOST_SPELLINGS]:
        related += [RelatedTerms((term,), LATIN_WORTH) for (term,) in word_of(other).alternatives[:2]]
    if turned := spelling.from_lookalikes(typed):
        related += [RelatedTerms((term,), LOOKALIKE_WORTH) for (term,) in word_of(turned).alternatives[:2]]
    return word.also(related)


def unfinished(word: Word, public_terms: set[str]) -> Word:
    """The word, also as the beginning of longer ones, unless it is a dictionary word that public documents have.

    Closed documents do not count, because otherwise the answer would reveal what they contain.
    """
    if len(word.parts) != 1 or len(word.parts[0]) < LEAST_UNFINISHED or not word.parts[0].isalpha():
        return word
    (typed,) = word.parts
    if is_word(typed) and not public_terms.isdisjoint(word.terms):
        return word
    beginning = VOCABULARY.terms_beginning(typed)
    if beginning and not is_word(typed) and typed not in VOCABULARY:
        # A guessed stem may be much shorter: «краси» is not a form of «край».
        likely = tuple(terms for terms in word.alternatives if len(terms[0]) >= len(typed) - 1)
        word = replace(word, alternatives=likely or word.alternatives)
    return word.also(RelatedTerms((term,), UNFINISHED_WORTH) for term in beginning)


def _with_prices(word: Word) -> Word:
    if fillers.lemmas(word.shown)[0] != "стоить":
        return word
    return word.also(RelatedTerms(terms, PRICE_WORTH) for price in PRICES for terms in word_of(price).alternatives[:1])


def neighbours(query_words: Iterable[Word]) -> list[tuple[Word, Word]]:
    """Pairs of adjacent words that may be one word typed with a space."""
    return [
        (left, right)
        for left, right in pairwise(query_words)
        if not left.is_quoted and not right.is_quoted and len(left.parts) == len(right.parts) == 1
    ]
