from core.sitemaps import VisitorSitemap

from .models import Event, Material, Person


class Events(VisitorSitemap):
    model = Event


class People(VisitorSitemap):
    model = Person


class Materials(VisitorSitemap):
    model = Material


SITEMAPS = {"events": Events, "people": People, "materials": Materials}
