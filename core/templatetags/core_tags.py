"""Template tags that need no {% load %}: plurals, quantities, dates, typography, icons."""

import datetime as dt
import json
import re
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import defaulttags
from django.utils import timezone
from django.utils.html import escape, format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import typography
from ..addresses import RememberedStaticNode, RememberedURLNode, changed, query_string, static_address
from ..dates import PartialDate, format_date, format_range
from ..filters import Offered, options_of
from ..phones import Phone, read_phones

register = template.Library()
# `urlize` can find a link only in a text that contains one of these. It checks every word, so it is called only then.
_MAY_BE_ADDRESS = re.compile(r"https?://|@|www\.|\.(?:com|edu|gov|int|mil|net|org)", re.IGNORECASE)
_typeset_line = lru_cache(maxsize=2048)(typography.typeset)  # only for names, which recur


@register.filter
def counted(number: typography.Number, forms: str) -> str:
    """`{{ 5|counted:_("резидент,резидента,резидентов") }}` is «5 резидентов»."""
    return typography.counted(number, forms)


@register.filter
def plural(number: typography.Number, forms: str) -> str:
    return typography.plural(number, forms)


@register.filter
def quantity(value: typography.Number | None, unit: str = "") -> str:
    """`{{ park.free_area_ha|quantity:_("га") }}` is «1 234,5 га», or empty if unknown."""
    return typography.quantity(value, unit)


@register.filter
def host(url: str) -> str:
    """«example.ru», to show where an external link leads."""
    return typography.host(url)


@register.filter
def phones(text: str) -> list[Phone]:
    """The numbers of a PhoneField, each with its link. Text that is no number is shown without a link."""
    try:
        return read_phones(text)
    except ValueError:
        return [Phone(text, "")] if text else []


@register.filter
def dated(day: dt.date | PartialDate | None) -> str:
    """«25 мая 2016 г.» for a date, a datetime or a partial date; empty for None."""
    if not day:
        return ""
    if isinstance(day, dt.datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return format_date(day if isinstance(day, PartialDate) else PartialDate(day.year, day.month, day.day))


@register.filter
def period(start: PartialDate | None, end: PartialDate | None) -> str:
    """«с 25 мая 2016 г.», «по 2020 г.» or «2016–2020 гг.»: either date may be unknown."""
    if start and end:
        return format_range(start, end)
    if start:
        return _("с %(day)s") % {"day": format_date(start)}
    return _("по %(day)s") % {"day": format_date(end)} if end else ""


@register.filter
def typeset(text: object) -> str:
    """The text with no-break spaces, so that no line ends with a short word."""
    return _typeset_line(str(text))


@register.filter
def prose(text: object) -> SafeString:
    """An editor's plain text as paragraphs, typeset and escaped, with links for URLs."""
    words = typography.typeset(str(text))
    if not _MAY_BE_ADDRESS.search(words):
        return mark_safe(linebreaks(words, autoescape=True))  # noqa: S308
    return mark_safe(linebreaks(urlize(words, nofollow=True, autoescape=True)))  # noqa: S308


@register.tag
def url(parser: template.base.Parser, token: template.base.Token) -> RememberedURLNode:
    node = defaulttags.url(parser, token)
    return RememberedURLNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag
def static(parser: template.base.Parser, token: template.base.Token) -> RememberedStaticNode:
    return RememberedStaticNode.handle_token(parser, token)


@register.simple_tag(takes_context=True)
def querystring(context: template.Context, **changes: Any) -> str:
    """The same as Django's, which copies the parameters for each of a page's dozen addresses."""
    asked = context.request.GET
    parameters = changed(asked, changes)
    return f"?{query_string(parameters)}" if parameters or asked else ""


@register.simple_tag
def icon(name: str, css_class: str = "icon") -> SafeString:
    """An icon from `static/img/sprite.svg`, hidden from screen readers."""
    return _icon(static_address("img/sprite.svg"), name, css_class)


@lru_cache(maxsize=512)
def _icon(sprite: str, name: str, css_class: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, sprite, name)


@register.filter
def options(field: BoundField) -> SafeString:
    """The <option>s of a select. Django renders a template for each, and the filter by region has ninety."""
    choices, chosen = field.field.choices, f'<option value="{escape(field.value() or "")}"'
    html = choices.html if isinstance(choices, Offered) else options_of(choices)
    return mark_safe(html.replace(f"{chosen}>", f"{chosen} selected>", 1))  # noqa: S308


@register.filter
def under(path: str, section: str) -> bool:
    """Whether the page at `path` belongs to the section whose list is at `section`, for the menu."""
    return path.startswith(section)


@register.simple_tag
def json_ld(graph: Any) -> SafeString:
    """A JSON-LD block for search engines. No text inside it can end the block."""
    return mark_safe(f'<script type="application/ld+json">{escaped_json(graph)}</script>')  # noqa: S308


def escaped_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(
        {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
    )


@register.filter(name="json")
def as_json(value: Any) -> str:
    """JSON for an attribute that a script reads. The template escapes it like any text."""
    return json.dumps(value, ensure_ascii=False)


_SAID_ELSEWHERE = re.compile(r'(?<=<td class="original">)\s*<p>[^<]*</p>| aria-describedby="[^"]*_helptext"')
_BETWEEN_TAGS = re.compile(r"(?<=>)\s*\n\s*(?=<)")
_BLANKS = re.compile(r"(?<=>)\s{2,}|\s{2,}(?=<)")


@register.filter
def without_blanks(html: str) -> SafeString:
    """HTML without line ends between tags, and with a single blank where several stand beside a tag."""
    return mark_safe(_BLANKS.sub(" ", _BETWEEN_TAGS.sub("", html)))  # noqa: S308


@register.filter
def without_row_names(html: str) -> SafeString:
    """A table of the admin without the name above each row, which repeats its fields, and without dead help links."""
    return mark_safe(_SAID_ELSEWHERE.sub("", html))  # noqa: S308
