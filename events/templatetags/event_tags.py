"""Template tags for dates of events and facts about files."""

from functools import cache, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.addresses import address_of
from core.dates import format_range
from core.templatetags.core_tags import counted, typeset
from core.typography import NBSP

from ..models import Access, Event, Material

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
def row_date(event):
    """The dates in a row of a list, with large days, machine-readable if they are known."""
    return _row_date(event.start, event.end)


@lru_cache(maxsize=2048)
def _row_date(start, end):
    face = _face(start, end)
    return _with_machine_date(start, format_html('<span class="days">{}</span> ', face.days) if face.days else "", face)


@lru_cache(maxsize=2048)
def _first_element(start, end):
    """The dates as the first element of a row in the list of events."""
    face = _face(start, end)
    dates = _with_machine_date(start, format_html("<b>{}</b> ", face.days) if face.days else "", face)
    return dates if start and start.year else format_html("<span>{}</span>", dates)


def _with_machine_date(start, days, face):
    dates = format_html("{}{}", days, face.rest)
    return format_html('<time datetime="{}">{}</time>', start, dates) if start and start.year else dates


@register.filter
def event_rows(events, is_staff):
    """The rows of the list of events, which have `where` and `materials_count`, as items of a `rows--dated` list.

    A template for each row was half of the page's cost. HTML does not need the end tags of list items.
    """
    return mark_safe("".join([_event_row(event, is_staff) for event in events]))  # noqa: S308


def _event_row(event, is_staff):
    address, title = address_of("events:event", event.slug), escape(typeset(event.title))
    kind = capfirst(event.get_type_display())
    tags = "".join([f' <span class="{css}">{escape(text)}</span>' for css, text in _event_tags(event, is_staff)])
    count = event.materials_count
    side = f'<span class="row__side">{counted(count, _forms_of_materials())}</span>' if count else ""
    return (
        f'<li class="row">{_first_element(event.start, event.end)}<h3><a href="{address}">{title}</a></h3>'
        f"<p>{escape(kind)}{escape(event.where)}{tags}</p>{side}"
    )


def _event_tags(event, is_staff):
    """The same as in events/_event_tags.html: (class, text)"""
    if event.status != Event.Status.SCHEDULED:
        yield "tag tag--signal", event.get_status_display()
    if is_staff and event.is_draft:
        yield "tag tag--signal", _("черновик")
    if is_staff and event.access != Access.PUBLIC:
        yield "tag", _("видно %(whom)s") % {"whom": event.get_access_display()}


@cache
def _forms_of_materials():
    return _("материал,материала,материалов")


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
