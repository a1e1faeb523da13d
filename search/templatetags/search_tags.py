"""Highlight the searched words in texts and on pictures of slides. Pages of events use these by name."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import highlight, marks_on_slide

register = template.Library()


@register.filter
def marked(text: str, query: str | None) -> str:
    """`{{ slide.text|marked:request.GET.q }}`: safe HTML, or the text itself without a query."""
    return highlight(text, query) if query else text


@register.filter
def choices(links: Iterable[Any]) -> SafeString:
    """The links of a facet as items of a list: there may be hundreds, and a template for each is dear."""
    return SafeString("".join(map(_choice, links)))


def _choice(link: Any) -> str:
    if link.is_chosen:
        attribute, off = ' aria-current="true"', f'<span class="aside-text">{_("убрать отбор")}</span>'
        beside = f'<span class="choice__off">{off}<span aria-hidden="true">✕</span></span>'
    else:
        attribute, beside = "", f'<span class="choice__count">{link.count}</span>'
    begin = f'<li><a class="choice" href="{escape(link.address)}" rel="nofollow"{attribute}>'
    return f"{begin}<span>{escape(str(link.label))}</span>{beside}</a></li>"


@register.inclusion_tag("search/_marks.html")
def words_on_picture(slide: Any, query: str | None) -> dict[str, Any]:
    """An overlay for the slide's picture; nothing without a query, or where nobody knows where the words stand."""
    return {"marks": marks_on_slide(slide, query) if query else None}
