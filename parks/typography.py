"""Numbers and addresses as a Russian reader expects them. Pure."""

from decimal import Decimal
from urllib.parse import urlsplit

NBSP = "\u00a0"


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
