"""Find the invisible content of a document: deleted and hidden text, comments, marks of changes. Pure.

An element is identified by its number within its part, in the order of the opening tags.
"""

import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.sax.handler import ContentHandler, feature_external_ges

from defusedxml.sax import make_parser

WORD, OPEN_DOCUMENTS = {".docx"}, {".odp", ".odt", ".ods"}
_OFF = {"0", "false", "off", "none"}


@dataclass
class Unseen:
    """The numbers of elements to leave out, and of elements of which only the content stays."""

    dropped: set[int] = field(default_factory=set)
    unwrapped: set[int] = field(default_factory=set)


def unseen_in(package: zipfile.ZipFile, suffix: str) -> dict[str, Unseen]:
    """{name of a part: its invisible elements}, for parts that have any."""
    finders: dict[str, Finder]
    names = {entry.filename for entry in package.infolist() if not is_blank(package, entry)}
    if suffix in WORD:
        parts = [name for name in names if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1]
        hidden = _hidden_styles(package, WordStyles, names & {"word/styles.xml"})
        finders = {name: WordFinder(hidden) for name in parts}
    elif suffix in OPEN_DOCUMENTS:
        parts = [name for name in names if name.rpartition("/")[2] in ("content.xml", "styles.xml")]
        hidden = _hidden_styles(package, OpenStyles, names & {"styles.xml", "content.xml"})
        finders = {name: OpenFinder(hidden) for name in parts}
    else:
        return {}
    for name, finder in finders.items():
        _parse(package, name, finder)
    return {name: finder.unseen for name, finder in finders.items() if finder.unseen != Unseen()}


