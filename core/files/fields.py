"""File fields that own their files: the file is deleted after the commit that deletes its row or replaces the file.

A new file is written before its row. If the row is never committed, `core.files.orphans.sweep` deletes the file.

The fields connect their own signals, as Django's ImageField does, but only for real models: the models of migrations
and of history hold names, not files.
"""

import logging
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django import forms
from django.apps import apps
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile, ImageFieldFile
from django.db.models.signals import post_delete, post_save

from ..stored import before_save
from .images import CONTENT_TYPES, image_upload, plain_picture
from .names import extension
from .sizes import WIDTHS, sized_name

logger = logging.getLogger(__name__)


def remove(storage: Any, name: str) -> None:
    """Delete a file that no row refers to. A failure is only logged, because `check_files` finds what is left."""
    try:
        if extension(name) in CONTENT_TYPES:
            for width in WIDTHS:
                storage.delete(sized_name(name, width))
        storage.delete(name)
    except Exception:
        logger.exception("A file without a row could not be deleted: %s", name)


@contextmanager
def removed_on_error(file: FieldFile) -> Iterator[None]:
    """If the block raises, delete the stored file at once instead of leaving it to `orphans.sweep`."""
    try:
        yield
    except BaseException:
        remove(file.storage, file.name)
        raise


_held: ContextVar[list[str] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[list[str]]:
    """Keep the files of rows that are deleted within the block, for an undo; the list gets their names."""
    names: list[str] = []
    token = _held.set(names)
    try:
        yield names
    finally:
        _held.reset(token)


class OwnedFieldFile(FieldFile):
    def delete(self, save: bool = True) -> None:
        """Clear the field. The file itself is deleted when the row is saved."""
        self.close()
        setattr(self.instance, self.field.attname, "")
        if save:
            self.instance.save()


class OwnedImageFieldFile(OwnedFieldFile, ImageFieldFile):
    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the picture without its metadata, which may tell where the photographer lives."""
        picture = plain_picture(content)
        super().save(str(picture.name), picture, save)


class OwnedFileField(models.FileField):
    attr_class = OwnedFieldFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    @property
    def replaced_key(self) -> str:
        return f"_{self.attname}_replaced"

    def generate_filename(self, instance: models.Model, filename: str) -> str:
        return posixpath.join(self.upload_to, f"file{extension(filename)}")

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract and cls._meta.apps is apps:
            post_save.connect(self._remove_replaced, sender=cls)
            post_delete.connect(self._remove_deleted, sender=cls)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        if not add:
            instance.__dict__[self.replaced_key] = before_save(instance).get(self.attname)
        return super().pre_save(instance, add)

    def _remove_replaced(self, instance: models.Model, **kwargs: Any) -> None:
        """Delete the file that the row had before, once the row is committed."""
        replaced = instance.__dict__.pop(self.replaced_key, None)
        if replaced and replaced != getattr(instance, self.attname).name:
            transaction.on_commit(partial(remove, self.storage, replaced))

    def _remove_deleted(self, instance: models.Model, **kwargs: Any) -> None:
        name, names = getattr(instance, self.attname).name, _held.get()
        if name and names is not None:
            names.append(name)
        elif name:
            transaction.on_commit(partial(remove, self.storage, name))


class ImageFormField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(data, File) and upload is data:
            return plain_picture(image_upload(upload))
        return upload


class OwnedImageField(OwnedFileField, models.ImageField):
    """A picture whose content, not its name, says that it is JPEG, PNG or WebP. HEIC is converted to JPEG."""

    attr_class = OwnedImageFieldFile

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": ImageFormField, **kwargs})
