"""Find the people of a press release, in prose and lists, without repetitions, with the fullest positions. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..pasting.found import Found, Span
from ..pasting.lexicon import FORMS
from ..pasting.people import MentionedPerson, people_in
from ..pasting.people_lists import person_of_line
from ..pasting.tokens import Sentence
from .draft import DraftPark
from .page import Page

_BYLINE = re.compile(
    r"(?<!\w)(?:корр\.|текст[:.]|автор:|контактн\w+ лицо\W*|(?:фото|видео)(?:графии)?:?)\s*$|(?:^|\n)\s*/$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\W*(?:контакт\w*|для)\s+(?:для\s+)?(?:сми|прессы|журналистов)", re.IGNORECASE)
_TELEPHONE = re.compile(r"[\s,:;–—-]*(?:тел\w*\.?:?\s*)?(?:\+7|8)[\s(-]*\d{3}|[\s,:;–—(-]*[\w.+-]+@\w", re.IGNORECASE)
_AFTER_TELEPHONE = re.compile(
    r"(?:\+7|8)[\s(-]*\d{3,5}[\d\s()-]{4,}[,;\s(–—-]*$|@[\w.-]+[,;\s(–—-]*$|телефон\w*[^,;]{0,20}\d[\d-]{3,}\W*$",
    re.IGNORECASE,
)
_OF_PRESS = re.compile(r"пресс-|PR|по связям с (?:общественностью|прессой)|по работе со СМИ", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+7|(?<!\d)8)[\s(-]*\d{3}|[\w.-]+@[\w-]+\.\w")
LONGEST_POSITION = 100  # characters; a longer one is doubtful
BY_TELEPHONE = "Рядом телефон или почта: это может быть контактное лицо."
LONG_POSITION = "Должность длинная: проверьте, не попал ли в неё ещё кто-то."
_PRESENTED = re.compile(r"представ(?:ил|ила|или|лял|ляла|ляли|ляет|ит)$", re.IGNORECASE)


def people_of(page: Page, parks: Sequence[Found[DraftPark]]) -> list[Found[MentionedPerson]]:
    found: list[Found[MentionedPerson]] = []
    for sentence in page.sentences:
        listed = person_of_line(sentence) if _is_list_line(page, sentence) else None
        for person in [listed] if listed else people_in(sentence):
            if _is_trader(sentence, person.span):
                continue
            person = _with_organization(person, sentence, parks)
            _add(found, person)
    taken = [_with_known_name(page, person) for person in found if not _is_of_press(page.text, person)]
    return [_doubted(page.text, person) for person in taken]


def _doubted(text: str, person: Found[MentionedPerson]) -> Found[MentionedPerson]:
    """The person with a doubt, if a phone number is near or the position may contain another person's name."""
    start, end = text.rfind("\n", 0, person.span.start) + 1, text.find("\n", person.span.end)
    if _NUMBER.search(
        text, max(start, person.span.start - 60), min(end if end > 0 else len(text), person.span.end + 60)
    ):
        return replace(person, doubt=person.doubt or BY_TELEPHONE)
    if len(person.value.position) > LONGEST_POSITION and "," in person.value.position:
        return replace(person, doubt=person.doubt or LONG_POSITION)
    return person


def _is_of_press(text: str, person: Found[MentionedPerson]) -> bool:
    """Whether it is a press contact who did not take part: «/Корр. Павел Щеглов/», «Фото Ивана Снегирёва»."""
    span = person.span
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    following = text[span.end : span.end + 120].partition("\n")[0]
    if person.value.position:
        return bool(_OF_PRESS.search(person.value.position) and re.search(r"(?:\+7|8)[\s(-]*\d{3}|@", following))
    if _BYLINE.search(text[max(0, span.start - 30) : span.start]) or _CONTACT.match(line):
        return True
    return _TELEPHONE.match(text, span.end) is not None or _AFTER_TELEPHONE.search(line) is not None


