"""Work out what a query means: as typed, in the other keyboard layout, with typos corrected, or in part."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import words
from .engines.base import Candidate
from .frequencies import TermFrequencies
from .query import Query, Word, parse, word_of
from .retrieval import Retriever
from .typos import VOCABULARY, other_layout

MOST_WORDS_GUESSED = 6


@dataclass(frozen=True)
class Interpretation:
    """The reading of a query that was settled on, and its candidates."""

    query: Query
    frequencies: TermFrequencies
    candidates: list[Candidate]
    has_more: bool = False
    corrected: str = ""
    partial_query: Query | None = None  # set when no document has all words: the words that occur somewhere

    @property
    def is_partial(self) -> bool:
        return self.partial_query is not None


def understand(text: str, query: Query, retriever: Retriever, *, exact: bool) -> Interpretation:
    """Try the query as typed, then without phrases in «ёлочки», then corrected, then with fewer words.

    With `exact` only the phrases may be dropped.
    """
    frequencies = TermFrequencies(query.terms, retriever.tags)
    candidates, has_more = retriever.find(query, frequencies)
    if candidates:
        return Interpretation(query, frequencies, candidates, has_more)
    strict = query.strict()
    has_soft_phrases, query = query != strict, strict
    meant, corrected, known = (query, "", set[str]()) if exact else _correct(text, query, retriever, frequencies)
    if corrected or has_soft_phrases:
        candidates, has_more = retriever.find(meant, frequencies)
        if candidates:
            return Interpretation(meant, frequencies, candidates, has_more, corrected)
    known_words = [word for word in meant.words if word.shown in known]
    if exact or query.phrases or not known_words or len(meant.words) < 2:
        return Interpretation(query, frequencies, [])
    rarest = sorted(known_words, key=lambda word: -frequencies.weight_of(word.terms))
    rarest = rarest[: max(1, (len(rarest) + 1) // 2)]
    candidates, has_more = retriever.find_any(meant, rarest, frequencies)
    partial_query = replace(meant, words=tuple(known_words))
    return Interpretation(meant, frequencies, candidates, has_more, corrected if candidates else "", partial_query)


def _correct(
    text: str, query: Query, retriever: Retriever, frequencies: TermFrequencies
) -> tuple[Query, str, set[str]]:
    """The corrected query, its text ("" when nothing changed), and those of its words that occur somewhere.

    Only what this reader may find counts. All guesses are checked in one SQL query.
    """
    VOCABULARY.refresh(frequencies.newest_word)
    swapped_text = other_layout(text)
    swapped = parse(swapped_text) if swapped_text else Query()
    guesses = {
        word.shown: [word_of(guess) for guess in _guesses(word.shown)] for word in query.words[:MOST_WORDS_GUESSED]
    }
    all_guesses = [guess for of_word in guesses.values() for guess in of_word]
    expressions = [word.expression() for word in [*query.words, *all_guesses]]
    if swapped.words:
        expressions.append(swapped.expression())
    terms = set().union(*(guess.terms for guess in all_guesses), swapped.terms)
    answers, counts = retriever.have_matches(expressions, terms)
    frequencies.counts |= counts
    has_match = dict(zip(expressions, answers, strict=True))
    if swapped_text and swapped.words and has_match[swapped.expression()]:
        return swapped, " ".join(swapped_text.split()), {word.shown for word in swapped.words}

    known: set[str] = set()
    chosen: list[Word] = []
    corrected = text
    for word in query.words:
        if has_match[word.expression()]:
            known.add(word.shown)
        else:
            guess = next((guess for guess in guesses.get(word.shown, ()) if has_match[guess.expression()]), None)
            if guess:
                corrected = _replace_word(corrected, word.shown, guess.shown)
                known.add(guess.shown)
                word = guess
        chosen.append(word)
    is_changed = corrected != text
    return replace(query, words=tuple(chosen)), " ".join(corrected.split()) if is_changed else "", known


def _guesses(word: str) -> Iterator[str]:
    """What an unknown word may have been meant to be. A single word of several may be in the other layout."""
    swapped = other_layout(word)
    if swapped and swapped.isalpha():
        yield swapped
    yield from VOCABULARY.near(word)


def _replace_word(text: str, wrong: str, right: str) -> str:
    pieces, done = [], 0
    for token in words.tokens(text):
        if wrong in ("-".join(token.parts), *token.parts):
            pieces += [text[done : token.start], right]
            done = token.end
    return "".join(pieces) + text[done:]
