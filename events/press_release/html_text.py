"""Extract the text of a web page as lines. It runs, loads and follows nothing. Pure."""

import re
from html.parser import HTMLParser

_UNSEEN = {
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "select", "button", "video",
    "audio",
}  # fmt: skip
_OF_THE_SITE = {"nav", "header", "footer", "aside", "form"}
_EMPTY = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base", "col", "embed", "track", "param"}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "section", "article", "main",
    "blockquote",
    "figure", "figcaption", "dl", "dt", "dd", "pre", "br", "hr", "address", "details", "summary", "body",
}  # fmt: skip
_DECLARATIONS = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*>?", re.DOTALL)  # the parser stops at broken ones
_CONTENT = {"article", "main"}
LEAST_CONTENT = 200  # characters of an article; a shorter one is a teaser
DEEPEST = 200  # nested elements; no real page has more


def text_of_html(html: str) -> str:
    """The text of the page's article, or else all visible text except menus, headers and footers."""
    reader = _Reader()
    reader.feed(_DECLARATIONS.sub(" ", html))
    reader.close()
    content = _tidy("".join(reader.content))
    return content if len(content) >= LEAST_CONTENT else _tidy("".join(reader.parts)) or _tidy("".join(reader.all))


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip(" |") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.all: list[str] = []  # all visible text
        self.parts: list[str] = []  # without menus, headers and footers
        self.content: list[str] = []  # of the article

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._add("\n• " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self._add(" | ")
        if tag not in _EMPTY and len(self.open) < DEEPEST:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._add("\n\n" if tag in ("p", "h1", "h2", "h3", "table", "ul", "ol") else "\n")

    def handle_data(self, data: str) -> None:
        is_preformatted = "pre" in self.open
        self._add(data if is_preformatted else re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        tags = set(self.open)
        if tags & _UNSEEN:
            return
        self.all.append(text)
        if not tags & _OF_THE_SITE or (tags & _CONTENT and not tags & (_OF_THE_SITE - {"header"})):
            self.parts.append(text)
        if tags & _CONTENT and not tags & (_OF_THE_SITE - {"header"}):
            self.content.append(text)
