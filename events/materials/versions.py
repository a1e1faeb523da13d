"""Acts on the versions of a material. A version is never changed: a better file is the next version."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parks.files.names import clean_name

from ..models import Material, MaterialVersion
from . import formats

BLOCK = 1 << 20


def validate_upload(upload):
    """Refuses, in a sentence for people, a file that no material may be. Good as a form's validator."""
    name = clean_name(upload.name)
    if formats.content_type(name) is None:
        raise ValidationError(
            _("Файлы этого вида не принимаем. Подойдут PDF, PPTX, DOCX, XLSX, ODP, ODT, ODS, JPEG, PNG, WebP и ZIP."),
            code="unknown_kind",
        )
    if not upload.size:
        raise ValidationError(_("Файл пуст. Проверьте его и загрузите ещё раз."), code="empty")
    if upload.size > settings.MAX_UPLOAD_MB << 20:
        raise ValidationError(
            _("Файл больше %(limit)s\u00a0МБ. Сожмите картинки в нём или разделите его на части."),
            code="too_large",
            params={"limit": settings.MAX_UPLOAD_MB},
        )
    upload.seek(0)
    head = upload.read(formats.HEAD_LENGTH)
    upload.seek(0)
    if not formats.begins_as_named(name, head):
        raise ValidationError(
            _("Имя файла говорит «%(suffix)s», а внутри что-то другое. Сохраните документ заново и загрузите ещё раз."),
            code="not_as_named",
            params={"suffix": formats.extension(name)},
        )


def add_version(*, material, upload, uploaded_by, reason=""):
    """The next version of the material, current from now on. ValidationError when the file may not be one."""
    validate_upload(upload)
    sha256, size = _measure(upload)
    with transaction.atomic():
        # Two uploads at once must not take one number; SQLite has the whole database locked by now.
        locked = Material.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=material.pk)
        if locked.current_version and locked.current_version.sha256 == sha256:
            raise ValidationError(_("Этот файл уже загружен: он и есть текущая версия."), code="same_file")
        original_name = clean_name(upload.name)
        version = MaterialVersion(
            material=locked,
            number=(locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            original_name=original_name,
            content_type=formats.content_type(original_name),
            sha256=sha256,
            size=size,
            uploaded_by=uploaded_by,
            reason=reason,
        )
        version.file.save(original_name, upload, save=False)
        version.save()
        _make_current(locked, version)
    material.current_version = version
    return version


def fall_back(material):
    """Makes the newest version whose file is there the current one; without any the material is «ожидается» again."""
    with transaction.atomic():
        locked = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
        whole = (version for version in locked.versions.all() if version.file.storage.exists(version.file.name))
        version = next(whole, None)
        _make_current(locked, version)
    return version


def _make_current(material, version):
    material.current_version = version
    material.save(update_fields=["current_version"])


def _measure(upload):
    """SHA-256 in hex and the size, by what is really read."""
    digest, size = hashlib.sha256(), 0
    upload.seek(0)
    while block := upload.read(BLOCK):
        digest.update(block)
        size += len(block)
    upload.seek(0)
    return digest.hexdigest(), size
