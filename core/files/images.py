"""Check an uploaded picture by its content, and convert a phone's HEIC photo to JPEG."""

import posixpath
from functools import cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .limits import MAX_PIXELS
from .plain import plain
from .sizes import DRAWING

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}

HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
JPEG_QUALITY = 92


def image_upload(upload: Any) -> Any:
    """The upload itself, or a JPEG made from a HEIC photo. Raises ValidationError if the picture is refused."""
    upload.seek(0)
    head = upload.read(12)
    if head[4:8] != b"ftyp" or head[8:12] not in HEIC:
        image_suffix(upload)
        return upload
    _learn_heic()
    _check(upload, ("HEIF",))
    content = BytesIO()
    with DRAWING, Image.open(upload, formats=("HEIF",)) as photo:
        try:
            upright = ImageOps.exif_transpose(photo).convert("RGB")
        except (OSError, ValueError, EOFError, RuntimeError) as error:
            raise _not_an_image() from error
        upright.save(content, "JPEG", quality=JPEG_QUALITY, icc_profile=photo.info.get("icc_profile"))
    stem, _extension = posixpath.splitext(upload.name)
    return SimpleUploadedFile(f"{stem}.jpg", content.getvalue(), "image/jpeg")


@cache
def _learn_heic() -> None:
    """Has Pillow open HEIC. The library takes 2 MB, and few photos are HEIC."""
    import pi_heif

    pi_heif.register_heif_opener()


def image_suffix(upload: Any) -> str:
    """The suffix that fits the picture's content. Raises ValidationError if the picture is refused."""
    # Pillow reports a JPEG followed by more pictures, as phones take them, as MPO.
    kind = _check(upload, tuple(SUFFIXES))
    return SUFFIXES["JPEG" if kind == "MPO" else kind]


def plain_picture(upload: Any) -> "ContentFile[bytes]":
    """The picture without metadata, named after its content. Raises ValidationError if the picture is refused."""
    name = f"picture{image_suffix(upload)}"
    try:
        return ContentFile(plain(upload.read()), name)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _not_an_image() from error


def _not_an_image() -> ValidationError:
    return ValidationError(
        _("Это не картинка, или файл повреждён. Подойдут JPEG, PNG, WebP и HEIC."), code="not_an_image"
    )


def _check(upload: Any, formats: tuple[str, ...]) -> str:
    """Pillow's name of the format."""
    if upload.size > settings.MAX_UPLOAD_MB << 20:
        raise ValidationError(
            _("Файл больше %(limit)s\u00a0МБ. Уменьшите картинку и загрузите ещё раз."),
            code="too_large",
            params={"limit": settings.MAX_UPLOAD_MB},
        )
    try:
        upload.seek(0)
        picture = Image.open(upload, formats=formats)
        pixels = picture.width * picture.height
        if pixels <= MAX_PIXELS:
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = MAX_PIXELS + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _not_an_image() from error
    finally:
        upload.seek(0)
    if pixels > MAX_PIXELS:
        raise ValidationError(
            _("Картинка слишком велика: больше 50\u00a0мегапикселей. Уменьшите её и загрузите ещё раз."),
            code="too_many_pixels",
        )
    return str(picture.format)
