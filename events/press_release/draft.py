"""The draft that is read from a press release. Each value has its place in the text and its doubt. Pure."""

from dataclasses import dataclass, field

from core.dates import PartialDate

from ..pasting.found import Found, Span
from ..pasting.organizations import MentionedOrganization
from ..pasting.people import MentionedPerson


@dataclass(frozen=True)
class DraftPark:
    """A park. `name` has no quotation marks; `status` is a value of Park.Status or ""."""

    name: str
    kind: str = ""  # in words: «индустриальный парк», «ОЭЗ»
    status: str = ""


@dataclass(frozen=True)
class DraftMaterial:
    """A material that the text promises. `kind` is a value of Material.Kind, `speaker` is a `shown` name."""

    kind: str
    title: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a tour. `kind` is a value of Session.Kind; `day` is None if unknown.

    `told_at` are the places in the text that tell what was visited. `has_talks` marks the meeting with the talks.
    """

    kind: str
    title: str
    day: int | None = None
    has_talks: bool = False
    told_at: tuple[Span, ...] = ()


@dataclass(frozen=True)
class DraftResidency:
    company: str
    park: str


@dataclass(frozen=True)
class Number:
    """A number of participants, companies, regions or countries, which `of` tells. `precision` is "", about or over."""

    of: str
    value: int
    precision: str = ""


@dataclass(frozen=True)
class DraftOutcome:
    """A result of the event. `kind` is a value of Outcome.Kind, `text` the sentence, `parties` are `shown` names.

    `amount` is in roubles; `due` is the deadline.
    """

    kind: str
    text: str
    parties: tuple[str, ...] = ()
    amount: int | None = None
    due: PartialDate | None = None


@dataclass(frozen=True)
class Edition:
    """The number of the edition, None if the text only says that the event is yearly, and the name of the series."""

    number: int | None
    name: str = ""


@dataclass(frozen=True)
class DraftQuotation:
    """A quotation. `speaker` is a `shown` name; `text` has no quotation marks."""

    speaker: str
    text: str


@dataclass(frozen=True)
class DraftDelegation:
    """A delegation. `people` are `shown` names, the head first if `has_head`. `country` is a code of ISO 3166 or ""."""

    name: str
    country: str = ""
    people: tuple[str, ...] = ()
    has_head: bool = False


@dataclass
class Draft:
    """The draft of an event. All spans refer to `text`, and lists have its order.

    If the text describes no event, `refusal` says so in a Russian sentence and everything else is empty.
    """

    text: str
    refusal: str = ""
    title: Found[str] | None = None
    kind: Found[str] | None = None  # a value of Event.Type
    start: Found[PartialDate] | None = None
    end: Found[PartialDate] | None = None
    when: Found[str] | None = None  # «сегодня», if the day of the text is unknown
    published: Found[PartialDate] | None = None  # the date of the source
    place: Found[str] | None = None
    is_online: bool = False
    is_hybrid: bool = False  # both on site and online
    edition: Found[Edition] | None = None
    regions: list[Found[str]] = field(default_factory=list)  # of the hosts
    participant_regions: list[Found[str]] = field(default_factory=list)
    inferred_regions: list[Found[str]] = field(default_factory=list)  # known only from a city
    organizations: list[Found[MentionedOrganization]] = field(default_factory=list)
    named: list[Found[MentionedOrganization]] = field(default_factory=list)  # authorities and the like without a role
    sessions: list[Found[str]] = field(default_factory=list)
    parts: list[Found[Part]] = field(default_factory=list)  # of a tour, in the order of the text
    parks: list[Found[DraftPark]] = field(default_factory=list)
    companies: list[Found[MentionedOrganization]] = field(default_factory=list)
    visited: list[Found[str]] = field(default_factory=list)  # companies, by `MentionedOrganization.shown`
    residencies: list[Found[DraftResidency]] = field(default_factory=list)
    people: list[Found[MentionedPerson]] = field(default_factory=list)
    materials: list[Found[DraftMaterial]] = field(default_factory=list)
    numbers: list[Found[Number]] = field(default_factory=list)
    outcomes: list[Found[DraftOutcome]] = field(default_factory=list)
    quotations: list[Found[DraftQuotation]] = field(default_factory=list)
    delegations: list[Found[DraftDelegation]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)  # of the text, without the title and the list of materials

    @property
    def organizers(self) -> list[Found[MentionedOrganization]]:
        return [found for found in self.organizations if found.value.role in ("organizer", "co_organizer")]
