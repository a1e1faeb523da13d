"""What is closed changes nothing in an answer: no hit, number, block, synonym, correction or suggestion.

The same questions are asked without the closed content and with it.
"""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from parks.models import OrganizationName
from search import SearchFilters, index, search, suggest
from tests import factories, files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]
VISITOR = AnonymousUser()
CLOSED = "Газпр беспилотнек экозавод концесия водозабр ргкашощ индустриальныйпарк газоснабжение тарифнаводу чайхана"
QUESTIONS = [
    "газпр",  # the beginning of a word
    "беспилотнек",  # a typo
    "газификатор",  # the same root
    "индустриальныйпарк",  # no space
    "газо снабжение",  # a space too many
    "тарифнаводу",
    "vodozabor",
    "BOДO3AБOP",
    "djljpf,jh",  # the other layout
    "БПЛА",  # a synonym
    "парки Примерской области",
    "мероприятия 2019",
    "кто говорил о концессии",
    "где взять тариф на воду",
    "17.07.2019",
    "старый кузнец",  # a former name of a draft
    "эскизова",  # a former name of a person
    "концессия тариф чайхана",  # in part
    "чайхана",
    "водозабор -газ",
    '"концессионное соглашение"',
]
TYPED = ["газпр", "беспилотнек", "vodo", "водозабр", "чай", "кузнец", "эскиз", "примр", "djlj"]


def open_content():
    region = factories.RegionFactory(name="Примерская область", genitive="Примерской области", slug="primer")
    factories.ParkFactory(name="Макет", region=region)
    event = factories.EventFactory(title="Вымышленный слёт", start="2019-07-17")
    factories.EventRegionFactory(event=event, region=region)
    talk = factories.TalkFactory(event=event, title="О воде")
    person = factories.PersonFactory(last_name="Примеров", first_name="Глеб")
    factories.AppearanceFactory(event=event, talk=talk, person=person)
    files.slides(
        files.material(event=event, talk=talk, title="Вода").current_version,
        "Водозабор\nГазпромышленный узел, газ, газификация.",
        "Концессия\nКонцессионное соглашение, тариф на воду.",
        "Беспилотник\nИндустриальный парк, газоснабжение.",
    )
    return region, event


def closed_content(region, event):
    hidden = [
        factories.EventFactory(title="Закрытый слёт", start="2019-07-17", published_at=None),
        factories.EventFactory(title="Закрытый слёт", start="2019-07-17", access="participants"),
        event,
    ]
    for number, one in enumerate(hidden):
        talk = factories.TalkFactory(event=one, title="Концессия чайханы") if one != event else None
        if talk:
            person = factories.PersonFactory(last_name="Чайханов", first_name="Ян", aliases="Эскизова Анна")
            factories.AppearanceFactory(event=one, talk=talk, person=person)
        material = files.material(event=one, talk=talk, title="", access="members", is_listed=False)
        files.slides(material.current_version, *[f"{CLOSED} {number}\nО концессии, водозабор, газ."] * 3)
        factories.EventRegionFactory(event=one, region=factories.RegionFactory(is_hidden=True))
    factories.ParkFactory(name="Чайхана", region=region, published_at=None)
    draft = factories.OrganizationFactory(name="Водозабор чайханы", published_at=None)
    OrganizationName.objects.create(organization=draft, name="Старый кузнец")


def answers():
    filters = [SearchFilters(), SearchFilters(kind="slide"), SearchFilters(event=Event.objects.order_by("pk")[0].pk)]
    found = {
        (text, which): replace(search(text, VISITOR, filters=which), text="") for text in QUESTIONS for which in filters
    }
    return found | {text: suggest(text, VISITOR) for text in TYPED}


def test_closed_content_changes_no_answer():
    rows = open_content()
    index.rebuild()
    before = answers()
    closed_content(*rows)
    index.rebuild()
    after = answers()
    assert {asked for asked in before if before[asked] != after[asked]} == set()
    assert sum(bool(one if isinstance(one, list) else one.hits) for one in before.values()) > 40
