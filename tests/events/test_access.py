"""Access to events and materials by role and tier: the querysets, and every page that uses them."""

import datetime as dt

import pytest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from events.models import Appearance, Event, Material, Person, Photo
from tests import files
from tests.conftest import signed_in
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventRegionFactory,
    MaterialFactory,
    MembershipFactory,
    PersonFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROLES = ["visitor", "outsider", "stranger", "participant", "member", "former_member", "editor"]
# For each tier the roles that it is open to. The stranger took part, but in another event.
OPEN_TO = {
    "public": set(ROLES),
    "members": {"member", "participant", "editor"},
    "participants": {"participant", "editor"},
    "staff": {"editor"},
}
NOT_YET = [None, dt.timedelta(minutes=5)]
LISTS = [reverse(f"events:{name}") for name in ("events", "people", "materials")]


def yesterday():
    return timezone.localdate() - dt.timedelta(days=1)


def client_of(role, request, event):
    """A client in this role at the event."""
    if role == "former_member":
        return signed_in(UserFactory(organization=MembershipFactory(end_date=yesterday()).organization))
    if role in ("stranger", "participant"):
        client = request.getfixturevalue("participant")
        client.attends(event if role == "participant" else EventFactory())
        return client
    return request.getfixturevalue(role)


def user_of(client):
    from django.contrib.auth.models import AnonymousUser

    return getattr(client, "user", None) or AnonymousUser()


def published(when):
    return when and timezone.now() + when


def texts_of(client, *urls):
    """The texts of all these addresses for the client, whatever their status."""
    return "\n".join(client.get(url).content.decode() for url in urls)


@pytest.mark.parametrize("role", ROLES)
def test_querysets_know_the_tiers(role, request):
    """Events with their people and photos, and materials, listed or not."""
    for tier, roles in OPEN_TO.items():
        event = EventFactory(access=tier)
        person, photo = AppearanceFactory(event=event).person, event.photos.create(image=files.picture())
        public = EventFactory()
        listed, unlisted = (MaterialFactory(event=public, access=tier, is_listed=is_listed) for is_listed in (1, 0))
        client = client_of(role, request, event)
        if role == "participant":
            client.attends(public)
        user, is_open = user_of(client), role in roles
        assert Event.objects.visible_to(user).contains(event) == is_open
        assert Person.objects.visible_to(user).contains(person) == is_open
        assert Appearance.objects.visible_to(user).filter(event=event).exists() == is_open
        assert Photo.objects.visible_to(user).contains(photo) == is_open
        for material in (listed, unlisted):
            assert Material.objects.visible_to(user).contains(material) == is_open
        assert Material.objects.listed_for(user).contains(listed) == (is_open or tier != "staff")
        assert Material.objects.listed_for(user).contains(unlisted) == is_open


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("when", NOT_YET)
def test_querysets_know_the_date_of_publication(when, role, request):
    event = EventFactory(published_at=published(when))
    material = MaterialFactory(event=event, access="public")
    early = MaterialFactory(published_at=published(when), access="public")
    user = user_of(client_of(role, request, event))
    assert Event.objects.visible_to(user).contains(event) == (role == "editor")
    for one in (material, early):
        assert Material.objects.visible_to(user).contains(one) == (role == "editor")
        assert Material.objects.listed_for(user).contains(one) == (role == "editor")


@pytest.mark.parametrize(("role", "is_open"), [("outsider", False), ("member", True)])
def test_pages_of_an_event_obey_its_queryset(role, is_open, request):
    event = EventFactory(access="members", title="Искомое")
    person = AppearanceFactory(event=event).person
    client = client_of(role, request, event)
    assert client.get(event.get_absolute_url()).status_code == (200 if is_open else 404)
    assert client.get(person.get_absolute_url()).status_code == (200 if is_open else 404)
    assert ("Искомое" in texts_of(client, LISTS[0])) == is_open
    assert (person.last_name in texts_of(client, LISTS[1])) == is_open


