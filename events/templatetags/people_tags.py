"""Template tags for people. A long programme has hundreds, so each part is one tag instead of several."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from core.addresses import address_of
from core.templatetags.core_tags import typeset

from ..models import Appearance

register = template.Library()


@register.filter
def face(person):
    """The portrait, or the initials if there is none. The template shows the name beside it."""
    if not person.photo:
        return mark_safe(f'<span class="face" aria-hidden="true">{escape(person.initials)}</span>')  # noqa: S308
    portrait = address_of("events:portrait", person.slug)
    return mark_safe(  # noqa: S308
        f'<img class="face" src="{portrait}?w=480" width="64" height="64" alt="" loading="lazy">'
    )


@register.filter
def post_then(appearance):
    """The position and the organization of that day, with a link if the reader may open its page."""
    organization = escape(appearance.organization_name)
    if appearance.organization_is_known:
        name = organization or escape(str(appearance.organization))
        organization = f'<a href="{address_of("parks:organization", appearance.organization.slug)}">{name}</a>'
    parts = escape(typeset(appearance.position)), organization
    return mark_safe(", ".join(filter(None, parts)))  # noqa: S308


@register.filter
def posts(rows):
    """A paragraph for each Post of an EventPage."""
    return mark_safe("".join(f"<p>{_roles(post)}{post_then(post.appearance)}</p>" for post in rows))  # noqa: S308


def _roles(post):
    if not post.roles:
        return ""
    colon = ": " if post.appearance.said_as or post.appearance.organization_is_known else ""
    return f'<span class="soft">{escape(post.roles)}{colon}</span>'


@register.filter
def who_and_what(talk):
    """The speakers and materials of a talk as links: «Анна Примерова, Иван Образцов (модератор) · презентация»."""
    speakers = ", ".join(map(_linked_name, talk.speakers))
    return mark_safe(speakers + "".join(map(_linked_kind, talk.listed_materials)))  # noqa: S308


def _linked_name(appearance):
    role = f" ({escape(str(appearance.get_role_display()))})" if appearance.role != Appearance.Role.SPEAKER else ""
    return f'<a href="{address_of("events:person", appearance.person.slug)}">{escape(appearance.name)}</a>{role}'


def _linked_kind(material):
    address = address_of("events:material", material.pk)
    return f'&nbsp;· <a href="{address}">{escape(str(material.get_kind_display()))}</a>'
