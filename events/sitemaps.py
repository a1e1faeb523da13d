from core.sitemaps import VisitorSitemap

from .models import Event, Material, Person


class Events(VisitorSitemap):
    model = Event


class PeopleSitemap(VisitorSitemap):
    model = Person


class Materials(VisitorSitemap):
    model = Material


SITEMAPS = {"events": Events, "people": PeopleSitemap, "materials": Materials}
