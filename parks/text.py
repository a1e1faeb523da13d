"""Russian text as a visitor types it and expects it sorted, and as an address spells it. Pure."""

import re

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)
SLUG_LENGTH = 80


def fold(text):
    """Lower case, ё as е: two spellings of one word become equal."""
    return text.lower().replace("ё", "е")


def sort_key(text):
    """Order of a Russian index: case and ё do not matter; digits, Cyrillic, Latin; ties by the text itself."""
    return [_weight(char) for char in fold(text)], text


def _weight(char):
    if "а" <= char <= "я":
        return (2, char)
    return (3, char) if char.isalpha() else (1, char) if char.isdigit() else (0, char)


def slugify(text):
    """ASCII letters, digits and hyphens, at most SLUG_LENGTH of them, cut at a word; "" when nothing is left."""
    latin = "".join(_LATIN.get(char, char) for char in text.lower())
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if len(slug) <= SLUG_LENGTH:
        return slug
    cut = slug[: SLUG_LENGTH + 1]
    return (cut.rpartition("-")[0] or cut[:SLUG_LENGTH]).strip("-")
