"""Highlight a query's words in a text and on a slide's picture, and cut out the snippet with most of them.

All output is safe HTML. Only words that begin like one of the query's are analysed, so a long text costs little.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from core.morphology import terms_of
from events.models import Slide
from events.slides.word_boxes import SCALE, Box, unpack

from . import spelling, words
from .interface import Marks
from .query import Query, parse

MOST_MARKS = 200
MOST_PLACES = 12  # of the words in a snippet
# A line of a slide that begins with a small letter continues a sentence.
_SENTENCE_END = re.compile(r"[.!?;]\s+|\u00a0· |\n+(?=[^\na-zа-яё])")
# A word of only letters between spaces or punctuation. The name of a month is not one: it may be part of a date.
_PLAIN = re.compile(
    rf"(?<![^\s(«\"])(?!(?:{'|'.join(words.MONTHS)})\b)[^\W\d_]{{4,}}(?=[\s.,;:!?»\")]|\Z)", re.IGNORECASE
)
_FIRST_LETTERS = re.compile(r"\[([^\]]+)\]")
_WORD_START = re.compile(r"\S+\Z")
SNIPPET_LENGTH, READ_FIRST, READ_AT_MOST = 240, 6_000, 60_000
BREAKABLE_SPACE = re.compile(r"[^\S\u00a0]+")
OTHER_THAN_A_SPACE = re.compile("[\t-\r\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")

LONGEST_TOKEN = 80
_CHANGING = "еоьйсзктдхгцщч"  # letters that come, go or alternate in the forms of a short word: «отца», «ищу»

Place = tuple[int, int, set[str]]  # start, end, matched terms


class Highlighter:
    def __init__(self, query: Query) -> None:
        self.terms: set[str] = set().union(*(word.terms for word in query.words))
        beginnings = {_beginning(word) for word in self.terms | {word.shown for word in query.words}}
        letters = sorted(begin for begin in beginnings if not begin.startswith("0"))
        digits = "|".join(sorted(begin for begin in beginnings if begin.startswith("0")))
        patterns = [_at_a_word(letters) if letters else "", rf"(?<!\d)(?:{digits})" if digits else ""]
        self.plain: dict[str, set[str]] = {}  # {word of a text: its terms among those of the query}
        self.highlighted: dict[str, SafeString] = {}  # hits of a kind have the same few notes
        self.beginnings = re.compile("|".join(filter(None, patterns)))

    def places(self, text: str) -> list[Place]:
        """Where the query's words occur."""
        found: list[Place] = []
        done = 0
        for begin in self.beginnings.finditer(text) if self.terms else ():
            start = begin.start()
            if start < done:
                continue
            if plain := _PLAIN.match(text, start):
                done, terms = plain.end(), self._terms_of_plain(plain[0])
            elif token := _token_at(text, start):
                start, done, parts = token
                terms = self._own(parts)
            else:
                continue
            if terms:
                found.append((start, done, terms))
        return found

    def _terms_of_plain(self, word: str) -> set[str]:
        if word not in self.plain:
            self.plain[word] = self._own(part for token in words.tokens(word) for part in token.every)
        return self.plain[word]

    def _own(self, parts: Iterable[str]) -> set[str]:
        """The terms of the parts that the query has too."""
        return {term for part in parts if part not in words.STOP_WORDS for term in terms_of(part)} & self.terms

    def terms_in(self, text: str) -> set[str]:
        """The query's terms that the text has."""
        return set().union(*(terms for _, _, terms in self.places(text)))

    def marks(self, word_boxes: str, width: int, height: int) -> Marks | None:
        """The places of the words on a picture of this size; None if it has none, or if the places are unknown."""
        placed = unpack(word_boxes)
        boxes: list[Box] = []
        for start, end, _ in self.places(placed.text):
            first, last = bisect_right(placed.starts, start) - 1, bisect_right(placed.starts, end - 1)
            boxes += [box for of_word in placed.boxes[first:last] for box in of_word]
        across, down = width / SCALE, height / SCALE
        drawn = [_with_margin(box, across, down) for box in boxes[:MOST_MARKS]]
        return Marks(width, height, drawn) if drawn and width and height else None

    def highlight(self, text: str) -> SafeString:
        if text not in self.highlighted:
            self.highlighted[text] = self._highlighted(text, self.places(text), 0, len(text))
        return self.highlighted[text]

    def snippet(self, text: str) -> SafeString:
        """The part of the text with most of the words, or the beginning if it has none."""
        head = text[:READ_FIRST]
        places = self.places(head)
        if not places and len(text) > READ_FIRST:
            head = text[:READ_AT_MOST]
            places = self.places(head)
        start, end = _window(head, places)
        highlighted = self._highlighted(head, places, start, end)
        before = "…" if start > 0 else ""
        after = "…" if end < len(text) else ""
        return SafeString(before + _with_single_spaces(highlighted).strip(" \u00a0·") + after)

    @staticmethod
    def _highlighted(text: str, places: list[Place], start: int, end: int) -> SafeString:
        pieces, done = [], start
        for left, right, _ in places:
            if left >= start and right <= end:
                pieces += [escape(text[done:left]), "<mark>", escape(text[left:right]), "</mark>"]
                done = right
        return SafeString("".join([*pieces, escape(text[done:end])]))


