from .organization import Organization, OrganizationName
from .park import Park, ParkCertificate, ParkStatusChange
from .region import Region
from .residency import Residency

__all__ = ["Organization", "OrganizationName", "Park", "ParkCertificate", "ParkStatusChange", "Region", "Residency"]
