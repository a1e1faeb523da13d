from .access import Access
from .arrival import Arrival
from .delegation import Delegation
from .download import Download
from .event import Attendance, Event, EventOrganization, EventRegion
from .material import Material, MaterialVersion
from .person import Appearance, Person, Talk
from .photo import Photo
from .programme import Session, Stop
from .release_file import ReleaseFile
from .results import EventNumber, Outcome, Quotation
from .series import Series
from .slide import Preview, Slide
from .source import Source

__all__ = [
    "Access",
    "Appearance",
    "Arrival",
    "Attendance",
    "Delegation",
    "Download",
    "Event",
    "EventNumber",
    "EventOrganization",
    "EventRegion",
    "Material",
    "MaterialVersion",
    "Outcome",
    "Person",
    "Photo",
    "Preview",
    "Quotation",
    "ReleaseFile",
    "Series",
    "Session",
    "Slide",
    "Source",
    "Stop",
    "Talk",
]