def _with_known_name(page: Page, person: Found[MentionedPerson]) -> Found[MentionedPerson]:
    """The person with the nominative of a quoted employer, if the text has it: «Директор «Полимер-Камы»»."""
    name = person.value.organization
    if not name or " " in name or "«" in name:
        return person
    classified = re.findall(r"(?:компани|завод|предприяти|фирм|ООО|АО|ПАО|ЗАО|ОАО)\w*\s+[«\"]([^»\"]+)[»\"]", page.text)
    alike = next(
        (other for other in classified if other[:-1] == name[: len(other) - 1] and abs(len(other) - len(name)) <= 2),
        name,
    )
    return replace(person, value=replace(person.value, organization=alike))


def _is_other_gender(one: MentionedPerson, other: MentionedPerson) -> bool:
    """Whether one is a misreading of the other: «Вручила Ярослава Гурьянова» looks like a man's genitive."""
    names = [(person.name.last, person.name.first) for person in (one, other)]
    shorter, longer = sorted(names, key=lambda name: len(name[0]))
    return bool(shorter[0] and shorter[1]) and tuple(f"{part}а" for part in shorter) == longer


def _is_trader(sentence: Sentence, span: Span) -> bool:
    """Whether the person is named as a company: «ИП Сулейменов Р. К.»."""
    return any(token.text == "ИП" and following.span.start == span.start for token, following in pairwise(sentence))


def _is_list_line(page: Page, sentence: Sentence) -> bool:
    """Whether the sentence is a whole line."""
    before = page.text[: sentence[0].span.start].rstrip(" •·–—-*\t")
    after = page.text[sentence[-1].span.end :].lstrip(" ;.,")
    return before.endswith("\n") and (not after or after.startswith("\n"))


def _add(found: list[Found[MentionedPerson]], person: Found[MentionedPerson]) -> None:
    """Add a person, or merge them with the same one, keeping the longer position and the clearer name."""
    for index, earlier in enumerate(found):
        if not _is_same(earlier.value, person.value):
            continue
        fuller = max(earlier, person, key=lambda one: len(one.value.position))
        clearer = min(earlier, person, key=lambda one: (bool(one.doubt), -len(one.value.name.shown)))
        if _is_other_gender(earlier.value, person.value):
            clearer = fuller  # the position agrees with the name
        value = replace(
            fuller.value,
            name=clearer.value.name,
            organization=fuller.value.organization or clearer.value.organization,
            role=fuller.value.role or earlier.value.role,
        )
        found[index] = Found(value, earlier.span, earlier.doubt and person.doubt)
        return
    found.append(person)


def _is_same(one: MentionedPerson, other: MentionedPerson) -> bool:
    def folded(name: str) -> str:
        return name.lower().replace("ё", "е")

    if _is_other_gender(one, other):
        return True
    if folded(one.name.last) != folded(other.name.last):
        return False
    first, second = folded(one.name.first), folded(other.name.first)
    initials = "." in first or "." in second
    return first[:1] == second[:1] if initials else first == second


def _with_organization(
    person: Found[MentionedPerson], sentence: Sentence, parks: Sequence[Found[DraftPark]]
) -> Found[MentionedPerson]:
    """The person with an employer from the sentence: «ИЦПП представил заместитель директора», «директор ОЭЗ»."""
    organization = person.value.organization
    if organization in FORMS and (named := [park for park in parks if park.value.kind == organization]):
        organization = f"{organization} «{named[0].value.name}»"
    elif not organization:
        organization = _presented(sentence, person.span)
    return replace(person, value=replace(person.value, organization=organization))


def _presented(sentence: Sentence, span: Span) -> str:
    """The organization at the beginning of the sentence that the person presents: an acronym or a quotation."""
    verb = next((i for i, token in enumerate(sentence) if token.is_finite_verb and _PRESENTED.search(token.text)), None)
    if verb is None or sentence[verb].span.start > span.start or not sentence[0].is_acronym:
        return ""
    following = [token for token in sentence[verb + 1 :] if token.span.end <= span.start]
    return sentence[0].text if len(following) <= 4 else ""
