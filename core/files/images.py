"""Check an uploaded picture by its content."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .limits import MAX_PIXELS

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def image_suffix(upload: Any) -> str:
    """The suffix by the picture's content. ValidationError with a sentence for people if it is refused."""
    if upload.size > settings.MAX_UPLOAD_MB << 20:
        raise ValidationError(
            _("Файл больше %(limit)s\u00a0МБ. Уменьшите картинку и загрузите ещё раз."),
            code="too_large",
            params={"limit": settings.MAX_UPLOAD_MB},
        )
    try:
        upload.seek(0)
        picture = Image.open(upload, formats=tuple(SUFFIXES))
        pixels = picture.width * picture.height
        if pixels <= MAX_PIXELS:
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = MAX_PIXELS + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(
            _("Это не картинка, или файл повреждён. Подойдут JPEG, PNG и WebP."), code="not_an_image"
        ) from error
    finally:
        upload.seek(0)
    if pixels > MAX_PIXELS:
        raise ValidationError(
            _("Картинка слишком велика: больше 50\u00a0мегапикселей. Уменьшите её и загрузите ещё раз."),
            code="too_many_pixels",
        )
    # Pillow opens a JPEG with more pictures behind it, as telephones take them, as an MPO.
    return SUFFIXES["JPEG" if picture.format == "MPO" else str(picture.format)]
