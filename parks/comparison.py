"""Tables that compare parks. A row has a value for every park and does not judge which is better."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from core.typography import quantity

from .passport import SECTIONS, SOURCED, STOCKS, UTILITIES, label, shown, source_of

MOST = 4


class ComparisonRow(NamedTuple):
    """One line of a table. An unknown value is ""."""

    name: str
    values: list[str]

    @property
    def differs(self):
        """Whether known values differ: an unknown one may be the same."""
        return len({value for value in self.values if value}) > 1


def comparison(parks):
    """[(title, rows)], only rows with a known value of at least one park."""
    tables = [
        (_("Парк"), _identity(parks)),
        (_("Земля и помещения"), [row for stock in STOCKS for row in _stock(parks, *stock)]),
        (_("Инженерные сети"), [row for utility in UTILITIES for row in _utility(parks, *utility)]),
        *((str(title), [_row(parks, name) for name in names]) for title, names in SECTIONS),
    ]
    known = [(title, [row for row in rows if any(row.values)]) for title, rows in tables]
    return [(title, rows) for title, rows in known if rows]


def _identity(parks):
    certificates = [", ".join(map(str, park.certificates.all())) for park in parks]
    return [
        ComparisonRow(_("Регион"), [park.shown_region.name if park.shown_region else "" for park in parks]),
        *(_row(parks, name) for name in ("municipality", "kind", "status", "specialization")),
        ComparisonRow(_("Управляющая компания"), [str(park.management_company or "") for park in parks]),
        ComparisonRow(_("Сертификаты"), certificates),
    ]


def _row(parks, name):
    return ComparisonRow(_capitalized(label(parks[0], name)), [str(shown(park, name) or "") for park in parks])


def _stock(parks, name, total, free, unit):
    for words, field in ((_("%s, всего"), total), (_("%s, свободно"), free)):
        yield ComparisonRow(words % name, [quantity(getattr(park, field), unit) for park in parks])


def _utility(parks, name, suffix, unit):
    title = _capitalized(label(parks[0], name))
    yield ComparisonRow(title, [str(shown(park, name) or "") for park in parks])
    if name in SOURCED:
        yield _row(parks, source_of(name))
    if suffix:
        yield from _stock(parks, title, f"{name}_total_{suffix}", f"{name}_free_{suffix}", unit)


def _capitalized(words):
    words = str(words)
    return words[:1].upper() + words[1:]
