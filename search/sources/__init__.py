"""What each model gives to the index. A new kind of thing to be found is a class with `kind`, `model` and `draft`."""

from .events import Events, People
from .materials import Materials
from .parks import Organizations, Parks, Regions

SOURCES = {source.kind: source() for source in (Regions, Parks, Organizations, People, Events, Materials)}
