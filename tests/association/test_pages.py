"""Home, the association's own pages, the cabinet and the style guide: their content, access and queries."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from association.models import CommitteeMember, TextPage
from events.models import Download
from tests import files
from tests.factories import (
    AppearanceFactory,
    CommitteeFactory,
    EventFactory,
    MaterialFactory,
    MembershipFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = "Тайное"


def read(client, name, status=200):
    response = client.get(reverse(name))
    assert response.status_code == status
    return response.content.decode().replace("\u00a0", " ")


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


# --- Home ----------------------------------------------------------------------------------------------------------


def test_home_of_an_empty_portal_explains_itself(visitor):
    assert "Портал только что открылся" in read(visitor, "association:home")


def test_home_shows_upcoming_and_past_events_and_new_materials(visitor):
    later = EventFactory(title="Потом", start=in_days(20))
    soon = EventFactory(title="Скоро", start=in_days(2))
    EventFactory(title="Было", start=in_days(-2))
    MaterialFactory(event=soon, title="Новинка")
    page = read(visitor, "association:home")
    assert (
        page.index("Ближайшее")
        < page.index(soon.title)
        < page.index("Ближайшие мероприятия")
        < page.index(later.title)
        < page.index("Последние")
    )
    assert page.index("Новинка") < page.index("Последние") < page.index("Было")
    assert "1 материал" in page


def test_home_leads_with_no_cancelled_event_and_keeps_a_place_for_those_of_an_unknown_year(visitor):
    EventFactory(title="Отменённое", start=in_days(1), status="cancelled")
    EventFactory(title="Несостоявшееся", start=in_days(-1), status="cancelled")
    EventFactory(title="Состоится", start=in_days(9))
    for days in range(1, 9):
        EventFactory(title="Прошло", start=in_days(-days))
    EventFactory(title="Давний тур", start="--05-25")
    page = read(visitor, "association:home")
    assert "Отменённое" not in page
    assert "Несостоявшееся" not in page
    order = ["Ближайшее мероприятие", "Состоится", "Последние мероприятия", "Прошло", "Год не указан", "Давний тур"]
    assert sorted(order, key=page.index) == order


def test_home_leads_with_the_only_event_though_its_year_is_unknown(visitor):
    EventFactory(title="Давний тур", start="--05-25")
    page = read(visitor, "association:home")
    assert page.index("Последнее мероприятие") < page.index("Давний тур")
    assert page.count("Давний тур") == 1
    assert "Год не указан" not in page


def test_home_counts_and_names_only_what_the_visitor_may_see(visitor, outsider, editor):
    EventFactory()
    EventFactory(title=f"{HIDDEN} собрание", published_at=None)
    MaterialFactory(title=f"{HIDDEN} письмо", published_at=None)
    MaterialFactory(title=f"{HIDDEN} бумага", access="staff")
    ParkFactory(published_at=None)
    for client in (visitor, outsider):
        page = read(client, "association:home")
        assert HIDDEN not in page
        assert ">парк<" not in page
        assert ">материал<" not in page
    assert HIDDEN in read(editor, "association:home")


def test_home_shows_locked_materials_only_to_readers_who_can_open_none(visitor):
    files.material(title="Закрытый", access="members")
    assert "Закрытый" in read(visitor, "association:home")
    files.material(title="Открытый", access="public")
    MaterialFactory(title="Ожидаемый")
    page = read(visitor, "association:home")
    assert "Открытый" in page
    assert "Закрытый" not in page
    assert "Ожидаемый" not in page


def test_home_makes_as_many_queries_with_1_and_3_rows(visitor, django_assert_num_queries):
    def add():
        for days in (2, -2):
            event = EventFactory(start=in_days(days))
            talk = TalkFactory(event=event)
            AppearanceFactory(event=event, talk=talk)
            files.material(event=event, talk=talk)

    add()
    with django_assert_num_queries(14):
        read(visitor, "association:home")
    add()
    add()
    with django_assert_num_queries(14):
        read(visitor, "association:home")


# --- Texts, committees, members ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "name"),
    [("about", "about"), ("contacts", "contacts"), ("access", "contacts"), ("join", "members"), ("privacy", "privacy")],
)
def test_text_of_staff_replaces_the_default_one(visitor, slug, name):
    assert "Слова редакции" not in read(visitor, f"association:{name}")
    text = TextPage.objects.create(slug=slug, body="Слова редакции\n\n<b>второй абзац")
    page = read(visitor, f"association:{name}")
    path, _hash, part = text.get_absolute_url().partition("#")
    assert path == reverse(f"association:{name}")
    assert f'id="{part}"' in page or not part
    assert "<p>Слова редакции</p>" in page
    assert "<b>" not in page


def test_about_names_committees_and_links_only_visible_people(visitor):
    known = AppearanceFactory().person
    unknown = PersonFactory(last_name="Никому-неизвестный")
    committee = CommitteeFactory(name="Вымышленный комитет по примерам")
    CommitteeMember.objects.create(committee=committee, person=known, role="Председатель")
    CommitteeMember.objects.create(committee=committee, person=unknown)
    page = read(visitor, "association:about")
    assert "Вымышленный комитет по примерам" in page
    assert f'<a href="{known.get_absolute_url()}">{known}</a>, Председатель' in page
    assert "Никому-неизвестный" in page
    assert unknown.get_absolute_url() not in page


def test_about_makes_as_many_queries_with_1_and_3_committees(visitor, django_assert_num_queries):
    def add():
        CommitteeMember.objects.create(committee=CommitteeFactory(), person=PersonFactory())

    add()
    with django_assert_num_queries(3):
        read(visitor, "association:about")
    add()
    add()
    with django_assert_num_queries(3):
        read(visitor, "association:about")


def test_members_are_those_in_force_today_and_visible(visitor):
    MembershipFactory(organization__name="Нынешний")
    MembershipFactory(organization__name="Бывший", end_date=in_days(-1))
    MembershipFactory(organization__name="Будущий", start_date=in_days(1))
    MembershipFactory(organization__name=HIDDEN, organization__published_at=None)
    page = read(visitor, "association:members")
    assert "Нынешний" in page
    assert "Действительный член" in page
    assert [name for name in ("Бывший", "Будущий", HIDDEN) if name in page] == []


def test_empty_list_of_members_explains_itself(visitor):
    assert 'class="empty"' in read(visitor, "association:members")


def test_members_make_as_many_queries_with_1_and_3(visitor, django_assert_num_queries):
    MembershipFactory(organization__region=RegionFactory())
    with django_assert_num_queries(4):
        read(visitor, "association:members")
    MembershipFactory(organization__region=RegionFactory())
    MembershipFactory(organization__region=RegionFactory())
    with django_assert_num_queries(4):
        read(visitor, "association:members")


# --- Cabinet -------------------------------------------------------------------------------------------------------


def test_cabinet_requires_a_log_in(visitor):
    response = visitor.get(reverse("association:cabinet"))
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/account/"


def test_cabinet_shows_my_organization_membership_events_and_downloads(member):
    mine = EventFactory(title="Моя поездка")
    mine.attendances.create(user=member.user)
    EventFactory(title="Чужая поездка").attendances.create(user=UserFactory())
    material = MaterialFactory(event=mine, title="Взятое", access="members")
    Download.objects.create(material=material, user=member.user)
    Download.objects.create(material=material, user=member.user, day=dt.date(2024, 1, 1))
    Download.objects.create(material=MaterialFactory(title="Чужое"), user=UserFactory())
    page = read(member, "association:cabinet")
    assert str(member.user.organization) in page.replace("&quot;", '"')
    assert "членство бессрочное" in page
    assert "Моя поездка" in page
    assert page.count(f'href="{material.get_absolute_url()}"') == 1
    assert "Чуж" not in page


def test_cabinet_says_that_the_membership_has_ended(outsider):
    outsider.user.organization = MembershipFactory(end_date=in_days(-1)).organization
    outsider.user.save()
    assert "не член ассоциации" in read(outsider, "association:cabinet")


def test_cabinet_leaves_out_withdrawn_materials(member):
    event = EventFactory(title=f"{HIDDEN} собрание", published_at=None)
    event.attendances.create(user=member.user)
    for fields in ({"published_at": None}, {"access": "staff"}, {"event": event}):
        Download.objects.create(material=MaterialFactory(title=f"{HIDDEN} письмо", **fields), user=member.user)
    assert HIDDEN not in read(member, "association:cabinet")


def test_cabinet_links_to_the_admin_for_staff_only(member, editor):
    assert reverse("admin:index") not in read(member, "association:cabinet")
    assert reverse("admin:index") in read(editor, "association:cabinet")


def test_cabinet_makes_as_many_queries_with_1_and_3(member, django_assert_num_queries):
    def add():
        event = EventFactory()
        event.attendances.create(user=member.user)
        talk = TalkFactory(event=event)
        AppearanceFactory(event=event, talk=talk)
        Download.objects.create(material=MaterialFactory(event=event, talk=talk), user=member.user)

    add()
    with django_assert_num_queries(9):
        read(member, "association:cabinet")
    add()
    add()
    with django_assert_num_queries(9):
        read(member, "association:cabinet")


# --- Style guide ---------------------------------------------------------------------------------------------------


def test_style_guide_is_for_staff_only(visitor, member, editor):
    read(visitor, "association:styleguide", status=404)
    read(member, "association:styleguide", status=404)
    assert "Все детали страниц" in read(editor, "association:styleguide")
