"""Find organizations in a text, with their role at the event: «Организаторы — Ассоциация … и Правительство …». Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parks.names import LEGAL_FORMS

from .found import Found, Span
from .lexicon import FORMS, ORGANIZATIONS, TERRITORY_CODES, UNITS
from .names import mentions
from .phrases import is_organization_word, nominative_phrase, start_of_noun_phrase, without_empty_class
from .positions import is_role
from .subjects import acting_organizations
from .tokens import Token, clean, sentences

# The values are those of EventOrganization.Role. The first one that matches is taken.
_ROLES = [
    ("co_organizer", r"соорганизатор\w*"),
    ("organizer", r"организатор\w*"),
    (
        "acts",
        r"организован\w*|организовал\w*|организу\w+|провод(?:ит|ят)|прове(?:ла|ли|л|ло|дет|дёт|дут)(?!\w)|собрал[аио]?(?!\w)",
    ),
    ("support", r"(?:при|за) поддержк\w+|при содействии|под (?:эгидой|патронажем|патронатом)|поддержк\w+ оказ\w+"),
    ("host", r"принимающ\w+ сторон\w+|площадк\w+ предоставил\w*|хозя(?:ин|ева|ином)\w*"),
    ("participant", r"участник\w*|в числе участников|участвуют"),
]
_ROLE = re.compile("|".join(rf"(?P<{role}>(?<!\w)(?:{words}))" for role, words in _ROLES), re.IGNORECASE)
_OWN_FORMS = {"группа", "ассоциация", "союз", "фонд"}  # used like a legal form before a name in quotation marks

_TERRITORIES = {
    "провинция",
    "город",
    "область",
    "район",
    "республика",
    "округ",
    "штат",
    "земля",
    "уезд",
    "вилайет",
    "поселок",
    "село",
}
_UNITS_BY_TOPIC = {"комитет", "комиссия", "совет", "агентство", "управление", "департамент", "центр", "группа"}
_SMALL_UNITS = {"отдел", "департамент", "управление", "комитет", "комиссия", "центр", "дирекция", "служба"}
_SIDES = {"восток", "запад", "север", "юг", "урал", "сибирь", "кавказ", "поволжье"}
_REPRESENT = {"представительство", "посольство", "консульство", "торгпредство", "филиал", "отделение", "офис"}
_LONGEST_FORM = 3  # letters of an acronym that is used like a legal form
_DASHES = {"–", "—", "-"}
_GENITIVE_AFTER = {"NOUN", "ADJ", "PROPN", "NUM", "VERB", "DET"}

NOT_CLEAR = "По тексту не видно, что это организация."


@dataclass(frozen=True)
class MentionedOrganization:
    """An organization. `name` has no legal form and no quotation marks; `role` is an EventOrganization.Role or ""."""

    name: str
    legal_form: str = ""
    role: str = ""

    @property
    def shown(self) -> str:
        return f"{self.legal_form} «{self.name}»" if self.legal_form else self.name


def read_organizations(text: str) -> list[Found[MentionedOrganization]]:
    """The organizations of a pasted text in order, without repetitions in a role. Spans refer to `clean(text)`.

    A role applies to the rest of its sentence. A line with nothing but a name is taken for an organization, with doubt.
    """
    text = clean(text)
    found: dict[tuple[str, str], Found[MentionedOrganization]] = {}
    for sentence in sentences(text):
        role = ""
        named = list(organizations_in(sentence))
        labels = _roles_in(text, sentence)
        acting = {found.span for found in acting_organizations(sentence, named)}
        for organization in named or _bare_line(text, sentence):
            role = next((name for place, name in reversed(labels) if place < organization.span.start), role)
            if any(name == "acts" for _place, name in labels) and role in ("", "acts"):
                role = "organizer" if organization.span in acting else ""
            value = replace(organization.value, role=role)
            found.setdefault((value.shown.lower(), role), replace(organization, value=value))
    return list(found.values())


def _roles_in(text: str, tokens: Sequence[Token]) -> list[tuple[int, str]]:
    start, end = tokens[0].span.start, tokens[-1].span.end
    return [(match.start(), match.lastgroup or "") for match in _ROLE.finditer(text, start, end)]


def _bare_line(text: str, tokens: Sequence[Token]) -> Iterator[Found[MentionedOrganization]]:
    """The organization of a line like «Организатор: Алвидпроф», or of a line with only a name."""
    labels = _roles_in(text, tokens)
    first = (
        next((i for i, token in enumerate(tokens) if token.span.start > labels[-1][0] and token.text in ":—–-"), -1)
        if labels
        else -1
    )
    rest = [token for token in tokens[first + 1 :] if token.is_word]
    if (
        (labels and first < 0)
        or not rest
        or len(rest) > 6
        or any(token.is_finite_verb for token in rest)
        or not rest[0].is_capitalized
    ):
        return
    for part in re.finditer(r"[^,;]+", text[tokens[first + 1].span.start : tokens[-1].span.end]):
        start = tokens[first + 1].span.start + part.start()
        if name := part[0].strip(" .•–—-"):
            yield Found(MentionedOrganization(name), Span(start, start + len(part[0])), NOT_CLEAR)


def organizations_in(tokens: Sequence[Token]) -> Iterator[Found[MentionedOrganization]]:
    """The organizations of a sentence, recognized by a word for one, a legal form or an acronym."""
    people = [range(mention.start, mention.end) for mention in mentions(tokens, uncertain=False)]
    place = 0
    while place < len(tokens):
        if not _begins_organization(tokens, place):
            place += 1
            continue
        begin = start_of_noun_phrase(tokens, place, _last_end(people, place))
        limit = next((person.start for person in people if person.start > place), len(tokens))
        trader = next((person for person in people if person.start == place + 1 and tokens[place].text == "ИП"), None)
        end = trader.stop if trader else end_of_organization(tokens, place, limit)
        name = nominative_phrase(tokens, without_empty_class(tokens, begin, end), end)
        if _is_named(tokens, begin, end):
            yield Found(organization(name), Span(tokens[begin].span.start, tokens[end - 1].span.end))
        place = end


def _last_end(people: Sequence[range], place: int) -> int:
    return max((person.stop for person in people if person.stop <= place), default=0)


def _begins_organization(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.text in TERRITORY_CODES:
        return False
    if token.lemma in UNITS and _opens_unit(tokens, place):
        return True
    if token.kind == "quotation":
        return place > 0 and tokens[place - 1].text in LEGAL_FORMS | FORMS
    if token.lemma == "собрание":
        return place > 0 and bool(
            re.match("законод|городск|районн|област|народн|муницип|федерал|краев", tokens[place - 1].lemma)
        )
    return is_organization_word(token)


def _opens_unit(tokens: Sequence[Token], place: int) -> bool:
    """Whether the name of a unit begins here: «Центр кластерного развития», «Общественный совет», «группа «Луч»»."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if tokens[place].is_capitalized or (following and following.kind == "quotation"):
        return True
    before = place - 1
    while before > 0 and tokens[before].part == "ADJ" and not tokens[before].is_capitalized:
        before -= 1  # «Муромский городской совет»
    if place and tokens[before].is_capitalized and tokens[before].part == "ADJ":
        return True
    return tokens[place].lemma in _SMALL_UNITS