@pytest.mark.parametrize("when", NOT_YET)
def test_pages_show_nothing_before_its_date(when, visitor, editor):
    event = EventFactory(published_at=published(when), title="Искомое")
    material = MaterialFactory(event=event, access="public", title="Искомый материал")
    early = MaterialFactory(published_at=published(when), access="public", title="Искомый материал")
    for client, status in ((visitor, 404), (editor, 200)):
        for row in (event, material, early):
            assert client.get(row.get_absolute_url()).status_code == status
        assert ("Искомое" in texts_of(client, *LISTS)) == (status == 200)
        assert ("Искомый" in texts_of(client, LISTS[2], early.event.get_absolute_url())) == (status == 200)


@pytest.mark.parametrize(
    ("role", "is_listed", "is_open", "is_known"),
    [
        ("outsider", True, False, True),
        ("outsider", False, False, False),
        ("member", True, True, True),
        ("member", False, True, True),
    ],
)
def test_pages_show_a_material_as_open_locked_or_not_at_all(role, is_listed, is_open, is_known, request):
    event = EventFactory()
    material = files.material(
        event=event, access="members", is_listed=is_listed, title="Искомый", description="Суть дела"
    )
    client = client_of(role, request, event)
    assert client.get(material.get_absolute_url()).status_code == (200 if is_known else 404)
    for url in (LISTS[2], event.get_absolute_url()):
        assert ("Искомый" in texts_of(client, url)) == is_known
    assert ("Искомый" in client.get(LISTS[2], {"open": "1"}).content.decode()) == is_open
    card = texts_of(client, material.get_absolute_url())
    assert ("Суть дела" in card) == is_open
    download = reverse("events:download", args=[material.pk])
    assert (download in texts_of(client, material.get_absolute_url(), LISTS[2], event.get_absolute_url())) == is_open
    assert (client.head(download).status_code == 200) == is_open


def test_tier_of_the_event_closes_its_public_materials(visitor, member):
    material = MaterialFactory(event=EventFactory(access="members"), access="public", title="Искомый")
    assert visitor.get(material.get_absolute_url()).status_code == 404
    assert "Искомый" not in texts_of(visitor, *LISTS)
    assert member.get(material.get_absolute_url()).status_code == 200


def test_membership_gives_access_only_while_it_lasts(rf):
    material = MaterialFactory(access="members")
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    for start, end, is_open in [
        (today - day, today - day, False),
        (today - day, today, True),
        (today, None, True),
        (today + day, None, False),
    ]:
        organization = MembershipFactory(start_date=start, end_date=end).organization
        client = signed_in(UserFactory(organization=organization))
        html = texts_of(client, material.get_absolute_url())
        assert ("Файла пока нет" in html) == is_open, (start, end)


def test_appearance_at_a_draft_does_not_make_a_person_visible(visitor, editor):
    person = PersonFactory()
    AppearanceFactory(person=person, event=EventFactory(start="2015-01-01"), position="Известная")
    draft = EventFactory(published_at=None, start="2024-01-01", title="Тайна-события")
    talk = TalkFactory(event=draft, title="Тайна-темы")
    AppearanceFactory(person=person, event=draft, talk=talk, position="Тайная", organization_name="Тайная")
    MaterialFactory(event=draft, talk=talk, title="Тайный")
    pages = [reverse("events:people"), person.get_absolute_url()]
    assert "айн" not in texts_of(visitor, *pages)
    assert "1\u00a0мероприятие" in texts_of(visitor, *pages)
    assert "Известная" in texts_of(visitor, pages[0])
    assert "Тайн" in texts_of(editor, *pages)


MARKERS = {
    "МЕТКА-ЧЕРНОВИК": {"editor"},
    "МЕТКА-БУДУЩЕЕ": {"editor"},
    "МЕТКА-СОТРУДНИКАМ": {"editor"},
    "МЕТКА-ДОКЛАДЧИК": {"editor"},
    "МЕТКА-ТЕМА": {"editor"},
    "МЕТКА-НЕ-В-СПИСКЕ": {"participant", "member", "editor"},
    "МЕТКА-ОПИСАНИЕ": {"participant", "member", "editor"},
    "МЕТКА-ПРИЧИНА": {"participant", "member", "editor"},
    "МЕТКА-АДРЕС": {"participant", "member", "editor"},
    "МЕТКА-ФАЙЛ": set(),
    "МЕТКА-ТЕКСТ": set(),
    "МЕТКА-СОБЫТИЕ-ЧЛЕНАМ": {"participant", "member", "editor"},
    "МЕТКА-СОБЫТИЕ-УЧАСТНИКАМ": {"participant", "editor"},
}


