"""Schematic maps of the country, a region, a park and a route, drawn by `templates/parks/_map.html`.

Each is 1,000 units wide, so that CSS can size its marks. Only `country` and `regions_with_parks` query the database.
"""

from dataclasses import dataclass, field
from functools import cache
from math import ceil
from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.compiled import CompiledQuery
from core.typography import counted

from . import regionmap
from .marks import DOTS_SIDE_BY_SIDE, SIDE_BY_SIDE, WIDTH, Mark, spread
from .models import Park, Region
from .outlines import outlines
from .reader import Reader

COUNTRY = (-877, -702, 737, 196)
LEVELS = 4
LINKED_MARKS = 60  # more would overlap: the country shows dots, a region shows marks without numbers
NUMBERED_MARKS = 30
LEAST_KM = 60  # the smallest width of a map, because the shapes have no detail under 5 km
SCALES_KM = (10, 20, 50, 100, 200, 500, 1000)
BESIDE_THE_COUNTRY = 8
MARKED = ["name", "slug", "kind", "latitude", "longitude", "point_is_approximate"]  # the columns that marks need


class Frame(NamedTuple):
    """The part of `regionmap`'s drawing that a map shows."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def scale(self):
        return WIDTH / (self.right - self.left)

    @property
    def height(self):
        return round((self.bottom - self.top) * self.scale)

    @property
    def transform(self):
        return f"scale({self.scale:.4f}) translate({-self.left:.2f} {-self.top:.2f})"

    def position(self, latitude, longitude):
        x, y = regionmap.project(latitude, longitude)
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)


class Area(NamedTuple):
    """A region drawn as a link. `code` names its shape; without one it is a circle at (x, y)."""

    name: str
    url: str
    parks: int
    events: int
    parks_level: int
    events_level: int
    code: str = ""
    x: int = 0
    y: int = 0

    @property
    def title(self):
        return f"{self.name}: {', '.join(counted_parts(self.parks, self.events))}"


class ListEntry(NamedTuple):
    """A line of the list beside the map."""

    name: str
    url: str
    parks: int
    events: int

    @property
    def counts(self):
        return " · ".join(counted_parts(self.parks, self.events))


def counted_parts(parks, events):
    """«2 парка», «1 мероприятие», without zeros."""
    counts = ((parks, _("парк,парка,парков")), (events, _("мероприятие,мероприятия,мероприятий")))
    return [counted(count, forms) for count, forms in counts if count]


class ShadeStep(NamedTuple):
    """Counts from `lower` to `upper` have one shade. `level` is 1 to LEVELS; the greatest count always has LEVELS."""

    lower: int
    upper: int
    level: int


class ScaleBar(NamedTuple):
    length: int
    km: int


class TilePoint(NamedTuple):
    """A park on the layer of tiles."""

    name: str
    url: str
    latitude: float
    longitude: float


@dataclass
class Map:
    label: str
    frame: Frame
    own: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    entries: list[ListEntry] = field(default_factory=list)
    dots: str = ""
    route: str = ""
    scale: ScaleBar | None = None
    steps_of_parks: list[ShadeStep] = field(default_factory=list)
    steps_of_events: list[ShadeStep] = field(default_factory=list)
    points: list[TilePoint] = field(default_factory=list)

    width = WIDTH

    @property
    def height(self):
        return self.frame.height


@cache
def shapes():
    """{ISO code: Frame} of the regions in the drawing."""
    return {code: Frame(*regionmap.box(outline)) for code, outline in outlines().items()}


# --- The country -------------------------------------------------------------------------------------------------


def regions_with_parks(user):
    """The regions that the user may see, each with `parks_count`, the number of parks that the user may see."""
    return list(_queries(Reader(user.is_staff))["regions"].rows())


@cache
def _queries(reader):
    def regions():
        parks = Park.objects.visible_to(reader).filter(region=OuterRef("pk")).order_by().values("region")
        number = Subquery(parks.annotate(number=Count("pk")).values("number"))
        return Region.objects.visible_to(reader).annotate(parks_count=Coalesce(number, 0))

    return {
        "regions": CompiledQuery(regions),
        "parks": CompiledQuery(lambda: Park.objects.visible_to(reader).filter(latitude__isnull=False).only(*MARKED)),
    }


def country(user, regions, events):
    """The map of `regions_with_parks`, shaded by parks and by `events`, {region's pk: number of events held there}."""
    frame = Frame(*COUNTRY)
    steps_of_parks = steps(region.parks_count for region in regions)
    steps_of_events = steps(events.get(region.pk, 0) for region in regions)
    areas = []
    for region in regions:
        here, held = region.parks_count, events.get(region.pk, 0)
        if not here and not held:
            continue
        area = {
            "name": region.name,
            "url": region.get_absolute_url(),
            "parks": here,
            "events": held,
            "parks_level": level(here, steps_of_parks),
            "events_level": level(held, steps_of_events),
        }
        if region.iso_code in shapes():
            areas.append(Area(code=region.iso_code, **area))
        elif region.latitude is not None and region.longitude is not None:
            x, y = frame.position(region.latitude, region.longitude)
            areas.append(Area(x=x, y=y, **area))
    fullest = sorted(areas, key=lambda area: (-area.parks - area.events, area.name))
    return Map(
        label=_("Карта регионов"),
        frame=frame,
        areas=areas,
        entries=[ListEntry(area.name, area.url, area.parks, area.events) for area in fullest[:BESIDE_THE_COUNTRY]],
        steps_of_parks=steps_of_parks,
        steps_of_events=steps_of_events,
        **_points_of_all_parks(frame, user),
    )


def _points_of_all_parks(frame, user):
    """A few parks are links; many are dots of one path, which takes ten bytes a park."""
    rows = list(_queries(Reader(user.is_staff))["parks"].rows())
    if len(rows) <= LINKED_MARKS:
        marks = [_mark(frame, park) for park in rows]
        spread(marks, frame, DOTS_SIDE_BY_SIDE)
        return {"marks": marks}
    places = {frame.position(park.latitude, park.longitude) for park in rows}
    return {"dots": "".join(f"M{x} {y}h0" for x, y in sorted(places))}


def steps(counts):
    """At most LEVELS steps: one for each number while the numbers are small, otherwise growing ones."""
    most = max(counts, default=0)
    bounds = sorted({max(level, round(most ** (level / LEVELS))) for level in range(1, LEVELS + 1)})
    bounds = [bound for bound in bounds if bound < most]
    if most:
        bounds.append(most)
    return [
        ShadeStep(lower + 1, upper, ceil(number * LEVELS / len(bounds)))
        for number, (lower, upper) in enumerate(zip([0, *bounds], bounds, strict=False), 1)
    ]


def level(count, steps):
    """The level of the step that contains the count; 0 for a count of 0."""
    return next((step.level for step in steps if step.lower <= count <= step.upper), 0)


# --- A region, a park, a route ------------------------------------------------------------------------------------


def region(region, parks):
    """A map with the region filled, its neighbours pale and its `parks` as marks. Sets `number` on numbered parks.

    It has no list of its own, because the page lists the parks, including those without a point. None if neither the
    region nor a park has a place.
    """
    placed = [park for park in parks if park.latitude is not None]
    if not (frame := _frame_of(region, placed)):
        return None
    marks = [_mark(frame, park) for park in placed]
    numbered = len(marks) <= NUMBERED_MARKS
    if numbered:
        for number, (mark, park) in enumerate(zip(marks, placed, strict=True), 1):
            mark.number = park.number = number
    spread(marks, frame, SIDE_BY_SIDE if numbered else DOTS_SIDE_BY_SIDE)
    return Map(
        label=_("Парки на карте: %(region)s") % {"region": region.name},
        marks=marks,
        points=[_point(park) for park in placed],
        **_land(frame, [region]),
    )


def park(park, region, others=()):
    """A map of the park, with the `others` of its region as small dots. None if the park has no point.

    `region` may be None.
    """
    if park.latitude is None:
        return None
    frame = _frame_of(region, [park]) if region else around([(park.latitude, park.longitude)])
    own = _mark(frame, park)
    own.url, own.is_main = "", True
    marks = [*(_mark(frame, other) for other in others if other.latitude is not None and other.pk != park.pk), own]
    spread(marks, frame, DOTS_SIDE_BY_SIDE)
    return Map(
        label=_("Парк на карте: %(park)s") % {"park": park.name},
        points=[_point(park)],
        marks=marks,
        **_land(frame, [region] if region else []),
    )


class RoutePoint(NamedTuple):
    """A stop with a known point."""

    number: int
    name: str
    url: str
    latitude: float
    longitude: float


def route(places, regions):
    """A map of the stops in order, joined by a line. Their regions are filled. None if there is nothing to draw.

    It has no list of its own, because the page shows the route.
    """
    places = list(places)
    if not places:
        return None
    frame = around([(place.latitude, place.longitude) for place in places], aspect=16 / 10)
    marks = []
    for place in places:
        x, y = frame.position(place.latitude, place.longitude)
        marks.append(Mark(place.name, x, y, place.url, place.number))
    spread(marks, frame)
    return Map(
        label=_("Маршрут на карте"),
        marks=marks,
        route=" ".join(f"{mark.own_x},{mark.own_y}" for mark in marks) if len(marks) > 1 else "",
        **_land(frame, regions),
    )


def _land(frame, own):
    codes = [region.iso_code for region in own if region.iso_code in shapes()]
    return {"frame": frame, "own": codes, "scale": scale_of(frame)}


def _mark(frame, park):
    x, y = frame.position(park.latitude, park.longitude)
    name = park.full_name
    return Mark(name[:1].upper() + name[1:], x, y, park.get_absolute_url(), is_approximate=park.point_is_approximate)


def _point(park):
    return TilePoint(park.name, park.get_absolute_url(), park.latitude, park.longitude)


def _frame_of(region, parks):
    """The frame around the region's shape, or its centre if it has none, and its parks, which may lie outside."""
    if shape := shapes().get(region.iso_code):
        points = [(shape.left, shape.top), (shape.right, shape.bottom)]
        return fitted(points + [regionmap.project(park.latitude, park.longitude) for park in parks])
    points = [(park.latitude, park.longitude) for park in parks]
    if region.latitude is not None and region.longitude is not None:
        points.append((region.latitude, region.longitude))
    return around(points, least_km=400) if points else None


def around(points, *, aspect=4 / 3, least_km=LEAST_KM):
    """The frame around the points with a margin. A point is (latitude, longitude)."""
    return fitted([regionmap.project(*point) for point in points], aspect=aspect, least_km=least_km)


def fitted(corners, *, aspect=4 / 3, least_km=LEAST_KM):
    xs, ys = zip(*corners, strict=True)
    least = least_km / regionmap.KM_PER_UNIT
    width = max((max(xs) - min(xs)) * 1.2, (max(ys) - min(ys)) * 1.2 * aspect, least)
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    half, half_height = width / 2, width / aspect / 2
    return Frame(middle_x - half, middle_y - half_height, middle_x + half, middle_y + half_height)


def scale_of(frame):
    """The longest round distance that is at most a fifth of the map's width."""
    unit_km = regionmap.KM_PER_UNIT / frame.scale
    km = max((km for km in SCALES_KM if km / unit_km <= WIDTH / 5), default=SCALES_KM[0])
    return ScaleBar(round(km / unit_km), km)