def is_blank(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part is empty or white space, as OpenOffice and LibreOffice write parts without content."""
    return entry.file_size == 0 or (entry.file_size < 64 and not package.read(entry).strip(b"\xef\xbb\xbf \t\r\n"))


def parse(part: IO[bytes], handler: ContentHandler) -> None:
    """Read XML. A document type is skipped, since old formulas and drawings have one; declared entities are refused."""
    parser = make_parser()
    parser.forbid_external = False  # the parser fetches nothing; this refuses the mere name of a document type
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(handler)
    parser.parse(part)


def _parse(package: zipfile.ZipFile, name: str, handler: ContentHandler) -> None:
    with package.open(name) as part:
        parse(part, handler)


def _hidden_styles(package: zipfile.ZipFile, kind: "type[Styles]", names: set[str]) -> set[str]:
    styles = kind()
    for name in sorted(names):
        _parse(package, name, styles)
    return styles.hidden()


class Styles(ContentHandler):
    """Which styles hide their text, by themselves or by the style they are based on."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}
        self.own: dict[str, bool] = {}
        self.current = ""

    def hidden(self) -> set[str]:
        return {name for name in {*self.parents, *self.own} if self._is_hidden(name)}

    def _is_hidden(self, name: str) -> bool:
        seen: set[str] = set()
        while name and name not in seen:
            if name in self.own:
                return self.own[name]
            seen.add(name)
            name = self.parents.get(name, "")
        return False


class WordStyles(Styles):
    def startElement(self, name: str, attrs: Any) -> None:
        local = _local(name)
        if local == "style":
            self.current = _value(attrs, "styleId")
        elif local == "basedOn":
            self.parents[self.current] = _value(attrs)
        elif local == "vanish" and self.current:
            self.own[self.current] = _value(attrs) not in _OFF


class OpenStyles(Styles):
    def startElement(self, name: str, attrs: Any) -> None:
        local = _local(name)
        if local == "style":
            self.current = _value(attrs, "name")
            self.parents[self.current] = _value(attrs, "parent-style-name")
        elif local == "text-properties" and "text:display" in attrs:
            self.own[self.current] = attrs["text:display"] == "none"


class Finder(ContentHandler):
    """Walks through a part. `above` has the open elements as `(local name, number)`."""

    def __init__(self, hidden: set[str]) -> None:
        self.hidden, self.unseen = hidden, Unseen()
        self.number, self.above = -1, [("", -1)]

    def startElement(self, name: str, attrs: Any) -> None:
        self.number += 1
        self.look(name, attrs, self.above[-1][0])
        self.above.append((_local(name), self.number))

    def endElement(self, name: str) -> None:
        self.above.pop()

    def look(self, name: str, attrs: Any, parent: str) -> None:
        raise NotImplementedError

    def drop_around(self, name: str) -> None:
        """Drop the nearest open element of this name."""
        for local, number in reversed(self.above):
            if local == name:
                self.unseen.dropped.add(number)
                return


class WordFinder(Finder):
    """In the properties of a run, a paragraph or a row a change is only a mark; elsewhere it contains the change."""

    _PROPERTIES = {"rPr", "ctrlPr", "trPr", "tcPr"}

    def __init__(self, hidden: set[str]) -> None:
        super().__init__(hidden)
        self.is_paragraph_hidden = False

    def look(self, name: str, attrs: Any, parent: str) -> None:
        name = _local(name)
        is_mark = parent in self._PROPERTIES
        if name == "p":
            self.is_paragraph_hidden = False
        elif name == "pStyle":
            self.is_paragraph_hidden = _value(attrs) in self.hidden
        elif name == "r" and self.is_paragraph_hidden:
            self.unseen.dropped.add(self.number)
        elif name in ("vanish", "rStyle") and parent == "rPr" and self.above[-2][0] == "r":
            self._look_at_run(name, _value(attrs))
        elif name in ("del", "hidden") and parent == "trPr" and _value(attrs) not in _OFF:
            self.drop_around("tr")
        elif name == "cellDel":
            self.drop_around("tc")
        elif name in ("del", "moveFrom") or name.endswith("PrChange") or name == "tblGridChange":
            self.unseen.dropped.add(self.number)
        elif name in ("ins", "moveTo"):
            (self.unseen.dropped if is_mark else self.unseen.unwrapped).add(self.number)

    def _look_at_run(self, name: str, value: str) -> None:
        _local_name, run = self.above[-2]
        if (name == "rStyle" and value in self.hidden) or (name == "vanish" and value not in _OFF):
            self.unseen.dropped.add(run)
        elif name == "vanish":  # its value is false here, so it is visible despite its style
            self.unseen.dropped.discard(run)


class OpenFinder(Finder):
    _LEFT_OUT = {
        "text:tracked-changes",
        "table:tracked-changes",
        "text:change",
        "text:change-start",
        "text:change-end",
        "office:annotation",
        "office:annotation-end",
    }

    def look(self, name: str, attrs: Any, parent: str) -> None:
        if name in self._LEFT_OUT or attrs.get("draw:display") == "none":
            self.unseen.dropped.add(self.number)
        elif name in ("text:p", "text:h", "text:span"):
            self._drop_if(attrs.get("text:style-name") in self.hidden)
        elif name in ("text:hidden-text", "text:section"):
            self._drop_if(attrs.get("text:is-hidden") == "true" or attrs.get("text:display") == "none")
        elif name == "text:hidden-paragraph" and attrs.get("text:is-hidden") == "true":
            self.drop_around("p")

    def _drop_if(self, is_unseen: bool) -> None:
        if is_unseen:
            self.unseen.dropped.add(self.number)


class Seen(ContentHandler):
    """Passes all elements except invisible ones to the next handler."""

    def __init__(self, following: ContentHandler, unseen: Unseen) -> None:
        self.following, self.unseen = following, unseen
        self.number, self.dropped_at = -1, 0
        self.depth = 0
        self.is_wrapped: list[bool] = []

    def startDocument(self) -> None:
        self.following.startDocument()

    def endDocument(self) -> None:
        self.following.endDocument()

    def startElement(self, name: str, attrs: Any) -> None:
        self.number += 1
        self.depth += 1
        self.is_wrapped.append(self.number not in self.unseen.unwrapped)
        if not self.dropped_at and self.number in self.unseen.dropped:
            self.dropped_at = self.depth
        if not self.dropped_at and self.is_wrapped[-1]:
            self.following.startElement(name, attrs)

    def endElement(self, name: str) -> None:
        is_wrapped = self.is_wrapped.pop()
        if not self.dropped_at and is_wrapped:
            self.following.endElement(name)
        if self.dropped_at == self.depth:
            self.dropped_at = 0
        self.depth -= 1

    def characters(self, content: str) -> None:
        if not self.dropped_at:
            self.following.characters(content)

    def ignorableWhitespace(self, whitespace: str) -> None:
        self.characters(whitespace)

    def processingInstruction(self, target: str, data: str) -> None:
        if not self.dropped_at:
            self.following.processingInstruction(target, data)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _value(attrs: Any, name: str = "val") -> str:
    """The attribute with this local name and any prefix, or ""."""
    return next((value for key, value in attrs.items() if _local(key) == name), "")
