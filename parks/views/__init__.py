from .compare import compare
from .logo import logo
from .organizations import OrganizationList, organization
from .parks import ParkList, park, park_map
from .regions import region, regions
from .share_images import organization_card, park_card, region_card

__all__ = [
    "OrganizationList",
    "ParkList",
    "compare",
    "logo",
    "organization",
    "organization_card",
    "park",
    "park_card",
    "park_map",
    "region",
    "region_card",
    "regions",
]
