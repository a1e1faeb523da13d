"""Reads the labelled names of files."""

from dataclasses import dataclass
from pathlib import Path

from events.matching.known import KnownTalk, Speaker
from events.matching.match import Known, propose

FOLDER = Path(__file__).parent.parent.parent / "data" / "matching"


@dataclass(frozen=True)
class Case:
    known: Known
    name: str
    kind: str
    speaker: str  # "?" where the portal must ask, "-" where there is none
    talk: str
    pages: list[str]

    @property
    def proposal(self):
        return propose(self.name, self.pages, self.known)

    def __str__(self):
        return self.name


def cases():
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _cases_of(path.read_text("utf-8"))]


def _cases_of(text):
    about, speakers, talks, found = "", [], [], []
    for line in filter(None, text.splitlines()):
        head, _colon, rest = line.partition(": ")
        if head == "event":
            about = rest
        elif head == "speaker":
            key, last, first, middle, names, *aliases = (part.strip() for part in rest.split("|"))
            speakers.append(
                Speaker(key, last, first, middle, tuple(n.strip() for n in names.split(";")), tuple(aliases))
            )
        elif head == "talk":
            key, title, people = (part.strip() for part in rest.split("|"))
            talks.append(KnownTalk(key, title, tuple(person.strip() for person in people.split(","))))
        else:
            found.append([part.strip() for part in line.split("|")])
    known = Known(speakers, talks, about)
    return [
        Case(known, name, kind, speaker, talk, [text.replace(" / ", "\n")] if text else [])
        for name, kind, speaker, talk, text in found
    ]
