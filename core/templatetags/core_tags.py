"""What every template may say without loading it: Russian plurals, sizes, typography."""

import datetime as dt
import json
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .. import typography
from ..dates import PartialDate, format_date, format_range

register = template.Library()
NBSP = "\u00a0"
_typeset_line = lru_cache(maxsize=2048)(typography.typeset)  # names come again and again, long texts do not


@register.filter
def counted(number, forms):
    """`{{ 5|counted:_("резидент,резидента,резидентов") }}` is «5 резидентов»."""
    return f"{typography.number(number)}{NBSP}{plural(number, forms)}"


@register.filter
def plural(number, forms):
    """The form of the three, for 1, 2 and 5, that goes with the number."""
    one, few, many = forms.split(",")
    number = abs(int(number))
    if number % 100 in range(11, 15) or number % 10 in (0, *range(5, 10)):
        return many
    return one if number % 10 == 1 else few


@register.filter
def quantity(value, unit=""):
    """`{{ park.free_area_ha|quantity:_("га") }}` is «1 234,5 га», and nothing when it is unknown."""
    return typography.quantity(value, unit)


@register.filter
def host(url):
    """«example.ru»: an outer link says where it leads."""
    return typography.host(url)


@register.filter
def dated(day):
    """«25 мая 2016 г.» of a date, a moment or a partial date; nothing when there is none."""
    if not day:
        return ""
    if isinstance(day, dt.datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return format_date(day if isinstance(day, PartialDate) else PartialDate(day.year, day.month, day.day))


@register.filter
def period(start, end):
    """«с 25 мая 2016 г.», «по 2020 г.», «2016–2020 гг.»: of two partial dates, each perhaps unknown."""
    if start and end:
        return format_range(start, end)
    if start:
        return _("с %(day)s") % {"day": format_date(start)}
    return _("по %(day)s") % {"day": format_date(end)} if end else ""


@register.filter
def typeset(text):
    """«Визит в Смоленск»: short words keep to the next one, so that none hangs at the end of a line."""
    return _typeset_line(str(text))


@register.filter
def prose(text):
    """Paragraphs of what editors wrote as plain text: typeset, with links for addresses. Everything else is escaped."""
    return mark_safe(linebreaks(urlize(typography.typeset(str(text)), nofollow=True, autoescape=True)))  # noqa: S308


@register.simple_tag
def icon(name, css_class="icon"):
    """One of `static/img/sprite.svg`; it says nothing to those who hear the page."""
    sprite = static("img/sprite.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, sprite, name)


@register.filter
def under(path, section):
    """Whether the page at `path` belongs to the section whose list is at `section`."""
    return path.startswith(section)


@register.simple_tag
def json_ld(graph):
    """A data block that search engines read; whatever the texts hold, it cannot end the block."""
    return mark_safe(f'<script type="application/ld+json">{escaped_json(graph)}</script>')  # noqa: S308


def escaped_json(value):
    return json.dumps(value, ensure_ascii=False).translate(
        {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
    )


@register.filter(name="json")
def as_json(value):
    """For an attribute that a script reads; the template escapes it like any text."""
    return json.dumps(value, ensure_ascii=False)
