from .organization import Organization, OrganizationName
from .park import Park
from .park_figure import ParkFigure
from .park_records import ParkAccreditation, ParkCertificate, ParkPhase, ParkRating, ParkStatusChange
from .region import Region
from .residency import Residency

__all__ = [
    "Organization",
    "OrganizationName",
    "Park",
    "ParkAccreditation",
    "ParkCertificate",
    "ParkFigure",
    "ParkPhase",
    "ParkRating",
    "ParkStatusChange",
    "Region",
    "Residency",
]
