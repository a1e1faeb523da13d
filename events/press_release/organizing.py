"""The Russian constructions that say who organizes, supports or hosts an event. Pure.

A construction governs a case: «при поддержке Фонда», «организован Министерством», «организатор — Министерство».
An organization gets its role from the nearest construction before it that governs a possible case of its name. In «При
поддержке Фонда «Опора» Корпорация провела форум» the corporation is not governed: it is the subject.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..pasting.found import Found
from ..pasting.lexicon import ROLES
from ..pasting.organizations import MentionedOrganization
from ..pasting.tokens import Sentence, Token

_BEING = {"выступить", "выступать", "являться", "стать", "становиться", "быть", "мочь"}
_OWN_CASE = {"а": "Gen", "ов": "Gen", "у": "Dat", "ам": "Dat"}  # «по словам организатора, Тульской палаты»
_LEAST = 0.02  # the least probability of a reading


@dataclass(frozen=True)
class Construction:
    """A construction. `role` is a value of EventOrganization.Role, "joint" for the role of the other, or "".

    Before a colon or a dash, each of them takes the nominative: «При поддержке: Правительство …».
    """

    role: str
    case: str
    words: str
    asks: bool = False


CONSTRUCTIONS = (
    Construction("co_organizer", "Nom", r"соорганизатор\w*"),
    Construction("organizer", "Nom", r"(?:организатор|устроител|инициатор)(?!ск)\w*"),
    Construction("organizer", "Nom", r"учредител\w+\s+(?:преми|конкурс|форум|фестивал)\w+"),
    Construction("organizer", "Nom", r"организаци\w{1,2}\s+\w+\s+(?:отвеча|занима)\w+"),
    Construction("organizer", "Gen", r"по\s+(?:инициативе|приглашению)"),
    Construction("organizer", "Gen", r"силами", asks=True),
    Construction(
        "organizer",
        "Ins",
        r"(?:организован|проводим|организуем|устроен|устраиваем|провед[её]н(?!и)|подготовлен|инициирован|созван)\w*|"
        r"проводи(?:лся|лась|лось|лись|тся)|проводятся|организуется|организуются|готовится",
    ),
    Construction("organizer", "Ins", r"реализу[ею]тся|реализован\w*", asks=True),
    Construction("organizer", "Nom", r"оргкомитет\s*(?=[:—–])", asks=True),
    Construction("joint", "Gen", r"помимо|кроме", asks=True),
    Construction(
        "joint",
        "Ins",
        r"(?:совместно|вместе|наряду|в\s+(?:партн[её]рстве|сотрудничестве|содружестве|кооперации))\s+со?(?!\w)",
    ),
    Construction("", "Gen", r"при\s+(?:[а-яё]+\s+)?участии"),
    Construction(
        "support",
        "Gen",
        r"(?:при|за)\s+(?:[а-яё]+\s+)?поддержк\w+|при\s+содействии|под\s+(?:эгидой|патронажем|патронатом)",
    ),
    Construction("support", "Nom", r"поддержка\s*[:—–]"),
    Construction("general_partner", "Nom", r"генеральн\w+\s+(?:партн[её]р|спонсор)\w*"),
    Construction("information_partner", "Nom", r"информационн\w+\s+(?:партн[её]р\w*|спонсор\w*|поддержка\s*[:—–])"),
    Construction("partner", "Nom", r"(?:партн[её]р(?!ск|ств)|спонсор)\w*"),
    Construction(
        "operator",
        "Nom",
        r"оператор\w*\s+(?:мероприяти|форум|выставк|программ|конференц|конгресс|съезд)\w*|"
        r"оператор\w*\s*(?:[—–:-]|выступ|явля|стал)",
    ),
    Construction("", "Nom", r"(?:исполнител|заказчик|подрядчик)\w*\s*(?:[—–:-]|выступ|явля|стал)"),
    Construction("host", "Nom", r"принимающ\w+\s+сторон\w+", asks=True),
    Construction("host", "Nom", r"площадк\w+(?:\s+для\s+\w+)?\s+предоставил\w*"),
)
_ANY = re.compile("|".join(rf"(?P<c{i}>(?<!\w)(?:{one.words}))" for i, one in enumerate(CONSTRUCTIONS)), re.IGNORECASE)
_ONE_OF = re.compile(r"(?:среди|числе|качестве|из)\s+(?:[а-яё]+\s+)?\Z", re.IGNORECASE)
_CALLED = re.compile(
    r"\s*(?:,\s*(?:выступивш|выступающ|являющ|ставш)[а-яё]+(?:\s+[а-яё]+)?\s+|[(—–]\s*)(?P<joint>со)?организатор(?!ы|ск)"
    r"(?!\w*(?:\s[а-яё]+)?\s*[:—–])",
    re.IGNORECASE,
)
_OF_A_LIST = re.compile(r"[^:]{0,40}:\s*$")


@dataclass(frozen=True)
class Said:
    """A construction in a sentence. `start` and `end` are places in the text of the page."""

    start: int
    end: int
    construction: Construction
    cases: frozenset[str]

    @property
    def role(self) -> str:
        return self.construction.role


def said_in(text: str, sentence: Sentence) -> list[Said]:
    """The constructions of a sentence, in order. Of «организатором и оператором» it is the first."""
    begin, end = sentence[0].span.start, sentence[-1].span.end
    found: list[Said] = []
    for match in _ANY.finditer(text, begin, end):
        construction = CONSTRUCTIONS[int((match.lastgroup or "c0")[1:])]
        if found and found[-1].role == "organizer" and re.fullmatch(r"\s*и\s*", text[found[-1].end : match.start()]):
            found[-1] = Said(found[-1].start, match.end(), found[-1].construction, found[-1].cases)
            continue
        cases = {construction.case}
        if re.match(r"[^.,;()]{0,30}[:—–]", text[match.end() : end]):
            cases.add("Nom")
        own = next((case for ending, case in _OWN_CASE.items() if match[0].lower().endswith(f"р{ending}")), "")
        if construction.case == "Nom" and own:
            is_list = re.match(r"[^.,;()]{0,30}[:—–]", text[match.end() : end])
            cases = {own, "Nom"} if is_list or _ONE_OF.search(text[begin : match.start()]) else {own}
        found.append(Said(match.start(), match.end(), construction, frozenset(cases)))
    return found


def governing(sentence: Sentence, said: list[Said], found: Found[MentionedOrganization]) -> Said | None:
    """The construction that governs this organization."""
    for one in reversed(said):
        if one.end > found.span.start or is_parted(sentence, one.end, found.span.start):
            continue
        if may_stand_in(sentence, found, one.cases, needs_case=one.construction.case == "Ins"):
            return one
    return None


def passive_behind(sentence: Sentence, said: list[Said], found: Found[MentionedOrganization]) -> bool:
    """Whether a passive follows the organization, which is in the instrumental: «Министерством проведено совещание»."""
    place = next(i for i, token in enumerate(sentence) if token.span.start >= found.span.start)
    token = sentence[place]
    is_unknown = not any(reading.is_known for reading in token.readings)
    cases = _cases(token) if is_unknown else {reading.case for reading in token.readings[:1]}
    if "Ins" not in cases or (place and sentence[place - 1].part == "ADP"):
        return False
    return any(
        one.role == "organizer" and one.construction.case == "Ins" and one.start >= found.span.end for one in said
    )


def clauses(sentence: Sentence) -> list[Sentence]:
    """The main clause and the relative clause: «Палата участвовала в форуме, который организовал Фонд»."""
    start = next((i for i, token in enumerate(sentence) if i and token.lemma == "который"), 0)
    if not start:
        return [sentence]
    start -= sentence[start - 1].part == "ADP"
    verb = next((i for i in range(start, len(sentence)) if sentence[i].is_finite_verb), start)
    end = next((i for i in range(verb, len(sentence)) if sentence[i].text == "," and _goes_back(sentence, i)), 0)
    end = end or len(sentence)
    return [[*sentence[:start], *sentence[end:]], sentence[start:end]]


def _goes_back(sentence: Sentence, comma: int) -> bool:
    """Whether the main clause continues after the comma: a verb follows, without a new subject."""
    following = sentence[comma + 1] if comma + 1 < len(sentence) else None
    return bool(following and following.is_finite_verb)


def opens_list(text: str, said: list[Said], end: int) -> Said | None:
    """The label of a list of names in the lines below: «Организаторы форума:», or only «Организаторы»."""
    if not said:
        return None
    is_alone = text[: said[-1].start].endswith("\n") and not text[said[-1].end : end].strip()
    return said[-1] if is_alone or _OF_A_LIST.fullmatch(text[said[-1].end : end]) else None


def called_behind(text: str, found: Found[MentionedOrganization]) -> tuple[str, int]:
    """The role named after an organization, and where it ends: «АНО «Парк» (организатор форума)»."""
    called = _CALLED.match(text, found.span.end)
    return ("co_organizer" if called["joint"] else "organizer", called.end()) if called else ("", 0)


def is_parted(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a verb in between begins another statement: «Организатор — ТПП, экскурсию провёл директор завода»."""
    verbs = (token for token in sentence if token.is_finite_verb and start <= token.span.start < end)
    return any(token.lemma not in _BEING for token in verbs)


