import re

import pytest
from django.urls import reverse

from events.templatetags.event_tags import file_format
from tests import files
from tests.events.pages import page, titles
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventRegionFactory,
    MaterialFactory,
    PersonFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
MATERIALS = reverse("events:materials")


@pytest.mark.parametrize(("name", "said"), [("а.б.pdf", "PDF"), ("без точки", ""), ("Отчёт. Итоги года", "")])
def test_format_comes_from_the_extension(name, said):
    version = files.version()
    version.original_name = name
    assert file_format(version) == said


def test_heading_of_an_untitled_material_is_its_talk_or_its_kind_and_speaker():
    talk = TalkFactory(title="")
    material = MaterialFactory(event=talk.event, talk=talk, title="")
    assert material.heading == "Презентация: Выступление № 1"
    talk.speakers = [AppearanceFactory(event=talk.event, talk=talk, person=PersonFactory(last_name="Жуков"))]
    assert material.heading == "Презентация: Выступление № 1, Жуков"
    talk.title = "О важном"
    assert material.heading == "О важном"


def test_materials_of_the_newest_event_come_first_in_manual_order(visitor):
    for start, title, order in [("2019", "Старый", 1), ("2024", "Второй", 2), ("--05-25", "Без года", 1)]:
        MaterialFactory(event=EventFactory(start=start), title=title, order=order)
    MaterialFactory(event=EventFactory(start="2024"), title="Другого события")
    html = page(visitor, MATERIALS)
    assert titles(html) == ["Другого события", "Второй", "Старый", "Без года"]


def test_each_filter_narrows_the_materials(visitor):
    event = EventFactory(title="Форум в Примерске", start="2015-03-04")
    talk = TalkFactory(event=event)
    AppearanceFactory(event=event, talk=talk, person=PersonFactory(last_name="Жуков"))
    MaterialFactory(event=event, talk=talk, title="Искомый", kind="paper")
    MaterialFactory(title="Другой", access="members")
    region = EventRegionFactory(event=event).region
    for query in (
        {"kind": "paper"},
        {"region": region.slug},
        {"year": "2015"},
        {"open": "1"},
        {"q": "ИСКОМ"},
        {"q": "жуков"},
        {"q": "примерск"},
    ):
        assert titles(page(visitor, MATERIALS, **query)) == ["Искомый"], query
    assert len(titles(page(visitor, MATERIALS))) == 2


def test_filters_offer_only_what_the_reader_may_know_of(visitor):
    draft = EventFactory(published_at=None, start="1999")
    MaterialFactory(event=draft, kind="resolution")
    EventRegionFactory(event=draft)
    MaterialFactory(event=EventFactory(start="1998"), access="staff", kind="report")
    MaterialFactory()
    html = page(visitor, MATERIALS)
    for option in ("resolution", "report", "1999", "1998", draft.regions.get().slug):
        assert f'value="{option}"' not in html


def test_card_shows_the_material_and_its_versions(member):
    event = EventFactory()
    talk = TalkFactory(event=event)
    AppearanceFactory(event=event, talk=talk, position="Технолог")
    material = files.material(event=event, talk=talk, access="members", language="en", description="Раз.\n\n<b>")
    version = files.version(material, content=files.pdf("новее"))
    material.versions.filter(pk=version.pk).update(reason="Исправили таблицу", pages=18)
    html = page(member, material.get_absolute_url())
    download = reverse("events:download", args=[material.pk])
    for words in ("Технолог", event.title, "английский", "<p>Раз.</p>", "&lt;b&gt;", "Исправили таблицу",
                  "18\u00a0слайдов",
                  f'href="{download}"', f'href="{download}?v=1"', f'href="{download}?v=2"'):  # fmt: skip
        assert words in html
    assert html.count(">текущая<") == 1
    assert html.count("<h1") == 1


def test_awaited_material_has_nothing_to_download(visitor):
    material = MaterialFactory()
    html = page(visitor, material.get_absolute_url())
    assert "ожидается" in html
    assert reverse("events:download", args=[material.pk]) not in html + page(visitor, MATERIALS)


def test_link_leads_to_the_external_address(visitor):
    material = MaterialFactory(kind="video", url="https://example.org/запись")
    for html in (page(visitor, material.get_absolute_url()), page(visitor, MATERIALS)):
        assert re.search(r'href="https://example.org/[^"]+" rel="noopener', html)
        assert "Смотреть" in html
        assert "ожидается" not in html


@pytest.mark.parametrize(
    ("who", "queries"), [("visitor", 6), ("outsider", 8), ("member", 8), ("participant", 8), ("editor", 8)]
)
def test_material_list_takes_the_same_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    for size_of_list in (1, 3):
        for _ in range(size_of_list):
            talk = TalkFactory()
            AppearanceFactory(event=talk.event, talk=talk)
            files.material(event=talk.event, talk=talk, title="", access="public")
        with django_assert_num_queries(queries):
            page(client, MATERIALS)


@pytest.mark.parametrize(("who", "queries"), [("visitor", 4), ("outsider", 6), ("member", 6), ("editor", 6)])
def test_card_takes_the_same_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    talk = TalkFactory()
    material = files.material(event=talk.event, talk=talk, access="public")
    for number in (1, 2):
        AppearanceFactory(event=talk.event, talk=talk)
        files.version(material, content=files.pdf(str(number)))
        with django_assert_num_queries(queries):
            page(client, material.get_absolute_url())


@pytest.mark.parametrize(("who", "way_in"), [("visitor", "Войти"), ("outsider", "Как получить доступ")])
@pytest.mark.parametrize("access", ["members", "participants"])
def test_locked_material_tells_kind_slides_topic_and_what_to_do(who, way_in, access, request):
    client = request.getfixturevalue(who)
    talk = TalkFactory(title="О сетях")
    version = files.version(event=talk.event, talk=talk, title="Слайды", kind="presentation", access=access)
    version.pages = 18
    version.save()
    material = version.material
    expected = ["Презентация, 18 слайдов", "О сетях", "членов" if access == "members" else "участников"]
    for address in (talk.event.get_absolute_url(), MATERIALS):
        html = page(client, address).replace("\u00a0", " ")
        row = re.search(r"<li class=.row row--locked.>.*?</li>", html, re.DOTALL)[0]
        assert [words for words in (*expected, f">{way_in}</a>") if words not in row] == []
    html = page(client, material.get_absolute_url()).replace("\u00a0", " ").partition("<main")[2]
    assert [words for words in expected[:2] if words not in html] == []
    assert f'href="{reverse("association:contacts")}#access"' in html
    assert ("Войти</a>" in html) == (who == "visitor")
