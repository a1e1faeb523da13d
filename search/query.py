"""Parse a query: words, phrases in quotes, excluded words. Any text is a valid query."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product

from core.morphology import TERM_LENGTH, terms_of

from . import words
from .engines.base import Phrase
from .expressions import AllOf, AnyOf, Expression, all_parts, any_part
from .keys import heading_term

MOST_CHARACTERS, MOST_WORDS, MOST_SPELLINGS, MOST_PHRASES = 300, 12, 8, 3
MOST_RELATED = 24  # other ways to say one word

_PIECE = re.compile(
    r"""(?P<minus>(?<![^\s(])[-−](?=[\w"«“„]))?"""
    r"""(?:"(?P<straight>[^"]*)"|[“„](?P<curly>[^“”„]*)[”“]|«(?P<angled>[^«»]*)»"""
    r"""|(?P<plain>(?(minus)[^\s"“”„«»]+|[^\s"“”„«»]+(?:\s+(?![-−][\w"«“„])[^\s"“”„«»]+)*)))"""
)

Terms = tuple[str, ...]  # all of which must match


@dataclass(frozen=True)
class RelatedTerms:
    """Terms that mean the same or something similar, and how much a match is worth, compared with the word itself."""

    terms: Terms
    worth: float


@dataclass(frozen=True)
class Word:
    """A word of the query. All terms of any one alternative must match: «бизнес-план» may also be «бизнесплан».

    A name or an expression of several words is one Word with `constituents`.
    """

    shown: str
    alternatives: tuple[Terms, ...]
    related: tuple[RelatedTerms, ...] = ()
    parts: tuple[str, ...] = ()  # as typed, normalized
    is_quoted: bool = False
    constituents: "tuple[Word, ...]" = ()

    def expression(self, to_term: Callable[[str], str] = str) -> Expression:
        every = (*self.alternatives, *(related.terms for related in self.related))
        return any_part(
            to_term(terms[0]) if len(terms) == 1 else AllOf(tuple(to_term(term) for term in terms)) for terms in every
        )

    @property
    def terms(self) -> set[str]:
        """All terms by which the word may be found."""
        return {term for terms in self.alternatives for term in terms} | {
            term for related in self.related for term in related.terms
        }

    def also(self, related: Iterable[RelatedTerms]) -> "Word":
        """The word with further ways to say it."""
        known = {*self.alternatives, *(one.terms for one in self.related)}
        new = {one.terms: one for one in related if one.terms and one.terms not in known}
        return replace(self, related=(*self.related, *new.values())[:MOST_RELATED]) if new else self


@dataclass(frozen=True)
class Query:
    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    optional: tuple[Word, ...] = ()  # need not match: «где», «получить»
    initials: frozenset[str] = frozenset()  # letters: «в» of «В. Васильев»
    only_stop_words: bool = False
    was_cut: bool = False

    @property
    def terms(self) -> set[str]:
        return set().union(*(word.terms for word in (*self.words, *self.excluded, *self.optional)))

    def strict(self) -> "Query":
        """The query without soft phrases."""
        return replace(self, phrases=tuple(phrase for phrase in self.phrases if not phrase.is_soft))

    def expression(self, *narrowed: Expression | None, to_term: Callable[[str], str] = str) -> AllOf:
        """All words and phrases, within the matches of `narrowed`."""
        words = [word.expression(to_term) for word in self.words]
        phrases = [phrase.expression() for phrase in self.phrases if not phrase.is_excluded]
        return AllOf(all_parts(*words, *narrowed, *phrases).parts, self._without())

    def heading_expression(self, *narrowed: Expression | None) -> AllOf:
        """The same, with every word in the heading."""
        return self.expression(*narrowed, to_term=heading_term)

    def partial_expression(self, chosen: Iterable[Word], *narrowed: Expression | None) -> AllOf:
        """At least one of the chosen words."""
        some = AnyOf(tuple(word.expression() for word in chosen))
        return AllOf(all_parts(some, *narrowed).parts, self._without())

    def _without(self) -> tuple[Expression, ...]:
        return tuple(word.expression() for word in self.excluded)


def storable(text: str | None) -> str:
    """The text without NUL and lone surrogates, which databases and URLs cannot contain."""
    return str(text or "").replace("\x00", " ").encode("utf-8", "replace").decode()


def parse(text: str | None) -> Query:
    text = storable(text)
    was_cut = len(text) > MOST_CHARACTERS
    found: dict[str, Word] = {}
    excluded: dict[str, Word] = {}
    legal_forms: dict[str, Word] = {}
    phrases: list[Phrase] = []
    initials: set[str] = set()
    has_tokens = False
    for piece in _PIECE.finditer(text[:MOST_CHARACTERS]):
        inside = next(group for group in piece.group("straight", "curly", "angled", "plain") if group is not None)
        is_phrase = piece["plain"] is None
        tokens = list(words.tokens(inside))
        has_tokens = has_tokens or bool(tokens)
        if not is_phrase:
            initials |= {token.parts[0] for token in tokens if _is_initial(token, inside)}
            tokens = [token for token in tokens if not _is_initial(token, inside)]
        read = [word for token in tokens for word in _words_of(token, apart=is_phrase)]
        if is_phrase and len(read) > 1:
            phrases.append(_phrase(read, is_excluded=bool(piece["minus"]), is_angled=piece["angled"] is not None))
            if piece["minus"]:
                continue
            read = [replace(word, is_quoted=True) for word in read]
        for word in read:
            if piece["minus"]:
                excluded.setdefault(word.shown, word)
            elif word.shown in words.LEGAL_FORMS:
                legal_forms.setdefault(word.shown, word)
            else:
                found.setdefault(word.shown, word)
    kept = list((found or legal_forms).values())
    return Query(
        words=tuple(kept[:MOST_WORDS]),
        excluded=tuple(excluded.values())[:MOST_WORDS],
        phrases=tuple(phrases[:MOST_PHRASES]),
        initials=frozenset(initials),
        only_stop_words=has_tokens and not kept and not excluded,
        was_cut=was_cut or len(kept) > MOST_WORDS,
    )


def word_of(shown: str) -> Word:
    """A single word of the vocabulary, as a Word."""
    return Word(shown, tuple((term,) for term in terms_of(shown)), parts=(shown,))


def as_one(constituents: Iterable[Word]) -> Word:
    """Adjacent words as one Word: «Калужской области», «особая экономическая зона»."""
    constituents = tuple(constituents)
    if len(constituents) == 1:
        return constituents[0]
    options = ([*word.alternatives[:2], *(one.terms for one in word.related[:2])] for word in constituents)
    spellings = product(*options)
    alternatives = [tuple(term for terms in spelling for term in terms) for spelling in spellings]
    return Word(
        " ".join(word.shown for word in constituents),
        tuple(dict.fromkeys(alternatives[:MOST_SPELLINGS])),
        parts=tuple(part for word in constituents for part in word.parts),
        constituents=constituents,
    )


def _is_initial(token: words.Token, text: str) -> bool:
    """Whether the token is an initial, which is not searched, so that «Р. Л. Ровбель» finds «Ростислав Ровбель»."""
    return token.end - token.start == 1 and text[token.start].isalpha() and text[token.end :].startswith(".")


def _words_of(token: words.Token, *, apart: bool) -> list[Word]:
    """The Words of a token. In a phrase each part is one; otherwise a hyphenated word is one, with alternatives."""
    parts = tuple(part for part in token.parts if part not in words.STOP_WORDS)
    if token.others and not apart:
        return [_special(token)]
    if apart or not token.joined or len(parts) < 2:
        return [word_of(part) for part in parts]
    spellings = list(product(*(terms_of(part)[:2] for part in parts)))[:MOST_SPELLINGS]
    whole = token.joined[:TERM_LENGTH]
    alternatives = (*spellings, *((term,) for term in terms_of(whole)))
    return [Word("-".join(token.parts), alternatives, parts=parts)]


def _special(token: words.Token) -> Word:
    """The Word of a date, a grouped number or a code. A date or a number may also be matched by its parts."""
    if token.others[0].startswith(words.DATE_TERMS):
        terms = tuple(terms_of(part)[0] for part in token.parts)
        shown = " ".join(token.parts)
        return Word(shown, ((token.others[0],),), (RelatedTerms(terms, 0.5),), parts=token.parts)
    (whole,) = token.parts
    related = (RelatedTerms(token.others, 0.4),) if whole[0].isdecimal() and whole.replace("·", "").isdecimal() else ()
    return Word(whole, ((whole,),), related, parts=token.parts)


def _phrase(read: list[Word], *, is_excluded: bool, is_angled: bool) -> Phrase:
    spellings = product(*([terms[0] for terms in word.alternatives] for word in read))
    alternatives = tuple(" ".join(terms) for terms, _ in zip(spellings, range(MOST_SPELLINGS), strict=False))
    return Phrase(alternatives, is_excluded, is_soft=is_angled and not is_excluded)
