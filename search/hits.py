"""Build a hit: its title, the passage with the words, its best slide, and the places of the words on it."""

import json
from dataclasses import dataclass
from typing import Any

from core.morphology import normalize
from events.slides.text import without_title

from . import addresses
from .grouping import Group
from .highlighting import Highlighter
from .interface import EMPTY, Hit, Kind
from .verify import Visible


@dataclass
class PageHits:
    highlighter: Highlighter
    query_text: str  # part of the links to slides
    documents: dict[int, dict]  # by key, only those that the reader may see
    rows: dict[tuple[str, str], Visible]  # see `visible_rows`

    def hit(self, group: Group) -> Hit:
        """The hit for a group whose head the reader may see."""
        document = self.documents[group.head.id]
        kind, shown = Kind(document["kind"]), json.loads(document["shown"])
        parts: dict[str, Any] = {"snippet": document["text"]}
        if group.slide and group.slide.id in self.documents:
            parts = self._slide(group, self.documents[group.slide.id])
        text = parts.pop("snippet")
        if kind == Kind.PERSON:
            text = self._without_repetitions(text, shown["note"])
        if kind != Kind.EVENT and kind != Kind.SLIDE and not group.slide:
            text = text.replace("\n", "\u00a0· ")
        return Hit(
            kind=kind,
            object_id=document["object_id"],
            title=shown["title"],
            marked_title=self.highlighter.highlight(shown["title"]),
            url=self._url(document, shown),
            snippet=self.highlighter.snippet(text) if text else EMPTY,
            date=shown.get("date", ""),
            place=shown.get("place", ""),
            event=shown.get("event", ""),
            event_url=addresses.event_url(shown),
            material=shown.get("material", ""),
            note=shown.get("note", ""),
            marked_note=self.highlighter.highlight(shown.get("note", "")),
            **parts,
        )

    def _without_repetitions(self, text: str, note: str) -> str:
        """The text with the lines that contain the words first, without repetitions of the note or of other lines."""
        lines = sorted(text.split("\n"), key=lambda line: -len(self.highlighter.terms_in(line)))
        told, kept = _letters(note), []
        for line in lines:
            if _letters(line) not in told:
                kept.append(line)
                told += f" {_letters(line)}"
        return "\n".join(kept)

    def _slide(self, group: Group, document: dict) -> dict[str, Any]:
        """The fields of a hit for its best slide and its text."""
        shown, row = json.loads(document["shown"]), self.rows[document["kind"], str(document["object_id"])]
        material_id = document["material_id"]
        return {
            "snippet": without_title(row.text, shown["title"]),
            "number": shown["number"],
            "slide_url": self._url(document, shown),
            "other_slides": group.other_slides,
            "slides_url": addresses.slides_url(material_id, self.query_text) if group.other_slides else "",
            "picture": addresses.picture_url(material_id, shown),
            "marks": self.highlighter.marks(row.word_boxes, *shown["picture"]) if shown["picture"] else None,
        }

    def _url(self, document: dict, shown: dict) -> str:
        kind = Kind(document["kind"])
        return addresses.hit_url(kind, document["object_id"], document["material_id"], shown, self.query_text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, normalize(text)))
