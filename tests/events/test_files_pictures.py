"""Covers, photos, portraits and logos: visible to those who may see their row."""

import pytest
from django.urls import reverse

from events.models import Photo
from tests import files
from tests.factories import AppearanceFactory, EventFactory, OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def cover(picture=None, **fields):
    event = EventFactory(cover=picture or "", **fields)
    return event.cover, reverse("events:cover", args=[event.slug])


def photo(picture=None, **fields):
    row = Photo.objects.create(event=EventFactory(**fields), image=picture or "")
    return row.image, reverse("events:photo", args=[row.pk])


def portrait(picture=None, **fields):
    person = PersonFactory(photo=picture or "")
    AppearanceFactory(person=person, event=EventFactory(**fields))
    return person.photo, reverse("events:portrait", args=[person.slug])


def logo(picture=None, **fields):
    organization = OrganizationFactory(logo=picture or "", **{k: v for k, v in fields.items() if k == "published_at"})
    return organization.logo, reverse("parks:logo", args=[organization.slug])


every_picture = pytest.mark.parametrize("make", [cover, photo, portrait, logo])


@every_picture
@pytest.mark.parametrize(
    ("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_picture_has_its_content_type(visitor, make, kind, content_type):
    picture = files.picture(kind, name="картинка.exe")
    _stored, address = make(picture)
    response = visitor.get(address)
    picture.seek(0)
    assert files.body(response) == picture.read()
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("inline; ")
    assert response["Cache-Control"] == "private, max-age=3600"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert visitor.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert visitor.post(address).status_code == 405


@every_picture
def test_absent_picture_is_not_found(visitor, make):
    assert visitor.get(make()[1]).status_code == 404


@every_picture
def test_lost_picture_is_not_found(visitor, make):
    stored, address = make(files.picture())
    stored.storage.delete(stored.name)
    assert visitor.get(address).status_code == 404


@every_picture
def test_picture_of_a_draft_is_for_staff(visitor, member, editor, make):
    _stored, address = make(files.picture(), published_at=None)
    assert visitor.get(address).status_code == member.get(address).status_code == 404
    assert files.body(editor.get(address))


@pytest.mark.parametrize("make", [cover, photo, portrait])
def test_picture_of_a_members_event_is_for_members(visitor, outsider, member, make):
    _stored, address = make(files.picture(), access="members")
    assert visitor.get(address).status_code == outsider.get(address).status_code == 404
    assert files.body(member.get(address))