def may_stand_in(
    sentence: Sentence, found: Found[MentionedOrganization], cases: frozenset[str], *, needs_case: bool
) -> bool:
    """Whether the name may have one of the cases. For an acronym or a quotation the words around it decide.

    `needs_case` requires the instrumental of the organization or its people: «проведён специалистами Корпорации».
    """
    place = next(i for i, token in enumerate(sentence) if token.span.start >= found.span.start)
    before = sentence[place - 1] if place else None
    if needs_case:
        # «Минпромторгом и АИП», «организована Новгородской ТПП», «совместно с Фондом»: the name itself is governed.
        is_governed = before and (before.text.lower() in ("и", ",", "с", "со") or before.part == "VERB")
        if is_governed:
            return _shows_no_case(sentence[place]) or bool(cases & _cases(sentence[place]))
        near = [token for token in (sentence[place], before) if token and token.readings]
        return any(token.readings[0].case in cases for token in near)
    head = next(_heads(sentence, place), sentence[place])
    if before and before.lemma in ROLES:
        return False  # «организатор — Иван Петров, директор РСПП»
    return _shows_no_case(head) or bool(cases & _cases(head))


def _heads(sentence: Sentence, place: int) -> Iterator[Token]:
    """The words that show the case: the adjective before an acronym, or else the noun."""
    for token in sentence[place:]:
        if token.part in ("NOUN", "PROPN", "ADJ") or token.is_acronym or token.kind == "quotation":
            yield token


def _shows_no_case(token: Token) -> bool:
    known = any(reading.is_known and reading.case for reading in token.readings)
    return token.is_acronym or token.kind == "quotation" or token.is_latin or not known


def _cases(token: Token) -> set[str]:
    return {reading.case for reading in token.readings if reading.probability > _LEAST or reading is token.readings[0]}
