"""Find the root of a Russian word, without suffixes: «газифицировать» and «газификация» have the same. Pure.

It is less exact than a stem, so it is used only for words that are found in few documents or in none.
"""

import re

LEAST_ROOT, SHORT_ROOT = 4, 3
LEAST_HALF = 5  # letters of each half of a compound
LEAST_COMMON = 5  # letters that related words have in common at the beginning, if they have as many

# Suffixes of stems, which have no endings.
_SUFFIX_LINES = """
    ифицирова ифицирован ификационн ификац ификатор изирова изирован изационн изац ирова ирован ировк ировщик
    изова изован ационн ац яц атор ицион иц ионн ионер ион ова ован еван ева овк ыва ива ыван иван ательн ительн ятельн
    ател ител ятел ательств тельн тел ическ ческ еск ск цк ничеств нича ническ нич ник щик чик ческ остн ост ств ствен
    ственн енн анн янн нн ен ан ян ени ани ован альн ивн ивен евн ов ев онн н ист истск изм ор ер к ок ек щиц ниц
    ировочн очн ечн арн ар ующ ающ яющ ущ ющ ащ ящ ем им ит ат ят ет ут ну л лищ ищ в и а е о у я ь й
"""
_OF_ADJECTIVES = ("н", "йн", "ов", "ев", "иев", "ян", "ск")
_SUFFIXES = sorted(set(_SUFFIX_LINES.split()), key=len, reverse=True)
# Ends of roots that alternate before a suffix, and one spelling for each. Longer ones come first.
_ALTERNATIONS = [
    ("ифик", "ифик"), ("ифиц", "ифик"), ("жд", "д"), ("щ", "т"), ("ст", "т"), ("ск", "т"), ("бл", "б"), ("вл", "в"),
    ("мл", "м"), ("пл", "п"), ("ч", "к"), ("ц", "к"), ("ш", "с"), ("х", "с"), ("ж", "з"), ("г", "з"), ("д", "з"),
]  # fmt: skip
_PAIRS = ["тщ", "тч", "сш", "сщ", "дж", "зж", "гж", "кч", "хш", "кц", "чц", "ао", "тс", "лщ"]
_ALTERNATING = {frozenset(pair) for pair in _PAIRS}
_ALWAYS_ALTERNATING = {frozenset("тщ"), frozenset("сщ")}  # even in words that the dictionary lacks
_VERB_OF_MAKING = re.compile(r"(\w{2,}?ифи)[кц]")
_CHANGING_VOWEL = re.compile(r"(?<=\w\w)а(?=[бвгджзклмнпрстфхцчшщ]{1,2}$)")  # перерабатывать, переработать
_PREFIX = re.compile(r"^(?:за|пере|про|под|при|вы|от|об|на|по|раз|рас|до|из|ис|об)(?=\w{5})")


def root_of(term: str) -> str:
    """The root of a stem in one spelling; "" if it would be too short to distinguish words."""
    if len(term) < LEAST_ROOT:
        return ""
    if found := _VERB_OF_MAKING.match(term):
        return f"{found[1]}к"
    root = term
    while suffix := next((s for s in _SUFFIXES if root.endswith(s) and len(root) - len(s) >= LEAST_ROOT), ""):
        root = root[: -len(suffix)]
    for long, short in _ALTERNATIONS:
        if root.endswith(long):
            root = root[: -len(long)] + short
            break
    return _CHANGING_VOWEL.sub("о", root) if len(root) >= LEAST_ROOT - 1 else ""


def short_kin(term: str) -> list[str]:
    """Stems that differ from a stem of three letters by one suffix of adjectives: «рыбн» and «рыб»."""
    if len(term) == SHORT_ROOT:
        return [f"{term}{suffix}" for suffix in _OF_ADJECTIVES]
    return [term[:SHORT_ROOT]] if term[SHORT_ROOT:] in _OF_ADJECTIVES else []


def without_prefix(term: str) -> str:
    """«забронирова» → «бронирова»; "" without a prefix."""
    shorter = _PREFIX.sub("", term)
    return shorter if shorter != term else ""


def compound_of(word: str) -> list[tuple[str, str]]:
    """The possible halves of a compound with «о» or «е»: «лизинг» and «датель»."""
    places = range(LEAST_HALF, len(word) - LEAST_HALF)
    return [(word[:at], word[at + 1 :]) for at in places if word[at] in "ое"]


def is_kin(one: str, other: str, *, may_alternate: bool = True) -> bool:
    """Whether two stems with the same root are equal up to the suffix, except for an alternating letter."""
    shorter = min(len(one), len(other))
    common = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    if common == shorter or common >= len(root_of(one)):
        least = LEAST_ROOT if may_alternate and common == len(root_of(one)) else LEAST_COMMON
        return common >= min(least, shorter)
    pairs = _ALTERNATING if may_alternate else _ALWAYS_ALTERNATING
    is_alternation = frozenset((one[common], other[common])) in pairs
    return is_alternation and (common >= len(root_of(one)) - 2 or one[common] in "ао")
