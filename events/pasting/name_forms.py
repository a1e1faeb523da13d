"""Put the parts of a person's name into the nominative. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from core.sentences import Reading

from .found import Span
from .lexicon import FEMININE_ON_CONSONANT, NAME_PARTICLES, TURKIC_PATRONYMICS
from .surnames import is_short_and_indeclinable, nominative_of_surname
from .tokens import Token

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_FEMININE = re.compile(r"(?:[оеё]в|[иы]н)а$|[ая]я$")
_VOWELS = "аеёиоуыэюя"


@dataclass(frozen=True)
class Name:
    """A person's name in the nominative. `shown` has the usual order: «Имя Отчество Фамилия»."""

    last: str
    first: str
    middle: str = ""
    gender: str = ""
    is_eastern: bool = False

    @property
    def shown(self) -> str:
        parts = [self.last, self.first] if self.is_eastern else [self.first, self.middle, self.last]
        return " ".join(filter(None, parts))


@dataclass(frozen=True)
class Mention:
    """A name in a sentence: `tokens[start:end]`, with its parts and evidence that it means a person."""

    start: int
    end: int
    first: tuple[int, ...]  # the places of the given name's tokens
    middle: tuple[int, ...]
    last: tuple[int, ...]
    is_certain: bool  # the parts alone prove that it is a name
    is_eastern: bool = False
    order_is_open: bool = False  # either word may be the given name

    def span(self, tokens: Sequence[Token]) -> Span:
        return Span(tokens[self.start].span.start, tokens[self.end - 1].span.end)


def agree(given: Token, surname: Token) -> bool:
    """Whether both words can have the same case. An indeclinable surname agrees with any."""
    return bool(_forms(given, given=True) & (_forms(surname, given=False) or set(product(CASES, ("Masc", "Fem")))))


def _forms(token: Token, *, given: bool) -> set[tuple[str, str]]:
    if given and is_feminine_on_consonant(token):
        return set(product(CASES, ("Fem",)))
    readings = [r for r in token.readings if r.name == "Giv" and r.number != "Plur"] if given else _as_surname(token)
    return {form for reading in readings for form in _of_reading(reading)}


def is_feminine_on_consonant(token: Token) -> bool:
    """Whether it is a woman's given name that does not decline: «Гульназ Ахметзяновой»."""
    return token.text.lower() in FEMININE_ON_CONSONANT


def _as_surname(token: Token) -> list[Reading]:
    singular = [reading for reading in token.readings if reading.number != "Plur"]
    if is_short_and_indeclinable(token):
        return [replace(reading, is_indeclinable=True, gender="") for reading in singular]
    surnames = [reading for reading in singular if reading.name == "Sur"]
    if not surnames and token.text[-1:].lower() not in _VOWELS and singular and _is_masculine_noun(token, singular[0]):
        return [*singular, replace(singular[0], is_indeclinable=True, gender="Fem")]  # «Снежана Бортник»
    if not surnames and token.is_capitalized and token.text[-1:] in "ая" and singular and singular[0].case != "Nom":
        # «Дмитрий Верховода»: a common word in another case, or a surname in the nominative
        singular = [*singular, replace(singular[0], lemma=token.text.lower(), case="Nom", gender="")]
    if not surnames and token.text[-1:] == "ь" and singular and singular[0].case == "Nom":
        singular = [*singular, replace(singular[0], gender="")]  # «Олег Лобань»: as a word, a feminine one
    if not surnames and re.search(r"(?:[оеё]в|[иы]н)а?$", token.text):
        return []  # «Кирсанова», which the dictionary has only as the genitive of a town
    return surnames or singular


def _is_masculine_noun(token: Token, reading: Reading) -> bool:
    """Whether it is a noun of fixed gender, unlike the adjective «Синий»."""
    return reading.gender == "Masc" and (token.text[-1:].lower() not in "ьй" or reading.part == "NOUN")


def _of_reading(reading: Reading) -> Iterable[tuple[str, str]]:
    cases = [reading.case] if reading.case and not reading.is_indeclinable else CASES
    genders = [reading.gender] if reading.gender in ("Masc", "Fem") and not reading.is_indeclinable else ["Masc", "Fem"]
    if reading.name != "Giv" and reading.lemma[-1:] in ("а", "я") and not _FEMININE.search(reading.lemma):
        genders = ["Masc", "Fem"]  # «Кучма»
    return product(cases, genders)


def resolve(tokens: Sequence[Token], mention: Mention, case: str = "", likely: str = "") -> tuple[Name, str, bool]:
    """The name in the nominative, its case in the text ("" if unknown), and whether the reading is unambiguous.

    `case` is the case of the position before the name, if there is one. `likely` is the case that wins over others that
    fit about as well: in a list «Фролова И. Н.» is a woman.
    """
    scores = {form: score * (4 if form[0] == likely else 1) for form, score in _scores(tokens, mention).items()}
    if case and (agreeing := {form: score for form, score in scores.items() if _same_case(form[0], case)}):
        scores = agreeing
    elif case == "Nom" and scores:
        return _as_written(tokens, mention), "Nom", False  # «энергетик Рамиля Юсупова» is not a form of «Рамиль»
    if not scores:
        return _as_written(tokens, mention), "", False
    (best_case, gender), best = max(scores.items(), key=lambda item: item[1])
    name = _in_nominative(tokens, mention, best_case, gender)
    rivals = {form: score for form, score in scores.items() if score * 4 >= best}
    others = {_in_nominative(tokens, mention, *form).shown for form in rivals}
    return name, best_case, len(others) == 1


