"""Tags that highlight the searched words in texts and on pictures of slides. Templates of events use them by name."""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.templatetags.core_tags import counted, typeset

from .. import highlight, marks_on_slide
from ..interface import Hit, Marks

register = template.Library()
MOST_CHARACTERS = 90  # of a name beside a hit


@register.filter
def marked(text: str, query: str | None) -> str:
    """`{{ slide.text|marked:request.GET.q }}` is safe HTML, or the text itself without a query."""
    return highlight(text, query) if query else text


@register.filter
def choices(links: Iterable[Any]) -> SafeString:
    """The links of a facet as list items. Rendering a template for each of hundreds would be slow."""
    return SafeString("".join(map(_choice, links)))


def _choice(link: Any) -> str:
    if link.is_chosen:
        attribute, off = ' aria-current="true"', f'<span class="aside-text">{_("убрать отбор")}</span>'
        beside = f'<span class="choice__off">{off}<span aria-hidden="true">✕</span></span>'
    else:
        attribute, beside = "", f'<span class="choice__count">{link.count}</span>'
    begin = f'<li><a class="choice" href="{escape(link.address)}" rel="nofollow"{attribute}>'
    return f"{begin}<span>{escape(str(link.label))}</span>{beside}</a></li>"


@register.filter
def items(hits: Iterable[Hit]) -> SafeString:
    """The hits as list items. Rendering a template for each took a fifth of the page's time."""
    return SafeString("".join(map(_item, hits)))


def _item(hit: Hit) -> str:
    """One hit. A presentation and its slides are one hit, with the best slide."""
    parts = [
        f'<p class="hit__kind"><span class="tag">{escape(hit.tag)}</span> {hit.marked_note}</p>',
        f'<h3 class="hit__title"><a href="{escape(hit.url)}">{hit.marked_title}</a></h3>',
    ]
    if hit.shows_snippet:
        parts.append(f'<p class="hit__text">{_slide_link(hit)}{hit.snippet}</p>')
    if hit.has_meta:
        parts.append(f'<p class="hit__meta">{"".join(_meta(hit))}</p>')
    if hit.other_slides:
        others = f"{_texts()['more']} {counted(hit.other_slides, _texts()['slides'])}"
        parts.append(f'<p class="hit__more"><a href="{escape(hit.slides_url)}" rel="nofollow">{others}</a></p>')
    words = f'<div class="hit__words">{"".join(parts)}</div>'
    if not hit.picture:
        return f'<li class="hit">{words}</li>'
    return f'<li class="hit hit--pictured">{_picture(hit)}{words}</li>'


@cache
def _texts() -> dict[str, str]:
    """Translated once: a page shows them dozens of times."""
    return {"more": _("ещё"), "slides": _("слайд,слайда,слайдов"), "slide": _("Слайд %(number)s")}


def _slide_link(hit: Hit) -> str:
    if not hit.leads_to_slide:
        return ""
    label = _texts()["slide"] % {"number": hit.number}
    return f'<a href="{escape(hit.slide_url)}">{label}</a>: '


def _meta(hit: Hit) -> Iterator[str]:
    if hit.material:
        yield f"<span>{escape(typeset(_short(hit.material)))}</span>"
    if hit.event:
        event = escape(typeset(_short(hit.event)))
        yield (
            f'<span><a href="{escape(hit.event_url)}">{event}</a></span>' if hit.event_url else f"<span>{event}</span>"
        )
    if hit.date:
        yield f'<span class="hit__date">{escape(hit.date)}</span>'
    if hit.place:
        yield f"<span>{escape(hit.place)}</span>"


def _short(name: str) -> str:
    return name if len(name) <= MOST_CHARACTERS else Truncator(name).chars(MOST_CHARACTERS)


def _picture(hit: Hit) -> str:
    image = f'<img src="{escape(hit.picture)}" width="240" height="135" alt="" loading="lazy" decoding="async">'
    link = f'<a class="hit__picture" href="{escape(hit.slide_url)}" tabindex="-1" aria-hidden="true">'
    return f"{link}{image}{_overlay(hit.marks)}</a>"


def _overlay(marks: Marks | None) -> str:
    """Boxes around the searched words, over a picture of the same shape."""
    if not marks:
        return ""
    box = f'viewBox="{marks.view_box}" aria-hidden="true" focusable="false"'
    return f'<svg class="word-marks" {box}><path d="{marks.path}"/></svg>'


@register.simple_tag
def words_on_picture(slide: Any, query: str | None) -> SafeString:
    """An overlay for the slide's picture; nothing without a query, or if the places of the words are unknown."""
    return SafeString(_overlay(marks_on_slide(slide, query) if query else None))
