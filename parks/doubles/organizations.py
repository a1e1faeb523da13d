"""Decide whether two names belong to one organization, despite quotes, legal forms, lookalikes and typos. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.doubles.likeness import Likeness, different
from core.doubles.spelling import (
    as_cyrillic,
    deletions,
    distance,
    fold,
    is_in_dictionary,
    is_latin,
    once,
    sound,
    words_of,
)

# Legal forms in full and in short. Longer ones come first.
FORMS_IN_FULL = [
    ("федеральное государственное автономное образовательное учреждение высшего образования", "фгаоу во"),
    ("федеральное государственное бюджетное образовательное учреждение высшего образования", "фгбоу во"),
    ("федеральное государственное бюджетное учреждение науки", "фгбун"),
    ("федеральное государственное бюджетное учреждение", "фгбу"),
    ("федеральное государственное унитарное предприятие", "фгуп"),
    ("федеральное казенное учреждение", "фку"),
    ("федеральное казенное предприятие", "фкп"),
    ("государственное бюджетное учреждение", "гбу"),
    ("государственное автономное учреждение", "гау"),
    ("государственное казенное учреждение", "гку"),
    ("государственное унитарное предприятие", "гуп"),
    ("муниципальное бюджетное учреждение", "мбу"),
    ("муниципальное автономное учреждение", "мау"),
    ("муниципальное казенное учреждение", "мку"),
    ("муниципальное унитарное предприятие", "муп"),
    ("общество с ограниченной ответственностью", "ооо"),
    ("общество с дополнительной ответственностью", "одо"),
    ("международная компания публичное акционерное общество", "мкпао"),
    ("непубличное акционерное общество", "нао"),
    ("публичное акционерное общество", "пао"),
    ("открытое акционерное общество", "оао"),
    ("закрытое акционерное общество", "зао"),
    ("акционерное общество", "ао"),
    ("автономная некоммерческая организация высшего образования", "ано во"),
    ("автономная некоммерческая организация дополнительного профессионального образования", "ано дпо"),
    ("автономная некоммерческая организация", "ано"),
    ("некоммерческое партнерство", "нп"),
    ("саморегулируемая организация", "сро"),
    ("крестьянское фермерское хозяйство", "кфх"),
    ("сельскохозяйственный производственный кооператив", "спк"),
    ("производственный кооператив", "пк"),
    ("индивидуальный предприниматель", "ип"),
    ("товарищество на вере", "тнв"),
    ("общественная организация", "оо"),
    ("некоммерческая организация", "нко"),
]
_JOINT_STOCK = {"ао", "пао", "оао", "зао", "нао", "мкпао"}
_SHORT_FORMS = frozenset(short for _full, short in FORMS_IN_FULL)
# Words that are part of the name, in full and in short. A group is not the company that it is named after.
_CLASSES = [
    ("торгово промышленная палата", "тпп"),
    ("управляющая компания", "ук"),
    ("группа компаний", "гк"),
    ("торговый дом", "тд"),
    ("торговая компания", "тк"),
    ("транспортная компания", "тк"),
    ("строительная компания", "ск"),
    ("производственная компания", "пк"),
    ("производственное объединение", "по"),
    ("научно производственное объединение", "нпо"),
    ("научно производственное предприятие", "нпп"),
    ("научно производственная фирма", "нпф"),
    ("научно исследовательский институт", "нии"),
    ("корпорация развития", "кр"),
    ("агентство инвестиционного развития", "аир"),
    ("особая экономическая зона", "оэз"),
    ("машиностроительный завод", "мз"),
    ("индустриальный парк", "индустриальный парк"),
    ("российской федерации", "рф"),
    ("российская федерация", "рф"),
    ("россии", "рф"),
    ("производственно коммерческая фирма", "пкф"),
    ("министерство промышленности и торговли", "минпромторг"),
    ("министерство экономического развития", "минэкономразвития"),
    ("министерство финансов", "минфин"),
    ("министерство строительства", "минстрой"),
    ("министерство промышленности", "минпром"),
    ("министерство сельского хозяйства", "минсельхоз"),
    ("министерство здравоохранения", "минздрав"),
    ("министерство цифрового развития", "минцифры"),
    ("министерство транспорта", "минтранс"),
    ("министерство образования", "минобр"),
    ("министерство энергетики", "минэнерго"),
    ("министерство природных ресурсов и экологии", "минприроды"),
]
_ABBREVIATIONS = {"обл": "области", "респ": "республики", "р-н": "района", "гор": "города", "им": "имени"}
_BRANCH = re.compile(r"(?<!\w)(?:филиал|представительств|отделени|обособленн|подразделени|дочерн)\w*")
_SMALL = {"n", "no", "города", "городе", "и", "в", "на", "по", "при", "г", "город", "the", "and", "of", "имени"}
_LATIN_FORMS = {"llc", "ltd", "inc", "gmbh", "jsc", "pjsc", "co", "ag", "sa", "ojsc", "cjsc"}
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
SHORTEST_WITH_A_TYPO = 8


@dataclass(frozen=True)
class ParsedOrganizationName:
    """A name in parts. `words` are the rest of the name, in order; numbers are kept separately."""

    form: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    is_branch: bool

    @property
    def joined(self) -> str:
        return "".join(self.words)


@lru_cache(maxsize=60_000)
def read_organization(text: str) -> ParsedOrganizationName:
    folded = " ".join(as_cyrillic(word) for word in _split(text))
    form = ""
    for full, short in FORMS_IN_FULL:
        if re.search(rf"(?<!\w){full}(?!\w)", folded):
            folded, form = re.sub(rf"(?<!\w){full}(?!\w)", " ", folded, count=1), short
            break
    if not form:
        found = re.search(
            rf"^(?:{'|'.join(sorted(_SHORT_FORMS, key=len, reverse=True))})(?= )|(?<= )(?:ооо|ао|пао|зао|оао|ано|ип)$",
            folded,
        )
        if found:
            form, folded = found[0], (folded[: found.start()] + " " + folded[found.end() :])
    for full, short in sorted(_CLASSES, key=lambda one: -len(one[0])):
        folded = re.sub(rf"(?<!\w){full}(?!\w)", short, folded)
    folded = re.sub(r"^\s*группа (?:предприятий )?(?=\S)", "гк ", folded)
    # «Министерство экономики» becomes «Минэкономики».
    folded = re.sub(r"(?<!\w)министерство (?=[а-я]{4})", "мин", folded)
    is_branch = bool(_BRANCH.search(folded))
    words, numbers = [], []
    for word in folded.split():
        word = _ROMAN.get(word, _ABBREVIATIONS.get(word, word))
        if word.isdecimal():
            numbers.append(word.lstrip("0") or "0")
        elif word not in _SMALL and word not in _LATIN_FORMS:
            words.append(word)
    return ParsedOrganizationName(form, tuple(words), tuple(numbers), is_branch)


def _split(text: str) -> list[str]:
    text = re.sub(r"(?<=\d)-?(?:й|я|е|го|ая|ый)\b", "", fold(text)).replace("&", " и ")
    return [part for word in words_of(text) for part in re.findall(r"\d+|[^\d]+", word)]


def keys_of(name: ParsedOrganizationName) -> Iterator[str]:
    """Yields the keys of a name. Names that may belong to one organization have a key in common."""
    yield from deletions(sound(name.joined))
    yield "|".join(sorted(map(sound, name.words)))


def compare_organizations(one: ParsedOrganizationName, other: ParsedOrganizationName) -> Likeness:
    if sorted(one.numbers) != sorted(other.numbers):
        return different("номера разные")
    if one.is_branch != other.is_branch:
        return different("филиал и головная организация")
    likeness = compare_words(one.words, other.words)
    if not likeness.score:
        return likeness
    if one.form and other.form and one.form != other.form:
        if not {one.form, other.form} <= _JOINT_STOCK:
            return Likeness(min(likeness.score, 0.6), (*likeness.reasons, "правовые формы разные"))
        return Likeness(
            round(likeness.score - 0.05, 2), (*likeness.reasons, "акционерное общество под разными формами")
        )
    if one.form != other.form:
        return Likeness(round(likeness.score - 0.02, 2), (*likeness.reasons, "правовая форма только у одной записи"))
    return likeness


def compare_words(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    if not one or not other:
        return different("название пустое")
    if one == other or "".join(one) == "".join(other):
        return Likeness(1.0, ("названия совпадают",))
    if sorted(one) == sorted(other):
        return Likeness(0.9, ("те же слова в другом порядке",))
    a, b = "".join(one), "".join(other)
    are_mixed = is_latin(a) != is_latin(b) or any(map(is_latin, one)) != any(map(is_latin, other))
    if are_mixed and (sorted(map(sound, one)) == sorted(map(sound, other)) or sound(a) == sound(b)):
        return Likeness(0.88, ("одно из названий написано латиницей",))
    if once(a) == once(b):
        return Likeness(0.92, ("отличаются двойной буквой",))
    return _with_a_typo(one, other)


def _with_a_typo(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """Judges names that differ in one letter of a long word, unless the dictionary has both spellings."""
    apart = different("названия разные")
    a, b = "".join(one), "".join(other)
    if distance(a, b, 1) > 1:
        return apart
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]] if len(one) == len(other) else []
    if len(differing) != 1:
        return apart
    left, right = differing[0]
    if min(len(left), len(right)) < 4 or left[0] != right[0] or (is_in_dictionary(left) and is_in_dictionary(right)):
        return apart
    reasons = (f"опечатка: {left.title()} и {right.title()}",)
    return Likeness(0.85 if min(len(a), len(b)) >= SHORTEST_WITH_A_TYPO else 0.6, reasons)
