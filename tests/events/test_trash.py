"""A deleted material is only in the trash, can be restored for 30 days, and is purged after them."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events import trash
from events.models import Download, Event, Material, MaterialVersion, Slide, Talk
from tests import files
from tests.admin_forms import address, desk, filled
from tests.events.pages import page
from tests.factories import AppearanceFactory, EventRegionFactory, TalkFactory, UserFactory

pytestmark = pytest.mark.django_db
TRASH = address(Material, "changelist") + "?deleted=1"


@pytest.fixture
def material():
    """A material with two versions, slides, a PDF twin and a talk."""
    talk = TalkFactory()
    AppearanceFactory(event=talk.event, talk=talk)
    EventRegionFactory(event=talk.event)
    fields = {"event": talk.event, "talk": talk, "access": "public", "title": "Искомый материал"}
    first = files.version(**fields)
    for version in (first, files.version(first.material, files.pdf("вторая"))):
        files.slides(version, "Искомый слайд")
        files.pdf_twin(version)
    return Material.objects.get()


def put_away(material, days=0):
    trash.put_away(material)
    Material.with_deleted.filter(pk=material.pk).update(deleted_at=timezone.now() - dt.timedelta(days=days))
    return material


def addresses(material):
    own = {name: reverse(f"events:{name}", args=[material.pk]) for name in ("material", "download", "pdf")}
    slide, image = (reverse(f"events:{name}", args=[material.pk, 1]) for name in ("slide", "slide_image"))
    whole = [*own.values(), slide, f"{slide}?part=slide", image, f"{image}?size=small"]
    return [*whole, *(f"{address.partition('?')[0]}?v={number}" for address in whole for number in (1, 2))]


def stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.mark.parametrize("who", ["visitor", "member", "participant", "editor", "administrator"])
def test_deleted_material_is_not_found_at_any_address(who, material, request):
    client = request.getfixturevalue(who)
    if who == "participant":
        client.attends(material.event)
    opened = [client.get(url) for url in addresses(material)]
    assert {response.status_code for response in opened} == {200}
    [files.body(response) for response in opened]
    put_away(material)
    assert {client.get(url).status_code for url in addresses(material)} == {404}


@pytest.mark.parametrize("who", ["visitor", "member", "editor"])
def test_deleted_material_is_on_no_page(who, material, request):
    client = request.getfixturevalue(who)
    event, person = material.event, material.talk.appearances.get().person
    region = event.region_roles.get().region
    lists = [reverse("association:home"), reverse("events:materials"), f"{reverse('events:materials')}?q=искомый"]
    urls = [event.get_absolute_url(), person.get_absolute_url(), region.get_absolute_url()]
    urls += [*lists, reverse("events:material_feed"), reverse("events:events")]
    before = [page(client, url) for url in urls]
    assert all("Искомый" in html for html in before[:-1])
    assert "1\u00a0материал" in before[-1]
    put_away(material)
    after = [page(client, url) for url in urls]
    assert not any("Искомый" in html for html in after)
    assert "1\u00a0материал" not in after[-1]
    assert not Slide.objects.visible_to(getattr(client, "user", UserFactory())).exists()
    assert not any(event.materials.all() for event in Event.objects.prefetch_related("materials"))
    assert not any(talk.materials.all() for talk in Talk.objects.prefetch_related("materials"))


def test_deleted_material_is_in_no_sitemap_and_no_zip(visitor, material):
    archive = reverse("events:materials_zip", args=[material.event.slug])
    before = files.body(visitor.get(archive))
    assert material.get_absolute_url() in page(visitor, "/sitemap-materials.xml")
    assert files.pdf("вторая") in before
    put_away(material)
    assert material.get_absolute_url() not in page(visitor, "/sitemap-materials.xml")
    assert files.pdf("вторая") not in files.body(visitor.get(archive))


def test_staff_sees_a_deleted_material_only_in_the_trash(administrator, material):
    pages = [address(Material, name, material.pk) for name in ("change", "delete", "history")]
    state = reverse("admin:events_material_simple_history", args=[material.pk, material.history.first().pk])
    changelist, event = address(Material, "changelist"), desk(material.event, "materials")
    talk = address(Talk, "change", material.talk_id)
    assert all(administrator.get(url).status_code == 200 for url in [*pages, state])
    put_away(material)
    assert not any(administrator.get(url).status_code == 200 for url in [*pages, state])
    for url in (changelist, event, talk, f"{changelist}?deleted=2"):
        assert "Искомый" not in page(administrator, url), url
    html = page(administrator, TRASH)
    assert "Искомый материал" in html
    assert pages[0] not in html
    assert 'value="restore_selected"' in html
    assert 'value="delete_selected"' not in html
    assert 'value="restore_selected"' not in page(administrator, changelist)


def delete_on_its_page(client, material):
    html = page(client, address(Material, "delete", material.pk))
    assert "Ещё 30 дней" in html
    return client.post(address(Material, "delete", material.pk), {"post": "yes"}, follow=True)


def delete_marked(client, material):
    marked = {"action": "delete_selected", "_selected_action": [material.pk]}
    assert "Ещё 30 дней" in client.post(address(Material, "changelist"), marked).content.decode()
    return client.post(address(Material, "changelist"), marked | {"post": "yes"}, follow=True)


def delete_in_the_event(client, material):
    url = f"{desk(material.event, 'materials', 'material', material.pk)}delete/"
    assert "Ещё 30 дней" in page(client, url)
    return client.post(url, {"post": "yes"}, follow=True)


def delete_in_the_talk(client, material):
    url = address(Talk, "change", material.talk_id)
    return client.post(url, filled(client.get(url)) | {"materials-0-DELETE": "on"}, follow=True)


@pytest.mark.parametrize("delete", [delete_on_its_page, delete_marked, delete_in_the_event, delete_in_the_talk])
def test_deleted_material_can_be_restored_at_once(delete, editor, material, visitor):
    Download.objects.create(material=material, user=UserFactory())
    html = delete(editor, material).content.decode()
    assert visitor.get(material.get_absolute_url()).status_code == 404
    assert not Material.objects.exists()
    assert Material.with_deleted.get().versions.count() == 2
    restore = reverse("admin:events_material_restore", args=[material.pk])
    assert f"href='{restore}'" in html
    assert "Вернуть" in page(editor, restore)
    assert not Material.objects.exists()
    assert editor.post(restore, follow=True).status_code == 200
    assert "Искомый слайд" in page(visitor, material.get_absolute_url())
    assert Download.objects.count() == 1


def test_selected_materials_are_restored(editor, material):
    put_away(material)
    marked = {"action": "restore_selected", "_selected_action": [material.pk]}
    editor.post(TRASH, marked)
    assert Material.objects.get() == material


def test_restoring_requires_the_delete_permission(material, member):
    put_away(material)
    reader = UserFactory(is_staff=True)
    member.force_login(reader)
    restore = reverse("admin:events_material_restore", args=[material.pk])
    assert member.post(restore).status_code == 404
    assert not Material.objects.exists()


def test_present_or_expired_material_cannot_be_restored(editor, material):
    restore = reverse("admin:events_material_restore", args=[material.pk])
    assert editor.get(restore).status_code == 404
    put_away(material, days=30)
    assert editor.post(restore).status_code == 404
    assert "Искомый" not in page(editor, TRASH)


def test_earlier_state_from_the_trash_does_not_delete_again(editor, material):
    put_away(material)
    state = material.history.first()
    assert state.deleted_at
    trash.restore(material)
    url = reverse("admin:events_material_simple_history", args=[material.pk, state.pk])
    assert editor.post(url, filled(editor.get(url))).status_code == 302
    assert Material.objects.get().deleted_at is None


def test_history_names_who_deleted_and_restored(editor, material):
    delete_on_its_page(editor, material)
    assert material.history.first().history_user == editor.user
    editor.post(reverse("admin:events_material_restore", args=[material.pk]))
    assert material.history.first().deleted_at is None
    assert material.history.first().history_user == editor.user


@pytest.mark.django_db(transaction=True)
def test_purge_deletes_rows_and_files_after_30_days(settings):
    kept = files.version(title="Остаётся")
    files.slides(kept, "раз")
    count = len(stored(settings))
    expired, fresh = files.version(title="Старый"), files.version(title="Свежий")
    for version in (expired, fresh):
        files.slides(version, "раз", "два")
        files.pdf_twin(version)
    put_away(expired.material, days=30), put_away(fresh.material, days=29)
    assert trash.purge() == 1
    assert set(Material.with_deleted.values_list("title", flat=True)) == {"Остаётся", "Свежий"}
    assert len(stored(settings)) == count + 6
    assert trash.purge() == 0
    assert trash.purge(timezone.now() + dt.timedelta(days=1, minutes=1)) == 1
    assert len(stored(settings)) == count


@pytest.mark.django_db(transaction=True)
def test_download_log_outlives_the_files(settings):
    material = files.material(title="Скачанный")
    Download.objects.create(material=material, user=UserFactory())
    put_away(material, days=30)
    assert trash.purge() == 1
    assert stored(settings) == []
    assert not MaterialVersion.objects.exists()
    assert Download.objects.get().material.title == "Скачанный"
    assert trash.purge() == 0
    Download.objects.all().delete()
    assert trash.purge() == 1
    assert not Material.with_deleted.exists()


def test_check_files_keeps_files_in_the_trash(material, settings):
    put_away(material)
    call_command("check_files", "--fix", "--older-than", "0", stdout=io.StringIO())
    assert len(stored(settings)) == 2 * 4
    storage, name = material.current_version.file.storage, material.current_version.file.name
    storage.delete(name)
    with pytest.raises(SystemExit):
        call_command("check_files", "--fix", stdout=io.StringIO())
    assert Material.with_deleted.get().current_version.number == 1


def test_event_deletion_page_lists_what_is_lost(administrator, material):
    put_away(files.material(event=material.event, title="Из корзины"))
    html = page(administrator, address(Event, "delete", material.event_id))
    assert "навсегда" in html
    assert "Слайды: 2" in html
    assert "Слайд: " not in html
    assert "Версия файла: " in html
    assert "Искомый материал" in html
    assert "Из корзины" in html
