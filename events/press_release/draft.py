"""What is read from a press release, each value with its place in the text and its doubt. Pure."""

from dataclasses import dataclass, field

from core.dates import PartialDate

from ..pasting.found import Found, Span
from ..pasting.organizations import Organization
from ..pasting.people import Person


@dataclass(frozen=True)
class Park:
    """`name` is without quotation marks; `status` is a value of Park.Status or ""."""

    name: str
    kind: str = ""  # «индустриальный парк», «ОЭЗ»: as a page would say it
    status: str = ""


@dataclass(frozen=True)
class Material:
    """A material that the text promises. `kind` is a value of Material.Kind, `speaker` a name as it is shown."""

    kind: str
    title: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a tour. `kind` is a value of Session.Kind, `day` None where the text does not tell it.

    What was visited then is named at the places `told_at`. `has_talks`: it is the meeting at which people spoke.
    """

    kind: str
    title: str
    day: int | None = None
    has_talks: bool = False
    told_at: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Residency:
    company: str
    park: str


@dataclass(frozen=True)
class Number:
    """How many of whom: `of` is participants, companies, regions or countries; `precision` is "", about or over."""

    of: str
    value: int
    precision: str = ""


@dataclass(frozen=True)
class Outcome:
    """`kind` is a value of Outcome.Kind; `text` the sentence that tells it; `parties` as they are shown.

    `amount` is in roubles; `due` the day until which it is to be done.
    """

    kind: str
    text: str
    parties: tuple[str, ...] = ()
    amount: int | None = None
    due: PartialDate | None = None


@dataclass(frozen=True)
class Edition:
    """Which time the event is held, None where the text only says that it is held each year, and what is held."""

    number: int | None
    name: str = ""


@dataclass(frozen=True)
class Quotation:
    """`speaker` is a name as it is shown, `text` without quotation marks."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Delegation:
    """`people` are names as they are shown, its head first if `has_head`; `country` is a code of ISO 3166 or ""."""

    name: str
    country: str = ""
    people: tuple[str, ...] = ()
    has_head: bool = False


@dataclass
class Draft:
    """The draft of an event. `text` is the text that all spans count in. Lists are in the order of the text.

    Where there is nothing to draft, `refusal` says so in a Russian sentence and all else is empty.
    """

    text: str
    refusal: str = ""
    title: Found[str] | None = None
    kind: Found[str] | None = None  # a value of Event.Type
    start: Found[PartialDate] | None = None
    end: Found[PartialDate] | None = None
    when: Found[str] | None = None  # «сегодня», where nobody says of which day the text is
    published: Found[PartialDate] | None = None  # when the source was
    place: Found[str] | None = None
    is_online: bool = False
    is_hybrid: bool = False  # in a hall and on line
    edition: Found[Edition] | None = None
    regions: list[Found[str]] = field(default_factory=list)  # the hosts'
    participant_regions: list[Found[str]] = field(default_factory=list)
    inferred_regions: list[Found[str]] = field(default_factory=list)  # told by a city alone
    organizations: list[Found[Organization]] = field(default_factory=list)
    named: list[Found[Organization]] = field(default_factory=list)  # authorities and the like without a role
    sessions: list[Found[str]] = field(default_factory=list)
    parts: list[Found[Part]] = field(default_factory=list)  # of a tour, as the text narrates them
    parks: list[Found[Park]] = field(default_factory=list)
    companies: list[Found[Organization]] = field(default_factory=list)
    visited: list[Found[str]] = field(default_factory=list)  # companies, as `Organization.shown`
    residencies: list[Found[Residency]] = field(default_factory=list)
    people: list[Found[Person]] = field(default_factory=list)
    materials: list[Found[Material]] = field(default_factory=list)
    numbers: list[Found[Number]] = field(default_factory=list)
    outcomes: list[Found[Outcome]] = field(default_factory=list)
    quotations: list[Found[Quotation]] = field(default_factory=list)
    delegations: list[Found[Delegation]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)  # of the text, without its title and its list of materials

    @property
    def organizers(self) -> list[Found[Organization]]:
        return [found for found in self.organizations if found.value.role in ("organizer", "co_organizer")]
