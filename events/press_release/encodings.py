"""Bytes of a text or a web page as text. Pure."""

import codecs
import re

_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})|encoding=[\"']([\w-]{3,20})", re.IGNORECASE)
_KNOWN = {"utf-8", "windows-1251", "cp1251", "koi8-r", "utf-16", "iso-8859-5", "cp866"}


def decoded(content: bytes) -> str:
    """The text in its marked or declared encoding, in UTF-8, or in that of old Windows. ValueError for no text."""
    for guess in _guesses(content):
        try:
            text = content.decode(guess)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise ValueError("no text")


def _guesses(content: bytes) -> list[str]:
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    if marked:
        return [marked]
    found = _DECLARED.search(content[:4096])
    declared = (found[1] or found[2]).decode("ascii").lower() if found else ""
    return [declared, "utf-8", "cp1251"] if declared in _KNOWN else ["utf-8", "cp1251"]


def _is_text(text: str) -> bool:
    """Whether hardly any sign is one that nobody types."""
    strange = sum(not (char.isprintable() or char in "\n\r\t\f\v\u00a0\u00ad\u200b\u2028\ufeff") for char in text)
    return strange * 50 <= len(text)
