"""«Парки <region>» for every region of the data, in the forms and by the names that people use."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from parks.models import Park, Region
from parks.region_names import MAIN_CITIES
from search import Kind, index
from search.blocks import block_of
from search.interface import NO_FILTERS
from search.meaning import read
from search.query import parse
from search.retrieval import Retriever
from tests import factories

pytestmark = pytest.mark.django_db
OTHER_NAMES = {
    "Татарстан": "RU-TA",
    "РТ": "RU-TA",
    "Башкирии": "RU-BA",
    "Якутия": "RU-SA",
    "Марий Эл": "RU-ME",
    "Подмосковье": "RU-MOS",
    "московской обл.": "RU-MOS",
    "московские": "RU-MOW",
    "Ленобласть": "RU-LEN",
    "ленобласти": "RU-LEN",
    "СПб": "RU-SPE",
    "Питер": "RU-SPE",
    "питерские": "RU-SPE",
    "НСО": "RU-NVS",
    "ХМАО": "RU-KHM",
    "Югра": "RU-KHM",
    "Кузбасс": "RU-KEM",
    "Приморье": "RU-PRI",
    "Кубань": "RU-KDA",
    "Прикамье": "RU-PER",
    "Красноярье": "RU-KYA",
    "Смоленщины": "RU-SMO",
    "на Нижегородчине": "RU-NIZ",
    "Камчатка": "RU-KAM",
    "обл. Калужская": "RU-KLU",
    "область Калужская": "RU-KLU",
    "Пермского кр.": "RU-PER",
    "респ. Татарстан": "RU-TA",
    "Чеченская респ.": "RU-CE",
    "Ненецкий АО": "RU-NEN",
}
BEGINNINGS = {"калуж": "RU-KLU", "башкорт": "RU-BA", "нижегор": "RU-NIZ", "новосиб": "RU-NVS"}


def build():
    """A park in each region, and no other rows."""
    call_command("load_regions", verbosity=0)
    regions = {region.iso_code: region for region in Region.objects.all()}
    parks = Park.objects.bulk_create(
        factories.ParkFactory.build(name=f"Эскиз {number}", slug=f"park-{number}", region=region)
        for number, region in enumerate(regions.values())
    )
    index.refresh(Kind.REGION, [region.pk for region in regions.values()])
    index.refresh(Kind.PARK, [park.pk for park in parks])
    return regions


@pytest.fixture(scope="module")
def kept_regions(keep):
    return keep(build)


@pytest.fixture
def regions(kept_regions, db, settings):
    return kept_regions(settings)


def forms(region):
    """The nominative, the genitive, the prepositional, and an adjective where the name has one."""
    yield from (f"парки {region.name}", f"парки {region.genitive}", f"парки в {region.prepositional}")
    if adjective := re.match(r"(\w+)(?:ая область|ий край)", region.name):
        yield f"{adjective[1]}ие парки" if region.iso_code != "RU-MOS" else "парки Подмосковья"
    else:
        yield f"{region.name.lower()} парки"


def test_parks_of_every_region_are_exactly_its_own(regions):
    asked = {text: region for region in regions.values() for text in forms(region)}
    asked |= {f"парки {name}": regions[code] for name, code in OTHER_NAMES.items()}
    asked |= {f"парки {city}": regions[code] for code, city in MAIN_CITIES.items()}
    asked |= {f"парки {beginning}": regions[code] for beginning, code in BEGINNINGS.items()}
    asked["парки Амурска"] = regions["RU-KHA"]  # the town; «Амурские парки» are of the Амурская область
    park_of = {park.region_id: park.get_absolute_url() for park in Park.objects.all()}
    retriever = Retriever(AnonymousUser(), NO_FILTERS)
    wrong = {}
    for text, region in asked.items():
        named = block_of(read(parse(text), retriever.access), [], retriever)
        shown = [row.url for row in named.block.rows] if named else []
        if shown != [park_of[region.pk]]:
            wrong[text] = shown
    assert (len(asked) > 5 * 83, wrong) == (True, {})
