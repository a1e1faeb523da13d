"""Highlight a query's words in a text, and cut the snippet that has most of them. All output is safe HTML."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from core.morphology import terms_of

from . import words
from .query import Query, parse

SNIPPET_LENGTH, READ_FIRST, READ_AT_MOST = 240, 6_000, 60_000
BREAKABLE_SPACE = re.compile(r"[^\S\u00a0]+")

Place = tuple[int, int, set[str]]  # start, end, matched terms


class Highlighter:
    def __init__(self, query: Query) -> None:
        self.terms: set[str] = set().union(*(word.terms for word in query.words))
        letters = {word.shown[0] for word in query.words} | {term[0] for term in self.terms}
        self.initials = letters | ({"ё"} if "е" in letters else set())

    def places(self, text: str) -> list[Place]:
        """Where the query's words occur."""
        if not self.terms:
            return []
        found = []
        for token in words.tokens(text, self.initials):
            parts = [*token.parts, token.joined] if token.joined else token.parts
            terms = {term for part in parts if part not in words.STOP_WORDS for term in terms_of(part)}
            if not terms.isdisjoint(self.terms):
                found.append((token.start, token.end, terms & self.terms))
        return found

    def highlight(self, text: str) -> SafeString:
        return self._highlighted(text, self.places(text), 0, len(text))

    def snippet(self, text: str) -> SafeString:
        """The part of the text with most of the words; the beginning when there are none."""
        head = text[:READ_FIRST]
        places = self.places(head)
        if not places and len(text) > READ_FIRST:
            head = text[:READ_AT_MOST]
            places = self.places(head)
        start, end = _window(head, places)
        highlighted = self._highlighted(head, places, start, end)
        before = "…" if start > 0 else ""
        after = "…" if end < len(text) else ""
        return SafeString(before + BREAKABLE_SPACE.sub(" ", highlighted).strip() + after)

    @staticmethod
    def _highlighted(text: str, places: list[Place], start: int, end: int) -> SafeString:
        pieces, done = [], start
        for left, right, _ in places:
            if left >= start and right <= end:
                pieces += [escape(text[done:left]), "<mark>", escape(text[left:right]), "</mark>"]
                done = right
        return SafeString("".join([*pieces, escape(text[done:end])]))


def _window(text: str, places: list[Place]) -> tuple[int, int]:
    """Start and end of the snippet: distinct terms count more than repetitions."""
    first, best = 0, -1
    for number, (left, _, _) in enumerate(places):
        inside = [terms for _, end, terms in places[number : number + 12] if end <= left + SNIPPET_LENGTH - 40]
        worth = len(set().union(*inside)) * 10 + len(inside)
        if worth > best:
            best, first = worth, left
    start = _sentence_start(text, first)
    end = min(len(text), max(start + SNIPPET_LENGTH, first + SNIPPET_LENGTH // 2))
    if end < len(text):
        cut = text.rfind(" ", start + SNIPPET_LENGTH // 2, end)
        end = cut if cut > first else end
    return start, end


def _sentence_start(text: str, place: int) -> int:
    """The beginning of the sentence around this place, or of a word not far before it."""
    nearest = max(0, place - SNIPPET_LENGTH // 3)
    for sign in ("\n", ". ", "! ", "? ", "; "):
        found = text.rfind(sign, nearest, place)
        if found >= 0:
            return found + len(sign)
    if nearest == 0:
        return 0
    found = text.find(" ", nearest, place)
    return found + 1 if found >= 0 else place


def highlight_words(text: str, query: str) -> SafeString:
    return Highlighter(parse(query)).highlight(str(text))
