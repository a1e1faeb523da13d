"""Check points on the map that people type: refuse impossible ones, and ask about suspicious ones."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.admin.forms import PortalForm
from core.fields import AngleFormField

from .. import maps, regionmap

NEAR_KM = 100  # outlines are schematic
FAR_KM = 1500  # from the middle of a region without an outline


class PointForm(PortalForm):
    """Reads degrees and minutes, and finds swapped coordinates."""

    class Meta:
        field_classes = {"latitude": AngleFormField, "longitude": AngleFormField}

    def clean(self):
        data = super().clean()
        point = data.get("latitude"), data.get("longitude")
        if None not in point and not _is_in_russia(*point) and _is_in_russia(*reversed(point)):
            self.add_error("latitude", ValidationError(_("Похоже, широта и долгота перепутаны: поменяйте их местами.")))
        return data


def _is_in_russia(latitude, longitude):
    return 41 <= latitude <= 82 and (19 <= longitude <= 180 or -180 <= longitude <= -168)


def is_far_from(region, latitude, longitude):
    """Whether the point is well outside the region. The portal knows only roughly where the region is."""
    x, y = regionmap.project(latitude, longitude)
    if frame := maps.shapes().get(region.iso_code):
        margin = NEAR_KM / regionmap.KM_PER_UNIT
        is_within = (
            frame.left - margin <= x <= frame.right + margin and frame.top - margin <= y <= frame.bottom + margin
        )
        return not is_within
    if region.latitude is None or region.longitude is None:
        return False
    middle_x, middle_y = regionmap.project(region.latitude, region.longitude)
    return ((x - middle_x) ** 2 + (y - middle_y) ** 2) ** 0.5 * regionmap.KM_PER_UNIT > FAR_KM


def question_point(admin, request, park):
    if park.latitude is not None and is_far_from(park.region, park.latitude, park.longitude):
        admin.message_user(
            request,
            _("Точка парка далеко за пределами региона «%(region)s». Проверьте широту и долготу.")
            % {"region": park.region},
            messages.WARNING,
        )
