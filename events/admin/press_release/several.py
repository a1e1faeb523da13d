"""Split a pasted text that contains several press releases. Pure."""

import re

from ...pasting.tokens import LONGEST_TEXT, clean
from ...press_release.reader import read
from ...press_release.several import SHORTEST, second_begins

MOST = 20
_RULE = re.compile(r"^[ \t]*(?:[*=_~#—–-][ \t]*){3,}$|\f", re.MULTILINE)  # «* * *», «-----», a form feed


def parted(text):
    """The texts of the releases in order. If there is one, or if it is unclear, the list has only the whole text."""
    pieces = []
    for piece in _RULE.split(text.replace("\r\n", "\n")):
        if pieces and not _is_release(piece):
            pieces[-1] += f"\n{piece}"
        else:
            pieces.append(piece)
    releases = [release.strip() for piece in pieces for release in _cut(piece)]
    return releases if 1 < len(releases) <= MOST else [text]


def _is_release(text):
    """Whether the text by itself tells of an event with a date."""
    if sum(map(str.isalpha, text)) < SHORTEST:
        return False
    draft = read(text)
    return bool(not draft.refusal and draft.title and draft.start and draft.start.is_sure)


def _cut(text):
    """Yields the pieces of the text, cut wherever another release begins."""
    while len(text) <= LONGEST_TEXT and (place := second_begins(text)) is not None:
        plain = clean(text)
        text = text if len(text) == len(plain) else plain
        yield text[:place]
        text = text[place:]
    yield text


def title_of(text):
    title = read(text).title
    return title.value if title else text.strip().partition("\n")[0][:120]
