"""The text of a file with a press release. Pure."""

import codecs
from pathlib import Path

LARGEST = 2 << 20  # bytes
NO_TEXT = "Файл не похож на текст."
TOO_LARGE = "Файл больше 2 МБ: это не текст пресс-релиза."
_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]


class NotText(Exception):
    """The message is a Russian sentence for the editor."""


def text_of(path: Path) -> str:
    """The text of a plain text file in UTF-8, UTF-16 or the old Windows encoding. Raises NotText."""
    if path.stat().st_size > LARGEST:
        raise NotText(TOO_LARGE)
    return decoded(path.read_bytes())


def decoded(content: bytes) -> str:
    """Raises NotText for bytes that are no text."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    for guess in (encoding, "cp1251"):
        try:
            text = content.decode(guess)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise NotText(NO_TEXT)


def _is_text(text: str) -> bool:
    """Whether hardly any sign is one that nobody types."""
    strange = sum(not (char.isprintable() or char in "\n\r\t\f\v\u00a0\u00ad\u200b\u2028\ufeff") for char in text)
    return strange * 50 <= len(text)
