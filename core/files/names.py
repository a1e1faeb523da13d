"""What a file is called: on the disk, in the list, and in the header that brings it home. Pure."""

import posixpath
import re
import unicodedata
import uuid
from urllib.parse import quote

from ..text import slugify

NAME_LENGTH = 200
NAME_BYTES = 240  # most file systems take 255 bytes, and a browser may add « (1)»
# Windows has devices under these names, whatever the extension is.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|\Z)", re.IGNORECASE)


def stored_name(name):
    """`folder/3f/3f…32 hex digits….pdf`: of the name asked for only the folder and a plain extension remain."""
    folder, _, base = name.rpartition("/")
    unique = uuid.uuid4().hex
    return posixpath.join(folder, unique[:2], unique + extension(base))


def extension(name):
    """«.pdf» of «Доклад.PDF»; "" when what follows the last dot is no plain ASCII extension."""
    found = re.search(r"[^./\\](\.[A-Za-z0-9]{1,10})\Z", name)
    return found[1].lower() if found else ""


def clean_name(name):
    """The client's name as people may see it: the last part of the path, composed letters, nothing invisible in it.

    Marks that turn the direction of writing go too: with them «…gpj.exe» reads as «…exe.jpg».
    """
    name = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if char.isspace() else char for char in name if char.isspace() or _is_visible(char))
    visible = " ".join(visible.split()).strip(". ") or "file"
    visible = f"_{visible}" if _DEVICE.match(visible) else visible
    return _cut(visible, lambda text: len(text) <= NAME_LENGTH)


def _is_visible(char):
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _cut(name, fits):
    suffix = extension(name)
    stem, suffix = name[: len(name) - len(suffix)], name[len(name) - len(suffix) :]
    while stem and not fits(stem + suffix):
        stem = stem[:-1].rstrip()
    return stem + suffix


def content_disposition(name, *, inline=False, reads_raw=False):
    """The header's value for a name in any language (RFC 6266).

    It names the file twice: `filename*` in UTF-8 for every browser, and a Latin spelling for the rest. A client that
    knows only `filename` and takes bytes as they are (`reads_raw`) gets UTF-8 there, carried in Latin-1 as WSGI asks.
    """
    kind = "inline" if inline else "attachment"
    name = _cut(clean_name(name), lambda text: len(text.encode()) <= NAME_BYTES)
    if reads_raw:
        raw = name.replace('"', "'").encode().decode("latin-1")
        return f'{kind}; filename="{raw}"'
    return f"{kind}; filename=\"{_in_latin(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _in_latin(name):
    if re.fullmatch(r"[A-Za-z0-9 ._()-]+", name):
        return name
    suffix = extension(name)
    return (slugify(name[: len(name) - len(suffix)]) or "file") + suffix
