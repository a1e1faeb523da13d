from .access import Access
from .arrival import Arrival
from .download import Download
from .event import Attendance, Event, EventOrganization, EventRegion
from .material import Material, MaterialVersion
from .person import Appearance, Person, Talk
from .photo import Photo
from .programme import Session, Stop
from .series import Series
from .slide import Preview, Slide

__all__ = [
    "Access",
    "Appearance",
    "Arrival",
    "Attendance",
    "Download",
    "Event",
    "EventOrganization",
    "EventRegion",
    "Material",
    "MaterialVersion",
    "Person",
    "Photo",
    "Preview",
    "Series",
    "Session",
    "Slide",
    "Stop",
    "Talk",
]
