"""Settle the meaning of a query: as it was read, with corrections if that finds little, or in part."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from core.morphology import is_word

from . import fillers, spelling, words
from .engines.base import Candidate
from .frequencies import TermFrequencies
from .interface import Kind
from .kinds import EVENTS
from .meaning import QueryReading, Scope, neighbours, read
from .query import Query, RelatedTerms, Word, parse, word_of
from .ranking import weight_of_word
from .retrieval import Retriever
from .times import with_dates, without_days
from .typos import VOCABULARY, in_right_layout, other_layout

MOST_WORDS_GUESSED = 6
FEW = 3  # a word in fewer documents is also searched by its root
COMMONER = 100  # how many times commoner the right form of a misspelled dictionary word must be
LEAST_COMMON = 20  # documents with the right form, if the misspelled one is in none
KIN_WORTH, HALF_WORTH = 0.4, 0.2
SPLIT_GUESSES = 12
LEAST_PART = 3  # letters; shorter words are not in the vocabulary


NOTHING = QueryReading(Query())


@dataclass(frozen=True)
class Interpretation:
    """The reading of a query that was settled on, and its candidates."""

    query: Query
    frequencies: TermFrequencies
    candidates: list[Candidate]
    has_more: bool = False
    corrected: str = ""
    partial_query: Query | None = None  # the words that occur somewhere, if no document has all words
    reading: QueryReading = NOTHING

    @property
    def is_partial(self) -> bool:
        return self.partial_query is not None

    @property
    def scope(self) -> Scope:
        return self.reading.scope


def understand(text: str, query: Query, retriever: Retriever, *, exact: bool) -> Interpretation:
    """Try the words as read. If that finds little, try other layouts, spellings and related words, then fewer words.

    With `exact` the words mean only themselves, and only phrases in «ёлочки» may be ignored.
    """
    if exact:
        return _exactly(query, retriever)
    reading = read(query, retriever.access)
    dated = with_dates(text, timezone.localdate())
    of_date = _about_kind(dated, retriever) if dated != text else None
    general, text, reading = without_days(text), *(of_date or (text, reading))
    found = _find(reading, retriever)
    if of_date and general != text and _has_no_such_event(found):
        text, reading = _about_kind(general, retriever) or of_date
        found = _find(reading, retriever)
    if len(found.candidates) >= FEW:
        return found
    if not found.candidates:
        better = _without_soft_phrases(reading, retriever) or _in_other_layout(text, retriever)
        if better:
            return better
    guesses = _Guesses(text, reading, retriever, found.frequencies)
    corrected = guesses.reading()
    if corrected is not None:
        again = read(parse(guesses.corrected), retriever.access) if guesses.corrected else reading
        if again.scope != reading.scope:  # a kind, a place or a date was misspelled
            better = _find(again, retriever, guesses.corrected)
            if better.candidates:
                return better
        better = _find(corrected, retriever, guesses.corrected)
        if len(better.candidates) > len(found.candidates):
            return better
    if found.candidates:
        return found
    return _without_verbs(corrected or reading, retriever, guesses.corrected) or _in_part(
        corrected or reading, guesses, retriever
    )


def _about_kind(text: str, retriever: Retriever) -> tuple[str, QueryReading] | None:
    """The text and its reading if it names a kind, or asks for a time alone: «что завтра» asks for events."""
    reading = read(parse(text), retriever.access)
    if reading.scope.kind:
        has_days = reading.scope.kind.kind not in (Kind.PARK, Kind.ORGANIZATION)
        return (text, reading) if has_days or not reading.scope.day else None
    text = f"{EVENTS.label.lower()} {text}"
    reading = read(parse(text), retriever.access)
    return None if reading.rest else (text, reading)


def _has_no_such_event(found: Interpretation) -> bool:
    """Whether the query asks for the events of a day that has none."""
    scope = found.scope
    if scope.day is None or scope.kind is None or scope.kind.kind != Kind.EVENT:
        return False
    return not any(map(scope.is_met_by, found.candidates))


def _find(reading: QueryReading, retriever: Retriever, corrected: str = "") -> Interpretation:
    frequencies = TermFrequencies(reading.query.terms, retriever.tags)
    candidates, has_more = retriever.find(reading.query, frequencies)
    return Interpretation(
        reading.query, frequencies, candidates, has_more, corrected if candidates else "", reading=reading
    )


def _exactly(query: Query, retriever: Retriever) -> Interpretation:
    found = _find(QueryReading(query), retriever)
    return found if found.candidates or query == query.strict() else _find(QueryReading(query.strict()), retriever)


def _without_soft_phrases(reading: QueryReading, retriever: Retriever) -> Interpretation | None:
    strict = reading.query.strict()
    if strict == reading.query:
        return None
    found = _find(replace(reading, query=strict), retriever)
    return found if found.candidates else None


def _in_other_layout(text: str, retriever: Retriever) -> Interpretation | None:
    """The interpretation of the text, or of some words, in the other layout, if that finds anything."""
    for turned in dict.fromkeys(filter(None, (other_layout(text), in_right_layout(text)))):
        query = parse(turned)
        if not query.words:
            continue
        answers, _ = retriever.have_matches([query.expression()])
        if answers[0]:
            return _find(read(query, retriever.access), retriever, " ".join(turned.split()))
    return None


def _without_verbs(reading: QueryReading, retriever: Retriever, corrected: str) -> Interpretation | None:
    """The interpretation without verbs, because nouns matter more in a question: «когда закроют полигон»."""
    query = reading.query
    things = [word for word in query.words if len(word.parts) != 1 or not fillers.is_verb(word.parts[0])]
    if not query.optional or not things or len(things) == len(query.words):
        return None
    verbs = tuple(word for word in query.words if word not in things)
    query = replace(query, words=tuple(things), optional=(*query.optional, *verbs))
    found = _find(replace(reading, query=query), retriever, corrected)
    return found if found.candidates else None


def _in_part(reading: QueryReading, guesses: "_Guesses", retriever: Retriever) -> Interpretation:
    """The interpretation by some of the words, which are the most important ones.

    A word that occurs only in documents that the reader may not find counts as one that occurs nowhere.
    """
    query = reading.query.strict()
    guesses.count_others(query.words, retriever)
    known = [word for word in query.words if guesses.count(word)]
    frequencies = TermFrequencies(query.terms, retriever.tags)
    if query.phrases or not known or len(query.words) < 2:
        return Interpretation(query, frequencies, [], reading=reading)
    telling = sorted(known, key=lambda word: -weight_of_word(word, frequencies))
    telling = telling[: max(1, (len(telling) + 1) // 2)]
    candidates, _ = retriever.find_any(query, telling, frequencies)
    return Interpretation(
        query,
        frequencies,
        candidates,
        corrected=guesses.corrected if candidates else "",
        partial_query=replace(query, words=tuple(known)),
        reading=reading,
    )


class _Guesses:
    """Corrections of words that are found nowhere, checked in one SQL query.

    Only documents that the reader may find count.
    """

    def __init__(self, text: str, reading: QueryReading, retriever: Retriever, frequencies: TermFrequencies) -> None:
        self.typed, self.original = text, reading
        self.corrected = ""
        some = [word for word in reading.query.words if not word.is_quoted][:MOST_WORDS_GUESSED]
        self.near = {word.shown: _spellings(word) for word in some}
        self.split = {word.shown: _splits(word) for word in some}
        self.joined = {
            (left.shown, right.shown): _joins(left, right) for left, right in neighbours(reading.query.words)
        }
        every = [*reading.query.words]
        for of_word in (*self.near.values(), *self.split.values(), *self.joined.values()):
            every += [word for one in of_word for word in one]
        distinct = {word.expression(): word for word in every}
        terms = set().union(*(word.terms for word in every)) if every else set()
        answers, counts = retriever.have_matches(distinct, terms, most=FEW)
        frequencies.counts |= counts
        self.found = dict(zip(distinct, answers, strict=True))
        self.misspelled = self._misspellings(some, retriever)

    def count(self, word: Word) -> int:
        """The number of documents with the word, at most FEW."""
        return self.found.get(word.expression(), 0)

    def count_others(self, others: Iterable[Word], retriever: Retriever) -> None:
        """Count further words, such as those with related words."""
        expressions = [word.expression() for word in others if word.expression() not in self.found]
        if expressions:
            answers, _ = retriever.have_matches(expressions)
            self.found |= zip(expressions, answers, strict=True)

    def _misspellings(self, some: list[Word], retriever: Retriever) -> dict[str, Word]:
        """{word: correction} for dictionary words whose right form is much commoner in the index."""
        rare = [word for word in some if self.count(word) < FEW and len(word.parts) == 1]
        offers = {word.shown: [word_of(near) for near in VOCABULARY.nearest_known(word.parts[0])] for word in rare}
        every = [guess for of_word in offers.values() for guess in of_word]
        if not every:
            return {}
        most = COMMONER * FEW
        answers, _ = retriever.have_matches([guess.expression() for guess in every], most=most)
        counts = {guess.shown: count for guess, count in zip(every, answers, strict=True)}
        found = {}
        for word in rare:
            least = COMMONER * max(1, self.count(word)) if self.count(word) else LEAST_COMMON
            common = [guess for guess in offers[word.shown] if counts[guess.shown] >= least]
            if common:
                found[word.shown] = max(common, key=lambda guess: counts[guess.shown])
        return found

    def reading(self) -> QueryReading | None:
        """The reading with the best corrections; None if there are none."""
        chosen: list[Word] = []
        words_left = list(self.original.query.words)
        corrected = self.typed
        while words_left:
            word = words_left.pop(0)
            following = words_left[0] if words_left else None
            if following and (as_joined := self._joined(word, following)):
                chosen += as_joined
                corrected = _replace_words(corrected, [word, following], as_joined)
                words_left.pop(0)
            elif better := self._better(word):
                chosen += better
                corrected = _replace_words(corrected, [word], better)
            else:
                chosen.append(self._with_kin(word) if self.count(word) < FEW else word)
        if tuple(chosen) == self.original.query.words:
            return None
        corrected = " ".join(corrected.split())
        self.corrected = corrected if corrected != " ".join(self.typed.split()) else ""
        query = replace(self.original.query, words=tuple(chosen))
        rest = tuple(word for word in chosen if word not in self.original.query.words or word in self.original.rest)
        return replace(self.original, query=query, rest=rest if self.original.rest else ())

    def _joined(self, left: Word, right: Word) -> list[Word] | None:
        if self.count(left) and self.count(right):
            return None
        return self._first(self.joined.get((left.shown, right.shown), []))

    def _better(self, word: Word) -> list[Word] | None:
        if misspelled := self.misspelled.get(word.shown):
            return [misspelled]
        if self.count(word):
            return None
        return self._first(self.near.get(word.shown, [])) or self._first(self.split.get(word.shown, []))

    def _first(self, guesses: list[list[Word]]) -> list[Word] | None:
        return next((guess for guess in guesses if all(self.count(word) for word in guess)), None)

    def _with_kin(self, word: Word) -> Word:
        """The word with its related words. A word that occurs keeps its prefix: «работа» is not «переработка»."""
        if word.is_quoted or len(word.parts) != 1:
            return word
        kin = VOCABULARY.kin_of(word.parts[0], without_its_prefix=not self.count(word))
        word = word.also(RelatedTerms((term,), KIN_WORTH) for term in kin)
        if kin or self.count(word):
            return word
        return word.also(RelatedTerms(terms, HALF_WORTH * len(terms)) for terms in VOCABULARY.halves_of(word.parts[0]))


def _spellings(word: Word) -> list[list[Word]]:
    """Corrections of an unknown word, including the other layout if only this word of several was typed in it."""
    if len(word.parts) > 1:
        return _of_hyphenated(word)
    found = []
    swapped = other_layout(word.shown)
    if swapped and swapped.isalpha():
        found.append(swapped)
    found += VOCABULARY.near(word.shown)
    for cyrillic in spelling.from_latin(word.shown)[:2]:
        found += [cyrillic, *VOCABULARY.near(cyrillic)] if cyrillic in VOCABULARY else VOCABULARY.near(cyrillic)
    return [[word_of(guess)] for guess in dict.fromkeys(found)]


def _of_hyphenated(word: Word) -> list[list[Word]]:
    """Corrections of a hyphenated word, of one part or of the whole: «санкт-питербург»."""
    if word.constituents or "-" not in word.shown:
        return []
    found = [[word_of(guess)] for guess in VOCABULARY.near("".join(word.parts))]
    for number, part in enumerate(word.parts):
        for guess in VOCABULARY.near(part)[:3]:
            (read,) = parse("-".join((*word.parts[:number], guess, *word.parts[number + 1 :]))).words[:1]
            found.append([read])
    return found


def _splits(word: Word, *, in_two: bool = False) -> list[list[Word]]:
    """Ways to split the word into words that occur: «индустриальныйпарк» into two, «тарифнаводу» into more."""
    if not word.parts or word.constituents or not word.parts[-1].isalpha():
        return []
    *before, last = word.parts
    if not before and is_word(last):
        return []
    pairs = [pair for pair in spelling.splits(last) if all(map(_is_written, pair))]
    pairs.sort(key=lambda pair: (-min(map(len, pair)), pair))
    if not pairs and not before and not in_two:
        several = [list(parse(" ".join(way)).words) for way in spelling.segments(last, _may_be_part)]
        return [found for found in several if len(found) > 1]
    return [list(parse(f"{'-'.join([*before, left])} {right}").words) for left, right in pairs[:SPLIT_GUESSES]]


def _is_written(part: str) -> bool:
    return part in VOCABULARY or (is_word(part) and (len(part) == LEAST_PART or VOCABULARY.has_form_of(part)))


def _may_be_part(part: str) -> bool:
    """Whether the dictionary has the word. Closed documents must not influence how a word is read."""
    return part in words.STOP_WORDS or (len(part) >= LEAST_PART and is_word(part))


def _joins(left: Word, right: Word) -> list[list[Word]]:
    """Corrections of a wrong space: «газо снабжение» is one word, in «индустриальны йпарк» the space moves."""
    if not (left.shown.isalpha() and right.shown.isalpha()):
        return []
    whole = spelling.joined(left.shown, right.shown)
    found = [[word_of(whole)]]
    found += [[word_of(near)] for near in VOCABULARY.near(whole)[:2]]
    return found + [
        pair
        for pair in _splits(word_of(whole), in_two=True)
        if [word.shown for word in pair] != [left.shown, right.shown]
    ]


def _replace_words(text: str, wrong: list[Word], right: list[Word]) -> str:
    """The text with these adjacent words replaced."""
    shown = " ".join(word.shown for word in right)
    pieces, done = [], 0
    first, *others = [word.shown for word in wrong]
    skipped = set(others)
    for token in words.tokens(text):
        spelled = {"-".join(token.parts), *token.parts}
        if first in spelled:
            pieces += [text[done : token.start], shown]
            done = token.end
        elif skipped & spelled and pieces:
            done = token.end
            skipped -= spelled
    return "".join(pieces) + text[done:]
