"""What search is asked and what it answers: plain values, the same whatever stands behind them."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

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
    def label(self):
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.EVENT: _("Мероприятие"),
    Kind.PERSON: _("Человек"),
    Kind.PARK: _("Парк"),
    Kind.ORGANIZATION: _("Организация"),
    Kind.REGION: _("Регион"),
    Kind.MATERIAL: _("Материал"),
    Kind.SLIDE: _("Слайд"),
}


@dataclass(frozen=True)
class Filters:
    """What the reader has narrowed the answer to. A value that does not exist finds nothing and breaks nothing.

    `region` and `park` are slugs, `event_type` is a value of `Event.Type`, `kind` a value of `Kind`.
    """

    kind: str = ""
    region: str = ""
    year: int | None = None
    event_type: str = ""
    park: str = ""
    has_files: bool = False


@dataclass(frozen=True)
class Choice:
    """One value of a facet, and how many of the hits that were looked at have it."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Hit:
    """One row of the answer. The marked texts are safe HTML: everything escaped but their own <mark>."""

    kind: Kind
    object_id: int
    title: str
    marked_title: SafeString
    url: str  # of a slide: the viewer at that slide, with the words to be marked there
    snippet: SafeString = EMPTY
    date: str = ""  # «25–26 мая 2016 г.»
    place: str = ""
    event: str = ""  # the title of the event that a material or a slide belongs to
    event_url: str = ""
    number: int | None = None  # of a slide
    material: str = ""  # the title of the material that a slide belongs to
    picture: str = ""  # address of a slide's small picture; "" without one
    note: str = ""  # what the row is, in a few words: «ознакомительный тур», «презентация, PDF»

    @property
    def kind_label(self):
        return self.kind.label


@dataclass(frozen=True)
class Answer:
    """`total` is exact unless `total_is_more`; then it is a round lower bound, to be said as «более 1000», and
    the counts of the facets are lower bounds, too."""

    text: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    total_is_more: bool = False
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    corrected: str = ""  # «Показаны результаты для …»; "" when the words were taken as typed
    is_partial: bool = False  # no hit has all of the words: these have as many of them as could be found
    hidden_for_members: int = 0  # announced materials for members that hold the words; never more than HIDDEN_CAP
    hidden_is_more: bool = False
    only_stop_words: bool = False  # «и», «в», «на»: nothing to look for, which is no fault of the reader
    was_cut: bool = False  # the text was too long, only its beginning was looked for


@dataclass(frozen=True)
class Suggestion:
    kind: Kind
    title: str
    url: str
    note: str = ""

    @property
    def kind_label(self):
        return self.kind.label


NO_FILTERS = Filters()