def _is_named(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Whether the words are a name. «Ассоциация» alone is not, and «индустриальные парки» are several."""
    head = next((token for token in tokens[begin:end] if token.lemma in ORGANIZATIONS | UNITS), None)
    has_quotation = any(token.kind == "quotation" for token in tokens[begin:end])
    if head and head.readings and head.readings[0].number == "Plur" and not has_quotation:
        return False
    if end - begin == 1:
        token = tokens[begin]
        return token.is_acronym or (token.is_word and token.lemma not in ORGANIZATIONS | UNITS)
    return has_quotation or any(token.is_capitalized for token in tokens[begin:end])


def end_of_organization(tokens: Sequence[Token], head: int, limit: int) -> int:
    """Where the name with its head at `head` ends. It includes genitives, a quotation and «по …» that follow."""
    place = head + 1
    quoted, in_topic = tokens[head].kind == "quotation", False
    while place < limit:
        token = tokens[place]
        if token.kind == "quotation":
            if quoted or not _classifies(tokens, head, place):
                break
            quoted = True
        elif token.text[0] == "(" and token.is_word:  # «Республика Саха (Якутия)»
            pass
        elif token.is_word and token.is_acronym:
            if quoted and token.text not in TERRITORY_CODES:
                break
        elif token.text == "и":
            if quoted or not _goes_on_in_genitive(tokens, place + 1, limit):
                break
        elif token.text == ",":
            if quoted or not (_goes_on_in_genitive(tokens, place + 1, limit) and _has_and(tokens, place + 1, limit)):
                break
        elif token.text in _DASHES:
            if quoted or not (place + 1 < limit and _names_territory_again(tokens[place - 1], tokens[place + 1])):
                break
            place += 1
        elif token.text in ("в", "во") and tokens[head].lemma in _REPRESENT and _is_abroad(tokens, place + 1, limit):
            place += 1
        elif token.text == "по":
            if quoted or not (place == head + 1 or tokens[head].lemma in _UNITS_BY_TOPIC):
                break
        elif _names_territory(token, tokens[place - 1]) or _is_managed(tokens, place):
            pass
        elif token.text == "г." and place + 1 < limit and tokens[place + 1].is_capitalized:
            place += 1  # «ТПП г. Набережные Челны»
            while place + 1 < limit and tokens[place + 1].is_capitalized and not quoted:
                place += 1
        elif token.text in ("им.", "имени"):
            place += 1
            while place < limit and (tokens[place].kind == "initials" or tokens[place].is_capitalized):
                place += 1
            break
        elif is_role(token) or not _is_genitive(token, after_topic=in_topic):
            break
        in_topic = in_topic or token.text == "по"
        place += 1
    while tokens[place - 1].text in (",", "и", "по"):
        place -= 1
    return place


def _is_managed(tokens: Sequence[Token], place: int) -> bool:
    """Whether an instrumental belongs to the name: «Гильдия управляющих парками», «Академия управления парками»."""
    if not any(reading.case == "Ins" for reading in tokens[place].readings):
        return False
    before = place - 1 - (tokens[place - 1].part == "ADJ")
    return tokens[before].lemma in ("управляющий", "управлять", "управление", "руководство")


def _is_abroad(tokens: Sequence[Token], place: int, limit: int) -> bool:
    """Whether a place abroad belongs to the name: «Торговое представительство России во Вьетнаме»."""
    return place < limit and any(reading.name == "Geo" and reading.case == "Loc" for reading in tokens[place].readings)


def _classifies(tokens: Sequence[Token], head: int, place: int) -> bool:
    """Whether a name in quotation marks belongs to the words before it: «завод «Гранит»», «ГУП РМ «Лисма»»."""
    before = tokens[place - 1]
    if before.text in TERRITORY_CODES:
        before = tokens[head]
    if before.lemma in ORGANIZATIONS | UNITS or before.text in LEGAL_FORMS | FORMS:
        return True
    if before.is_acronym and place == head + 1 and len(before.text) <= _LONGEST_FORM:  # «ВК «Белая река»»
        return True
    is_place = any(reading.name == "Geo" for reading in before.readings) or before.lemma in _SIDES
    # «Агентство развития «Опора»», «Агентство Дальнего Востока «Полюс»»
    return tokens[head].lemma in ORGANIZATIONS | UNITS and (is_place or not before.is_capitalized)


def _names_territory(token: Token, before: Token) -> bool:
    """Whether the token is the undeclined name of a territory: «Республики Саха», «города Озёрск»."""
    is_place = _is_strange(token) or any(reading.name == "Geo" for reading in token.readings) or token.text == "Саха"
    return is_place and token.is_capitalized and before.lemma in _TERRITORIES


def _names_territory_again(before: Token, token: Token) -> bool:
    """Whether the token is a second name after a dash: «… округа — Югры», «Кемеровской области — Кузбасса»."""
    if before.lemma in ("собрание", "совет"):
        return token.lemma in ("курултай", "хурал", "хасэ")
    return token.lemma in ("югра", "кузбасс", "алания") and (before.lemma in _TERRITORIES or before.lemma == "осетия")


def _is_strange(token: Token) -> bool:
    return not any(reading.is_known for reading in token.readings)


def _is_genitive(token: Token, *, after_topic: bool) -> bool:
    wanted = {"Gen", "Dat"} if after_topic else {"Gen"}
    return token.is_word and any(
        reading.case in wanted
        and reading.part in _GENITIVE_AFTER
        and reading.verb_form in ("", "Part")
        and reading.probability > 0.05
        for reading in token.readings
    )


def _goes_on_in_genitive(tokens: Sequence[Token], place: int, limit: int) -> bool:
    if place >= limit or (tokens[place].is_capitalized and not tokens[place].is_acronym) or is_role(tokens[place]):
        return False
    if tokens[place].text in LEGAL_FORMS and place + 1 < limit and tokens[place + 1].kind == "quotation":
        return False
    return (tokens[place].is_acronym and tokens[place].text in FORMS) or _is_genitive(tokens[place], after_topic=True)


def _has_and(tokens: Sequence[Token], place: int, limit: int) -> bool:
    """Whether an «и» ends the enumeration, which a clause would not have."""
    for token in tokens[place : min(limit, place + 10)]:
        if token.text == "и":
            return True
        if token.is_finite_verb:
            return False
    return False


def organization(name: str, role: str = "") -> MentionedOrganization:
    """The MentionedOrganization of a name with its legal form: «ООО «Алвидпроф»»."""
    found = re.fullmatch(r"(?P<form>[^\s«»]+)\s+«(?P<name>.+)»", name)
    if found and (found["form"] in LEGAL_FORMS or found["form"].lower() in _OWN_FORMS or found["form"] in ("ГК", "УК")):
        return MentionedOrganization(found["name"], found["form"], role)
    return MentionedOrganization(name, "", role)
