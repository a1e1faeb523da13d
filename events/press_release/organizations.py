"""Find who organizes, supports and receives. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from core.text import fold

from ..pasting.found import Found, Span
from ..pasting.lexicon import ORGANIZATIONS, UNITS
from ..pasting.names import mentions
from ..pasting.organizations import NOT_CLEAR, Organization, acting_organizations, end_of_organization, organization
from ..pasting.phrases import nominative_phrase
from ..pasting.positions import is_role
from ..pasting.regions import Atlas
from ..pasting.tokens import Sentence
from .page import Page

_LABELS = [
    ("co_organizer", r"соорганизатор\w*"),
    (
        "organizer",
        (
            r"организатор\w*|устроител\w*|учредител\w+\s+(?:преми|конкурс|форум|фестивал)\w+|организаци\w{1,2}\s+\w+\s+(?:отвеча|занима)\w+|организованн\w+|"
            r"организован[аоы]?(?!\w)|инициатор\w*|по\s+(?:инициативе|приглашению)"
        ),
    ),
    (
        "passive",
        r"проводил(?:ся|ась|ось|ись)|проводится|проводятся|организуется|провед[её]н\w*|подготовлен\w*|инициирован\w*",
    ),
    ("support", r"(?:при|за)\s+(?:[а-яё]+\s+)?поддержк\w+|при\s+содействии|под\s+(?:эгидой|патронажем|патронатом)"),
    ("general_partner", r"генеральн\w+\s+(?:партн[её]р|спонсор)\w*"),
    ("information_partner", r"информационн\w+\s+(?:партн[её]р|спонсор)\w*"),
    ("partner", r"партн[её]р(?!ск)\w*"),
    (
        "operator",
        r"оператор\w*\s+(?:мероприяти|форум|выставк|программ|конференц|конгресс|съезд)\w*|оператором\s*(?:[—–-]|выступ|явля|стал)",
    ),
    ("host", r"принимающ\w+\s+сторон\w+|площадк\w+(?:\s+для\s+\w+)?\s+предоставил\w*"),
]
_LABEL = re.compile("|".join(rf"(?P<{role}>(?<!\w)(?:{words}))" for role, words in _LABELS), re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"организатор\w*(?:\s+[а-яё]+){0,2}?\s*(?:[—–:-]|(?:выступ|явля|стал)\w*)\s*(?=[«\"А-ЯЁа-яё])", re.IGNORECASE
)
_ORGANIZES = re.compile(
    r"(?:да(?:л|ла|ли|ло)\s+старт|(?:выступ|ста[лн]|явля)[а-яё]*\s+(?:со)?организатор|(?:заверш|запуст|открыл|начал)[а-яё]*\s+(?=(?:[а-яё-]+(?:ый|ий|ую|ые|ое|ие)\s+){0,2}(?:обучени|курс|школ|программ))|с?организова|организует|организуют|реализова|провел|провёл|провод|проведе|проведё|устро|собрал|принимал|принимает|принимают|примет|примут|принял|созва|приглаша|объявля|подготовил)[а-яё]*"
    r"(?![а-яё])(?!\s+(?:участие|решение|план|закон|отч[её]т|программ|проект|предложени|доклад|документ))",
    re.IGNORECASE,
)
# «Заседание Правления Ассоциации …»: whose meeting it is, organizes it.
_OF_WHOM = re.compile(
    r"(?<!в ходе )(?<!в рамках )(?:заседани\w+|собрани\w+|совещани\w+|съезд\w*)\s+"
    r"(?:(?:членов|правления|наблюдательного совета|совета директоров|президиума|участников|коллегии|"
    r"рабочих групп)\s+)?$",
    re.IGNORECASE,
)
_OF_ONE_WORD = re.compile(r"организован|(?:заседани|совещани|собрани)\w{1,2}$", re.IGNORECASE)
_PARK = re.compile(r"(?:\w+ый )?\w*парк |ОЭЗ|ТОР", re.IGNORECASE)  # it receives its guests, and organizes nothing
_BEING = {"выступить", "выступать", "являться", "стать", "становиться", "быть", "мочь"}
_BOARDS = (["наблюдательный", "совет"], ["попечительский", "совет"], ["общественный", "совет"], ["совет", "директор"])
_EVENT = re.compile(
    r"форум|семинар|конференц|встреч|выставк|совещани|съезд|заседани|тур|визит|поездк|стол|мисси|собрани|сесси|тренинг|"
    r"курс|обучени|мастер-класс|вебинар|экскурси|день|дни|конкурс|праздник|мероприяти|церемони|стажировк|сл[её]т|завтрак|"
    r"биржа|биржу|премия|премию|форсайт|конгресс|саммит|школ|эфир|слушани|презентац|хакатон",
    re.IGNORECASE,
)
_OF_TAKING_PART = re.compile(
    r"(?:[А-ЯЁа-яё]+\s+)?(?:участие|стенд|работу стенда|экспозицию)\s[^.]{0,60}организ", re.IGNORECASE
)  # another's event
_BY_PROGRAMME = re.compile(r"(?:программ\w+|проект\w+)\s*$", re.IGNORECASE)
_ANNOUNCES = re.compile(r"сообщает|информирует|сообщили|анонсирует", re.IGNORECASE)
_RECEIVES = re.compile(r"приним|принял", re.IGNORECASE)
ONLY_ANNOUNCES = "Организатор не назван: эта организация сообщает о мероприятии."
ONLY_RECEIVES = "Организатор не назван: эта организация принимала гостей."
BY_SENTENCE = "Организатор понят по сказуемому или по тому, чьё это заседание."
BY_ONE_WORD = "Организатор назван одним словом: взята единственная такая организация текста."


def organizations_of(page: Page, atlas: Atlas, kind: str) -> list[Found[Organization]]:
    """The organizations with a role at the event, each once. Acronyms of the text are written out."""
    named = list(zip(page.sentences, page.organizations, strict=True))
    full_names = [found.value.name for _sentence, organizations in named for found in organizations]
    roles: dict[str, Found[Organization]] = {}
    for number, (sentence, organizations) in enumerate(named):
        known = [*organizations, *_behind_label(page, sentence, organizations)]
        for found, role in _with_roles(page, sentence, known, number, kind):
            value = replace(found.value, name=_written_out(found.value.name, full_names, atlas), role=role)
            key = fold(value.name)
            if key not in roles or (roles[key].doubt and not found.doubt):
                roles[key] = Found(value, found.span, found.doubt)
    told = _without_repetition(roles) or list(_announcing(named))
    if any(one.value.role in ("organizer", "co_organizer") for one in told):
        return told
    if short := _by_one_word(page, named):
        return [*told, short]
    return [_as_organizer(one) if one.value.role == "host" and not _PARK.match(one.value.name) else one for one in told]


def _as_organizer(found: Found[Organization]) -> Found[Organization]:
    return replace(found, value=replace(found.value, role="organizer"), doubt=found.doubt or ONLY_RECEIVES)


def _by_one_word(page: Page, named: Sequence[tuple[Sentence, list[Found[Organization]]]]) -> Found[Organization] | None:
    """«Встреча организована управляющей компанией», «заседание комитета»: the one that the text names so."""
    for sentence, organizations in named[:6]:
        for token, following in pairwise(sentence):
            if not _ORGANIZES.match(token.text) and not _OF_ONE_WORD.match(token.text):
                continue
            words = [one.lemma for one in sentence if following.span.start <= one.span.start][:2]
            named_so = "управляющая компания" if words[1:] == ["компания"] else words[0]
            if named_so.split()[-1] not in ORGANIZATIONS | UNITS or any(
                one.span.holds(following.span) for one in organizations
            ):
                continue
            alike = {
                one.value.shown: one
                for _sentence, others in named
                for one in others
                if re.match(named_so[:-1].replace("ая ", r"\w+ "), page.text[slice(*one.span)], re.IGNORECASE)
            }
            if len(alike) == 1:
                found = next(iter(alike.values()))
                return Found(replace(found.value, role="organizer"), found.span, BY_ONE_WORD)
    return None


def _announcing(named: Sequence[tuple[Sentence, list[Found[Organization]]]]) -> Iterator[Found[Organization]]:
    """«Министерство … информирует: состоялось совещание»: who tells of it, where nobody else is named."""
    for sentence, organizations in named[:4]:
        verb = next((token for token in sentence if _ANNOUNCES.fullmatch(token.text)), None)
        first = organizations[0] if organizations else None
        if verb and first and first.span.start - sentence[0].span.start < len("Пресс-служба ") + 1 < verb.span.start:
            yield replace(_as_organizer(_without_board(sentence, first)), doubt=ONLY_ANNOUNCES)
            return


def _with_roles(
    page: Page, sentence: Sentence, organizations: Sequence[Found[Organization]], number: int, kind: str
) -> Iterator[tuple[Found[Organization], str]]:
    said_from = sentence[0].span.start
    said = page.said(sentence)
    labels = [(match.end() + said_from, match.lastgroup or "") for match in _LABEL.finditer(said)]
    verbs = [t.text for t in sentence if t.is_finite_verb and _ORGANIZES.match(page.text, t.span.start)]
    only_receives = bool(verbs) and all(map(_RECEIVES.match, verbs))
    if _OF_TAKING_PART.match(said):
        return
    acts = (number <= 3 or re.search(r"организовал|организует|реализовал|провел|провёл|[Пп]ринима", said)) and verbs
    acting = {found.span for found in acting_organizations(sentence, organizations)} if acts else set()
    whose = 0  # where the name of whose meeting it is ends
    for found in organizations:
        before = page.text[said_from : found.span.start]
        is_joined = bool(whose and re.fullmatch(r"\s*и\s*", page.text[whose : found.span.start]))
        whose = found.span.end if is_joined or _OF_WHOM.search(before) else 0
        end, label = next((one for one in reversed(labels) if one[0] <= found.span.start), (0, ""))
        if label and not _is_parted(sentence, end, found.span.start):
            if label == "support" and number > 3:
                continue  # supports a project, not the event
            if label == "passive" and not _is_doer(sentence, found):
                continue
            yield found, "organizer" if label == "passive" else label
        elif (
            found.span in acting
            or (
                number <= 4
                and (_OF_WHOM.search(before) or is_joined)
                and kind in ("general_meeting", "field_seminar", "working_meeting", "seminar")
            )
            or (number <= 2 and _BY_PROGRAMME.search(before) and kind == "training")
        ):
            found_in_lead = found.span in acting and number <= 2
            told = _without_board(sentence, found)
            told = (
                told
                if found_in_lead and (only_receives or _EVENT.search(said))
                else replace(told, doubt=told.doubt or BY_SENTENCE)
            )
            yield told, "host" if only_receives and found.span in acting else "organizer"


def _is_parted(sentence: Sentence, start: int, end: int) -> bool:
    """«Организатор — ТПП, экскурсию провёл директор завода»: another verb begins another thing."""
    verbs = (token for token in sentence if token.is_finite_verb and start <= token.span.start < end)
    return any(token.lemma not in _BEING for token in verbs)


def _is_doer(sentence: Sentence, found: Found[Organization]) -> bool:
    """«Проводился Министерством», «проведён специалистами Корпорации»: in the instrumental, itself or its people."""
    place = next(i for i, token in enumerate(sentence) if token.span.start >= found.span.start)
    near = [token for token in (sentence[place], sentence[place - 1]) if token.readings]
    return any(token.readings[0].case == "Ins" for token in near)


def _behind_label(
    page: Page, sentence: Sentence, organizations: Sequence[Found[Organization]]
) -> Iterator[Found[Organization]]:
    """«Организатор форума — Содружество «Исток»»: what stands behind the word is one, also of an unknown kind."""
    for label in _BEFORE_NAME.finditer(page.said(sentence)):
        place = sentence[0].span.start + label.end()
        start = next((i for i, token in enumerate(sentence) if token.span.start >= place), len(sentence))
        head = next((i for i in range(start, len(sentence)) if sentence[i].part != "ADJ"), len(sentence))
        if head == len(sentence) or any(one.span.end > sentence[start].span.start for one in organizations):
            continue
        if any(mention.start in range(start, head + 2) for mention in mentions(sentence)):
            continue
        end = end_of_organization(sentence, head, len(sentence))
        end += end < len(sentence) and sentence[end].kind == "quotation" and sentence[end - 1].kind != "quotation"
        named = any(token.is_capitalized or token.kind == "quotation" for token in sentence[start:end])
        if named and sentence[head].is_word and not is_role(sentence[head]):
            span = Span(sentence[start].span.start, sentence[end - 1].span.end)
            yield Found(organization(nominative_phrase(sentence, start, end)), span, NOT_CLEAR)


def _without_board(sentence: Sentence, found: Found[Organization]) -> Found[Organization]:
    """«Правление Ассоциации …» meets in the name of the association."""
    tokens = [token for token in sentence if found.span.holds(token.span)]
    boards = [token.lemma for token in tokens[:2]]
    rest = (
        1
        if boards[:1] in (["правление"], ["президиум"], ["дирекция"], ["пресс-служба"])
        else 2
        if boards in _BOARDS
        else 0
    )
    if not 0 < rest < len(tokens):
        return found
    return replace(found, value=organization(nominative_phrase(tokens, rest, len(tokens))))


def _without_repetition(roles: dict[str, Found[Organization]]) -> list[Found[Organization]]:
    """«Ассоциация «Заречье»» in the title is «Ассоциация промышленных площадок «Заречье»» of the text."""
    found = list(roles.values())
    return [one for one in found if not any(_shortens(one.value, other.value) for other in found if other is not one)]


def _shortens(one: Organization, other: Organization) -> bool:
    """The same quotation after fewer words, or the same first words."""
    short, long = (re.sub(r"Росси(?:и|йской Федерации)", "РФ", name.shown) for name in (one, other))
    if long.startswith(f"{short} "):
        return True
    (head, _, quoted), (full, _, other_quoted) = short.partition(" «"), long.partition(" «")
    return bool(quoted) and quoted == other_quoted and full.startswith(f"{head} ")


def _written_out(name: str, full_names: Sequence[str], atlas: Atlas) -> str:
    """«АИП» by the name whose initials it has; «Правительство НСО» with the region's name."""
    *words, last = name.split()
    if not words and name.isupper():
        return next((full for full in full_names if initials_of(full) == name), name)
    if last in atlas.codes:
        return " ".join([*words, atlas.genitive(atlas.codes[last])])
    if last.isupper():
        alike = (
            full
            for full in full_names
            if full.split()[: len(words)] == words and initials_of(full) == initials_of(" ".join(words)) + last
        )
        return next(alike, name)
    return name


def initials_of(name: str) -> str:
    return "".join(word[0].upper() for word in re.findall(r"[\w-]+", name) if len(word) > 1)
