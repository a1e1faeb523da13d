import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from parks import time_zones
from parks.models import Region

pytestmark = pytest.mark.django_db


def load():
    said = io.StringIO()
    call_command("load_regions", stdout=said)
    return said.getvalue()


def test_load_regions_brings_83_with_codes_and_cases():
    assert "добавлено 83" in load()
    smolensk = Region.objects.get(iso_code="RU-SMO")
    assert (smolensk.name, smolensk.slug, smolensk.okato) == ("Смоленская область", "smolenskaya-oblast", "66")
    assert (smolensk.kind, smolensk.federal_district) == (Region.Kind.OBLAST, Region.FederalDistrict.CENTRAL)
    assert [
        getattr(smolensk, case) for case in ("genitive", "dative", "accusative", "instrumental", "prepositional")
    ] == [
        "Смоленской области",
        "Смоленской области",
        "Смоленскую область",
        "Смоленской областью",
        "Смоленской области",
    ]
    for field in ("genitive", "dative", "accusative", "instrumental", "prepositional", "okato"):
        assert not Region.objects.filter(**{field: ""}).exists()


def test_load_regions_finds_the_kind_by_the_name():
    load()
    kinds = {kind: Region.objects.filter(kind=kind).count() for kind in Region.Kind.values}
    assert kinds == {
        "republic": 21,
        "krai": 9,
        "oblast": 46,
        "federal_city": 2,
        "autonomous_oblast": 1,
        "autonomous_okrug": 4,
    }
    assert Region.objects.get(iso_code="RU-SA").kind == Region.Kind.REPUBLIC
    assert Region.objects.get(iso_code="RU-KHM").kind == Region.Kind.AUTONOMOUS_OKRUG


def test_load_regions_knows_common_names():
    load()
    assert Region.objects.get(aliases__holds="нсо").iso_code == "RU-NVS"
    assert Region.objects.get(aliases__holds="подмосковье").iso_code == "RU-MOS"


def test_load_regions_gives_each_region_a_point():
    load()
    assert not Region.objects.filter(latitude=None).exists()
    moscow = Region.objects.get(iso_code="RU-MOW")
    assert (moscow.latitude, moscow.longitude) == pytest.approx((55.75, 37.62), abs=0.1)


def test_load_regions_again_changes_nothing():
    load()
    before = list(Region.objects.order_by("pk").values())
    assert "добавлено 0" in load()
    assert list(Region.objects.order_by("pk").values()) == before


def test_load_regions_keeps_what_staff_wrote_and_fills_what_is_empty():
    load()
    smolensk = Region.objects.filter(iso_code="RU-SMO")
    smolensk.update(aliases="Смоленщина", genitive="", latitude=1.5, is_hidden=True)
    load()
    region = smolensk.get()
    assert (region.aliases, region.latitude, region.is_hidden) == ("Смоленщина", 1.5, True)
    assert region.genitive == "Смоленской области"


def test_load_regions_recognizes_a_region_that_staff_entered_without_a_code():
    Region.objects.create(
        name="Смоленская область", kind="oblast", federal_district="central", prepositional="Смоленщине"
    )
    assert "добавлено 82" in load()
    region = Region.objects.get(iso_code="RU-SMO")
    assert region.prepositional == "Смоленщине"


def test_every_region_has_its_time_zone():
    call_command("load_regions", verbosity=0)
    zones = dict(Region.objects.values_list("iso_code", "time_zone"))
    assert len(zones) == 83
    assert set(zones.values()) < {zone for zone, _name in time_zones.CHOICES}
    noon = dt.datetime(2024, 5, 25, 12, tzinfo=dt.UTC)
    hours = {code: noon.astimezone(ZoneInfo(zone)).utcoffset().total_seconds() / 3600 for code, zone in zones.items()}
    shifts = {code: hour - 3 for code, hour in hours.items()}
    expected = {"KGD": -1, "SMO": 0, "VGG": 0, "SAM": 1, "UD": 1, "SVE": 2, "BA": 2, "OMS": 3, "NVS": 4, "KYA": 4}
    expected |= {"IRK": 5, "ZAB": 6, "SA": 6, "PRI": 7, "YEV": 7, "MAG": 8, "SAK": 8, "KAM": 9, "CHU": 9}
    assert {code: shifts[f"RU-{code}"] for code in expected} == expected


def test_all_time_zones_to_choose_exist():
    assert all(ZoneInfo(zone) for zone, _name in time_zones.CHOICES)
