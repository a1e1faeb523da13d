"""Decode the bytes of a text or a web page. Pure."""

import codecs
import re

_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})|encoding=[\"']([\w-]{3,20})", re.IGNORECASE)
_KNOWN = {"utf-8", "windows-1251", "cp1251", "koi8-r", "utf-16", "iso-8859-5", "cp866"}


def decoded(content: bytes) -> str:
    """The text, decoded by its byte order mark or declaration, or as UTF-8 or windows-1251.

    Raises ValueError if it is not text.
    """
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
    """Whether almost all characters are ones that people type."""
    strange = sum(not (char.isprintable() or char in "\n\r\t\f\v\u00a0\u00ad\u200b\u2028\ufeff") for char in text)
    return strange * 50 <= len(text)