def plant():
    """Something of every kind that could leak; returns the events whose participant may see it."""
    draft = EventFactory(title="МЕТКА-ЧЕРНОВИК", lead="МЕТКА-ЧЕРНОВИК", place="МЕТКА-ЧЕРНОВИК", published_at=None)
    talk = TalkFactory(event=draft, title="МЕТКА-ТЕМА", session=SessionFactory(event=draft, title="МЕТКА-ТЕМА"))
    AppearanceFactory(event=draft, talk=talk, person=PersonFactory(last_name="МЕТКА-ДОКЛАДЧИК"))
    StopFactory(event=draft), EventRegionFactory(event=draft)
    MaterialFactory(event=draft, talk=talk, title="МЕТКА-ЧЕРНОВИК")
    EventFactory(title="МЕТКА-БУДУЩЕЕ", published_at=timezone.now() + dt.timedelta(hours=1))
    open_event = EventFactory()
    MaterialFactory(event=open_event, title="МЕТКА-СОТРУДНИКАМ", access="staff")
    MaterialFactory(event=open_event, title="МЕТКА-БУДУЩЕЕ", published_at=timezone.now() + dt.timedelta(hours=1))
    MaterialFactory(event=open_event, title="МЕТКА-НЕ-В-СПИСКЕ", access="members", is_listed=False)
    locked = files.material(
        event=open_event,
        access="members",
        title="Закрытый",
        description="МЕТКА-ОПИСАНИЕ",
        name="МЕТКА-ФАЙЛ.pdf",
        content=files.pdf("МЕТКА-ТЕКСТ"),
    )
    # A second version, so that the page lists both.
    files.version(locked, content=files.pdf("МЕТКА-ТЕКСТ, вторая версия"), name="МЕТКА-ФАЙЛ.pdf")
    locked.versions.update(reason="МЕТКА-ПРИЧИНА")
    MaterialFactory(
        event=open_event, access="members", title="Ссылка", kind="link", url="https://example.org/МЕТКА-АДРЕС"
    )
    members = EventFactory(title="МЕТКА-СОБЫТИЕ-ЧЛЕНАМ", access="members")
    participants = EventFactory(title="МЕТКА-СОБЫТИЕ-УЧАСТНИКАМ", access="participants")
    return [open_event, members, participants]


@pytest.mark.parametrize("role", ["outsider", "stranger", "former_member", "participant", "member"])
def test_pages_show_no_role_the_texts_of_another(role, request):
    events = plant()
    client = client_of(role, request, events[0])
    if role == "participant":
        client.attends(events[1]), client.attends(events[2])
    urls = [*LISTS, *(f"{url}?q=МЕТКА" for url in LISTS), f"{LISTS[2]}?q=закрытый", f"{LISTS[0]}?when=past"]
    for model in (Event, Person, Material):
        urls += [row.get_absolute_url() for row in model.objects.all()]
    html = texts_of(client, *urls)
    for marker, roles in MARKERS.items():
        assert (marker in html) == (role in roles), marker


def test_locked_row_offers_visitors_to_sign_in_and_tells_outsiders_whom_to_ask(visitor, outsider):
    material = files.material(access="members", title="Закрытый")
    invitation = f"{reverse('account_login')}?next={material.get_absolute_url()}"
    for url in (LISTS[2], material.event.get_absolute_url(), material.get_absolute_url()):
        assert invitation in texts_of(visitor, url)
        html = texts_of(outsider, url)
        assert invitation not in html
        assert reverse("association:contacts") in html.split("<main")[1].split("</main")[0]
    assert filesizeformat(material.current_version.size) in texts_of(visitor, LISTS[2])
    assert "PDF" not in texts_of(visitor, *LISTS, material.get_absolute_url(), material.event.get_absolute_url())
