"""Typeset Russian text, numbers and addresses. Pure."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

NBSP = "\u00a0"
Number = int | float | str | Decimal
_LONGER_PREPOSITIONS = "без|для|над|под|при|про|что|как|или|ещё|это"
_SHORT_WORD = re.compile(rf"(?<![\w-])([а-яёa-z]{{1,2}}|{_LONGER_PREPOSITIONS}|№|[А-ЯЁ]\.)[ ](?=\S)", re.IGNORECASE)
_BEFORE_DASH = re.compile(r"[ ](?=[–—] )")
_BEFORE_PARTICLE = re.compile(r"[ ](?=(?:бы?|же?|ли?)(?![\w-]))")
_NUMBER = re.compile(r"(?<=\d)[ ](?=[а-яёa-z%₽€$°]|\d{3}(?!\d))", re.IGNORECASE)
_MAGNITUDE = re.compile(r"(?<![а-яё])(тыс\.|(?:млн|млрд|трлн)\.?)[ ](?=[а-яё₽€$])", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?<=[а-яё]) (?=\d{1,3}[»).,;]*(?:[ \n]|$))", re.IGNORECASE)
_OPENING_QUOTE = re.compile(r'(?<![\w»!?.,)])"(?=\S)')


def typeset(text: str) -> str:
    """The text with no-break spaces where a line must not end, and with «ёлочки» for straight quotes."""
    if text.count('"') % 2 == 0:
        text = _OPENING_QUOTE.sub("«", text).replace('"', "»")
    text = _SHORT_WORD.sub(rf"\1{NBSP}", text)
    text = _BEFORE_PARTICLE.sub(NBSP, text)
    text = _BEFORE_DASH.sub(NBSP, text)
    text = _NUMBER.sub(NBSP, text)
    text = _MAGNITUDE.sub(rf"\1{NBSP}", text)
    return _LAST_NUMBER.sub(NBSP, text)


def number(value: Number) -> str:
    """«1 234,5»: no trailing zeros, thousands separated by a no-break space."""
    if type(value) is int:
        return f"{value:,}".replace(",", NBSP)
    value = Decimal(value)
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", NBSP) + (f",{fraction}" if fraction else "")


def plural(number: Number, forms: str) -> str:
    """The form that agrees with the number, out of the forms for 1, 2 and 5: «парк,парка,парков»."""
    one, few, many = forms.split(",")
    whole = abs(int(number))
    if whole % 100 in range(11, 15) or whole % 10 in (0, *range(5, 10)):
        return many
    return one if whole % 10 == 1 else few


def counted(value: Number, forms: str) -> str:
    """«5 парков»: the number with the matching form of the noun."""
    return f"{number(value)}{NBSP}{plural(value, forms)}"


def quantity(value: Number | None, unit: str = "") -> str:
    """«1 234,5 га», «21,2 млрд руб.»; "" for an unknown value, which is not zero."""
    if value is None or value == "":
        return ""
    if unit.startswith("руб"):
        return f"{_money(value)}{NBSP}{unit}"
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)


def _money(value: Number) -> str:
    """«21,2 млрд», or in full if more than three decimals would be needed: a figure is never rounded."""
    value = Decimal(value)
    for word, size in (("трлн", 10**12), ("млрд", 10**9), ("млн", 10**6)):
        scaled = value / size
        if abs(scaled) >= 1 and scaled == round(scaled, 3):
            return f"{number(scaled)}{NBSP}{word}"
    return number(value)


def host(url: str) -> str:
    """«example.ru» of https://www.example.ru/path."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
