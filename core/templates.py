"""Our templates without what a browser does not need: indentation, and lines that hold a tag alone."""

import re

from django.conf import settings
from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
TAG_ALONE = re.compile(
    r"^(\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|regroup|load)\b(?:(?!%\}).)*%\})\n", re.MULTILINE
)


class Loader(filesystem.Loader):
    """Leaves the templates as they are where DEBUG is on, so that lines have their numbers."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        is_page = str(origin.name).endswith(".html") and not settings.DEBUG
        return narrowed(contents) if is_page else contents


def narrowed(template: str) -> str:
    """The template whose page has the same words; between two of them there is at least one space as before."""
    return TAG_ALONE.sub(r"\1", INDENTATION.sub("", template))
