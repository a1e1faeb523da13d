"""The arguments and results of a search, independent of the engine."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:  # Django imports this package before its models are ready
    from django.contrib.auth.models import AbstractUser, AnonymousUser

Reader: TypeAlias = "AbstractUser | AnonymousUser"
PAGE_SIZE = 20
EMPTY = SafeString("")


class Kind(StrEnum):
    EVENT = "event"
    PERSON = "person"
    PARK = "park"
    ORGANIZATION = "organization"
    REGION = "region"
    MATERIAL = "material"
    SLIDE = "slide"

    @property
    def label(self) -> str:
        return _labels()[self]


KIND_LABELS = {
    Kind.EVENT: _("Мероприятие"),
    Kind.PERSON: _("Человек"),
    Kind.PARK: _("Парк"),
    Kind.ORGANIZATION: _("Организация"),
    Kind.REGION: _("Регион"),
    Kind.MATERIAL: _("Материал"),
    Kind.SLIDE: _("Слайд"),
}


@cache
def _labels() -> dict[Kind, str]:
    return {kind: str(label) for kind, label in KIND_LABELS.items()}


@dataclass(frozen=True)
class SearchFilters:
    """Filters of the answer. A value that does not exist finds nothing and does not raise.

    `region` and `park` are slugs; `event_type` is a value of `Event.Type`; `kind` is a value of `Kind`.
    """

    kind: str = ""
    region: str = ""
    year: int | None = None
    event_type: str = ""
    park: str = ""
    has_files: bool = False
    event: int | None = None  # the key of an event: finds it, its materials and their slides
    material: int | None = None  # the key of a material: finds it and its slides, each as a hit


@dataclass(slots=True)
class FacetChoice:
    """A value of a facet and the number of ranked hits with it."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


class Marks(NamedTuple):
    """Boxes over a picture of this size."""

    width: int
    height: int
    boxes: list[tuple[int, int, int, int]]  # left, top, width, height, in pixels

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def path(self) -> str:
        """The boxes as the path of an SVG."""
        return "".join(f"M{left} {top}h{width}v{height}h-{width}z" for left, top, width, height in self.boxes)


@dataclass(slots=True)
class Hit:
    """One row of the answer. `marked_title`, `marked_note` and `snippet` are escaped HTML with <mark> elements."""

    kind: Kind
    object_id: int
    title: str
    marked_title: SafeString
    url: str  # for a slide: of the viewer at that slide, with the words to highlight
    snippet: SafeString = EMPTY
    date: str = ""  # «25–26 мая 2016 г.»
    place: str = ""
    event: str = ""  # materials and slides only: the title of their event
    event_url: str = ""
    number: int | None = None  # of the best slide, for slides and materials
    slide_url: str = ""
    other_slides: int = 0  # further slides of the same material with the words
    slides_url: str = ""  # of a search for all of them
    material: str = ""  # slides only: the title of their material
    picture: str = ""  # URL of the best slide's small picture
    marks: Marks | None = None  # the places of the words on that picture
    note: str = ""  # a short description: «ознакомительный тур», «презентация, PDF»
    marked_note: SafeString = EMPTY

    @property
    def tag(self) -> str:
        """«Парк», «Слайд 7»."""
        return f"{self.kind.label} {self.number}" if self.kind == Kind.SLIDE else self.kind.label

    @property
    def shows_snippet(self) -> bool:
        return bool(self.snippet) and self.snippet != self.note

    @property
    def leads_to_slide(self) -> bool:
        return self.kind == Kind.MATERIAL and bool(self.slide_url)

    @property
    def has_meta(self) -> bool:
        return bool(self.material or self.event or self.date or self.place)


@dataclass(frozen=True)
class BlockRow:
    """A row of a block. A person also has the slide with most about the subject, and an event its dates."""

    title: str
    url: str
    slide: str = ""
    slide_url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Block:
    """The rows that a query means by its kind, place and date: «Парки: Калужская область — 3»."""

    label: str
    count: int
    url: str  # of the list with these filters; "" if there is none
    rows: list[BlockRow]  # the first rows

    @property
    def is_whole(self) -> bool:
        return len(self.rows) >= self.count


@dataclass(slots=True)
class Answer:
    """`total` is exact unless `total_is_more`. Then it and the facet counts are lower bounds («более 1000»)."""

    text: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    total_is_more: bool = False
    facets: dict[str, list[FacetChoice]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    blocks: list[Block] = field(default_factory=list)  # above the hits
    also: list[str] = field(default_factory=list)  # synonyms that were looked for as well
    corrected: str = ""  # for «Показаны результаты для …»; "" if the query was used as typed
    is_partial: bool = False  # no hit has all words, so hits with some of the words are shown
    hidden_for_members: int = 0  # matching announced materials for members, at most MOST_HIDDEN
    hidden_is_more: bool = False
    only_stop_words: bool = False  # «и», «в», «на»: nothing left to search for
    was_cut: bool = False  # the query was too long, so only its beginning was used


@dataclass(frozen=True)
class Suggestion:
    kind: Kind
    title: str
    url: str
    note: str = ""

    @property
    def kind_label(self) -> str:
        return self.kind.label


NO_FILTERS = SearchFilters()
