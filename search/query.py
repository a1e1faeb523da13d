"""What a reader typed, understood: words, phrases in quotes, words that must not be there. Nothing typed is wrong."""

import re
from dataclasses import dataclass, replace
from itertools import product

from core.morphology import TERM_LENGTH, terms_of

from . import words
from .engines.base import Phrase
from .expressions import All, Any, both, either
from .keys import in_heading

MOST_CHARACTERS, MOST_WORDS, MOST_SPELLINGS = 300, 12, 8

_PIECE = re.compile(
    r"""(?P<minus>(?<![^\s(])[-−](?=[\w"«“„]))?"""
    r"""(?:"(?P<straight>[^"]*)"|[“„](?P<curly>[^“”„]*)[”“]|«(?P<angled>[^«»]*)»|(?P<plain>[^\s"“”„«»]+))"""
)


@dataclass(frozen=True)
class Word:
    """A word of the query. Each alternative is terms that must all be there: «бизнес-план» may be «бизнесплан»."""

    shown: str
    alternatives: tuple[tuple[str, ...], ...]

    def expression(self, dress=lambda term: term):
        return either(
            dress(terms[0]) if len(terms) == 1 else All(tuple(dress(term) for term in terms))
            for terms in self.alternatives
        )

    @property
    def terms(self):
        return {term for terms in self.alternatives for term in terms}


@dataclass(frozen=True)
class Query:
    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    only_stop_words: bool = False
    was_cut: bool = False

    @property
    def terms(self):
        return set().union(*(word.terms for word in self.words), *(word.terms for word in self.excluded))

    def expression(self, *narrowed, dress=lambda term: term):
        parts = tuple(word.expression(dress) for word in self.words) + tuple(
            part for part in narrowed if part is not None
        )
        parts += tuple(phrase.expression() for phrase in self.phrases if not phrase.is_excluded)
        return All(parts, tuple(word.expression() for word in self.excluded))

    def strict(self):
        """Without the phrases that may be let go."""
        return replace(self, phrases=tuple(phrase for phrase in self.phrases if not phrase.is_soft))

    def in_heading(self, *narrowed):
        return self.expression(*narrowed, dress=in_heading)

    def any_of(self, chosen, *narrowed):
        some = Any(tuple(word.expression() for word in chosen))
        return All(both(some, *narrowed).parts, tuple(word.expression() for word in self.excluded))


def readable(text):
    """Without what no database and no address can hold: NUL and halves of characters."""
    return str(text or "").replace("\x00", " ").encode("utf-8", "replace").decode()


def parse(text):
    text = readable(text)
    was_cut = len(text) > MOST_CHARACTERS
    found, excluded, phrases, legal, typed = {}, {}, [], {}, False
    for piece in _PIECE.finditer(text[:MOST_CHARACTERS]):
        inside = next(group for group in piece.group("straight", "curly", "angled", "plain") if group is not None)
        is_phrase = piece["plain"] is None
        tokens = list(words.tokens(inside))
        typed = typed or bool(tokens)
        if not is_phrase:
            tokens = [token for token in tokens if not _is_initial(token, inside)]
        read = [word for token in tokens for word in _words_of(token, apart=is_phrase)]
        if is_phrase and len(read) > 1:
            phrases.append(_phrase(read, bool(piece["minus"]), piece["angled"] is not None))
            if piece["minus"]:
                continue
        for word in read:
            if piece["minus"]:
                excluded.setdefault(word.shown, word)
            elif word.shown in words.LEGAL_FORMS:
                legal.setdefault(word.shown, word)
            else:
                found.setdefault(word.shown, word)
    kept = list((found or legal).values())
    return Query(
        words=tuple(kept[:MOST_WORDS]),
        excluded=tuple(excluded.values())[:MOST_WORDS],
        phrases=tuple(phrases[:3]),
        only_stop_words=typed and not kept and not excluded,
        was_cut=was_cut or len(kept) > MOST_WORDS,
    )


def word_of(shown):
    """A single word, as the vocabulary has it."""
    return Word(shown, tuple((term,) for term in terms_of(shown)))


def _is_initial(token, text):
    """«Р. Л. Ровбель»: where it is written «Ростислав Ровбель», there is no «р» to be found."""
    return token.end - token.start == 1 and text[token.start].isalpha() and text[token.end :].startswith(".")


def _words_of(token, apart):
    """In a phrase each part stands for itself; else a word with a hyphen is one word, whole or in parts."""
    parts = [part for part in token.parts if part not in words.STOP_WORDS]
    if apart or not token.joined or len(parts) < 2:
        return [word_of(part) for part in parts]
    spelled = list(product(*(terms_of(part)[:2] for part in parts)))[:MOST_SPELLINGS]
    whole = token.joined[:TERM_LENGTH]
    return [Word("-".join(token.parts), (*spelled, *((term,) for term in terms_of(whole))))]


def _phrase(read, is_excluded, is_angled):
    spelled = product(*([terms[0] for terms in word.alternatives] for word in read))
    alternatives = tuple(" ".join(terms) for terms, _ in zip(spelled, range(MOST_SPELLINGS), strict=False))
    return Phrase(alternatives, is_excluded, is_soft=is_angled and not is_excluded)
