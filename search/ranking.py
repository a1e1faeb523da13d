"""Order the candidates. The formula is computed in Python, so both databases give one order."""

import datetime as dt
from itertools import pairwise

from .engines.base import Candidate
from .frequencies import TermFrequencies
from .keys import DIRECTORY, EVENTS, day_of, pool_of
from .query import Query

HEADING, BODY, CONTEXT = 3.5, 1.0, 0.6  # the weight of an occurrence, by field
SATURATION, LENGTH_MATTERS, USUAL_LENGTH = 1.2, 0.4, 700
ADJACENT, IN_HEADING, WHOLE_NAME = 0.35, 0.5, 1.6
PREFERRED = {DIRECTORY: 1.2, EVENTS: 1.1}  # when all words are in the heading
NEWEST, PER_DAY = 0.06, 1 / 3650  # the bonus for the newest fades over ten years


class Scorer:
    """Scores documents for one query: BM25 by field, with bonuses for headings, adjacent words and recent dates."""

    def __init__(self, query: Query, frequencies: TermFrequencies, today: dt.date) -> None:
        self.words = []
        for word in query.words:
            single = [f" {terms[0]} " for terms in word.alternatives if len(terms) == 1]
            several = [[f" {term} " for term in terms] for terms in word.alternatives if len(terms) > 1]
            self.words.append((single, several, frequencies.weight_of(word.terms)))
        self.weight = sum(weight for _, _, weight in self.words) or 1.0
        first = [word.alternatives[0] for word in query.words]
        self.pairs = [f" {' '.join(left)} {' '.join(right)} " for left, right in pairwise(first)]
        self.today = today.toordinal()

    def score(self, candidate: Candidate) -> tuple[float, float]:
        """The score (higher is better), and the share of the query's weight that the document has."""
        heading, body, context = candidate.heading, candidate.body, candidate.context
        damping = SATURATION * (1 - LENGTH_MATTERS + LENGTH_MATTERS * len(body) / USUAL_LENGTH)
        score = covered = in_heading = 0.0
        for single, several, weight in self.words:
            in_title = 0
            occurrences = 0.0  # weighted by field
            for term in single:
                in_title += heading.count(term)
                occurrences += BODY * body.count(term) + CONTEXT * context.count(term)
            for terms in several:
                in_title += min(heading.count(term) for term in terms)
                occurrences += BODY * min(body.count(term) for term in terms)
                occurrences += CONTEXT * min(context.count(term) for term in terms)
            if in_title:
                in_heading += weight
                occurrences += HEADING * in_title
            elif not occurrences and several and self._is_spread(several, heading + body + context):
                occurrences = CONTEXT
            if occurrences:
                covered += weight
                score += weight * occurrences / (occurrences + damping)
        for pair in self.pairs:
            if pair in heading or pair in body:
                score += ADJACENT * self.weight / len(self.words)
        pool = pool_of(candidate.kind)
        if in_heading:
            score += IN_HEADING * in_heading * in_heading / self.weight
            name_length = max(len(heading.partition("|")[0].split()), len(self.words))
            score += WHOLE_NAME * in_heading * len(self.words) / name_length * (in_heading / self.weight) ** 2
            if in_heading >= 0.99 * self.weight:
                score *= PREFERRED.get(pool, 1.0)
        age = (self.today - day_of(candidate.id)) * PER_DAY if pool != DIRECTORY else 1
        return score + self.weight * NEWEST * (1 - min(max(age, 0), 1)), covered / self.weight

    def stands_in(self, candidate: Candidate) -> bool:
        """Whether any of the words stands in the document itself and not only in what it belongs to."""
        own = candidate.heading + candidate.body
        return any(
            any(term in own for term in single) or any(all(term in own for term in terms) for terms in several)
            for single, several, _ in self.words
        )

    @staticmethod
    def _is_spread(several: list[list[str]], all_fields: str) -> bool:
        """Whether the parts of a hyphenated word occur, if only in different fields."""
        return any(all(term in all_fields for term in terms) for terms in several)


def by_relevance(candidates: list[Candidate], scorer: Scorer, least_covered: float = 0.0) -> list[Candidate]:
    """Best first. With `least_covered`, documents below that share are dropped and the share scales the score."""
    scored = []
    for candidate in candidates:
        score, covered = scorer.score(candidate)
        if covered >= least_covered:
            scored.append((round(score * (1 if least_covered == 0 else covered), 6), candidate.id, candidate))
    scored.sort(key=lambda row: (-row[0], row[1]))
    return [candidate for _, _, candidate in scored]
