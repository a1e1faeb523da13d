"""Show the manual in `docs/editors.md` and `docs/editors/` as HTML, and find the page about a page of the admin."""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs"
CONTENTS = ""
# (part of a URL name, page of the manual). The first one that matches counts.
_TOLD_IN = [
    (re.compile(pattern), page)
    for pattern, page in [
        (r"_xlsx", "tables"),
        (r"_(doubles|merge)$", "doubles"),
        (r"_(history|removed|bring_back|restore|delete)$", "mistakes"),
        (r"_paste$", "paste"),
        (r"^events_event_(press_release|copy|route|programme|photos|people|results|publication)", r"\1"),
        (r"^events_event_preview$", "publication"),
        (r"^events_event_(materials|arrival)", "files"),
        (r"^events_(event|sources)", "event"),
        (r"^events_stop", "route"),
        (r"^events_(session|talk|appearance)", "programme"),
        (r"^events_material", "files"),
        (r"^events_delegation", "people"),
        (r"^events_outcome", "results"),
        (r"^events_series", "copy"),
        (r"^events_person", "persons"),
        (r"^events_preview", "slides"),
        (r"^events_download", "downloads"),
        (r"^parks_", "parks"),
        (r"^search_", "search"),
        (r"^(auth_|association_(user|membership))", "accounts"),
        (r"^index$", "start"),
    ]
]


class ManualPage(NamedTuple):
    title: str
    text: SafeString


def page_about(url_name: str) -> str:
    """The name of the manual's page about a page of the admin; CONTENTS if there is none."""
    for pattern, page in _TOLD_IN:
        if found := pattern.search(url_name):
            return found.expand(page).replace("_", "-")
    return CONTENTS


def address_of(page: str) -> str:
    return reverse("admin:help_page", args=[page]) if page else reverse("admin:help")


@cache
def names() -> frozenset[str]:
    return frozenset(path.stem for path in (FOLDER / "editors").glob("*.md"))


@cache
def read_page(name: str) -> ManualPage:
    """A page of `names()`, or the contents."""
    from markdown_it import MarkdownIt

    path = FOLDER / "editors" / f"{name}.md" if name else FOLDER / "editors.md"
    markdown = MarkdownIt("commonmark", {"html": False})
    heading, text = path.read_text(encoding="utf-8").removeprefix("# ").split("\n", 1)
    tokens = markdown.parse(text)
    for token in tokens:
        for child in token.children or ():
            _lead_to_the_admin(child)
    return ManualPage(heading, mark_safe(markdown.renderer.render(tokens, markdown.options, {})))  # noqa: S308


def _lead_to_the_admin(token: "Token") -> None:
    """Links and pictures of the files become those of the admin."""
    if token.type == "link_open":
        link = re.fullmatch(r"(?:\.\./)?(?:editors/)?([\w-]+)\.md", str(token.attrs["href"]))
        if link:
            token.attrs["href"] = address_of(link[1] if link[1] != "editors" else CONTENTS)
    elif token.type == "image":
        token.attrs["src"] = static("help/" + str(token.attrs["src"]).removeprefix("pictures/"))
        token.attrs["loading"] = "lazy"
