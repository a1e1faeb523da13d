"""Both databases give the same hits in the same order: what one of them answered once is expected of both."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from search import index, search, suggest
from search.models import Synonym
from tests import factories, files

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FIRST = 5
EXPECTED = json.loads((Path(__file__).parent / "first_hits.json").read_text("utf-8"))
DECKS = {
    "Вымышленный доклад о верфи": "Стапель\nСуда 120 метров. Сварка корпуса.|Плавучий док\nБаржи 4 500 тонн, сварка.",
    "Пример лизинга": "Лизинг станков\nАванс 15 процентов.|Возвратный лизинг\nПрессы и станки завода.",
    "Образец о биогазе": "Биогазовая станция\nМетан, газ, 2,4 МВт.|Метановое брожение\nГаз бродит 20 дней.",
    "Вымышленная роботизация": "Роботы-паллетайзеры\n900 мешков в час.|Маркировка товаров\nКод, газ, суда, станки.",
    "Пример о законах": "Закон 44-ФЗ\nЗакупки станков.|Беспилотник\nПолёт над Примерской областью.",
}
PEOPLE = ["Иванов Пётр", "Петров Иван", "Кулик Семён", "Куликов Семён", "Васильев Василий"]


def build():
    Synonym.objects.all().delete()
    Synonym.objects.create(words="БПЛА\nбеспилотник")
    region = factories.RegionFactory(name="Примерская область", slug="primer", genitive="Примерской области")
    for name in ("Эскиз", "Макет", "Газовый эскиз"):
        factories.ParkFactory(name=name, region=region)
    for number, ((title, slides), name) in enumerate(zip(DECKS.items(), PEOPLE, strict=True)):
        last, first = name.split()
        event = factories.EventFactory(
            title=f"Вымышленный слёт {number}", type=Event.Type.FORUM, start=f"201{number}-07-17", place="Примерск"
        )
        factories.EventRegionFactory(event=event, region=region)
        talk = factories.TalkFactory(event=event, title=title)
        person = factories.PersonFactory(last_name=last, first_name=first, middle_name="")
        factories.AppearanceFactory(event=event, talk=talk, person=person, position="", organization_name="")
        files.slides(files.material(event=event, talk=talk, title=title).current_version, *slides.split("|"))
    index.rebuild()


@pytest.fixture(scope="module")
def kept(keep):
    return keep(build)


def first_hits(text):
    """The blocks and the first hits, or what is suggested for a text that ends with three dots."""
    if text.endswith("…"):
        return [one.title for one in suggest(text[:-1], AnonymousUser())][:FIRST]
    answer = search(text, AnonymousUser())
    blocks = [f"{block.label} — {block.count}" for block in answer.blocks]
    return blocks + [f"{hit.kind}: {hit.title}" for hit in answer.hits[:FIRST]]


def test_first_hits_are_the_same_on_every_database(kept, settings):
    kept(settings)
    found = {text: first_hits(text) for text in EXPECTED}
    assert found == EXPECTED
