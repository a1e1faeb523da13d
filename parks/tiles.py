"""The layer of map tiles that MAP_TILES_URL names: what the page needs for it, and leave of the content policy."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _


class Tiles(NamedTuple):
    url: str
    credit: str

    @property
    def words(self):
        """What the script says: back to the scheme, nearer, farther."""
        return [_("Показать схему"), _("Приблизить"), _("Отдалить")]


def tiles():
    """None where the association has no server of tiles."""
    return Tiles(settings.MAP_TILES_URL, settings.MAP_TILES_CREDIT) if settings.MAP_TILES_URL else None


def allow_tiles(response):
    """Lets this one page load pictures from the server of tiles; django-csp's middleware reads the attribute."""
    if settings.MAP_TILES_URL:
        address = urlsplit(settings.MAP_TILES_URL)
        response._csp_update = {"img-src": [f"{address.scheme}://{address.netloc}"]}
    return response
