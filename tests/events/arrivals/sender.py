"""Sends files to the desk as its script does."""

import io
import json
from dataclasses import dataclass, field

from pptx import Presentation


def base(event):
    return f"/admin/events/event/{event.pk}/materials/arrivals/"


@dataclass
class Sender:
    """`sent` counts the bytes of all pieces, those that a broken connection swallowed among them."""

    client: object
    event: object
    piece: int = 1000
    sent: int = 0
    cuts: list = field(default_factory=list)  # after so many bytes the connection breaks: the piece comes in part

    def begin(self, name, content, modified=1):
        data = {"name": name, "size": len(content), "modified": modified}
        return self.client.post(f"{base(self.event)}begin/", data, headers={"accept": "application/json"})

    def put(self, key, content, offset):
        return self.client.post(
            f"{base(self.event)}{key}/",
            content,
            content_type="application/octet-stream",
            headers={"upload-offset": str(offset), "accept": "application/json"},
        )

    def send(self, name, content, modified=1):
        """The last answer."""
        begun = self.begin(name, content, modified)
        if begun.status_code != 200:
            return begun
        key, offset = (json.loads(begun.content)[word] for word in ("key", "offset"))
        while True:
            piece = content[offset : offset + self.piece]
            self.sent += len(piece)
            if self.cuts and offset + len(piece) > self.cuts[0]:
                arrived = self.cuts.pop(0) - offset
                if arrived:
                    self.put(key, piece[:arrived], offset)
                return self.send(name, content, modified)
            answer = self.put(key, piece, offset)
            data = json.loads(answer.content)
            if answer.status_code != 200 or "sentence" in data:
                return answer
            offset = data["offset"]


def presentation(title, *lines):
    """A PPTX whose first slide has the title and the lines."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text = title
    slide.placeholders[1].text = "\n".join(lines)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()
