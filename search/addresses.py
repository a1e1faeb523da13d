"""Where what was found is: addresses are made when they are shown, so that the index holds none."""

from django.urls import reverse
from django.utils.http import urlencode

from .interface import Kind

_PAGES = {
    Kind.EVENT: "events:event",
    Kind.PERSON: "events:person",
    Kind.PARK: "parks:park",
    Kind.ORGANIZATION: "parks:organization",
    Kind.REGION: "parks:region",
}


def address(kind, object_id, material_id, shown, text=""):
    if kind == Kind.SLIDE:
        page = reverse("events:slide", args=[material_id, shown["number"]])
        return f"{page}?{urlencode({'q': text})}" if text else page
    if kind == Kind.MATERIAL:
        return reverse("events:material", args=[object_id])
    return reverse(_PAGES[kind], args=[shown["slug"]])


def picture(kind, material_id, shown):
    if kind == Kind.SLIDE and shown.get("picture"):
        page = reverse("events:slide_image", args=[material_id, shown["number"]])
        return f"{page}?v={shown['version']}&size=small"
    return ""


def event_page(shown):
    return reverse("events:event", args=[shown["event_slug"]]) if shown.get("event_slug") else ""
