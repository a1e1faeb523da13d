"""Add versions to a material and choose the current one. A version never changes; a better file is the next version."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from core.files.fields import removed_on_error

from ..models import Material, MaterialVersion, Preview
from .formats import content_type, has_pages
from .verdicts import JudgedUpload, judge


def accept(upload: File | JudgedUpload) -> JudgedUpload:
    """The judged upload; it is judged now if it was not before. Raises ValidationError if it is refused."""
    judged = upload if isinstance(upload, JudgedUpload) else judge(upload)
    if not judged.verdict.is_accepted:
        raise ValidationError(judged.verdict.sentence, code=judged.verdict.reason)
    return judged


def add_version(
    *, material: Material, upload: File | JudgedUpload, uploaded_by: AbstractBaseUser | None, reason: str = ""
) -> MaterialVersion:
    """Store the next version of the material and make it current. Raises ValidationError if the file is refused."""
    judged = accept(upload)
    with transaction.atomic():
        # Two simultaneous uploads must not get the same number. On SQLite the whole database is locked already.
        locked = Material.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=material.pk)
        if locked.current_version and locked.current_version.sha256 == judged.sha256:
            raise ValidationError(_("Этот файл уже загружен: он и есть текущая версия."), code="same_file")
        version = MaterialVersion(
            material=locked,
            number=(locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            original_name=judged.name,
            content_type=content_type(judged.name),
            sha256=judged.sha256,
            size=judged.size,
            uploaded_by=uploaded_by,
            reason=reason,
        )
        version.file.save(judged.name, judged.file, save=False)
        with removed_on_error(version.file):
            version.save()
            if has_pages(version.original_name):
                Preview.objects.enqueue(version=version)
            _make_current(locked, version)
    material.current_version = version
    return version


def same_files(version: MaterialVersion) -> tuple[MaterialVersion | None, QuerySet]:
    """Earlier copies of the same bytes: an earlier version of this material, and other materials of the event."""
    twins = MaterialVersion.objects.filter(sha256=version.sha256).exclude(pk=version.pk)
    earlier = twins.filter(material=version.material_id).order_by("-number").first()
    elsewhere = Material.objects.filter(event=version.material.event_id).exclude(pk=version.material_id)
    return earlier, elsewhere.filter(current_version__in=twins)


def fall_back(material: Material) -> MaterialVersion | None:
    """Make the newest version with a file current. Without any, the material becomes «ожидается» again."""
    with transaction.atomic():
        locked = Material.with_deleted.select_for_update(of=("self",)).get(pk=material.pk)
        whole = (version for version in locked.versions.all() if version.file.storage.exists(version.file.name))
        version = next(whole, None)
        _make_current(locked, version)
    return version


def _make_current(material: Material, version: MaterialVersion | None) -> None:
    material.current_version = version
    material.save(update_fields=["current_version"])
