"""Find the organizers, supporters and hosts of an event. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from core.text import fold

from ..pasting.found import Found, Span
from ..pasting.lexicon import ORGANIZATIONS, UNITS
from ..pasting.names import mentions
from ..pasting.organizations import NOT_CLEAR, MentionedOrganization, end_of_organization, organization
from ..pasting.phrases import nominative_phrase
from ..pasting.positions import is_role
from ..pasting.regions import Atlas
from ..pasting.subjects import acting_organizations
from ..pasting.tokens import Sentence, Token
from .organizing import Said, called_behind, clauses, governing, opens_list, passive_behind, said_in
from .page import Page

_BEFORE_NAME = re.compile(
    r"организатор\w*(?:\s+[а-яё]+){0,2}?\s*(?:[—–:-]|(?:выступ|явля|стал)\w*)\s*(?=[«\"А-ЯЁа-яё])", re.IGNORECASE
)
_ORGANIZES = re.compile(
    r"(?:да(?:л|ла|ли|ло)\s+старт|"
    r"(?:выступ|ста[лн]|явля)[а-яё]*\s+(?:[а-яё]+\s+(?:и|из)\s+)?(?:со)?(?:организатор|инициатор|устроител)|"
    r"(?:заверш|запуст|открыл|начал)[а-яё]*\s+(?=(?:[а-яё-]+(?:ый|ий|ую|ые|ое|ие)\s+){0,2}(?:обучени|курс|школ|программ))|"
    r"с?организова|организует|организуют|реализова|провел|провёл|провест|провод|проведе|проведё|устро|собрал|принимал|"
    r"принимает|принимают|примет|примут|принял|созва|приглаша|объявля|подготовил|готовил|готов[ия]т(?=\s+(?!к\s))|"
    r"обуча[ел]|обучил|затея|назначи|устраива|инициирова)"
    r"[а-яё]*(?<!лись)(?<!тся)(?![а-яё])"
    r"(?!\s+(?:участие|решение|план|закон|отч[её]т|проект|предложени|доклад|документ|"
    r"программ(?!\w+\s+(?:визит|поездк|мероприят|форум))))",
    re.IGNORECASE,
)
_OF_THE_WORK = (
    r"(?:(?:организаци|подготовк|проведени)[а-яё]{1,2}|организационн[а-яё]+\s+[а-яё]+|"
    r"программ[а-яё]+\s+(?:визит|поездк|форум|мероприят)[а-яё]+)(?![а-яё])"
)
_TAKES_ON = r"(?:отвеча|взял|состав|разработ|занима|занял|позабот|в[её]л[аио]?(?!\w))"
_ANSWERS = re.compile(  # «за подготовку форума отвечала палата», «палата предложила собраться»
    rf"(?<!\w)(?:{_OF_THE_WORK}[^.;]{{0,60}}{_TAKES_ON}|{_TAKES_ON}[^.;]{{0,60}}\s{_OF_THE_WORK}|"
    r"(?:собраться|встретиться|инициатив[а-яё]+)\s[^.;]{0,60}(?:предлож|выступ)|"
    r"двер[а-яё]+\s[^.;]{0,60}открыл|открыл[а-яё]*\s[^.;]{0,40}двери|"
    r"(?:предлож|выступ)[^.;]{0,60}\s(?:собраться|встретиться|с\s+инициатив))",
    re.IGNORECASE,
)
_DOES_THE_WORK = re.compile(rf"{_TAKES_ON}|предлож|выступ|открыл", re.IGNORECASE)
# The organization that holds its own meeting organizes it: «Заседание Правления Ассоциации …».
_OF_WHOM = re.compile(
    r"(?<!в ходе )(?<!в рамках )(?:заседани\w+|собрани\w+|совещани\w+|съезд\w*)\s+"
    r"(?:(?:членов|правления|наблюдательного совета|совета директоров|президиума|участников|коллегии|"
    r"рабочих групп)\s+)?$",
    re.IGNORECASE,
)
_OF_ONE_WORD = re.compile(r"организован|(?:заседани|совещани|собрани)\w{1,2}$", re.IGNORECASE)
_PARK = re.compile(r"(?:\w+ый )?\w*парк |ОЭЗ|ТОР", re.IGNORECASE)  # a park receives guests but organizes nothing
_BOARDS = (["наблюдательный", "совет"], ["попечительский", "совет"], ["общественный", "совет"], ["совет", "директор"])
_EVENT = re.compile(
    r"(?<![а-яё])(?:видеоконференц|акци[яюи](?!\w)|акселератор|фестивал|ярмарк|круиз|марафон|выезд|форум|семинар|конференц|встреч|выставк|совещани|съезд|заседани|тур|визит|поездк|стол|мисси|собрани|сесси|тренинг|"
    r"курс|обучени|мастер-класс|вебинар|экскурси|день|дни|конкурс|праздник|мероприяти|церемони|стажировк|сл[её]т|завтрак|"
    r"биржа|биржу|премия|премию|форсайт|конгресс|саммит|школ|эфир|слушани|презентац|хакатон|при[её]м|программ|обсуждени|дискусси|заняти|лекци|практикум)",
    re.IGNORECASE,
)
_OF_TAKING_PART = re.compile(
    r"(?:[А-ЯЁа-яё]+\s+)?(?:участие|стенд|работу стенда|экспозицию)\s[^.]{0,60}организ", re.IGNORECASE
)  # an event of somebody else
_BY_PROGRAMME = re.compile(r"(?:программ\w+|проект\w+)\s*$", re.IGNORECASE)
_ANNOUNCES = re.compile(r"сообщает|информирует|сообщили|анонсирует", re.IGNORECASE)
_RECEIVES = re.compile(r"приним|принял", re.IGNORECASE)
_IT = re.compile(
    r"(?<!\w)(?:он[ао]?|оно|его|е[её]|их|н[её]м|ней|нему|нее|неё|коллег[а-яё]*|котор[а-яё]+|нас|вас|гост[а-яё]+|участник[а-яё]+|делегаци[а-яё]+)(?!\w)",
    re.IGNORECASE,
)
_COMERS = re.compile(
    r"гост|делегаци|коллег|участник|представител|школьник|студент|журналист|инвестор|предпринимател|бизнесмен|"
    r"промышленник|посол|посла|мисси|визит|эксперт|руководител|специалист|совещани|семинар|форум|встреч|чиновник",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:на\s+н(?:[её]м|ей|их)|в\s+(?:рамках|ходе|программе)\s+(?:форум|конференц|мероприят|выставк|визит|съезд)\w+|"
    r"на\s+полях|параллельно|там\s+же)\s",
    re.IGNORECASE,
)
_ACTS_LATE = re.compile(r"организовал|организует|реализовал|провел|провёл|[Пп]ринима|устроил|инициирова|готовил")
ONLY_ANNOUNCES = "Организатор не назван: эта организация сообщает о мероприятии."
ONLY_RECEIVES = "Организатор не назван: эта организация принимала гостей."
BY_SENTENCE = "Организатор понят по сказуемому или по тому, чьё это заседание."
BY_ONE_WORD = "Организатор назван одним словом: взята единственная такая организация текста."


def organizations_of(page: Page, atlas: Atlas, kind: str) -> list[Found[MentionedOrganization]]:
    """The organizations with a role at the event, without repetitions. Acronyms are replaced by full names."""
    named = list(zip(page.sentences, page.organizations, strict=True))
    full_names = [found.value.name for _sentence, organizations in named for found in organizations]
    roles: dict[str, Found[MentionedOrganization]] = {}
    listed: Said | None = None  # the construction «Организаторы:» to which the following lines belong
    for number, (sentence, organizations) in enumerate(named):
        listed = listed if listed and _is_of_list(page, sentence) else None
        known = [*organizations, *_behind_label(page, sentence, organizations, from_start=bool(listed))]
        told_here = (
            [(one, listed.role) for one in sorted(known, key=lambda one: one.span.start)[:1] if listed.role]
            if listed
            else _with_roles(page, sentence, known, number, kind)
        )
        listed = listed or opens_list(page.text, said_in(page.text, sentence), sentence[-1].span.end)
        for found, role in told_here:
            value = replace(found.value, name=_written_out(found.value.name, full_names, atlas), role=role)
            key = fold(value.name)
            if key not in roles or (roles[key].doubt and not found.doubt) or _is_fuller(value, roles[key].value):
                roles[key] = Found(value, found.span, found.doubt)
    told = _without_repetition(roles) or list(_announcing(named))
    if any(one.value.role in ("organizer", "co_organizer") for one in told):
        return told
    if short := _by_one_word(page, named):
        return [*told, short]
    return [_as_organizer(one) if _receives(one) else one for one in told]


def _receives(found: Found[MentionedOrganization]) -> bool:
    return found.value.role == "host" and found.doubt == ONLY_RECEIVES and not _PARK.match(found.value.name)


def _as_organizer(found: Found[MentionedOrganization]) -> Found[MentionedOrganization]:
    return replace(found, value=replace(found.value, role="organizer"), doubt=found.doubt or ONLY_RECEIVES)


def _by_one_word(
    page: Page, named: Sequence[tuple[Sentence, list[Found[MentionedOrganization]]]]
) -> Found[MentionedOrganization] | None:
    """The only organization that a common noun can mean: «организована управляющей компанией», «заседание комитета»."""
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


def _announcing(
    named: Sequence[tuple[Sentence, list[Found[MentionedOrganization]]]],
) -> Iterator[Found[MentionedOrganization]]:
    """The author of the text, if nobody else is named: «Министерство … информирует: состоялось совещание»."""
    for sentence, organizations in named[:4]:
        verb = next((token for token in sentence if _ANNOUNCES.fullmatch(token.text)), None)
        first = organizations[0] if organizations else None
        if verb and first and first.span.start - sentence[0].span.start < len("Пресс-служба ") + 1 < verb.span.start:
            yield replace(_as_organizer(_without_board(sentence, first)), doubt=ONLY_ANNOUNCES)
            return


def _with_roles(
    page: Page, sentence: Sentence, organizations: Sequence[Found[MentionedOrganization]], number: int, kind: str
) -> Iterator[tuple[Found[MentionedOrganization], str]]:
    text = page.said(sentence)
    if _OF_TAKING_PART.match(text):
        return
    said = said_in(page.text, sentence)
    takes_on = bool(_ANSWERS.search(text))
    verbs = [t.text for t in sentence if t.is_finite_verb and _does(page, t, takes_on=takes_on)]
    only_receives = bool(verbs) and all(map(_RECEIVES.match, verbs))
    if only_receives and not _COMERS.search(text):
        verbs = []
    called = {found.span: called_behind(page.text, found) for found in organizations}
    said = [one for one in said if not any(span.end <= one.start < end for span, (_role, end) in called.items())]
    if not (takes_on or _is_of_event(text, number)):
        said = [one for one in said if one.construction.case != "Ins" or one.construction.asks or one.role == "joint"]
        verbs = []
    acts = (number <= 3 or takes_on or _ACTS_LATE.search(text)) and verbs and not _is_beside(text, number)
    named = {found.span: governing(sentence, said, found) for found in organizations}
    free = [one for one in organizations if not ((label := named[one.span]) and label.construction.case == "Nom")]
    acting = set(_acting(page, sentence, free, takes_on=takes_on)) if acts else set()
    organizes = bool(acting) or any(one.role in ("organizer", "co_organizer") for one in said)
    whose = 0  # the end of the name in «заседание …»
    for found in organizations:
        before = page.text[sentence[0].span.start : found.span.start]
        is_joined = bool(whose and re.fullmatch(r"\s*и\s*", page.text[whose : found.span.start]))
        whose = found.span.end if is_joined or _OF_WHOM.search(before) else 0
        label = named[found.span]
        if _is_explained(before, label.start - sentence[0].span.start if label else 0):
            continue
        if role := called[found.span][0]:
            yield found, role
        elif label and label.role == "joint":
            if organizes or acts:
                yield (found if found.span in acting else _asked(found, BY_SENTENCE)), "organizer"
        elif label and found.span not in acting:
            if label.role and not (label.role == "support" and number > 3):  # later sentences are about projects
                doubt = ONLY_RECEIVES if label.role == "host" else BY_SENTENCE
                yield (_asked(found, doubt) if label.construction.asks else found), label.role
        elif passive_behind(sentence, said, found):
            yield _asked(found, BY_SENTENCE), "organizer"
        elif (
            found.span in acting
            or (
                number <= 4
                and (_OF_WHOM.search(before) or is_joined)
                and kind in ("general_meeting", "field_seminar", "working_meeting", "seminar")
            )
            or (number <= 2 and _BY_PROGRAMME.search(before) and kind == "training")
        ):
            told = _without_board(sentence, found)
            if only_receives and found.span in acting:
                yield (told if _PARK.match(told.value.name) else _asked(told, ONLY_RECEIVES)), "host"
            else:
                is_clear = found.span in acting and number <= 2 and _EVENT.search(text)
                yield (told if is_clear else _asked(told, BY_SENTENCE)), "organizer"


def _acting(
    page: Page, sentence: Sentence, organizations: Sequence[Found[MentionedOrganization]], *, takes_on: bool
) -> Iterator[Span]:
    """The subjects of clauses whose verb means to organize."""
    for clause in clauses(sentence):
        if any(token.is_finite_verb and _does(page, token, takes_on=takes_on) for token in clause):
            places = {token.span.start for token in clause}
            here = [found for found in organizations if found.span.start in places]
            yield from (found.span for found in acting_organizations(clause, here))


def _is_of_event(text: str, number: int) -> bool:
    """Whether a verb such as «провёл» is about the event. Below the lead its object must tell: not «исследование»."""
    return number <= 1 or bool(_EVENT.search(text) or _IT.search(text))


def _is_beside(text: str, number: int) -> bool:
    """Whether it is about something else at the event: «На нём Корпорация провела презентацию»."""
    return number > 1 and bool(_BESIDE.match(text))


def _is_explained(before: str, label: int) -> bool:
    """Whether parentheses explain the organization before them: «АО «Парк» (управляющая компания ОЭЗ «Ока»)»."""
    bracket = before.rfind("(")
    return bracket > before.rfind(")") and label < bracket


def _does(page: Page, verb: Token, *, takes_on: bool) -> bool:
    return bool(_ORGANIZES.match(page.text, verb.span.start) or (takes_on and _DOES_THE_WORK.match(verb.text)))


def _asked(found: Found[MentionedOrganization], doubt: str) -> Found[MentionedOrganization]:
    return replace(found, doubt=found.doubt or doubt)


def _is_of_list(page: Page, sentence: Sentence) -> bool:
    """Whether the sentence is a line of names, without a verb or a construction."""
    return not any(token.is_finite_verb for token in sentence) and not said_in(page.text, sentence)


def _behind_label(
    page: Page, sentence: Sentence, organizations: Sequence[Found[MentionedOrganization]], *, from_start: bool
) -> Iterator[Found[MentionedOrganization]]:
    """The organization after a label, of any kind: «Организатор форума — Содружество «Исток»»."""
    places = [sentence[0].span.start + label.end() for label in _BEFORE_NAME.finditer(page.said(sentence))]
    if from_start:
        places = [next((t.span.start for t in sentence if t.is_word or t.kind == "quotation"), sentence[0].span.start)]
    for place in places:
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


def _without_board(sentence: Sentence, found: Found[MentionedOrganization]) -> Found[MentionedOrganization]:
    """The association itself, for its board: «Правление Ассоциации …»."""
    tokens = [token for token in sentence if found.span.holds(token.span)]
    boards = [token.lemma for token in tokens[:2]]
    rest = (
        1
        if boards[:1] in (["правление"], ["президиум"], ["дирекция"], ["пресс-служба"])
        else 2
        if boards in _BOARDS
        else 0
    )
    if not 0 < rest < len(tokens) or _are_many(tokens[rest:]):
        return found
    return replace(found, value=organization(nominative_phrase(tokens, rest, len(tokens))))


def _are_many(tokens: Sequence[Token]) -> bool:
    """Whether the words mean several organizations: «Совет директоров промышленных предприятий города»."""
    return bool(tokens[0].readings) and tokens[0].readings[0].number == "Plur"


def _without_repetition(roles: dict[str, Found[MentionedOrganization]]) -> list[Found[MentionedOrganization]]:
    """Without short forms of others: «Ассоциация «Заречье»» of «Ассоциация промышленных площадок «Заречье»»."""
    found = list(roles.values())
    return [one for one in found if not any(_shortens(one.value, other.value) for other in found if other is not one)]


def _is_fuller(one: MentionedOrganization, other: MentionedOrganization) -> bool:
    return bool(one.legal_form and not other.legal_form and one.role == other.role and " «" in one.name)


def _shortens(one: MentionedOrganization, other: MentionedOrganization) -> bool:
    """Whether `one` is a short form of `other`: the same quotation after fewer words, or its first words."""
    short, long = (re.sub(r"Росси(?:и|йской Федерации)", "РФ", name.shown) for name in (one, other))
    if long.startswith(f"{short} "):
        return True
    (head, _, quoted), (full, _, other_quoted) = short.partition(" «"), long.partition(" «")
    return bool(quoted) and quoted == other_quoted and full.startswith(f"{head} ")


def _written_out(name: str, full_names: Sequence[str], atlas: Atlas) -> str:
    """The full name for an acronym such as «АИП», and the region's name in «Правительство НСО»."""
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
