"""A photo of a telephone becomes a JPEG."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from PIL import Image

from core.files import images
from events.models import Photo
from tests import documents, files
from tests.factories import EventFactory


def upload(content, name="IMG_0001.HEIC"):
    return SimpleUploadedFile(name, content)


@pytest.mark.django_db
def test_heic_photo_is_stored_as_an_upright_jpeg_without_metadata(settings):
    form = modelform_factory(Photo, fields=["event", "image"])(
        {"event": EventFactory().pk}, {"image": upload(files.case("photo-turned.heic"))}
    )
    assert form.is_valid(), form.errors
    photo = form.save()
    assert photo.image.name.endswith(".jpg")
    with photo.image.open() as stored, Image.open(stored) as picture:
        assert (picture.format, picture.size) == ("JPEG", (48, 64))
        assert not picture.getexif()
    assert (photo.width, photo.height) == (48, 64)


def test_heic_photo_named_as_a_jpeg_becomes_one():
    assert Image.open(images.image_upload(upload(documents.heic(), "IMG_1.JPG"))).format == "JPEG"


def test_other_pictures_are_taken_as_they_are():
    kept = upload(documents.picture("PNG"), "а.png")
    assert images.image_upload(kept) is kept
    assert kept.tell() == 0


@pytest.mark.parametrize(
    "content",
    [b"\0\0\0\x18ftypheic" + bytes(40), documents.heic()[:100], documents.heic()[:-200], b"\0\0\0\x18ftypavif"],
)
def test_broken_heic_photo_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError, match="HEIC") as refused:
        images.image_upload(upload(content))
    assert refused.value.code == "not_an_image"


def test_heic_photo_with_too_many_pixels_is_not_decoded(monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 64 * 48 - 1)
    with pytest.raises(ValidationError) as refused:
        images.image_upload(upload(documents.heic()))
    assert refused.value.code == "too_many_pixels"


def test_heic_photo_keeps_its_colours():
    with Image.open(io.BytesIO(documents.heic())) as original:
        wanted = original.convert("RGB").getpixel((60, 24))
    found = Image.open(images.image_upload(upload(documents.heic()))).getpixel((60, 24))
    assert max(abs(one - other) for one, other in zip(wanted, found, strict=True)) < 8
