"""Pictures in the widths that pages ask for."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from core.files.sizes import sized_name
from events.models import Photo
from tests import files
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def photo(picture, **fields):
    row = Photo.objects.create(event=EventFactory(**fields), image=picture)
    return row, reverse("events:photo", args=[row.pk])


def ask(client, address, width=None, **headers):
    """(answer, its whole body)"""
    response = client.get(address, {"w": width} if width is not None else {}, headers=headers)
    return response, files.body(response)


def shown(client, address, width):
    return Image.open(io.BytesIO(ask(client, address, width)[1]))


def test_picture_has_the_requested_width(visitor):
    row, address = photo(files.picture("JPEG", (2000, 1000)))
    assert ask(visitor, address, 480)[0]["Content-Type"] == "image/webp"
    assert shown(visitor, address, 480).size == (480, 240)
    assert shown(visitor, address, 1600).size == (1600, 800)
    assert ask(visitor, address)[0]["Content-Type"] == "image/jpeg"
    assert row.image.storage.exists(sized_name(row.image.name, 480))


def test_picture_is_made_once(visitor, monkeypatch):
    _row, address = photo(files.picture("PNG", (900, 600)))
    _answer, first = ask(visitor, address, 480)
    monkeypatch.setattr("core.files.sizes._draw", lambda *args: pytest.fail("drawn again"))
    answer, again = ask(visitor, address, 480)
    assert again == first
    assert ask(visitor, address, 480, if_none_match=answer["ETag"])[0].status_code == 304


@pytest.mark.parametrize("width", ["481", "0", "-480", "480.0", "99999999", "480x", ""])
def test_no_other_width_is_made(visitor, width):
    row, address = photo(files.picture("PNG", (900, 600)))
    assert ask(visitor, address, width)[0]["Content-Type"] == "image/png"
    assert not list(row.image.storage.listing("sized"))


def test_small_picture_is_not_blown_up(visitor):
    _row, address = photo(files.picture("PNG", (100, 50)))
    assert shown(visitor, address, 960).size == (100, 50)


def test_picture_is_turned_upright_and_loses_its_metadata(visitor):
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    Image.new("RGB", (900, 600)).save(content, "JPEG", exif=exif)
    _row, address = photo(ContentFile(content.getvalue(), name="turned.jpg"))
    picture = shown(visitor, address, 480)
    assert picture.size == (480, 720)
    assert not picture.getexif()


def test_width_does_not_widen_access(visitor, member):
    _row, address = photo(files.picture("PNG", (900, 600)), access="members")
    assert ask(member, address, 480)[0].status_code == 200
    assert ask(visitor, address, 480)[0].status_code == 404


def test_picture_that_cannot_be_drawn_is_sent_as_it_is(visitor):
    row, address = photo(files.picture("PNG", (900, 600)))
    with row.image.storage.open(row.image.name) as stored:
        cut = stored.read()[:60]
    with open(row.image.path, "wb") as stored:
        stored.write(cut)
    assert ask(visitor, address, 480)[1] == cut


def test_widths_are_deleted_with_their_picture(visitor, django_capture_on_commit_callbacks):
    row, address = photo(files.picture("PNG", (900, 600)))
    ask(visitor, address, 480)
    storage = row.image.storage
    assert list(storage.listing("sized"))
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert not list(storage.listing("sized"))


def test_lost_picture_answers_404_in_any_width(visitor):
    row, address = photo(files.picture("PNG", (900, 600)))
    row.image.storage.delete(row.image.name)
    assert ask(visitor, address, 480)[0].status_code == 404
