"""Names of files: in the storage, on the page, and in the Content-Disposition header. Pure."""

import posixpath
import re
import unicodedata
import uuid
from collections.abc import Callable
from urllib.parse import quote

from ..text import slugify

NAME_LENGTH = 200
NAME_BYTES = 240  # most file systems allow 255 bytes, and a browser may append « (1)»
# Windows reserves these names for devices, whatever the extension.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|\Z)", re.IGNORECASE)


def stored_name(name: str) -> str:
    """`folder/3f/3f…32 hex digits….pdf`: only the folder and a plain extension of the given name remain."""
    folder, _, base = name.rpartition("/")
    unique = uuid.uuid4().hex
    return posixpath.join(folder, unique[:2], unique + extension(base))


def extension(name: str) -> str:
    """«.pdf» for «Доклад.PDF»; "" if the text after the last dot is not a short ASCII extension."""
    found = re.search(r"[^./\\](\.[A-Za-z0-9]{1,10})\Z", name)
    return found[1].lower() if found else ""


def clean_name(name: object) -> str:
    """The client's file name, made safe to show: the last part of the path, in NFC, without invisible characters.

    Those include marks that change the direction of writing, with which «…gpj.exe» looks like «…exe.jpg».
    """
    name = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if char.isspace() else char for char in name if char.isspace() or _is_visible(char))
    visible = " ".join(visible.split()).strip(". ") or "file"
    visible = f"_{visible}" if _DEVICE.match(visible) else visible
    return _cut(visible, lambda text: len(text) <= NAME_LENGTH)


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _cut(name: str, fits: Callable[[str], bool]) -> str:
    suffix = extension(name)
    stem, suffix = name[: len(name) - len(suffix)], name[len(name) - len(suffix) :]
    while stem and not fits(stem + suffix):
        stem = stem[:-1].rstrip()
    return stem + suffix


def content_disposition(name: str, *, inline: bool = False, reads_raw: bool = False) -> str:
    """The header's value for a name in any language (RFC 6266).

    The name is given twice: `filename*` in UTF-8 for browsers, and `filename` in Latin for other clients. With
    `reads_raw`, for a client that takes the bytes of `filename` as they are, it is UTF-8, carried in Latin-1 for WSGI.
    """
    kind = "inline" if inline else "attachment"
    name = _cut(clean_name(name), lambda text: len(text.encode()) <= NAME_BYTES)
    if reads_raw:
        raw = name.replace('"', "'").encode().decode("latin-1")
        return f'{kind}; filename="{raw}"'
    return f"{kind}; filename=\"{_in_latin(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _in_latin(name: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9 ._()-]+", name):
        return name
    suffix = extension(name)
    return (slugify(name[: len(name) - len(suffix)]) or "file") + suffix
