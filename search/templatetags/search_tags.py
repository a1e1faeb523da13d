"""Highlight the searched words in texts and on pictures of slides. Pages of events use these by name."""

from typing import Any

from django import template

from .. import highlight, marks_on_slide

register = template.Library()


@register.filter
def marked(text: str, query: str | None) -> str:
    """`{{ slide.text|marked:request.GET.q }}`: safe HTML, or the text itself without a query."""
    return highlight(text, query) if query else text


@register.inclusion_tag("search/_marks.html")
def words_on_picture(slide: Any, query: str | None) -> dict[str, Any]:
    """An overlay for the slide's picture; nothing without a query, or where nobody knows where the words stand."""
    return {"marks": marks_on_slide(slide, query) if query else None}
