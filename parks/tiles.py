"""Map tiles from the server that MAP_TILES_URL names."""

from typing import NamedTuple
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _


class Tiles(NamedTuple):
    url: str
    credit: str

    @property
    def words(self):
        """The labels of the script's buttons: back to the schematic map, zoom in, zoom out."""
        return [_("Показать схему"), _("Приблизить"), _("Отдалить")]


def render_with_tiles(request, template, context):
    """Render a page whose map may have a layer of tiles; its content policy then allows pictures from their server."""
    if not settings.MAP_TILES_URL:
        return render(request, template, context)
    address = urlsplit(settings.MAP_TILES_URL)
    allow_tiles = csp_update({"img-src": [f"{address.scheme}://{address.netloc}"]})
    tiles = Tiles(settings.MAP_TILES_URL, settings.MAP_TILES_CREDIT)
    return allow_tiles(render)(request, template, {**context, "tiles": tiles})
