"""Split text into sentences of words, quotations, numbers and signs, with the readings of each word. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.sentences import Reading, read_sentence
from core.text import without_controls

from .found import Span

LONGEST_TEXT = 100_000  # characters; the rest is not read
LONGEST_QUOTATION = 300
LONGEST_SENTENCE = 3_000  # characters; rules compare all pairs of words, and garbage has no full stops
LONGEST_WORD = 60

_ABBREVIATIONS = (
    r"(?:и\. ?о|врио|г-н|г-жа|им|ул|пр|просп|стр|корп|г|гг|обл|р-н|пос|пгт|дер|д|кв|оф|тыс|млн|млрд|трлн|руб|коп|проф|"
    r"доц|акад|зам|нач|гл|ген|дир|зав|пом|рук|тов|св|др|пр|т|к|н|каб|эт|ауд|тел|доб|англ|рус|напр|см|кв|куб|га|мин|сек|ч|чел|шт)"
)
_QUOTES = {"«": "»", "“": "”", "„": "“”", '"': '"', "‹": "›", "‟": "”"}
_TOKEN = re.compile(
    r"""
      (?P<initials>(?<![\w.])[А-ЯЁ]\.(?:\s?-?[А-ЯЁ]\.)?(?=[\s\u00a0,;)А-ЯЁ]|$))
    | (?P<abbreviation>(?<![\w-])(?:и\.\s?о\.|ВРИО|[Вв]рио|т\.\s?[дпк]\.|с\.\s?г\.|(?i:ABBREVIATIONS)\.)(?!\w))
    | (?P<address>(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+|\#\w+)
    | (?P<time>(?<![\d.,:])(?:[01]?\d|2[0-4])[:.][0-5]\d(?![.,]?\d))
    | (?P<number>\d+(?:[.,\u00a0 ]\d+)*(?:-?(?:й|я|е|го|му|м|ми|х|ой|ая|ое|ти|летие|летию|дневн\w+|часов\w+))?)
    | (?P<word>(?<=\bСаха\s)\(Якути[яию]\)|(?<=\bРС)\(Я\)|[^\W\d_]+(?:['’ʼ\u00ad-][^\W\d_]+|-\d+)*)
    | (?P<sign>[–—-]|\S)
    """.replace("ABBREVIATIONS", _ABBREVIATIONS),
    re.VERBOSE,
)
_STRAIGHT = re.compile(r'"(?:[^"]*\s"[^"]+""|[^"]+")')  # a quotation within another ends with two marks
_WORD = re.compile(r"[A-Za-zА-ЯЁа-яё]+")
_LATIN = "ABCEHKMOPTXaceopxyk"
_LOOKALIKES = str.maketrans(_LATIN, "АВСЕНКМОРТХасеорхук")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u3000]")


@dataclass(frozen=True)
class Token:
    """A part of a sentence. `kind` is word, initials, abbreviation, quotation, number, time, address or sign.

    A quotation is one token, and its text has no quotation marks.
    """

    text: str
    span: Span
    kind: str
    readings: tuple[Reading, ...] = ()

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def is_capitalized(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()

    @cached_property
    def is_acronym(self) -> bool:
        """Whether it looks like «ТПП», «АИРКО», «БелТПП» or «BOES»."""
        return (
            self.is_word and len(self.text) > 1 and sum(map(str.isupper, self.text[1:])) >= min(2, len(self.text) - 1)
        )

    @property
    def is_latin(self) -> bool:
        return self.is_word and self.text[0].isascii()

    @cached_property
    def lemma(self) -> str:
        return self.readings[0].lemma.replace("ё", "е") if self.readings else self.text.lower()

    @property
    def part(self) -> str:
        return self.readings[0].part if self.readings else ""

    @property
    def is_finite_verb(self) -> bool:
        return self.is_word and self.part in ("VERB", "AUX") and self.readings[0].verb_form in ("Fin", "Inf", "Conv")

    def moved(self, places: int) -> "Token":
        """The same token in a text that begins this many characters earlier."""
        return replace(self, span=Span(self.span.start + places, self.span.end + places))

    def lemmas(self) -> frozenset[str]:
        return self._lemmas

    @cached_property
    def _lemmas(self) -> frozenset[str]:
        return frozenset(reading.lemma.replace("ё", "е") for reading in self.readings)


Sentence = Sequence[Token]


def clean(text: str) -> str:
    """The text that all spans refer to: in NFC, with plain spaces and line ends, without invisible characters.

    Latin lookalikes in Russian words become Cyrillic letters.
    """
    text = unicodedata.normalize("NFC", without_controls(text.replace("\r\n", "\n").replace("\r", "\n")))
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text[:LONGEST_TEXT]))
    return _WORD.sub(lambda word: _mended(word[0]), text)


def _mended(word: str) -> str:
    """The word without Latin lookalikes, such as the C in «Cовета». «IT-парк» and «PROКЛАСТЕРЫ» stay."""
    latin = [letter for letter in word if letter.isascii()]
    return word.translate(_LOOKALIKES) if 0 < len(latin) * 2 < len(word) and set(latin) <= set(_LATIN) else word


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text. The end of a line ends a sentence, unless the next line begins with a small letter."""
    for start, end in _short(text, _spans_of_sentences(text)):
        if tokens := _with_readings(list(_tokens(text, start, end))):
            yield tokens


def tokens_of(text: str) -> Sentence:
    """The tokens of one line as one sentence, even with full stops in it, up to LONGEST_SENTENCE."""
    text = text[:LONGEST_SENTENCE]
    return _with_readings(list(_tokens(text, 0, len(text))))


def _spans_of_sentences(text: str) -> Iterator[Span]:
    start = 0
    for found in re.finditer(r"\n", text):
        if _goes_on(text, found.start()):
            continue
        yield from _within_line(text, start, found.start())
        start = found.end()
    yield from _within_line(text, start, len(text))


def _short(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    for start, end in spans:
        while end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            stop = space if space > 0 else start + LONGEST_SENTENCE
            yield Span(start, stop)
            start = stop
        yield Span(start, end)


def _goes_on(text: str, end: int) -> bool:
    return text[end - 1 : end].isalpha() and text[end + 1 : end + 2].islower()


def _within_line(text: str, start: int, end: int) -> Iterator[Span]:
    place = start
    for found in re.finditer(r"(?<![.!?…])[.!?…]++[»”\")]*+(?=\s+[«“„\"(]?[A-ZА-ЯЁ\d•–—-])", text[start:end]):
        stop = start + found.end()
        before = text[max(place, stop - 12) : stop]
        if re.search(rf"(?:^|[\s(«.])(?:[А-ЯЁ]|{_ABBREVIATIONS})\.$", before, re.IGNORECASE) and not _ends_sentence(
            before
        ):
            continue
        yield Span(place, stop)
        place = stop
    if text[place:end].strip():
        yield Span(place, end)


def _ends_sentence(before: str) -> bool:
    """Whether an abbreviation may end a sentence: «… 2011 г.», «… и др.», but not «г. Тула», «им. Ленина»."""
    return bool(re.search(r"(?:\d\s?гг?|\bдр|\d\s?(?:ч|мин|га|чел|шт)|\bруб|\bт\.\s?[дп])\.$", before))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    place = start
    while found := _TOKEN.search(text, place, end):
        place = found.end()
        kind = found.lastgroup or "sign"
        if kind == "sign" and found[0] in _QUOTES and (close := _closing(text, found.start(), end)):
            place = close + 1
            yield Token(text[found.end() : close].strip(), Span(found.start(), place), "quotation")
        else:
            yield Token(found[0], Span(*found.span()), kind)


def _closing(text: str, start: int, end: int) -> int:
    """Where the quotation that begins at `start` ends; 0 if it does not end. Nested ones are skipped."""
    opening = text[start]
    line = text[start : min(end, start + LONGEST_QUOTATION)].partition("\n")[0]
    if opening == '"':
        found = _STRAIGHT.match(line)
        return start + found.end() - 1 if found else 0
    depth = 0
    for place, char in enumerate(line):
        depth += (char == opening) - (char in _QUOTES[opening])
        if depth == 0:
            return start + place
    run = re.search(f"[{_QUOTES[opening]}]+", line)  # «ООО «Завод «Прогресс»»: one mark too few
    return start + run.end() - 1 if run else 0


def _with_readings(tokens: list[Token]) -> Sentence:
    words = [token for token in tokens if token.kind in ("word", "sign", "number")]
    if not any(word.kind == "word" for word in words):
        return tokens
    readings = iter(read_sentence([word.text[:LONGEST_WORD] for word in words]))
    return [
        Token(token.text, token.span, token.kind, next(readings)) if token.kind in ("word", "sign", "number") else token
        for token in tokens
    ]
