"""Countries by their code of ISO 3166-1 alpha-2, with the case forms that Russian sentences need. Pure."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"
CASES = ("name", "genitive", "dative", "accusative", "instrumental", "prepositional")


class Country(NamedTuple):
    """A country. `others` are its further and short names, in the nominative: «КНР», «Республика Беларусь»."""

    code: str
    name: str
    genitive: str
    dative: str
    accusative: str
    instrumental: str
    prepositional: str
    others: tuple[str, ...]

    @property
    def forms(self) -> list[str]:
        return list(dict.fromkeys(getattr(self, case) for case in CASES))


def _rows() -> Iterator[Country]:
    with (DATA / "countries.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            others = tuple(filter(None, row["others"].split(";")))
            yield Country(row["code"], *(row[case] for case in CASES), others)


@cache
def countries() -> dict[str, Country]:
    return {country.code: country for country in _rows()}


def choices() -> list[tuple[str, str]]:
    return [(country.code, country.name) for country in sorted(countries().values(), key=lambda one: one.name)]
