from django.core.management.base import BaseCommand
from django.db import transaction

from ... import regionmap
from ...models import Region
from ...region_names import ALIASES, DATA, rows
from ...time_zones import zone_of_region

Kind, District = Region.Kind, Region.FederalDistrict

DISTRICTS = {
    "Центральный": District.CENTRAL,
    "Северо-Западный": District.NORTHWESTERN,
    "Южный": District.SOUTHERN,
    "Северо-Кавказский": District.NORTH_CAUCASIAN,
    "Приволжский": District.VOLGA,
    "Уральский": District.URAL,
    "Сибирский": District.SIBERIAN,
    "Дальневосточный": District.FAR_EASTERN,
}
KINDS = {
    "республика": Kind.REPUBLIC,
    "автономная область": Kind.AUTONOMOUS_OBLAST,
    "автономный округ": Kind.AUTONOMOUS_OKRUG,
    "область": Kind.OBLAST,
    "край": Kind.KRAI,
}

# The drawing has no shape for this region, so its point is set here, as roughly as the centres of the shapes.
NO_SHAPE = {"RU-LEN": (59.9, 31.8)}


class Command(BaseCommand):
    help = "Заводит 83 региона. Повторный запуск дописывает только то, чего не хватает."

    @transaction.atomic
    def handle(self, **options):
        known = list(Region.objects.all())
        by_code = {region.iso_code: region for region in known if region.iso_code}
        by_name = {region.name: region for region in known}
        added = 0
        for facts in read_regions():
            region = by_code.get(facts["iso_code"]) or by_name.get(facts["name"])
            if region:
                fill_in(region, facts)
            else:
                Region.objects.create(**facts)
                added += 1
        if options["verbosity"]:
            self.stdout.write(f"Регионы: добавлено {added}, всего {Region.objects.count()}.")


def read_regions():
    """Yields the fields of each region in the data."""
    shapes = regionmap.outlines((DATA / "russia-regions.svg").read_text(encoding="utf-8"))
    for row in rows():
        code = row["iso_3166_2"]
        latitude, longitude = NO_SHAPE.get(code) or middle_of(shapes[code])
        yield {
            "name": row["name"],
            "iso_code": code,
            "okato": row["okato"],
            "kind": kind_of(row["name"]),
            "federal_district": DISTRICTS[row["federal_district"]],
            "genitive": row["gent"],
            "dative": row["datv"],
            "accusative": row["accs"],
            "instrumental": row["ablt"],
            "prepositional": row["loct"],
            "aliases": "\n".join(ALIASES.get(code, [])),
            "latitude": latitude,
            "longitude": longitude,
            "time_zone": zone_of_region(code),
        }


def middle_of(outline):
    """The centre of the schematic shape. It is good enough for a mark on a map."""
    return tuple(round(degrees, 3) for degrees in regionmap.unproject(*regionmap.centre(outline)))


def kind_of(name):
    """The kind of region that the name contains. A name without a kind belongs to a city."""
    return next((kind for words, kind in KINDS.items() if words in name.lower()), Kind.FEDERAL_CITY)


def fill_in(region, facts):
    """Fill the empty fields of a region from the data. What staff have written stays."""
    missing = {name: value for name, value in facts.items() if getattr(region, name) in (None, "") and value}
    if missing:
        for name, value in missing.items():
            setattr(region, name, value)
        region.save(update_fields=list(missing))
