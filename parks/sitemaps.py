from core.sitemaps import VisitorSitemap

from .models import Organization, Park, Region


class Parks(VisitorSitemap):
    model = Park


class Regions(VisitorSitemap):
    model = Region


class Organizations(VisitorSitemap):
    model = Organization


SITEMAPS = {"parks": Parks, "regions": Regions, "organizations": Organizations}
