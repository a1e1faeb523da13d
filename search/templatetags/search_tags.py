"""What the pages of events know only by name: the words that were searched for, marked in a text."""

from django import template

from .. import mark

register = template.Library()


@register.filter
def marked(text, query):
    """`{{ slide.text|marked:request.GET.q }}`: safe HTML; the text alone when nothing was searched for."""
    return mark(text, query) if query else text
