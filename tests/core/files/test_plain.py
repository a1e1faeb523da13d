"""Pictures lose what stands beside them, and nothing of themselves."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat, PngImagePlugin

from core.files.plain import is_plain, plain
from events.models import Photo
from tests.factories import EventFactory, OrganizationFactory, PersonFactory

SECRET = b"SECRET-PLACE"
KINDS = ["JPEG", "PNG", "WEBP"]


def drawn(mode="RGB", size=(64, 48)):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112], tags[0x010E] = orientation, SECRET.decode()
    tags.get_ifd(0x8825)[1] = "N"
    tags.get_ifd(0x8825)[2] = (54.0, 46.0, 12.0)
    return tags.tobytes()


def encoded(image, kind, **options):
    written = io.BytesIO()
    image.save(written, kind, **({"quality": 90} | options))
    return written.getvalue()


def difference(one, other):
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("kind", KINDS)
def test_plain_picture_stays_byte_for_byte(kind):
    data = encoded(drawn(), kind)
    assert is_plain(data)
    assert plain(data) is data


@pytest.mark.parametrize("kind", KINDS)
def test_place_and_camera_are_gone(kind):
    data = encoded(drawn(), kind, exif=exif())
    assert SECRET in data
    cleaned = plain(data)
    assert SECRET not in cleaned
    assert is_plain(cleaned)
    image = Image.open(io.BytesIO(cleaned))
    assert (image.format, image.size, dict(image.getexif())) == (kind, (64, 48), {})
    assert difference(image, Image.open(io.BytesIO(data))) < 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(2, 9))
def test_picture_is_turned_upright(kind, orientation):
    data = encoded(drawn(), kind, exif=exif(orientation))
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    image = Image.open(io.BytesIO(plain(data)))
    assert image.size == expected.size
    assert difference(image, expected) < 3


@pytest.mark.parametrize("kind", KINDS)
def test_tail_is_gone(kind):
    data = encoded(drawn(), kind) + SECRET
    assert not is_plain(data)
    assert SECRET not in plain(data)


def test_second_picture_of_a_telephone_is_gone():
    second = encoded(drawn(size=(20, 20)), "JPEG", exif=exif())
    data = encoded(drawn(), "JPEG", comment=SECRET) + second
    cleaned = plain(data)
    assert SECRET not in cleaned
    assert is_plain(cleaned)


def test_texts_of_a_png_are_gone():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    cleaned = plain(encoded(drawn(), "PNG", pnginfo=texts))
    assert SECRET not in cleaned
    assert is_plain(cleaned)


@pytest.mark.parametrize("kind", KINDS)
def test_colours_are_those_that_the_profile_means(kind):
    """The profile calls red what sRGB calls blue. It may name its owner, so it goes itself."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"xxxx", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"xxxx", b"bXYZ", 1)
    data = encoded(drawn(), kind, icc_profile=profile)
    cleaned = plain(data)
    image = Image.open(io.BytesIO(cleaned))
    assert "icc_profile" not in image.info
    assert is_plain(cleaned)
    red, green, blue = Image.open(io.BytesIO(data)).convert("RGB").split()
    assert difference(image, Image.merge("RGB", (blue, green, red))) < 6


def test_broken_profile_leaves_the_colours():
    data = encoded(drawn(), "JPEG", icc_profile=b"no profile")
    assert difference(Image.open(io.BytesIO(plain(data))), Image.open(io.BytesIO(data))) < 3


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_look(mode):
    image = Image.new("I;16", (6, 4), 30000) if mode == "I;16" else drawn(mode)
    cleaned = Image.open(io.BytesIO(plain(encoded(image, "PNG", exif=exif()))))
    assert (cleaned.mode, cleaned.size) == (image.mode, image.size)
    assert cleaned.tobytes() == image.tobytes()


def test_transparent_colour_of_a_png_stays():
    image = drawn("P")
    cleaned = Image.open(io.BytesIO(plain(encoded(image, "PNG", transparency=0, exif=exif()))))
    assert cleaned.info["transparency"] is not None


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_every_kind_of_jpeg_can_be_shown(mode):
    cleaned = Image.open(io.BytesIO(plain(encoded(drawn(mode), "JPEG", exif=exif()))))
    assert cleaned.mode in ("L", "RGB")
    assert difference(cleaned, drawn(mode)) < 6


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_picture_is_not_plain(kind):
    data = encoded(drawn(), kind)
    for length in range(len(data)):
        assert not is_plain(data[:length])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_public_original_tells_no_place(visitor, kind):
    picture = ContentFile(encoded(drawn(), kind, exif=exif(6)), "photo")
    event = EventFactory(cover=picture)
    photo = Photo.objects.create(event=event, image=picture)
    rows = [(event, "cover"), (photo, "image"), (PersonFactory(photo=picture), "photo")]
    rows.append((OrganizationFactory(logo=picture), "logo"))
    for row, name in rows:
        data = Path(getattr(row, name).path).read_bytes()
        assert is_plain(data), name
        assert Image.open(io.BytesIO(data)).size == (48, 64)
    assert (photo.width, photo.height) == (48, 64)
    answer = visitor.get(reverse("events:cover", args=[event.slug]))
    assert SECRET not in b"".join(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_half_a_photo_is_refused_with_a_sentence(kind):
    data = encoded(Image.effect_noise((64, 48), 50).convert("RGB"), kind, exif=exif())
    with pytest.raises(ValidationError, match="файл повреждён"):
        Photo.objects.create(event=EventFactory(), image=ContentFile(data[: len(data) // 2], "a"))


@pytest.mark.django_db(transaction=True)
def test_command_cleans_what_is_stored(capsys):
    data = encoded(drawn(), "JPEG", exif=exif(6))
    photo = Photo.objects.create(event=EventFactory(), image=ContentFile(data, "a.jpg"))
    untouched = Photo.objects.create(event=photo.event, image=ContentFile(encoded(drawn(), "PNG"), "b.png"))
    old = Path(photo.image.path)
    old.write_bytes(data)
    Photo.objects.filter(pk=photo.pk).update(width=64, height=48)
    call_command("clean_pictures")
    assert "Записано заново: 1;" in capsys.readouterr().out
    again = Photo.objects.get(pk=photo.pk)
    assert is_plain(Path(again.image.path).read_bytes())
    assert (again.width, again.height) == (48, 64)
    assert not old.exists()
    assert Photo.objects.get(pk=untouched.pk).image.name == untouched.image.name
    call_command("clean_pictures")
    assert "Записано заново: 0;" in capsys.readouterr().out


@pytest.mark.django_db
def test_command_names_what_it_cannot_read(capsys):
    photo = Photo.objects.create(event=EventFactory(), image=ContentFile(encoded(drawn(), "JPEG"), "a.jpg"))
    Path(photo.image.path).write_bytes(b"broken")
    call_command("clean_pictures")
    assert photo.image.name in capsys.readouterr().err
