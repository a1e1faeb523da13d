"""Read numbers and coordinates as people write them and as the site prints them. Pure."""

import re
from decimal import Decimal

from .text import without_invisible

_MINUS = str.maketrans("−–—", "---")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_ANGLE = re.compile(
    r"""
    (?P<before>[NSEW]|[сюзв]\w*\.?\s*[шд]\w*\.?)?\s*
    (?P<degrees>-?\d+(?:[.,]\d+)?)\s*(?:[°º˚]\s*|(?(before)|(?=[NSEWсюзв])))
    (?:(?P<minutes>\d+(?:[.,]\d+)?)\s*['′’´]\s*)?
    (?:(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:["″”]|'')\s*)?
    (?(before)|(?P<after>[NSEW]|[сюзв]\w*\.?\s*[шд]\w*\.?)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIDES = {"с": "N", "ю": "S", "в": "E", "з": "W"}
_SHORTENED = re.compile(r"(-?\d+(?:[.,]\d+)?)(тыс|млн|млрд|трлн)\.?(?:руб(?:\.|л\w+)?|₽)?")
_SIZES = {"тыс": 3, "млн": 6, "млрд": 9, "трлн": 12}  # powers of ten
_DEGREES_OR_SIDES = re.compile("[°º˚NSEWсюзв]", re.IGNORECASE)
_ROUND_IT = re.compile(r"^\s*[(\[]|[)\]]\s*$")
_BETWEEN = re.compile(r"[\s,;/]*")


def plain(text: str, unit: str = "") -> str:
    """«−1 234,5 га» → «-1234.5», «21,2 млрд руб.» → «21200000000». Text that is no number of this unit stays."""
    text = "".join(without_invisible(text).split()).translate(_MINUS)
    if unit:
        written = re.escape("".join(unit.split()).rstrip(".")).replace("²", "[²2]").replace("³", "[³3]")
        text = re.sub(rf"(?<=\d){written}\.?$", "", text, flags=re.IGNORECASE)
    if shortened := _SHORTENED.fullmatch(text):
        return f"{Decimal(shortened[1].replace(',', '.')).scaleb(_SIZES[shortened[2]]):f}"
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def unit_of(label: object) -> str:
    """«га» for «свободно, га»; "" for a label without a unit."""
    _words, comma, unit = str(label or "").rpartition(", ")
    return unit if comma else ""


def read_pair(text: str) -> tuple[float, float] | None:
    """The latitude and longitude of «54.7826, 32.0453» or «54°46′57″ с. ш., 32°02′43″ в. д.»; None for other texts.

    Raises ValueError as `read_angle` does.
    """
    text = _ROUND_IT.sub("", without_invisible(text).translate(_MINUS))
    are_angles = bool(_DEGREES_OR_SIDES.search(text))
    found = list((_ANGLE if are_angles else _NUMBER).finditer(text))
    if len(found) != 2 or not _BETWEEN.fullmatch(_without(text, found)):
        return None
    if not are_angles:
        latitude, longitude = (float(one[0].replace(",", ".")) for one in found)
        return latitude, longitude
    (first, side), (second, other) = map(_angle, found)
    return (second, first) if side in ("E", "W") and other not in ("E", "W") else (first, second)


def read_angle(text: str) -> float | None:
    """The degrees of «54°46′57″ с. ш.», negative for the south and the west; None for other texts.

    Raises ValueError for 60 or more minutes or seconds, and for a fraction in any number but the last.
    """
    found = _ANGLE.fullmatch(text.translate(_MINUS).strip())
    return _angle(found)[0] if found else None


def _angle(found: re.Match[str]) -> tuple[float, str]:
    """The degrees, and N, S, E, W or ""."""
    written = [found[name] for name in ("degrees", "minutes", "seconds")]
    degrees, minutes, seconds = (float((number or "0").replace(",", ".")) for number in written)
    *before_last, _last = filter(None, written)
    if max(minutes, seconds) >= 60 or any(re.search("[.,]", number) for number in before_last):
        raise ValueError(found[0])
    side = (found["before"] or found["after"] or "")[:1]
    side = _SIDES.get(side.lower(), side.upper())
    size = abs(degrees) + minutes / 60 + seconds / 3600
    is_negative = found["degrees"].startswith("-") or side in ("S", "W")
    return round(-size if is_negative else size, 6), side


def _without(text: str, found: list[re.Match[str]]) -> str:
    for one in reversed(found):
        text = text[: one.start()] + text[one.end() :]
    return text