def _in_nominative(tokens: Sequence[Token], mention: Mention, case: str, gender: str) -> Name:
    stay = mention.first[:-1] if mention.is_eastern else ()
    first = " ".join(
        tokens[place].text if place in stay else _nominative_given(tokens[place], case, gender)
        for place in mention.first
    )
    middle = " ".join(_nominative_given(tokens[place], case, gender) for place in mention.middle)
    last = " ".join(
        token.text if mention.is_eastern else nominative_of_surname(token, case, gender)
        for token in (tokens[place] for place in mention.last)
    )
    return Name(last, first, middle, gender, mention.is_eastern)


def _same_case(one: str, other: str) -> bool:
    return one == other or {one, other} == {"Gen", "Acc"}


def _scores(tokens: Sequence[Token], mention: Mention) -> dict[tuple[str, str], float]:
    """{(case, gender): how well it fits all words of the name}."""
    declined = mention.first[-1:] if mention.is_eastern else mention.first  # «с послом Чон Мин Чжуном»
    parts = [(tokens[place], "Giv") for place in declined if tokens[place].kind == "word"]
    parts += [(tokens[place], "Pat") for place in mention.middle if len(mention.middle) == 1]
    if not mention.is_eastern:
        parts += [(tokens[place], "Sur") for place in mention.last if tokens[place].is_capitalized]
    scores: dict[tuple[str, str], float] = {}
    for form in product(CASES, ("Masc", "Fem")):
        score = 1.0
        for token, name in parts:
            score *= _fit(token, name, form)
        if score > 0:
            scores[form] = score
    return scores


def _fit(token: Token, name: str, form: tuple[str, str]) -> float:
    readings = [reading for reading in token.readings if reading.name == name and reading.number != "Plur"]
    if name == "Giv" and is_feminine_on_consonant(token):
        return float(form[1] == "Fem")
    if name == "Sur":
        return _fit_of_surname(token, readings, form)
    if not readings or not any(reading.is_known for reading in readings):
        readings = [reading for reading in token.readings if reading.number != "Plur" and reading.case]
    return sum(reading.probability + 0.02 for reading in readings if form in set(_of_reading(reading)))


def _fit_of_surname(token: Token, readings: Sequence[Reading], form: tuple[str, str]) -> float:
    case, gender = form
    known = [reading for reading in readings if reading.is_known]
    fitting = sum(reading.probability + 0.02 for reading in known if form in set(_of_reading(reading)))
    if fitting:
        return fitting
    ending = _fit_of_ending(token.text.lower(), case, gender)
    return ending * (0.1 if known else 1.0)


def _fit_of_ending(word: str, case: str, gender: str) -> float:
    """How well the ending of a surname fits the case and gender."""
    if re.search(r"(?:[оэуюеё]|[иы]х|и)$", word) and not re.search(r"(?:ы|[^аоуэи]у|ю|ой|е)$", word):
        return 0.6
    if gender == "Fem":
        if word[-1] not in _VOWELS and not re.search(r"(?:ой|ей)$", word):
            return 0.6  # Рубинчик: a woman's surname that ends in a consonant does not decline
        if re.search(r"(?:ова|ева|ёва|ина|ына|ая|яя)$", word):
            return 1.0 if case == "Nom" else 0.02
        endings = {
            "Nom": "[ая]$",
            "Gen": "(?:ой|ей|[ыи])$",
            "Dat": "(?:ой|ей|е|и)$",
            "Acc": "[ую]$",
            "Ins": "(?:ой|ей|ою)$",
        }
        return 0.8 if re.search(endings.get(case, "(?:ой|ей|е|и)$"), word) else 0.02
    endings = {
        "Nom": "(?:[^аеёиоуыэюя]|[ая])$",
        "Gen": "(?:[ая]|ого|его|[ыи])$",
        "Acc": "(?:[ая]|ого|его|[ую])$",
        "Dat": "(?:[ую]|ому|ему|е)$",
        "Ins": "(?:ом|ем|ём|ым|им|ой|ей)$",
        "Loc": "(?:е|ом|ем|и)$",
    }
    if re.search(r"(?:[оеё]в|[иы]н)(?:ой|у)$|(?:ая|ую)$", word) or (
        case == "Nom" and re.search(r"(?:[оеё]в|[иы]н)а$", word)
    ):
        return 0.1 if case == "Dat" else 0.02
    return 0.8 if re.search(endings[case], word) else 0.02


def _nominative_given(token: Token, case: str, gender: str) -> str:
    if token.kind != "word":
        return re.sub(r"\s", "", token.text)
    singular = [reading for reading in token.readings if reading.number != "Plur"]
    fitting = [reading for reading in singular if (case, gender) in set(_of_reading(reading))]
    fitting.sort(key=lambda reading: (reading.name not in ("Giv", "Pat"), not reading.is_known, -reading.probability))
    if token.text.lower() in TURKIC_PATRONYMICS or not fitting or case == "Nom":
        return capitalized(token.text)
    return capitalized(restored(fitting[0].lemma, token.text))


def _as_written(tokens: Sequence[Token], mention: Mention) -> Name:
    last, first, middle = (
        " ".join(capitalized(tokens[place].text) for place in places)
        for places in (mention.last, mention.first, mention.middle)
    )
    return Name(last, first, middle, "", mention.is_eastern)


def restored(lemma: str, written: str) -> str:
    """The lemma, with ё only where the text has it."""
    return lemma if "ё" in written.lower() else lemma.replace("ё", "е")


def capitalized(word: str) -> str:
    """«ИВАНОВ» and «иванов» become «Иванов», «римский-корсаков» becomes «Римский-Корсаков»."""
    is_small = word in NAME_PARTICLES or (word.isupper() and word.lower() in NAME_PARTICLES)  # «ван», not «Ван»
    if is_small or word.lower() in TURKIC_PATRONYMICS:
        return word.lower()
    if not (word.isupper() or word.islower()):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
