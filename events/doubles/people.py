"""Decide whether two names belong to one person, despite order, initials, variants, Latin letters or a typo. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.doubles.likeness import Likeness, different
from core.doubles.spelling import distance, is_common, is_latin, is_named, once, sound

from .given_names import full_names, is_listed
from .person_names import NameReading, ParsedPersonName, is_initial, keys_of, read_name

__all__ = ["NameReading", "ParsedPersonName", "compare_people", "keys_of", "read_name"]

_SURNAME_ENDING = re.compile("(?:[оеи]в|[иы]н|овск|евск|инск)(?:а|ий|ая)?$|(?:енко|чук|юк|ук|ович|евич)$")
_WORD_ENDINGS = ("", "а", "я", "о", "ь", "й", "ка", "ок", "ый", "ий", "ой")


def compare_people(one: ParsedPersonName, other: ParsedPersonName) -> Likeness:
    best = different("имена разные")
    for left in one.readings:
        for right in other.readings:
            likeness = _compare(left, right, one, other)
            if likeness.score > best.score or (likeness.score == best.score == 0 and likeness.reasons):
                best = likeness
    return best


@dataclass
class _Evidence:
    score: float
    reasons: list[str]
    typos: int = 0

    def note(self, cost: float, reason: str = "") -> None:
        self.score -= cost
        if reason:
            self.reasons.append(reason)


def _compare(left: NameReading, right: NameReading, one: ParsedPersonName, other: ParsedPersonName) -> Likeness:
    seen = _Evidence(1.0, [])
    first = _given(left, right, seen)
    if first == "different":
        return different(f"имена разные: {left.first.title()} и {right.first.title()}")
    middle = _patronymic(left, right, seen)
    if middle == "different":
        return different(f"отчества разные: {left.middle.title()} и {right.middle.title()}")
    last = _surname(left, right, one, other, seen, is_full=first == "same" and middle == "same")
    if last == "different":
        return different("фамилии разные")
    if seen.typos > 1:
        return different("расхождений больше, чем бывает опечаток")
    if seen.typos and (first == "unknown" or (first == "initial" and middle != "same")):
        return Likeness(0.55, (*seen.reasons, "имя известно только по букве"))
    if first == "unknown":
        return Likeness(0.5, ("известна только фамилия",))
    said = {("same", "same"): "фамилия, имя и отчество совпадают", ("same", "unknown"): "фамилия и имя совпадают"}
    if told := said.get((first, middle)):
        seen.reasons.insert(0, told) if not seen.typos and last != "part" else None
    return Likeness(round(max(seen.score, 0.0), 2), tuple(seen.reasons))


def _given(left: NameReading, right: NameReading, seen: _Evidence) -> str:
    one, other = left.first, right.first
    if not one or not other:
        return "unknown"
    if one == other:
        return "same" if len(one) > 1 else _initial(seen, 0.05)
    if is_initial(one) or is_initial(other):
        short, full = sorted((one, other), key=len)
        if any(_begin_alike(short, name) for name in {full, *full_names(full)}):
            return _initial(seen, 0.1)
        return "different"
    if full_names(one) & full_names(other):
        seen.note(0.04, f"{one.title()} и {other.title()} — одно имя")
        return "same"
    if is_latin(one) != is_latin(other):
        if _sounds_alike(one, other):
            seen.note(0.06, "одно из имён написано латиницей")
            return "same"
        return "different"
    if _parts(one) == _parts(other):
        return "same"
    if set(_parts(one)) < set(_parts(other)) or set(_parts(other)) < set(_parts(one)):
        seen.note(0.12, "двойное имя написано не целиком")
        return "same"
    if (is_listed(one) and is_listed(other)) or one[0] != other[0]:
        return "different"
    if _is_typo(one, other, shortest=5):
        seen.typos += 1
        seen.note(0.08, f"опечатка в имени: {one.title()} и {other.title()}")
        return "same"
    return "different"


def _begin_alike(initial: str, name: str) -> bool:
    """Whether the initial fits the name: «Ю.» and «Y.» fit Юрий, «E.» and «Y.» fit Елена."""
    if is_latin(initial) == is_latin(name):
        return name.startswith(initial)
    if is_latin(name):
        initial, name = name[:1], initial
    else:
        name = name[:1]
    return initial[:1] in {sound(name)[:1], *_LATIN_INITIALS.get(name, "")}


_LATIN_INITIALS = {
    "е": "ey", "э": "e", "ю": "uyj", "я": "ayj", "х": "khx", "ц": "tc", "й": "yij", "ж": "zj", "к": "kc"
}  # fmt: skip


def _initial(seen: _Evidence, cost: float) -> str:
    seen.note(cost, "инициалы вместо имени")
    return "initial"


def _patronymic(left: NameReading, right: NameReading, seen: _Evidence) -> str:
    one, other = left.middle, right.middle
    if not one or not other:
        if one or other:
            seen.note(0.04, "отчество есть только у одной записи")
        else:
            seen.note(0.03)
        return "unknown"
    if one == other:
        return "same"
    if is_initial(one) or is_initial(other):
        short, full = sorted((one, other), key=len)
        return (
            "same" if sound(full).startswith(sound(short)[:1]) or sound(full).startswith(sound(short)) else "different"
        )
    if is_latin(one) != is_latin(other):
        return "same" if _sounds_alike(one, other) else "different"
    one, other = _plain_patronymic(one), _plain_patronymic(other)
    if one == other:
        return "same"
    if one.endswith("на") != other.endswith("на"):
        return "different"
    both_known = is_named(left.middle, "Patr") and is_named(right.middle, "Patr")
    if not both_known and _is_typo(one, other, shortest=6):
        seen.typos += 1
        seen.note(0.05, f"опечатка в отчестве: {left.middle.title()} и {right.middle.title()}")
        return "same"
    return "different"


_PATRONYMIC_SPELLINGS = [
    (r"(?<=[аеияю])-(?:оглы|улы|оглу)$", "евич"),  # Мамед Али оглы, Мамед Алиевич
    (r"-(?:оглы|улы|оглу)$", "ович"),
    (r"(?<=[аеияю])-(?:кызы|гызы)$", "евна"),
    (r"-(?:кызы|гызы)$", "овна"),
    (r"и(?=евич|евна)", "ь"),  # Геннадиевич, Геннадьевич
    (r"^(димитр|дмитр)[иь]", "дмитрь"),
    (r"^(михаи|миха)лович", "михайлович"),
    (r"^(михаи|миха)ловна", "михайловна"),
    (r"^даниил", "данил"),
    (r"^гаврии?л", "гаврил"),
    (r"(?<=[внлкрд])ыч$", "ович"),  # Иваныч
    (r"аич$", "аевич"),
    (r"еич$", "еевич"),
    (r"^палович", "павлович"),
    (r"^санович", "александрович"),
    (r"^саныч", "александрович"),
    (r"(?<=[влнр])на$", "на"),
]


@lru_cache(maxsize=20_000)
def _plain_patronymic(word: str) -> str:
    for pattern, spelling in _PATRONYMIC_SPELLINGS:
        word = re.sub(pattern, spelling, word)
    return once(word)


def _surname(
    left: NameReading,
    right: NameReading,
    one: ParsedPersonName,
    other: ParsedPersonName,
    seen: _Evidence,
    *,
    is_full: bool,
) -> str:
    a, b = left.last, right.last
    if a == b or a.replace("-", "") == b.replace("-", ""):
        return "same"
    if is_latin(a) != is_latin(b):
        if _sounds_alike(a, b) and (left.first or right.first):
            seen.note(0.06, "одна из фамилий написана латиницей")
            return "same"
        return "different"
    if once(a) == once(b):
        seen.note(0.05, f"{a.title()} и {b.title()}: двойная буква")
        return "same"
    parts = (set(_parts(a)), set(_parts(b)))
    if parts[0] == parts[1] and len(parts[0]) > 1:
        seen.note(0.04, "части двойной фамилии в другом порядке")
        return "same"
    if parts[0] < parts[1] or parts[1] < parts[0]:
        if left.gender and right.gender and left.gender != right.gender:
            return "different"
        whole = is_full or (left.first == right.first and len(left.first) > 1)
        seen.note(0.12 if whole else 0.3, f"двойная фамилия: {a.title()} и {b.title()}")
        return "part"
    if (one.maiden and one.maiden == b) or (other.maiden and other.maiden == a):
        seen.note(0.35, "совпадает девичья фамилия")
        return "part"
    return _misspelt_surname(left, right, seen, is_full=is_full)


def _misspelt_surname(left: NameReading, right: NameReading, seen: _Evidence, *, is_full: bool) -> str:
    a, b = left.last, right.last
    if not _is_typo(a, b, shortest=5 if not is_full else 4):
        return "different"
    if _differ_by_gender(a, b):
        if not is_full or len(left.middle) < 3 or len(right.middle) < 3 or len(left.first) < 2 or len(right.first) < 2:
            return "different"
    elif _plain_surname(a) == _plain_surname(b):
        pass
    elif a[0] != b[0] or _are_two_adjectives(a, b) or (_may_be_a_surname(a) and _may_be_a_surname(b)):
        if is_full and left.first == right.first and len(left.first) > 1 and len(left.middle) > 2 < len(right.middle):
            seen.note(0.35, f"фамилии отличаются на букву: {a.title()} и {b.title()}")
            return "part"
        return "different"
    seen.typos += 1
    seen.note(0.08, f"опечатка в фамилии: {a.title()} и {b.title()}")
    return "same"


def _are_two_adjectives(one: str, other: str) -> bool:
    """Whether the surnames differ only in their adjective endings: Белый and Белых are different surnames."""
    endings = [word.endswith(("ых", "их")) for word in (one, other)]
    return any(endings) and not all(endings)


def _plain_surname(word: str) -> str:
    """The surname in one of the spellings that people mix up: Карандашов and Карандашев, Цыганов and Циганов."""
    return once(re.sub("(?<=[жшчщц])о", "е", re.sub("(?<=[жшц])ы", "и", word)).replace("ь", ""))


@lru_cache(maxsize=20_000)
def _may_be_a_surname(word: str) -> bool:
    """Whether the word is a surname of the dictionary, or derived from a word: Кротов, Рыбкин. A typo rarely is."""
    if is_named(word, "Surn"):
        return True
    stem = _SURNAME_ENDING.sub("", word)
    return stem != word and any(is_common(stem + ending) for ending in _WORD_ENDINGS)


def _differ_by_gender(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long in (f"{short}а", f"{short}a") or {one[-2:], other[-2:]} in ({"ий", "ая"}, {"ый", "ая"}, {"ой", "ая"})


def _is_typo(one: str, other: str, shortest: int) -> bool:
    if min(len(one), len(other)) < shortest:
        return False
    return distance(one, other, 1) == 1 or (once(one) == once(other))


def _sounds_alike(one: str, other: str) -> bool:
    """Whether one is a transliteration of the other, by any system."""
    a, b = sound(one), sound(other)
    if a == b or _blurred(a) == _blurred(b):
        return True
    variants = {sound(name) for name in full_names(one) | full_names(other)}
    return len(variants) == 1 or (min(len(a), len(b)) > 6 and distance(a, b, 1) == 1)


def _blurred(sounds: str) -> str:
    """The sounds without what transliterations disagree about: й, ы, и; е, э, ё; ц, тс; щ, ш; soft signs."""
    for written, meant in (("sch", "sh"), ("iu", "u"), ("ia", "a"), ("ie", "e"), ("io", "e"), ("eo", "e"), ("ks", "x")):
        sounds = sounds.replace(written, meant)
    return once(re.sub("i+(?=$)", "", sounds).replace("zh", "z").replace("j", "i"))


def _parts(name: str) -> list[str]:
    return sorted(part for part in name.split("-") if part)
