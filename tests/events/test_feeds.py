"""Atom feeds, parsed by a feed reader."""

import datetime as dt

import feedparser
import pytest
from django.utils import timezone

from events.models import Event
from tests import files
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventRegionFactory,
    MaterialFactory,
    RegionFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    return feed


def titles(feed):
    return [entry.title for entry in feed.entries]


def test_feed_of_events_says_when_where_and_what(client):
    published = timezone.now().replace(microsecond=0) - dt.timedelta(days=3)
    event = EventFactory(
        title="Тур «Первый» & друзья",
        type="study_tour",
        start="2016-05-25",
        end="2016-05-26",
        place="Вымышленск",
        lead="О чём.",
        published_at=published,
    )
    EventRegionFactory(event=event, region=RegionFactory(name="Вымышленная область"))
    feed = read(client, "/events/feed/")
    (entry,) = feed.entries
    assert entry.title == "Тур «Первый» & друзья"
    assert entry.link == f"http://testserver/events/{event.slug}/"
    assert entry.summary == "25–26\u00a0мая\u00a02016\u00a0г.\n\nВымышленск, Вымышленная область\n\nО чём."
    assert [tag.term for tag in entry.tags] == ["Ознакомительный тур"]
    assert dt.datetime(*entry.published_parsed[:6], tzinfo=dt.UTC) == published
    assert feed.feed.author == "Ассоциация индустриальных парков"
    assert feed.feed.language == "ru"


def test_feed_is_sorted_by_publication_date(client):
    EventFactory(title="Давно", published_at=timezone.now() - dt.timedelta(days=9), start="2017")
    EventFactory(title="Только что", published_at=timezone.now() - dt.timedelta(minutes=1), start="2016")
    assert titles(read(client, "/events/feed/")) == ["Только что", "Давно"]


def test_feed_of_an_archive_event_is_updated_when_it_changes(client):
    event = EventFactory(published_at=timezone.now() - dt.timedelta(days=9))
    before = read(client, "/events/feed/").entries[0].updated_parsed
    Event.history.filter(id=event.pk).update(history_date=timezone.now() + dt.timedelta(days=1))
    assert read(client, "/events/feed/").entries[0].updated_parsed > before


def test_feed_of_materials_says_who_spoke_and_where(client):
    talk = TalkFactory(event=EventFactory(title="Тур"))
    AppearanceFactory(event=talk.event, talk=talk, position="Директор", organization_name="ООО «Образец»")
    material = files.material(title="", talk=talk, event=talk.event, description="Подробности.")
    (entry,) = read(client, "/materials/feed/").entries
    assert entry.link == f"http://testserver/materials/{material.pk}/"
    assert "Директор, ООО «Образец»" in entry.summary
    assert "Тур" in entry.summary
    assert "Подробности." in entry.summary


def test_feed_of_materials_is_updated_by_a_new_version(client):
    earlier = timezone.now() - dt.timedelta(days=9)
    material = files.version(published_at=earlier).material
    material.versions.update(uploaded_at=earlier - dt.timedelta(days=1))
    before = read(client, "/materials/feed/").entries[0].updated_parsed
    assert dt.datetime(*before[:6], tzinfo=dt.UTC) == earlier.replace(microsecond=0)
    files.version(material, files.pdf("вторая"))
    after = read(client, "/materials/feed/").entries[0].updated_parsed
    assert dt.datetime(*after[:6], tzinfo=dt.UTC) > timezone.now() - dt.timedelta(minutes=5)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/events/feed/?type=forum", ["Форум"]),
        ("/events/feed/?year=2017", ["Семинар"]),
        ("/events/feed/?when=past", ["Семинар", "Форум"]),
        ("/materials/feed/?kind=report", ["Отчёт"]),
        ("/materials/feed/?kind=nonsense", ["Слайды", "Отчёт"]),
    ],
)
def test_feeds_follow_the_filters_of_their_lists(client, address, found):
    forum = EventFactory(title="Форум", type="forum", start="2016")
    EventFactory(title="Семинар", type="seminar", start="2017")
    MaterialFactory(event=forum, title="Отчёт", kind="report")
    MaterialFactory(event=forum, title="Слайды")
    feed = read(client, address)
    assert titles(feed) == found
    assert feed.feed.id == f"http://testserver{address}"
    page = address.replace("feed/", "")
    assert page in [link.href.removeprefix("http://testserver") for link in feed.feed.links if link.rel == "alternate"]


@pytest.mark.parametrize("who", ["client", "admin_client"])
def test_feeds_hold_what_a_visitor_may_open_for_every_role(request, who):
    reader = request.getfixturevalue(who)
    for access in ("public", "members", "participants", "staff"):
        event = EventFactory(title=f"Мероприятие {access}", access=access)
        MaterialFactory(event=event, title=f"Материал {access}")
    shown = EventFactory(title="Мероприятие с закрытым")
    MaterialFactory(event=shown, title="Закрытый, но в списке", access="members")
    MaterialFactory(event=shown, title="Черновик", published_at=None)
    assert titles(read(reader, "/events/feed/")) == ["Мероприятие с закрытым", "Мероприятие public"]
    assert titles(read(reader, "/materials/feed/")) == ["Материал public"]


@pytest.mark.parametrize("address", ["/events/feed/", "/materials/feed/"])
def test_empty_feed_is_valid_and_an_unchanged_one_is_not_sent_again(client, address):
    assert read(client, address).entries == []
    MaterialFactory()
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_queries_of_the_feeds_do_not_grow(client, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            talk = TalkFactory()
            AppearanceFactory(event=talk.event, talk=talk)
            MaterialFactory(event=talk.event, talk=talk)
            EventRegionFactory(event=talk.event)
        with django_assert_num_queries(4):
            client.get("/events/feed/")
        with django_assert_num_queries(4):
            client.get("/materials/feed/")
