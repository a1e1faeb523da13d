from .organization import OrganizationAdmin
from .park import ParkAdmin
from .region import RegionAdmin
from .residency import ResidencyAdmin

__all__ = ["OrganizationAdmin", "ParkAdmin", "RegionAdmin", "ResidencyAdmin"]
