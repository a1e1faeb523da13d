"""The template filter that highlights the searched words. Pages of events load it by name."""

from django import template

from .. import highlight

register = template.Library()


@register.filter
def marked(text: str, query: str | None) -> str:
    """`{{ slide.text|marked:request.GET.q }}`: safe HTML, or the text itself without a query."""
    return highlight(text, query) if query else text
