"""Versions in the admin: an earlier one is made current, and a file uploaded twice is recognized."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from events.models import Material
from events.uploads.versions import accept
from tests import files
from tests.admin_forms import address, desk, filled
from tests.conftest import signed_in
from tests.factories import EventFactory, MaterialFactory, TalkFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def material():
    """A material with versions 1 and 2."""
    first = files.version(title="Доклад")
    return files.version(first.material, files.pdf("вторая")).material


def change(client, material, **data):
    url = address(Material, "change", material.pk)
    return client.post(url, filled(client.get(url)) | data, follow=True)


def shown(material):
    return Material.objects.get(pk=material.pk).current_version.number


def messages_of(response):
    return "\n".join(str(message) for message in response.context["messages"])


def test_earlier_version_can_be_made_current(editor, material, visitor):
    change(editor, material, shown=1)
    assert shown(material) == 1
    assert material.versions.count() == 2
    download = visitor.get(reverse("events:download", args=[material.pk]))
    assert files.body(download) == files.pdf()
    assert material.history.first().current_version.number == 1


def test_form_opened_before_an_upload_keeps_the_new_version(editor, material):
    data = filled(editor.get(address(Material, "change", material.pk)))
    files.version(material, files.pdf("третья"))
    editor.post(address(Material, "change", material.pk), data | {"title": "Доклад, новое имя"})
    assert shown(material) == 3


@pytest.mark.postgresql  # SQLite lets nobody else write until the form is saved
@pytest.mark.django_db(transaction=True)
def test_version_uploaded_while_a_form_is_validated_stays_current(monkeypatch):
    version, failures = files.version(title="Доклад"), []
    talk = TalkFactory(event=version.material.event)
    Material.objects.update(talk=talk)
    MaterialFactory(event=talk.event, talk=talk, title="Другой", order=1)
    client = signed_in(UserFactory(is_staff=True, is_superuser=True))
    url = desk(talk.event, "programme", "talk", talk.pk)
    data = filled(client.get(url))
    row = next(name.removesuffix("-title") for name, value in data.items() if value == "Доклад")
    other = next(name.removesuffix("-title") for name, value in data.items() if value == "Другой")
    data |= {f"{row}-title": "Новое имя", f"{other}-upload": SimpleUploadedFile("Доклад.pdf", files.pdf("другой"))}

    def replace():
        try:
            files.version(version.material, files.pdf("вторая"))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    colleague = threading.Thread(target=replace)

    def accept_slowly(upload):
        colleague.start()
        colleague.join(1)
        return accept(upload)

    monkeypatch.setattr("events.admin.material.accept", accept_slowly)
    assert client.post(url, data).status_code == 302
    colleague.join()
    assert failures == []
    assert Material.objects.get(pk=version.material_id).title == "Новое имя"
    assert shown(version.material) == 2


def test_unknown_version_cannot_be_chosen(editor, material):
    response = change(editor, material, shown=3)
    assert response.context["adminform"].form.errors["shown"]
    assert shown(material) == 2


def test_upload_wins_over_a_chosen_version(editor, material):
    upload = SimpleUploadedFile("Доклад.pdf", files.pdf("третья"))
    change(editor, material, shown=1, upload=upload)
    assert shown(material) == 3


@pytest.mark.parametrize("versions", [0, 1])
def test_single_version_offers_no_choice(editor, versions):
    material = files.material() if versions else MaterialFactory()
    html = editor.get(address(Material, "change", material.pk)).content.decode()
    assert '<select name="shown"' not in html
    assert editor.get(address(Material, "add")).status_code == 200


def test_file_of_an_earlier_version_is_accepted_with_a_warning(editor, material):
    response = change(editor, material, upload=SimpleUploadedFile("Доклад.pdf", files.pdf()))
    assert shown(material) == 3
    assert "уже был версией 1" in messages_of(response)
    assert address(Material, "change", material.pk) in messages_of(response)


def test_file_of_another_material_is_accepted_with_a_warning(editor):
    event = EventFactory()
    twin, elsewhere = files.material(event=event, title="Двойник"), files.material(title="Чужой")
    url = desk(event, "materials", "material")
    upload = SimpleUploadedFile("Доклад.pdf", files.pdf())
    row = {"kind": "paper", "title": "Новый", "access": "public", "upload": upload}
    response = editor.post(url, filled(editor.get(url)) | row, follow=True)
    assert Material.objects.get(title="Новый").current_version.sha256 == twin.current_version.sha256
    assert "Двойник" in messages_of(response)
    assert address(Material, "change", twin.pk) in messages_of(response)
    assert "Чужой" not in messages_of(response)
    assert elsewhere.versions.count() == 1


@pytest.mark.parametrize("where", ["trash", "earlier version"])
def test_file_that_is_no_longer_shown_causes_no_warning(editor, where):
    material = MaterialFactory(title="Новый")
    other = files.material(event=material.event, title="Двойник")
    if where == "trash":
        editor.post(address(Material, "delete", other.pk), {"post": "yes"})
    else:
        files.version(other, files.pdf("лучше"))
    response = change(editor, material, upload=SimpleUploadedFile("Доклад.pdf", files.pdf()))
    assert "Точно такой же" not in messages_of(response)
