"""Find the regions and parks that a name may mean."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core.text import fold
from parks.models import Park, Region
from parks.region_names import ALIASES, MAIN_CITIES, OTHER_CITIES

from ..pasting.regions import KnownRegion, read_regions
from .candidate import KnownRow

SAME = _("то же название")
SHORT = _("такое у него краткое название")
OTHER_CASE = _("это название в другом падеже или короче")

_KIND_OF_PARK = re.compile(
    r"^(?:(?:государственный|частный)\s+)?(?:(?:индустриальный|промышленный|агропромышленный|эко\w*)\s+)?"
    r"(?:\w*парк|оэз|тор|тосэр|площадка|ип|особая экономическая зона|технополис)\s+(?=\S)"
)


def known_regions() -> tuple[KnownRegion, ...]:
    """The regions of the database, for readers of text."""
    rows = Region.objects.order_by("pk").values_list("iso_code", "name", "aliases", "genitive")
    return tuple(
        KnownRegion(
            name,
            tuple(filter(None, (*map(str.strip, aliases.splitlines()), *ALIASES.get(code, ())))),
            MAIN_CITIES.get(code, ""),
            tuple(OTHER_CITIES.get(code, ())),
            genitive,
        )
        for code, name, aliases, genitive in rows
    )


def regions(names: Iterable[str]) -> dict[str, list[KnownRow]]:
    """{name in any case: the regions it may mean}. Two queries."""
    names = set(names)
    if not names:
        return {}
    rows, known = {region.name: region for region in Region.objects.all()}, known_regions()
    found = {}
    for name in names:
        if name in rows:
            found[name] = [KnownRow(rows[name], SAME, True)]
        else:
            meant = [one.value for one in read_regions(name, known) if one.value in rows]
            found[name] = [KnownRow(rows[one], OTHER_CASE, len(meant) == 1) for one in meant]
    return found


def parks(names: Iterable[str]) -> dict[str, list[KnownRow]]:
    """{name, with or without «индустриальный парк»: the parks it may mean}. Two queries."""
    wanted: dict[str, list[str]] = {}
    for name in set(names):
        if key := _key(name):
            wanted.setdefault(key, []).append(name)
    found: dict[str, dict] = {name: {} for among in wanted.values() for name in among}
    rows = Park.objects.order_by("pk").values_list("pk", "name", "short_name")
    for pk, name, short_name in rows.iterator() if wanted else ():
        for written in wanted.get(_key(name), ()):
            found[written][pk] = SAME
        for written in wanted.get(_key(short_name), ()) if short_name else ():
            found[written].setdefault(pk, SHORT)
    stored = Park.objects.select_related("region").in_bulk({pk for likely in found.values() for pk in likely})
    return {
        written: [KnownRow(stored[pk], reason, True) for pk, reason in likely.items()]
        for written, likely in found.items()
    }


def _key(name: str) -> str:
    plain = " ".join(re.findall(r"[\w№+&]+", fold(name)))
    return _KIND_OF_PARK.sub("", plain)
