"""Make documents for the index from rows. A new kind needs a class with `kind`, `model` and `document`."""

from ..interface import Kind
from .base import DocumentSource
from .events import EventSource, PersonSource
from .materials import MaterialSource
from .parks import OrganizationSource, ParkSource, RegionSource

_CLASSES = (RegionSource, ParkSource, OrganizationSource, PersonSource, EventSource, MaterialSource)
SOURCES: dict[Kind, DocumentSource] = {source.kind: source() for source in _CLASSES}
