"""The order of the candidates: one formula for both databases, so they give one order."""

from itertools import pairwise

from .keys import DIRECTORY, HALL, day_of, pool_of

HEADING, BODY, CONTEXT = 3.5, 1.0, 0.6  # what a word weighs where it stands
SATURATION, LENGTH_MATTERS, USUAL_LENGTH = 1.2, 0.4, 700
TOGETHER, IN_HEADING, WHOLE_NAME = 0.35, 0.5, 1.6
PREFERRED = {DIRECTORY: 1.2, HALL: 1.1}
NEWEST, PER_DAY = 0.06, 1 / 3650  # the last ten years differ by so much


class Measure:
    """Scores documents for one query."""

    def __init__(self, query, statistics, today):
        self.words = []
        for word in query.words:
            single = [f" {terms[0]} " for terms in word.alternatives if len(terms) == 1]
            several = [[f" {term} " for term in terms] for terms in word.alternatives if len(terms) > 1]
            self.words.append((single, several, statistics.weight_of(word.terms)))
        self.weight = sum(weight for _, _, weight in self.words) or 1.0
        first = [word.alternatives[0] for word in query.words]
        self.pairs = [f" {' '.join(left)} {' '.join(right)} " for left, right in pairwise(first)]
        self.today = today.toordinal()

    def score(self, candidate):
        """Higher is better; and which share of the query's weight the document has."""
        heading, body, context = candidate.heading, candidate.body, candidate.context
        slowness = SATURATION * (1 - LENGTH_MATTERS + LENGTH_MATTERS * len(body) / USUAL_LENGTH)
        score = covered = in_heading = 0.0
        for single, several, weight in self.words:
            titled = times = 0
            for term in single:
                titled += heading.count(term)
                times += BODY * body.count(term) + CONTEXT * context.count(term)
            for terms in several:
                titled += min(heading.count(term) for term in terms)
                times += BODY * min(body.count(term) for term in terms)
                times += CONTEXT * min(context.count(term) for term in terms)
            if titled:
                in_heading += weight
                times += HEADING * titled
            elif not times and several and self._apart(several, heading + body + context):
                times = CONTEXT
            if times:
                covered += weight
                score += weight * times / (times + slowness)
        for pair in self.pairs:
            if pair in heading or pair in body:
                score += TOGETHER * self.weight / len(self.words)
        pool = pool_of(candidate.kind)
        if in_heading:
            score += IN_HEADING * in_heading * in_heading / self.weight
            named = max(len(heading.partition("|")[0].split()), len(self.words))
            score += WHOLE_NAME * in_heading * len(self.words) / named * (in_heading / self.weight) ** 2
            if in_heading >= 0.99 * self.weight:
                score *= PREFERRED.get(pool, 1.0)
        age = (self.today - day_of(candidate.id)) * PER_DAY if pool != DIRECTORY else 1
        return score + self.weight * NEWEST * (1 - min(max(age, 0), 1)), covered / self.weight

    @staticmethod
    def _apart(several, everywhere):
        """The parts of a word with a hyphen may stand in different fields."""
        return any(all(term in everywhere for term in terms) for terms in several)


def by_relevance(candidates, measure, least_covered=0.0):
    scored = []
    for candidate in candidates:
        score, covered = measure.score(candidate)
        if covered >= least_covered:
            scored.append((round(score * (1 if least_covered == 0 else covered), 6), candidate.id, candidate))
    scored.sort(key=lambda one: (-one[0], one[1]))
    return [candidate for _, _, candidate in scored]


def by_date(candidates):
    """Newest first; what has no date comes last."""
    return sorted(candidates, key=lambda one: (-day_of(one.id), one.id))
