"""A query's words marked in a text: safe HTML, and the sentence that says most of them."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from core.morphology import terms_of

from . import query as queries
from . import words

SNIPPET_LENGTH, READ_FIRST, READ_AT_MOST = 240, 6_000, 60_000
BREAKABLE_SPACE = re.compile(r"[^\S\u00a0]+")


class Marker:
    def __init__(self, query):
        self.words = [word.terms for word in query.words]
        self.terms = set().union(*self.words) if self.words else set()
        letters = {word.shown[0] for word in query.words} | {term[0] for term in self.terms}
        self.initials = letters | ({"ё"} if "е" in letters else set())

    def places(self, text):
        """[(start, end, terms)] of the words that were looked for."""
        if not self.terms:
            return []
        found = []
        for token in words.tokens(text, self.initials):
            spelled = [*token.parts, token.joined] if token.joined else token.parts
            terms = {term for part in spelled if part not in words.STOP_WORDS for term in terms_of(part)}
            if not terms.isdisjoint(self.terms):
                found.append((token.start, token.end, terms & self.terms))
        return found

    def mark(self, text, places=None, start=0, end=None):
        end = len(text) if end is None else end
        pieces, done = [], start
        for left, right, _ in self.places(text) if places is None else places:
            if left >= start and right <= end:
                pieces += [escape(text[done:left]), "<mark>", escape(text[left:right]), "</mark>"]
                done = right
        return SafeString("".join([*pieces, escape(text[done:end])]))

    def snippet(self, text):
        """The part of the text that holds the most of the words, marked; its beginning when none is there."""
        head = text[:READ_FIRST]
        places = self.places(head)
        if not places and len(text) > READ_FIRST:
            head = text[:READ_AT_MOST]
            places = self.places(head)
        start, end = self._window(head, places)
        marked = self.mark(head, places, start, end)
        before = "…" if start > 0 else ""
        after = "…" if end < len(text) else ""
        return SafeString(before + BREAKABLE_SPACE.sub(" ", marked).strip() + after)

    @staticmethod
    def _window(text, places):
        first = 0
        if places:
            best = -1
            for place, (left, _, _) in enumerate(places):
                inside = [
                    terms for start, end, terms in places[place : place + 12] if end <= left + SNIPPET_LENGTH - 40
                ]
                worth = len(set().union(*inside)) * 10 + len(inside)
                if worth > best:
                    best, first = worth, left
        start = _sentence_start(text, first)
        end = min(len(text), max(start + SNIPPET_LENGTH, first + SNIPPET_LENGTH // 2))
        if end < len(text):
            cut = text.rfind(" ", start + SNIPPET_LENGTH // 2, end)
            end = cut if cut > first else end
        return start, end


def _sentence_start(text, place):
    """Where the sentence of this place begins, or a word not too far before it."""
    nearest = max(0, place - SNIPPET_LENGTH // 3)
    for sign in ("\n", ". ", "! ", "? ", "; "):
        found = text.rfind(sign, nearest, place)
        if found >= 0:
            return found + len(sign)
    if nearest == 0:
        return 0
    found = text.find(" ", nearest, place)
    return found + 1 if found >= 0 else place


def mark_words(text, query):
    return Marker(queries.parse(query)).mark(str(text))
