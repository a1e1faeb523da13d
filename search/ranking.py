"""Order the candidates. The formula is computed in Python, so both databases give one order."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from .engines.base import Candidate
from .fillers import is_verb, lemmas
from .frequencies import TermFrequencies
from .interface import Kind
from .keys import DIRECTORY, EVENT_TYPE, EVENTS, KIND, REGION, YEAR, day_of, exact_form, pool_of, tag
from .meaning import LATIN_WORTH, NOWHERE, Scope
from .namesakes import SAME_FAMILY, has_initials, nearness
from .query import Query, Terms, Word
from .spelling import from_latin
from .times import UPCOMING
from .words import UNITS

PERSON, EVENT = Kind.PERSON.value, Kind.EVENT.value
HEADING, BODY = 3.5, 1.0  # the weight of an occurrence, by field
# The place of a park and the date of an event count like their own text. The title of a slide's event counts little.
CONTEXT: dict[str, float] = {Kind.SLIDE: 0.4, Kind.MATERIAL: 0.8, Kind.EVENT: HEADING}
USUAL_CONTEXT = 1.0
FACTS = 0.9  # the place, date and type of an event, compared with the words of its title
SATURATION, LENGTH_MATTERS, USUAL_LENGTH = 1.2, 0.4, 700
MEASURED, ADJACENT, IN_HEADING, WHOLE_NAME = 2.5, 0.35, 0.5, 1.6
APART = 0.5  # the worth of an expression whose words are not adjacent
EXACT, EXACT_LEMMA, OPTIONAL = 0.45, 0.25, 0.1  # bonuses in the heading: the typed form, its lemma, an optional word
SCOPE = 2.5  # the bonus for a document of the named kind, place and date
PREFERRED = {DIRECTORY: 1.2, EVENTS: 1.1}  # the factor if all words are in the heading
NEWEST, PER_DAY = 0.06, 1 / 3650  # the bonus for the newest fades over ten years
VERB = 0.6  # the weight of a verb, compared with a noun
MOST_WORDS_IN_A_NAME = 3.0  # an expression weighs at most as much as this many words


@dataclass(frozen=True, slots=True)
class _Way:
    """A way in which a word may occur."""

    terms: tuple[str, ...]  # with a space around each
    whole: str  # the terms side by side
    worth: float


@dataclass(slots=True)
class _Occurrences:
    """The occurrences of one word in one document."""

    count: float = 0.0  # weighted by field
    worth: float = 0.0  # that of the best way in which the word occurs
    worth_in_title: float = 0.0
    is_own: bool = False  # the word is in the document itself, not only in its context

    def add(self, count: float, worth: float, in_title: float) -> None:
        """`in_title`: 1 for a word of the title, less for a fact beside it, 0 for others."""
        self.count += count * worth
        if worth > self.worth:
            self.worth = worth
        if worth * in_title > self.worth_in_title:
            self.worth_in_title = worth * in_title


class _WeighedWord:
    measure = ""  # a number and its unit: where they are apart, the number tells less

    def __init__(self, word: Word, frequencies: TermFrequencies) -> None:
        self.weight = weight_of_word(word, frequencies)
        every = [(terms, 1.0) for terms in word.alternatives] + [(one.terms, one.worth) for one in word.related]
        ways = [_way(terms, worth) for terms, worth in every if not terms[0].startswith("§")]
        self.ways = [(way.whole, way.worth) for way in ways if len(way.terms) == 1]
        self.expressions = [way for way in ways if len(way.terms) > 1]
        self.tags = {terms[0]: worth for terms, worth in every if terms[0].startswith("§")}
        typed = [
            spelled for part in ([] if word.constituents else word.parts) for spelled in (part, *from_latin(part)[:4])
        ]
        self.typed = frozenset(typed)
        self.forms = {f" {exact_form(part)} " for part in typed}
        self.lemmas = {f" {exact_form(lemma)} " for part in typed for lemma in lemmas(part)} - self.forms

    def occurrences(self, candidate: Candidate, everything: str, context_weight: float) -> _Occurrences:
        """The occurrences of the word. `everything` is all fields of the candidate in one text."""
        found = _Occurrences()
        heading, body, context = candidate.heading, candidate.body, candidate.context
        for whole, worth in self.ways:  # for nearly a thousand documents a query
            if whole in everything:
                of_title, of_body, of_context = heading.count(whole), body.count(whole), context.count(whole)
                found.is_own = found.is_own or of_title > 0 or of_body > 0
                count = HEADING * of_title + BODY * of_body + context_weight * of_context
                if count:
                    in_title = 1.0 if of_title else FACTS if of_context and candidate.kind == EVENT else 0.0
                    found.add(count, worth, in_title)
        for way in self.expressions:
            if way.terms[0] in everything and all(term in everything for term in way.terms):
                self._add_expression(found, way, candidate, context_weight)
        for name, worth in self.tags.items():
            if _has_tag(candidate, name):
                found.add(HEADING / 2, worth, 0.0)
        return found

    @staticmethod
    def _add_expression(found: _Occurrences, way: _Way, candidate: Candidate, context_weight: float) -> None:
        of_title, of_body = _count(way, candidate.heading), _count(way, candidate.body)
        of_context = _count(way, candidate.context)
        found.is_own = found.is_own or of_title > 0 or of_body > 0
        count = HEADING * of_title + BODY * of_body + context_weight * of_context
        if not count:  # the words of an expression are in different fields
            count = APART * context_weight
        if count:
            is_fact = of_context > 0 and candidate.kind == EVENT
            found.add(count, way.worth, 1.0 if of_title else FACTS if is_fact else 0.0)


def weight_of_word(word: Word, frequencies: TermFrequencies) -> float:
    """The weight of a word: a rare word weighs more than a common one, and a noun more than a verb."""
    if word.constituents:
        weights = [weight_of_word(one, frequencies) for one in word.constituents]
        return min(sum(weights), max(weights) * MOST_WORDS_IN_A_NAME)
    weight = frequencies.weight_of({term for terms in word.alternatives for term in terms})
    return weight * (VERB if len(word.parts) == 1 and is_verb(word.parts[0]) else 1)


def _way(terms: Terms, worth: float) -> _Way:
    return _Way(tuple(f" {term} " for term in terms), f" {' '.join(terms)} ", worth)


def _count(way: _Way, text: str) -> float:
    """How often an expression occurs in a text."""
    beside = text.count(way.whole)
    return beside or APART * min(text.count(term) for term in way.terms)


def _has_tag(candidate: Candidate, name: str) -> bool:
    return (
        name == tag(KIND, candidate.kind)
        or name == tag(EVENT_TYPE, candidate.event_type)
        or name == tag(YEAR, candidate.year or "")
        or any(name == tag(REGION, slug) for slug in candidate.regions.split())
    )


class Scorer:
    """Scores documents for one query: BM25 by field, with bonuses for headings, adjacent words and recent dates."""

    def __init__(self, query: Query, frequencies: TermFrequencies, today: dt.date, scope: Scope = NOWHERE) -> None:
        self.words = [_WeighedWord(word, frequencies) for word in query.words]
        self.optional = [_WeighedWord(word, frequencies) for word in query.optional]
        self.weight = sum(word.weight for word in self.words) or 1.0
        first = [word.alternatives[0] for word in query.words]
        self.pairs = {}
        for word, both in zip(self.words, pairwise(map(" ".join, first)), strict=False):
            pair, worth = f" {' '.join(both)} ", _worth_beside(*both)
            self.pairs[pair] = worth
            word.measure = pair if worth == MEASURED else ""
        self.scope, self.initials = scope, query.initials
        self.is_scoped = scope.kind is not None and scope.has_place_or_date
        self.own: set[int] = set()  # the keys of scored documents that contain a word themselves
        self.today = today.toordinal()

    def score(self, candidate: Candidate) -> tuple[float, float]:
        """The score (higher is better), and the share of the query's weight that the document has."""
        heading, body = candidate.heading, candidate.body
        everything = heading + body + candidate.context
        kind = candidate.kind
        is_person, pool = kind == PERSON, pool_of(kind)
        context_weight = CONTEXT.get(kind, USUAL_CONTEXT)
        damping = SATURATION * (1 - LENGTH_MATTERS + LENGTH_MATTERS * len(body) / USUAL_LENGTH)
        score = covered = in_heading = exact = 0.0
        for word in self.words:
            found = word.occurrences(candidate, everything, context_weight)
            if not found.count:
                continue
            if found.is_own:
                self.own.add(candidate.id)
            exactness = _exactness(word, heading) if found.worth_in_title else 0.0
            if is_person and found.worth_in_title in (1.0, LATIN_WORTH) and word.typed:
                near = nearness(word.typed, heading)
                found.worth_in_title *= near
                exactness = EXACT if near == 1 else EXACT_LEMMA if near >= SAME_FAMILY else 0.0
                if self.initials and has_initials(self.initials, word.typed, heading):
                    exactness += EXACT
            weight = word.weight * APART if word.measure and word.measure not in everything else word.weight
            in_heading += weight * found.worth_in_title
            covered += word.weight
            score += weight * found.worth * found.count / (found.count + damping)
            exact += weight * exactness
        for pair, worth in self.pairs.items():
            if pair in everything and (pair in heading or pair in body):
                score += worth * self.weight / len(self.words)
        if in_heading:
            score += self._score_of_heading(in_heading, heading) + exact
            if in_heading >= 0.89 * self.weight:
                score *= PREFERRED.get(pool, 1.0)
        for word in self.optional:
            score += (
                OPTIONAL * min(word.weight, self.weight) * bool(word.occurrences(candidate, heading, 0).worth_in_title)
            )
        if self.is_scoped and self.scope.is_met_by(candidate) and self._is_timely(candidate):
            score += SCOPE * self.weight
        age = (self.today - day_of(candidate.id)) * PER_DAY if pool != DIRECTORY else 1
        return score + self.weight * NEWEST * (1 - min(max(age, 0), 1)), covered / self.weight

    def _score_of_heading(self, in_heading: float, heading: str) -> float:
        """What `in_heading`, the weight of the query's words in the heading, adds to the score."""
        share = in_heading / self.weight
        name_length = max(heading.partition("|")[0].count(" ") - 1, len(self.words))
        return IN_HEADING * in_heading * share + WHOLE_NAME * in_heading * len(self.words) / name_length * share**2

    def _is_timely(self, candidate: Candidate) -> bool:
        is_future = day_of(candidate.id) >= self.today
        return not self.scope.when or is_future == (self.scope.when == UPCOMING)


def _worth_beside(left: str, right: str) -> float:
    """The worth of adjacent words. A number and its unit belong together: in «150 МВт» neither means much alone."""
    is_number = left.replace("·", "").isdecimal()
    return MEASURED if is_number and right.partition(" ")[0] in UNITS else ADJACENT


def _exactness(word: _WeighedWord, heading: str) -> float:
    """The bonus for the typed form of a word in the heading, which puts «Кулик» before «Куликов»."""
    if any(form in heading for form in word.forms):
        return EXACT
    return EXACT_LEMMA if any(form in heading for form in word.lemmas) else 0.0


def by_relevance(candidates: list[Candidate], scorer: Scorer, least_covered: float = 0.0) -> list[Candidate]:
    """The candidates, best first. With `least_covered` the share scales the score, and those below it are dropped.

    If all are below it, those with the greatest share stay.
    """
    scored = [(*scorer.score(candidate), candidate) for candidate in candidates]
    if least_covered:
        least = min(least_covered, max((covered for _, covered, _ in scored), default=0.0))
        scored = [(score * covered, covered, one) for score, covered, one in scored if covered >= least]
    scored.sort(key=lambda row: (-round(row[0], 6), row[2].id))
    return [candidate for _, _, candidate in scored]
