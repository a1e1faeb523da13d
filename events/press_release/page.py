"""Split a page into its title, its date stamp, the text, and the parts that belong to the site. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.dates import PartialDate

from ..pasting.found import Found, Span
from ..pasting.organizations import MentionedOrganization, organizations_in
from ..pasting.tokens import Sentence, Token, clean, sentences

LONGEST_TITLE = 250
TWO_TITLES = "За заголовком стоит ещё одна строка, похожая на заголовок."
_STAMP = re.compile(
    r"(?P<label>(?:опубликован\w*|дата публикации|размещено|создано|обновлено|дата)\s*:?\s*)?"
    r"(?P<date>\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\s+[а-я]{3,8}\.?,?\s+\d{4})(?:\s*г(?:ода|\.)?)?"
    r"(?:[,\s|•/–—-]*(?:в\s+)?\d{1,2}:\d{2}(?::\d{2})?)?[\s|•/,–—-]*"
    r"(?:(?:пресс-служба|источник|автор|по материалам)[^\n]{0,80})?",
    re.IGNORECASE,
)
_OF_THE_SITE = re.compile(
    r"(?:главная|новости|пресс-центр|пресс-служба|события|анонсы|медиа|архив|мероприятия|все новости|версия для печати|"
    r"назад|наверх|поделиться|распечатать|комментари\w+|вход|поиск|меню|\d{1,2}\+|просмотр\w+:?.*|"
    r"теги?:.*|метки:.*|рубрика:.*|фото(?:графии)?:.*|фото .{0,60}|источник:.*|автор:.*|"
    r"(?:читать|читайте|смотрите|смотреть)\s+(?:также|далее|ещё|еще|подробнее|по теме).*|похожие .*|"
    r"дайджест .*|(?:[а-яё]+ )?(?:газета|журнал|портал|сайт|телеканал|информагентство) [«\"][^»\"]+[»\"]|"
    r"[^.\n]* (?:сообщает|информирует|сообщили):|для немедленного распространения|"
    r"пресс-служба(?!.*(?:сообщ|информ))[^.]{0,80}|новости [а-яё]+|"
    r"подпис(?:ывайтесь|аться|ка).*|следите за .*|нашли ошибку.*|©.*|(?:#\w+\s*)+|\d+)",
    re.IGNORECASE,
)
# «Воронеж, 14 ноября. /Корр. Павел Щеглов/. »
_DATELINE = re.compile(
    r"\(?[А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+)?[,.] \d{1,2} [а-я]+\.?(?: \d{4}(?: г(?:ода|\.))?)?\)?[. —–-]+"
    r"(?:/[^/\n]{3,60}/[. —–-]*)?(?=[А-ЯЁ«])"
)
_IS_RELEASE = re.compile(r"(?:пресс|пост)-релиз[.:]?|анонс[.:]?", re.IGNORECASE)
_OF_MENU = re.compile(
    r"(?:главная|новости|пресс-центр|пресс-служба|события|медиа|home|news)(?: [а-яё]+)?", re.IGNORECASE
)
_CRUMBS = re.compile(r"[^\n]{1,60}(?:\s*[/›»→>|]\s*[^\n/›»→>|]{1,60}){1,6}")


@dataclass
class Page:
    """The parts of a page."""

    text: str
    title: Found[str] | None = None
    published: Found[PartialDate] | None = None
    labelled_date: Found[PartialDate] | None = None  # «Дата: 8 декабря 2020»
    body: list[Span] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)  # those of the title come first

    @cached_property
    def organizations(self) -> list[list[Found[MentionedOrganization]]]:
        """The organizations of each sentence."""
        return [list(organizations_in(sentence)) for sentence in self.sentences]

    def said(self, tokens: Sequence[Token]) -> str:
        return self.text[tokens[0].span.start : tokens[-1].span.end]


def page_of(text: str) -> Page:
    page = Page(clean(text))
    for line in lines_of(page.text):
        _place(page, line)
    if page.title is None and page.body:
        page.title = _first_sentence(page)
    if page.title and page.title.is_sure and page.body and _is_title(text_of_first(page)):
        page.title = replace(page.title, doubt=TWO_TITLES)
    page.sentences = [sentence for span in _title_and_body(page) for sentence in _sentences(page.text, span)]
    return page


def lines_of(text: str) -> list[Span]:
    found = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    lines: list[Span] = []
    for line in found:
        if lines and _goes_on(text, lines[-1], line):
            lines[-1] = Span(lines[-1].start, line.end)
        else:
            lines.append(line)
    return [line for line in lines if text[slice(*line)].strip()]


def _goes_on(text: str, line: Span, following: Span) -> bool:
    """Whether a line is wrapped: it does not end a sentence, and the next one begins with a small letter."""
    if following.start - line.end > 1:
        return False
    last, first = text[slice(*line)].rstrip()[-1:], text[slice(*following)].lstrip()[:1]
    return (last.isalpha() or last in ",–—-") and first.islower()


def _place(page: Page, line: Span) -> None:
    said = page.text[slice(*line)].strip()
    if stamp := stamp_of(said):
        label, date = stamp
        found = Found(date, line)
        if label == "дата":
            page.labelled_date = page.labelled_date or found
        else:
            page.published = page.published or found
    elif _IS_RELEASE.fullmatch(said) and not page.body:
        page.title = None  # a line above it names the author
    elif is_of_site(said) or (page.title is None and len(said) < LONGEST_TITLE and _is_crumbs(said)):
        return
    elif page.title is None and not page.body and len(said) <= LONGEST_TITLE:
        page.title = Found(_without_stamp(page, line, said).rstrip(" ."), line)
    elif page.title and not page.body and _is_rubric(page.title.value) and _is_title(said):
        page.title = Found(said, line)
    else:
        page.body.append(_without_title(page, line, said))


def text_of_first(page: Page) -> str:
    """The first line below the title."""
    return page.text[slice(*page.body[0])].strip()


def _is_rubric(said: str) -> bool:
    """Whether the line is a rubric above the title: «Вести промпарка»."""
    return len(said.split()) <= 2 and said[-1:].isalpha()


def _is_title(said: str) -> bool:
    return len(said) <= LONGEST_TITLE and len(said.split()) >= 3 and said[-1] not in ".:;,!"


def is_of_site(said: str) -> bool:
    """Whether the line belongs to the site: «Читать также: …», «Фото: …», «16+»."""
    return len(said) < LONGEST_TITLE and _OF_THE_SITE.fullmatch(said) is not None


def stamp_of(said: str) -> tuple[str, PartialDate] | None:
    found = _STAMP.fullmatch(said)
    if not found:
        return None
    try:
        return (found["label"] or "").lower().strip(" :"), PartialDate.read(found["date"])
    except ValueError:
        return None


def _is_crumbs(said: str) -> bool:
    if not _CRUMBS.fullmatch(said):
        return False
    return any(
        _OF_MENU.fullmatch(part.strip()) or _OF_THE_SITE.fullmatch(part.strip()) for part in re.split(r"[/›»→>|]", said)
    )


def _without_stamp(page: Page, line: Span, said: str) -> str:
    """The title without a date stamp before it: «23.07.2018 Подмосковье расскажет …»."""
    found = _STAMP.match(said)
    if found and found.end() < len(said) and page.published is None:
        try:
            page.published = Found(PartialDate.read(found["date"]), Span(line.start, line.start + found.end()))
            return said[found.end() :]
        except ValueError:
            pass
    return said


def _without_title(page: Page, line: Span, said: str) -> Span:
    """The line without the title, if the page repeats it glued to the lead: «… областьАссоциация провела»."""
    title = page.title.value if page.title else ""
    offset = page.text.index(said[:1], line.start)
    if title and len(said) > len(title) + 2 and said.startswith(title) and said[len(title)] not in ",;:":
        return Span(offset + len(title), line.end)
    return Span(offset, line.end)


def _first_sentence(page: Page) -> Found[str]:
    span = page.body[0]
    if dateline := _DATELINE.match(page.text, *span):
        span = Span(dateline.end(), span.end)
    first = next(sentences(page.text[slice(*span)]))
    end = min(span.start + first[-1].span.end, span.start + LONGEST_TITLE)
    return Found(
        page.text[span.start : end].rstrip(" ."), Span(span.start, end), "Заголовка нет: взято первое предложение."
    )


def _title_and_body(page: Page) -> list[Span]:
    title = [page.title.span] if page.title and not (page.body and page.body[0].holds(page.title.span)) else []
    return [*title, *page.body]


def _sentences(text: str, span: Span) -> list[Sentence]:
    return [[token.moved(span.start) for token in sentence] for sentence in sentences(text[slice(*span)])]
