"""How the hall's templates speak of talks and files."""

from pathlib import PurePath
from typing import NamedTuple

from django import template

from core.typography import NBSP

register = template.Library()


class Face(NamedTuple):
    """An event's dates for a place where the days stand large: «25–26» and «мая 2016 г.»"""

    days: str
    rest: str


@register.filter
def date_face(event):
    """Days only where they are of one month: «30 сентября – 2 октября» stays a line of text."""
    dates, start, end = event.dates, event.start, event.end
    if not start or not start.day or (end and (end.year, end.month) != (start.year, start.month)):
        return Face("", dates)
    days, _space, rest = dates.partition(NBSP)
    return Face(days, rest)


@register.filter
def file_format(version):
    """«PDF», by the name the file came with; "" when the name does not say."""
    suffix = PurePath(version.original_name).suffix[1:]
    return suffix.upper() if suffix.isalnum() and len(suffix) <= 5 else ""


@register.filter
def called(material):
    """The material's heading: its own title, its talk's, or its kind with the `talk.speakers` that the view loaded."""
    kind, talk = material.get_kind_display().capitalize(), material.talk_id and material.talk
    if material.title or not talk:
        return material.title or kind
    names = ", ".join(appearance.person.full_name for appearance in getattr(talk, "speakers", []))
    return talk.title or (f"{kind}: {names}" if names else kind)
