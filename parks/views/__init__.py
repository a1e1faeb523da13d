from .compare import compare
from .logo import logo
from .organizations import OrganizationList, organization
from .parks import ParkList, park, park_map
from .regions import region, regions

__all__ = ["OrganizationList", "ParkList", "compare", "logo", "organization", "park", "park_map", "region", "regions"]
