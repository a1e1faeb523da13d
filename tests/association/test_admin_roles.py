"""What each role may do in the admin. Nobody can gain rights that they do not have."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from association.models import Membership, User
from events.models import Download, Event, Material, Person, Stop, Talk
from parks.models import Organization, Park, Region
from tests import files
from tests.admin_forms import address, complaints, desk, filled
from tests.factories import (
    AppearanceFactory,
    AttendanceFactory,
    EventFactory,
    MaterialFactory,
    MembershipFactory,
    OrganizationFactory,
    ParkFactory,
    RegionFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)
from tests.ports import free_port

pytestmark = pytest.mark.django_db


def role(name):
    return Group.objects.get(name=name)


def row_of(model):
    makers = {
        Event: EventFactory,
        Park: ParkFactory,
        Organization: OrganizationFactory,
        Region: RegionFactory,
        Person: lambda: AppearanceFactory().person,
        Stop: StopFactory,
        Talk: TalkFactory,
        Material: MaterialFactory,
        Membership: MembershipFactory,
    }
    return makers[model]()


@pytest.mark.parametrize("model", [Event, Park, Organization, Person, Region])
def test_rows_that_others_refer_to_are_deleted_by_administrators_only(editor, administrator, model):
    row = row_of(model)
    assert editor.get(address(model, "change", row.pk)).status_code == 200
    assert editor.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    marked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    editor.post(address(model, "changelist"), marked)
    assert model.objects.filter(pk=row.pk).exists()
    if model is not Person:
        assert administrator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 302
        assert not model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Stop, Talk, Material])
def test_editor_deletes_parts_of_an_event(editor, model):
    row = row_of(model)
    marked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    assert editor.post(address(model, "changelist"), marked).status_code == 302
    assert not model.objects.exists()


def test_editor_trashes_a_downloaded_material_and_its_downloads_stay(editor):
    material = Download.objects.create(material=MaterialFactory(), user=UserFactory()).material
    page = f"{desk(material.event, 'materials', 'material', material.pk)}delete/"
    assert editor.post(page, {"post": "yes"}).status_code == 302
    assert not Material.objects.exists()
    assert Download.objects.exists()


def test_editor_cannot_change_membership_and_accounts(editor):
    membership = MembershipFactory()
    assert editor.get(address(Membership, "change", membership.pk)).status_code == 403
    assert editor.get(address(User, "add")).status_code == 403
    assert editor.get(reverse("admin:auth_group_changelist")).status_code == 403
    other = UserFactory(last_name="Образцов")
    assert editor.post(address(User, "change", other.pk), {"email": "x@example.org"}).status_code == 403
    assert editor.post(reverse("admin:auth_user_password_change", args=[other.pk])).status_code == 403


def test_editor_finds_accounts_by_name_and_sees_no_addresses(editor):
    other = UserFactory(last_name="Образцов", email="secret@example.org")
    query = {"app_label": "events", "model_name": "attendance", "field_name": "user"}
    found = editor.get("/admin/autocomplete/", query | {"term": "ОБРАЗЦ"}).json()["results"]
    assert [row["id"] for row in found] == [str(other.pk)]
    assert editor.get("/admin/autocomplete/", query | {"term": "secret"}).json()["results"] == []
    for page in (address(User, "change", other.pk), address(User, "changelist")):
        text = editor.get(page).content.decode()
        assert "Образцов" in text
        assert "secret@example.org" not in text
    guessed = editor.get(address(User, "changelist"), {"email__startswith": "secret"})
    assert guessed.status_code == 400 or "Образцов" not in guessed.content.decode()


def test_editor_sees_no_address_of_an_account_without_a_name(editor, administrator):
    nameless = UserFactory(email="hidden@example.org", last_name="", first_name="", is_staff=True, is_superuser=True)
    assert str(nameless) == f"Без имени, № {nameless.pk}"
    event, region = EventFactory(title="Тур"), RegionFactory()
    AttendanceFactory(event=event, user=nameless)
    version = files.version(event=event)
    type(version).objects.filter(pk=version.pk).update(uploaded_by=nameless)
    Download.objects.create(material=version.material, user=nameless)
    acting = Client()
    acting.force_login(nameless)
    for page in (address(Event, "change", event.pk), address(Region, "change", region.pk)):
        data = filled(acting.get(page))
        data |= {"title": "Тур в область"} if "title" in data else {"name": "Новая область"}
        assert acting.post(page, data).status_code == 302
    query = {"app_label": "events", "model_name": "attendance", "field_name": "user", "term": ""}
    pages = [
        address(Event, "change", event.pk),
        address(Event, "history", event.pk),
        address(Region, "history", region.pk),
        address(Material, "change", version.material_id),
        address(Material, "history", version.material_id),
        address(Download, "changelist"),
        reverse("admin:events_download_statistics"),
        reverse("admin:events_download_statistics_csv"),
        address(User, "changelist"),
        address(User, "change", nameless.pk),
        address(User, "history", nameless.pk),
        reverse("admin:index"),
        event.get_absolute_url(),
    ]
    texts = [files.body(editor.get(page)).decode() for page in pages]
    texts.append(json.dumps(editor.get("/admin/autocomplete/", query).json(), ensure_ascii=False))
    for page, text in zip([*pages, "autocomplete"], texts, strict=True):
        assert "hidden@" not in text, page
    assert sum(f"Без имени, № {nameless.pk}" in text for text in texts) >= 9


def test_administrator_creates_an_account_with_a_role(administrator, mailoutbox, django_capture_on_commit_callbacks):
    data = filled(administrator.get(address(User, "add"))) | {
        "email": "Press@Example.org",
        "last_name": "Образцова",
        "organization": OrganizationFactory().pk,
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert administrator.post(address(User, "add"), data).status_code == 302
    user = User.objects.get(email="press@example.org")
    assert not user.has_usable_password()
    assert [letter.to for letter in mailoutbox] == [["press@example.org"]]
    assert complaints(administrator.post(address(User, "add"), data | {"email": "PRESS@example.org"}))[0].startswith(
        "email: "
    )

    page = address(User, "change", user.pk)
    data = filled(administrator.get(page)) | {"is_staff": "on", "groups": [role("Редактор").pk]}
    assert administrator.post(page, data).status_code == 302
    user.refresh_from_db()
    assert (user.is_staff, list(user.groups.all())) == (True, [role("Редактор")])


def test_administrator_sets_no_password(administrator, mailoutbox):
    user = UserFactory(email="owner@example.org")
    user.set_password("прежний пароль 12")
    user.save()
    page = address(User, "change", user.pk)
    assert 'type="password"' not in administrator.get(address(User, "add")).content.decode()
    assert 'type="password"' not in administrator.get(page).content.decode()
    given = {"password": "чужой пароль 34", "password1": "чужой пароль 34", "password2": "чужой пароль 34"}
    administrator.post(page, filled(administrator.get(page)) | given)
    link = reverse("admin:auth_user_password_change", args=[user.pk])
    assert "owner@example.org" in administrator.get(link).content.decode()
    assert administrator.post(link, given | {"usable_password": "true"}).status_code == 302
    user.refresh_from_db()
    assert user.check_password("прежний пароль 12")
    assert [letter.to for letter in mailoutbox] == [["owner@example.org"]]


def test_owner_of_a_new_account_sets_the_password_by_the_link(administrator, mailoutbox, visitor):
    user = UserFactory(email="owner@example.org")
    user.set_unusable_password()
    user.save()
    shown = administrator.post(reverse("admin:auth_user_password_change", args=[user.pk]), follow=True)
    assert "На owner@example.org отправлена ссылка" in shown.content.decode()
    assert "Ещё не задан" in shown.content.decode()
    [letter] = mailoutbox
    assert letter.subject == "АИП: Ваша учётная запись на портале"
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", letter.body)[1]
    form = visitor.get(link, follow=True).redirect_chain[-1][0]
    visitor.post(form, {"password1": "свой пароль 5678", "password2": "свой пароль 5678"})
    user.refresh_from_db()
    assert user.check_password("свой пароль 5678")


def test_no_link_is_sent_for_an_account_that_may_not_log_in(administrator, mailoutbox):
    user = UserFactory(is_active=False)
    shown = administrator.post(reverse("admin:auth_user_password_change", args=[user.pk]), follow=True)
    assert "не может входить" in shown.content.decode()
    assert mailoutbox == []


def test_letter_that_the_mail_server_refuses_is_told(administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    page = reverse("admin:auth_user_password_change", args=[UserFactory().pk])
    assert "не ушло" in administrator.post(page, follow=True).content.decode()


def test_old_mailbox_cannot_open_an_account_with_a_new_address(administrator):
    user = UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=user, email="old@example.org", primary=True, verified=True)
    page = address(User, "change", user.pk)
    assert administrator.post(page, filled(administrator.get(page)) | {"email": "new@example.org"}).status_code == 302
    assert not EmailAddress.objects.filter(email="old@example.org").exists()


def test_administrator_cannot_grant_rights_they_do_not_have(administrator):
    above = Group.objects.create(name="Выше")
    above.permissions.add(Permission.objects.get(codename="change_group"))
    page = address(User, "change", administrator.user.pk)
    shown = administrator.get(page).content.decode()
    assert "is_superuser" not in shown
    assert "user_permissions" not in shown
    assert "Выше" not in shown
    data = filled(administrator.get(page))
    every = list(Permission.objects.values_list("pk", flat=True))
    administrator.post(page, data | {"is_superuser": "on", "user_permissions": every})
    administrator.user.refresh_from_db()
    assert not administrator.user.is_superuser
    assert not administrator.user.user_permissions.exists()
    refused = administrator.post(page, data | {"groups": [above.pk]})
    assert complaints(refused)[0].startswith("groups: ")


@pytest.mark.parametrize("active", [True, False])
def test_account_with_more_rights_cannot_be_changed(administrator, active):
    superuser = UserFactory(is_staff=True, is_superuser=True, is_active=active)
    keeper = UserFactory(is_staff=True, is_active=active)
    keeper.user_permissions.add(Permission.objects.get(codename="change_group"))
    for user in (superuser, keeper):
        assert administrator.get(address(User, "change", user.pk)).status_code == 200  # to read
        assert administrator.post(address(User, "change", user.pk), {"email": "x@example.org"}).status_code == 403
        assert administrator.post(reverse("admin:auth_user_password_change", args=[user.pk])).status_code == 403
        assert administrator.post(address(User, "delete", user.pk), {"post": "yes"}).status_code == 403
        marked = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        administrator.post(address(User, "changelist"), marked)
        assert User.objects.filter(pk=user.pk).exists()


def test_roles_hold_only_rights_of_the_portals_apps():
    apps = Permission.objects.filter(group__isnull=False).values_list("content_type__app_label", flat=True)
    assert set(apps) == {"association", "events", "parks", "search"}
    editor, administrator = (set(role(name).permissions.all()) for name in ("Редактор", "Администратор"))
    assert editor < administrator
    assert {right.codename for right in editor if right.content_type.model == "user"} == {"view_user"}


def test_overlapping_membership_is_refused_with_the_dates_of_the_other_one(administrator):
    first = MembershipFactory()
    data = filled(administrator.get(address(Membership, "add"))) | {
        "organization": first.organization_id,
        "category": first.category_id,
        "start_date": "01.06.2021",
        "end_date": "",
    }
    refusal = (
        "start_date: В это время у организации уже есть членство, с 1 января 2020 г., бессрочно. "
        "Сначала запишите, когда оно закончилось."
    )
    assert complaints(administrator.post(address(Membership, "add"), data)) == [refusal]
    earlier = data | {"start_date": "01.06.2018", "end_date": "31.12.2019"}
    assert administrator.post(address(Membership, "add"), earlier).status_code == 302
    Membership.objects.filter(pk=first.pk).update(end_date="2021-05-31")
    assert administrator.post(address(Membership, "add"), data).status_code == 302
    same = filled(administrator.get(address(Membership, "change", first.pk)))
    assert administrator.post(address(Membership, "change", first.pk), same).status_code == 302
