from core.sitemaps import VisitorSitemap

from .models import Organization, Park, Region


class Parks(VisitorSitemap):
    model = Park


class RegionSitemap(VisitorSitemap):
    model = Region


class OrganizationSitemap(VisitorSitemap):
    model = Organization


SITEMAPS = {"parks": Parks, "regions": RegionSitemap, "organizations": OrganizationSitemap}
