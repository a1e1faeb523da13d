"""Read the words of a Russian sentence: part of speech, case, gender, and what kind of name a word is. Pure.

rumorph orders the readings of a word by its neighbours, so «стали» in «из стали» is steel. Platforms without a wheel of
rumorph use pymorphy, which reads each word by itself and guesses worse. Parts of speech and features are always those
of Universal Dependencies.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .morphology import pymorphy

LONGEST_SENTENCE = 300  # words read together; a longer row of words is read in pieces

_PARTS = {
    "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADJ", "INFN": "VERB", "PRTF": "VERB", "PRTS": "VERB", "GRND": "VERB",
    "NUMR": "NUM", "ADVB": "ADV", "NPRO": "PRON", "PRED": "VERB", "PREP": "ADP", "CONJ": "CCONJ", "PRCL": "PART",
}  # fmt: skip
_CASES = {
    "nomn": "Nom", "gent": "Gen", "gen2": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc",
    "loc2": "Loc", "voct": "Voc",
}  # fmt: skip
_GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_NAMES = {"Name": "Giv", "Surn": "Sur", "Patr": "Pat", "Geox": "Geo", "Orgn": "Com", "Trad": "Com"}
_VERB_FORMS = {"INFN": "Inf", "PRTF": "Part", "PRTS": "Part", "GRND": "Conv", "VERB": "Fin"}


@dataclass(frozen=True)
class Reading:
    """One way to read a word form. A feature that does not apply is "". `lemma` is in lower case."""

    lemma: str
    part: str  # NOUN, PROPN, ADJ, VERB, ADP …
    case: str = ""  # Nom, Gen, Dat, Acc, Ins, Loc
    gender: str = ""  # Masc, Fem, Neut
    number: str = ""  # Sing, Plur
    name: str = ""  # Giv, Pat, Sur, Geo, Com
    verb_form: str = ""  # Fin, Inf, Part, Conv
    is_animate: bool = False
    is_indeclinable: bool = False
    is_known: bool = True  # the dictionary has the form
    probability: float = 0.0
    _inflect: Callable[..., str] | None = field(default=None, compare=False, repr=False)

    def nominative(self) -> str:
        """The nominative of the same gender and number, in lower case; the lemma if there is none."""
        if self.case in ("", "Nom") or self._inflect is None:
            return self.lemma
        return self._inflect() or self.lemma


def read_sentence(words: Sequence[str]) -> list[tuple[Reading, ...]]:
    """The readings of each word, the likeliest in this sentence first. Letter case and punctuation help: keep them."""
    read = _by_pymorphy if _rumorph() is None else _by_rumorph
    pieces = [words[start : start + LONGEST_SENTENCE] for start in range(0, len(words), LONGEST_SENTENCE)]
    return [readings for piece in pieces for readings in read(piece)]


@cache
def _rumorph() -> Any:
    """The library; None on a platform for which it has no wheel."""
    try:
        import rumorph
    except ImportError:
        return None
    return rumorph


@cache
def _analyzer() -> Any:
    return _rumorph().Analyzer()


def _by_rumorph(words: Sequence[str]) -> list[tuple[Reading, ...]]:
    return [tuple(map(_from_rumorph, analyses)) for analyses in _analyzer().analyze_sentence(words)]


def _from_rumorph(analysis: Any) -> Reading:
    feats = analysis.feats

    def inflect() -> str:
        wanted = {"Case": "Nom"} | ({"Number": feats["Number"]} if "Number" in feats else {})
        try:
            return str(analysis.inflect(**wanted)).lower()
        except _rumorph().FormNotFoundError:
            return ""

    return Reading(
        lemma=analysis.lemma,
        part=analysis.pos,
        case=feats.get("Case", ""),
        gender=feats.get("Gender", ""),
        number=feats.get("Number", ""),
        name=feats.get("NameType", ""),
        verb_form=feats.get("VerbForm", ""),
        is_animate=feats.get("Animacy") == "Anim",
        is_indeclinable=feats.get("InflClass") == "Ind",
        is_known=analysis.source == "dictionary",
        probability=analysis.prob,
        _inflect=inflect,
    )


def _by_pymorphy(words: Sequence[str]) -> list[tuple[Reading, ...]]:
    return [_of_one_word(word) for word in words]


def _of_one_word(word: str) -> tuple[Reading, ...]:
    if not re.search("[а-яё]", word, re.IGNORECASE):
        return (Reading(word.lower(), "X" if word[:1].isalpha() else "PUNCT", is_known=False, probability=1.0),)
    is_known = pymorphy().word_is_known(word)
    readings = [_from_pymorphy(parse, is_known) for parse in pymorphy().parse(word)]
    if word[:1].isupper() and len(word) > 1:  # names come first, because pymorphy ignores the letter case
        readings.sort(key=lambda reading: reading.name not in ("Giv", "Sur", "Pat"))
    return tuple(readings)


def _from_pymorphy(parse: Any, is_known: bool) -> Reading:
    tag = parse.tag
    name = next((name for grammeme, name in _NAMES.items() if grammeme in tag), "")
    part = _PARTS.get(str(tag.POS), str(tag.POS or "X"))
    gender = _GENDERS.get(str(tag.gender), "")
    lemma = parse.normal_form
    if name == "Sur" and gender == "Fem" and (nominative := parse.inflect({"nomn", "sing", "femn"})):
        lemma = nominative.word

    def inflect() -> str:
        form = parse.inflect({"nomn"} | ({str(tag.number)} if tag.number else set()))
        return form.word if form else ""

    return Reading(
        lemma=lemma,
        part="PROPN" if part == "NOUN" and name else part,
        case=_CASES.get(str(tag.case), ""),
        gender=gender,
        number={"sing": "Sing", "plur": "Plur"}.get(str(tag.number), ""),
        name=name,
        verb_form=_VERB_FORMS.get(str(tag.POS), ""),
        is_animate=tag.animacy == "anim",
        is_indeclinable="Fixd" in tag,
        is_known=is_known,
        probability=parse.score,
        _inflect=inflect,
    )
