from .access import Access
from .event import Attendance, Event, EventOrganization, EventRegion
from .material import Download, Material, MaterialVersion
from .person import Appearance, Person, Talk
from .photo import Photo
from .programme import Session, Stop

__all__ = [
    "Access",
    "Appearance",
    "Attendance",
    "Download",
    "Event",
    "EventOrganization",
    "EventRegion",
    "Material",
    "MaterialVersion",
    "Person",
    "Photo",
    "Session",
    "Stop",
    "Talk",
]
