"""Numbers, addresses and headings as a Russian reader expects them. Pure."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

NBSP = "\u00a0"
_LONGER_PREPOSITIONS = "без|для|над|под|при|про|что|как|или|ещё|это"
_SHORT_WORD = re.compile(rf"(?<![\w-])([а-яёa-z]{{1,2}}|{_LONGER_PREPOSITIONS}|№|[А-ЯЁ]\.)[ ](?=\S)", re.IGNORECASE)
_BEFORE_DASH = re.compile(r"[ ](?=[–—] )")
_BEFORE_PARTICLE = re.compile(r"[ ](?=(?:бы?|же?|ли?)(?![\w-]))")
_NUMBER = re.compile(r"(?<=\d)[ ](?=[а-яё%₽])", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?<=[а-яё]) (?=\d{1,3}[»).,;]*(?:\s|$))", re.IGNORECASE)
_OPENING_QUOTE = re.compile(r'(?<![\w»!?.,)])"(?=\S)')


def typeset(text):
    """The same words with spaces that do not break where a line must not end, and with «ёлочки» for straight quotes."""
    if text.count('"') % 2 == 0:
        text = _OPENING_QUOTE.sub("«", text).replace('"', "»")
    text = _SHORT_WORD.sub(rf"\1{NBSP}", text)
    text = _BEFORE_PARTICLE.sub(NBSP, text)
    text = _BEFORE_DASH.sub(NBSP, text)
    text = _LAST_NUMBER.sub(NBSP, text)
    return _NUMBER.sub(NBSP, text)


def number(value):
    """«1 234,5»: no trailing zeros, thousands apart by a space that does not break."""
    value = Decimal(value)
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", NBSP) + (f",{fraction}" if fraction else "")


def quantity(value, unit=""):
    """«1 234,5 га»; "" for what is unknown, because unknown is not zero."""
    if value is None or value == "":
        return ""
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)


def host(url):
    """«example.ru» of https://www.example.ru/path."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