def _with_single_spaces(text: str) -> str:
    """Lines and runs of spaces become one space. Most texts have none of them, and are only looked through."""
    return BREAKABLE_SPACE.sub(" ", text) if "  " in text or OTHER_THAN_A_SPACE.search(text) else text


def _beginning(word: str) -> str:
    """The beginning that all forms of the word share: «инде» for «индекс», only «д» for «день» because of «дня»."""
    if digits := re.match(r"\d+", word):
        return "0*" + "[ \u00a0\u2009\u202f]?".join(digits[0][:3])
    shared = word[: 2 if len(word) < 5 else 3 if len(word) < 6 else 4]
    if len(word) < 6 and (shared[-1] in _CHANGING or shared[-1].isdigit()):
        shared = shared[:-1]
    return spelling.pattern_of(shared)


def _at_a_word(beginnings: list[str]) -> str:
    """A pattern for these at the start of a word.

    It begins with a set of letters in both cases, which makes `re` four times as fast.
    """
    if "" in beginnings:  # for a word of one letter that changes
        return r"(?<![^\W\d_])[^\W\d_]"
    by_letters = [_FIRST_LETTERS.match(begin) for begin in beginnings]
    first = sorted({letter for found in by_letters if found for letter in found[1].lower() + found[1].upper()})
    rest = "|".join(f"(?<={found[0]}){found.string[found.end() :]}" for found in by_letters if found)
    return rf"[{''.join(first)}](?<![^\W\d_].)(?i:{rest})"


def _token_at(text: str, place: int) -> tuple[int, int, list[str]] | None:
    """The start, the end and the parts of the word at this place."""
    line_start = max(place - LONGEST_TOKEN, 0)
    before = _WORD_START.search(text, line_start, place)
    start = before.start() if before else place
    for token in words.tokens(text[start : place + LONGEST_TOKEN]):
        if start + token.end > place:
            if start + token.start > place:
                return None
            return start + token.start, start + token.end, list(token.every)
    return None


def _with_margin(box: Box, across: float, down: float) -> Box:
    """The box in pixels, a little larger than the letters."""
    left, top, width, height = box
    margin = round(0.1 * height * down) + 1
    return (
        round(left * across) - margin,
        round(top * down) - margin,
        round(width * across) + 2 * margin,
        round(height * down) + 2 * margin,
    )


def _window(text: str, places: list[Place]) -> tuple[int, int]:
    """The start and end of the snippet. Distinct terms count more than repetitions."""
    first, best, ahead = 0, -1, 0
    inside: dict[str, int] = {}  # of the places from `number` to `ahead`: how many have the term
    for number, (left, _, terms) in enumerate(places):
        most = min(number + MOST_PLACES, len(places))
        while ahead < most and (ahead <= number or places[ahead][1] <= left + SNIPPET_LENGTH - 40):
            for term in places[ahead][2]:
                inside[term] = inside.get(term, 0) + 1
            ahead += 1
        worth = len(inside) * 10 + ahead - number
        if worth > best:
            best, first = worth, left
        for term in terms:
            inside[term] -= 1
            if not inside[term]:
                del inside[term]
    start = _sentence_start(text, first)
    end = min(len(text), max(start + SNIPPET_LENGTH, first + SNIPPET_LENGTH // 2))
    if end < len(text):
        cut = text.rfind(" ", start + SNIPPET_LENGTH // 2, end)
        end = cut if cut > first else end
    return start, end


def _sentence_start(text: str, place: int) -> int:
    """The beginning of the sentence around this place, or of a word shortly before it."""
    nearest = max(0, place - SNIPPET_LENGTH // 3)
    for end_of_last in reversed(list(_SENTENCE_END.finditer(text, nearest, place + 1))):
        return end_of_last.end()
    if nearest == 0:
        return 0
    found = text.find(" ", nearest, place)
    return found + 1 if found >= 0 else place


def highlight_words(text: str, query: str) -> SafeString:
    return Highlighter(parse(query)).highlight(str(text))


def mark_slide(slide: Slide, query: str) -> Marks | None:
    if not slide.picture or not slide.word_boxes:
        return None
    return Highlighter(parse(query)).marks(slide.word_boxes, slide.width, slide.height)
