"""Words that name a kind of thing: «парки», «форумы», «спикеры», «презентации»."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from core.morphology import terms_of
from events.models import Event
from parks.models import Park

from . import keys
from .interface import Kind
from .lexicon import key_of
from .query import RelatedTerms, Word


@dataclass(frozen=True)
class KindWord:
    """A word for a kind of thing, and how it narrows the answer."""

    kind: Kind
    label: str
    event_types: tuple[str, ...] = ()
    park_kinds: tuple[str, ...] = ()
    is_resident: bool = False
    is_plain: bool = True  # False if the word has other senses, so that it is a kind only beside a place or a date

    def related(self) -> list[RelatedTerms]:
        """The tags of this kind. Kinds of parks and organizations have none, as their words are in the documents."""
        if self.event_types:
            return [RelatedTerms((keys.tag(keys.EVENT_TYPE, one),), 1.0) for one in self.event_types]
        if self.park_kinds or self.is_resident:
            return []
        if self.kind == Kind.MATERIAL:
            return [
                RelatedTerms((keys.tag(keys.KIND, kind),), worth)
                for kind, worth in ((Kind.MATERIAL, 1), (Kind.SLIDE, 0.5))
            ]
        return [RelatedTerms((keys.tag(keys.KIND, self.kind),), 1.0)]


PARK: Any = Park.Kind
TYPE: Any = Event.Type
_NAMES: list[tuple[str, KindWord]] = [
    ("парк", KindWord(Kind.PARK, "Парки")),
    (
        "индустриальный парк, промышленный парк, промпарк, индпарк",
        KindWord(Kind.PARK, "Индустриальные парки", park_kinds=(PARK.INDUSTRIAL_PARK,)),
    ),
    (
        "технопарк, промышленный технопарк",
        KindWord(Kind.PARK, "Технопарки", park_kinds=(PARK.TECHNOPARK, PARK.INDUSTRIAL_TECHNOPARK)),
    ),
    ("экотехнопарк", KindWord(Kind.PARK, "Экотехнопарки", park_kinds=(PARK.ECO_TECHNOPARK,))),
    (
        "агропарк, агропромышленный парк",
        KindWord(Kind.PARK, "Агропромышленные парки", park_kinds=(PARK.AGRO_PARK,)),
    ),
    (
        "оэз, особая экономическая зона",
        KindWord(Kind.PARK, "Особые экономические зоны", park_kinds=(PARK.SPECIAL_ECONOMIC_ZONE,)),
    ),
    (
        "тор, тосэр, территория опережающего развития, территория опережающего социально-экономического развития",
        KindWord(Kind.PARK, "Территории опережающего развития", park_kinds=(PARK.PRIORITY_DEVELOPMENT_AREA,)),
    ),
    ("организация, компания, предприятие", KindWord(Kind.ORGANIZATION, "Организации")),
    ("резидент", KindWord(Kind.ORGANIZATION, "Резиденты парков", is_resident=True)),
    ("мероприятие", KindWord(Kind.EVENT, "Мероприятия", is_plain=False)),
    ("событие, поездка, визит, экскурсия", KindWord(Kind.EVENT, "Мероприятия")),
    ("тур, ознакомительный тур", KindWord(Kind.EVENT, "Туры", event_types=(TYPE.STUDY_TOUR,))),
    ("форум", KindWord(Kind.EVENT, "Форумы", event_types=(TYPE.FORUM,))),
    ("семинар", KindWord(Kind.EVENT, "Семинары", event_types=(TYPE.SEMINAR, TYPE.FIELD_SEMINAR))),
    (
        "выездной семинар, семинар-совещание",
        KindWord(Kind.EVENT, "Выездные семинары", event_types=(TYPE.FIELD_SEMINAR,)),
    ),
    ("конференция", KindWord(Kind.EVENT, "Конференции", event_types=(TYPE.CONFERENCE, TYPE.FIELD_CONFERENCE))),
    ("выездная конференция", KindWord(Kind.EVENT, "Выездные конференции", event_types=(TYPE.FIELD_CONFERENCE,))),
    ("круглый стол", KindWord(Kind.EVENT, "Круглые столы", event_types=(TYPE.ROUND_TABLE,))),
    ("бизнес-миссия", KindWord(Kind.EVENT, "Бизнес-миссии", event_types=(TYPE.BUSINESS_MISSION,))),
    ("стратегическая сессия", KindWord(Kind.EVENT, "Стратегические сессии", event_types=(TYPE.STRATEGY_SESSION,))),
    ("рабочая встреча", KindWord(Kind.EVENT, "Рабочие встречи", event_types=(TYPE.WORKING_MEETING,))),
    ("общее собрание", KindWord(Kind.EVENT, "Общие собрания", event_types=(TYPE.GENERAL_MEETING,))),
    ("стажировка", KindWord(Kind.EVENT, "Стажировки", event_types=(TYPE.INTERNSHIP,))),
    ("вебинар", KindWord(Kind.EVENT, "Вебинары", event_types=(TYPE.WEBINAR,))),
    ("выставка", KindWord(Kind.EVENT, "Выставки", event_types=(TYPE.EXHIBITION,))),
    ("спикер, докладчик", KindWord(Kind.PERSON, "Спикеры", is_plain=False)),
    ("эксперт, выступающий", KindWord(Kind.PERSON, "Спикеры")),
    ("презентация", KindWord(Kind.MATERIAL, "Материалы", is_plain=False)),
    ("материал, доклад", KindWord(Kind.MATERIAL, "Материалы")),
    ("слайд", KindWord(Kind.SLIDE, "Слайды", is_plain=False)),
]
EVENTS = KindWord(Kind.EVENT, "Мероприятия")
SPEAKERS = KindWord(Kind.PERSON, "Спикеры", is_plain=False)
BY_KEY = {key_of(name): word for names, word in _NAMES for name in names.split(", ")}
LONGEST = max(len(key.split()) for key in BY_KEY)


def kind_at(query_words: Sequence[Word], start: int) -> tuple[int, KindWord] | None:
    """The longest name of a kind that begins there: its number of words, and the kind."""
    for size in range(min(LONGEST, len(query_words) - start), 0, -1):
        run = query_words[start : start + size]
        if any(word.is_quoted for word in run):
            continue
        for key in map(" ".join, product(*map(_readings, run))):
            if key in BY_KEY:
                return size, BY_KEY[key]
    return None


def _readings(word: Word) -> list[str]:
    """The likeliest terms of the word, and of its possible Cyrillic spelling."""
    likeliest = " ".join(terms_of(part)[0] for part in word.parts)
    return [likeliest, *(" ".join(related.terms) for related in word.related[:2] if word.shown.isascii())]
