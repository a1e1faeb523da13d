"""How the hall's templates speak of talks and files."""

from pathlib import PurePath

from django import template

register = template.Library()


@register.filter
def file_format(version):
    """«PDF», by the name the file came with; "" when the name does not say."""
    suffix = PurePath(version.original_name).suffix[1:]
    return suffix.upper() if suffix.isalnum() and len(suffix) <= 5 else ""


@register.filter
def called(material):
    """The material's heading: its own title, its talk's, or its kind with the `talk.speakers` that the view loaded."""
    kind, talk = material.get_kind_display().capitalize(), material.talk_id and material.talk
    if material.title or not talk:
        return material.title or kind
    names = ", ".join(appearance.person.full_name for appearance in getattr(talk, "speakers", []))
    return talk.title or (f"{kind}: {names}" if names else kind)
