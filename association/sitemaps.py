from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from events.sitemaps import SITEMAPS as EVENTS
from parks.sitemaps import SITEMAPS as PARKS


class Sections(Sitemap):
    """The pages that exist whatever the data."""

    def items(self):
        return [
            "association:home",
            "events:events",
            "events:outcomes",
            "events:people",
            "events:materials",
            "parks:parks",
            "parks:regions",
            "parks:organizations",
            "association:members",
            "association:about",
            "association:contacts",
            "association:privacy",
        ]

    def location(self, name):
        return reverse(name)


SITEMAPS = {"sections": Sections, **EVENTS, **PARKS}
