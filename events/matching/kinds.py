"""Tell what kind of file it is, by its name, format and first pages. Pure.

The kinds are those of materials, and `photo` and `photos` for a picture for the gallery and a ZIP of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .lexicon import NAMED, OF_A_TOPIC, OF_AN_EVENT, PICTURES_OF_PAPER
from .words import FileWord, terms, terms_of_all, words_of_name

SHOWS = (".pptx", ".ppt", ".ppsx", ".pps", ".odp")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")
TEXTS = (".doc", ".docx", ".odt", ".rtf")
TABLES = (".xls", ".xlsx", ".ods")
FEW_LETTERS = 700  # letters; a page of text has more, a slide has not

_TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d|\.\d)")


@dataclass(frozen=True)
class FileKind:
    """A kind. `words` are the places of the words in the name that tell it; `doubt` says why it is a guess."""

    name: str
    reason: str
    doubt: str = ""
    words: frozenset[int] = frozenset()

    @property
    def needs_speaker(self) -> bool:
        return self.name in ("presentation", "paper")


@cache
def _kinds_by_term() -> dict[str, str]:
    return {term: kind for kind, said in NAMED.items() for word in said for term in terms(word)}


def kind_of(name: str, pages: Sequence[str], event_words: frozenset[str] = frozenset()) -> FileKind:
    """The kind of a file. `event_words` are the terms of the event's title and place."""
    suffix = re.sub(r".*(?=\.)", "", name.lower()).strip()
    words = words_of_name(name)
    kinds = _kinds_by_term()
    said = {word.place: kinds[term] for word in words for term in word.terms if term in kinds}
    if suffix == ".zip":
        return FileKind("photos", "архив с фотографиями")
    if suffix in PICTURES:
        if any(word.terms & terms_of_all(PICTURES_OF_PAPER) for word in words):
            return FileKind(
                "document", "картинка", "Похоже на скан или схему, а не на снимок для галереи.", frozenset(said)
            )
        return FileKind("photo", "снимок")
    places = frozenset(said)
    first = said[min(said)] if said else ""
    if "programme" in said.values():
        return _programme(suffix, pages, words, said, event_words)
    if suffix in SHOWS:
        return FileKind("presentation", "файл презентации", words=places)
    if first == "paper" and suffix == ".pdf" and _looks_like_slides(pages):
        return FileKind("presentation", "страницы похожи на слайды", words=places)
    if first:
        return FileKind(first, "так называется файл", words=places)
    if suffix in TABLES:
        return FileKind("document", "таблица")
    if _is_timetable(pages):
        return FileKind("programme", "внутри расписание", "В имени этого не сказано, но внутри похоже на программу.")
    if suffix == ".pdf" and _looks_like_slides(pages):
        return FileKind("presentation", "страницы похожи на слайды")
    if suffix in TEXTS and pages and len("".join(pages)) > FEW_LETTERS:
        return FileKind("document", "текст")
    return FileKind("presentation" if suffix == ".pdf" else "document", "вид файла")


def _programme(
    suffix: str, pages: Sequence[str], words: list[FileWord], said: dict[int, str], event_words: frozenset[str]
) -> FileKind:
    places = frozenset(said)
    own = {place for place, kind in said.items() if kind == "programme"}
    other = [word for word in words if word.place not in own and word.terms]
    is_of_topic = any(word.terms & terms_of_all(OF_A_TOPIC) for word in other)
    is_of_event = not is_of_topic and all(word.terms & (terms_of_all(OF_AN_EVENT) | event_words) for word in other)
    is_show = suffix in SHOWS
    if _is_timetable(pages) and (is_of_event or not is_show):
        return FileKind("programme", "внутри расписание", words=places)
    if is_of_event and not is_show and not any(kind != "programme" for kind in said.values()):
        return FileKind("programme", "так называется файл", words=places)
    if is_show and not is_of_event:
        return FileKind("presentation", "файл презентации", words=places - own)
    guess = "programme" if is_of_event else "document"
    return FileKind(
        guess, "так называется файл", "Это программа мероприятия или документ о какой-то программе?", places
    )


def _is_timetable(pages: Sequence[str]) -> bool:
    lines = [line for page in pages for line in page.split("\n") if _TIME.match(line.strip()[:5])]
    return len(lines) > 2


def _looks_like_slides(pages: Sequence[str]) -> bool:
    return bool(pages) and sum(map(len, pages)) / len(pages) < FEW_LETTERS
