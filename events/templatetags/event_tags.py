"""Template tags for dates of events and facts about files."""

from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from core.dates import format_range
from core.templatetags.core_tags import counted
from core.typography import NBSP

from ..models import Material

register = template.Library()


class DateFace(NamedTuple):
    """An event's dates in two parts, of which the first is large: «25–26» and «мая 2016 г.»."""

    days: str
    rest: str


@register.filter
def date_face(event):
    """The DateFace of an event. Days of two months are not split: «30 сентября – 2 октября» is all `rest`."""
    return _face(event.start, event.end)


@lru_cache(maxsize=2048)
def _face(start, end):
    dates = format_range(start, end) if start else ""
    if not start or not start.day or (end and (end.year, end.month) != (start.year, start.month)):
        return DateFace("", dates)
    days, _space, rest = dates.partition(NBSP)
    return DateFace(days, rest)


@register.filter
def row_date(event, css_class=""):
    """The dates in a row of a list, with large days, machine-readable if they are known.

    With a class they are one element of that class, even if they are only text.
    """
    return _row_date(event.start, event.end, css_class)


@lru_cache(maxsize=2048)
def _row_date(start, end, css_class):
    face, attribute = _face(start, end), format_html(' class="{}"', css_class) if css_class else ""
    dates = format_html('<span class="days">{}</span> {}', face.days, face.rest) if face.days else face.rest
    if start and start.year:
        return format_html('<time{} datetime="{}">{}</time>', attribute, start, dates)
    return format_html("<span{}>{}</span>", attribute, dates) if attribute else conditional_escape(dates)


@register.filter
def file_facts(version, kind):
    """«PDF, 2,4 МБ, 18 слайдов» for a version of a material of this kind."""
    return ", ".join(filter(None, [file_format(version), filesizeformat(version.size), pages(version, kind)]))


@register.filter
def locked_facts(material):
    """«Презентация, 18 слайдов, 2,4 МБ», shown to people who may not open the material."""
    facts, version = [material.get_kind_display().capitalize()], material.current_version
    if version:
        facts += [pages(version, material.kind), filesizeformat(version.size)]
    return ", ".join(filter(None, facts))


def pages(version, kind):
    """«18 слайдов» or «18 страниц»; "" if the number is unknown."""
    is_deck = kind == Material.Kind.PRESENTATION
    forms = _("слайд,слайда,слайдов") if is_deck else _("страница,страницы,страниц")
    return counted(version.pages, forms) if version.pages else ""


def file_format(version):
    """«PDF», from the original name of the file; "" if the name does not tell."""
    suffix = PurePath(version.original_name).suffix[1:]
    return suffix.upper() if suffix.isalnum() and len(suffix) <= 5 else ""
