"""File fields that own their files: a file comes with its row and goes with it, each after the commit.

The signals are connected by the fields themselves, as Django's own ImageField does, and only for the models of the
running portal: what a migration or a history table holds is a name, not a file.
"""

import logging
import posixpath
import weakref
from functools import partial

from django import forms
from django.apps import apps
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile, ImageFieldFile
from django.db.models.signals import post_delete, post_save

from .images import CONTENT_TYPES, image_suffix
from .names import extension
from .sizes import WIDTHS, sized_name

logger = logging.getLogger(__name__)


class Unclaimed:
    """A file that was written for a row nobody committed yet. When the last reference to this goes, so does the file.

    Inside a transaction the only reference is the connection's list of what to do on commit, which Django drops on any
    rollback, be it of a savepoint, an exception or a lost connection.
    """

    def __init__(self, storage, name):
        self._removal = weakref.finalize(self, remove, storage, name)

    def keep(self):
        self._removal.detach()


def remove(storage, name):
    """Deletes a file that no row holds; a failure leaves an orphan for `check_files`, never an error for people."""
    try:
        if extension(name) in CONTENT_TYPES:
            for width in WIDTHS:
                storage.delete(sized_name(name, width))
        storage.delete(name)
    except Exception:
        logger.exception("A file without a row could not be deleted: %s", name)


class OwnedFieldFile(FieldFile):
    def save(self, name, content, save=True):
        super().save(name, content, save=False)
        unclaimed = Unclaimed(self.storage, self.name)
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(unclaimed.keep)
        else:
            self.instance.__dict__[self.field.unclaimed_key] = unclaimed
        if save:
            self.instance.save()

    def delete(self, save=True):
        """The row forgets the file; saving the row is what deletes it."""
        self.close()
        setattr(self.instance, self.field.attname, "")
        if save:
            self.instance.save()


class OwnedImageFieldFile(OwnedFieldFile, ImageFieldFile):
    def save(self, name, content, save=True):
        super().save(f"picture{image_suffix(content)}", content, save)


class OwnedFileField(models.FileField):
    attr_class = OwnedFieldFile

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    @property
    def unclaimed_key(self):
        return f"_{self.attname}_unclaimed"

    @property
    def replaced_key(self):
        return f"_{self.attname}_replaced"

    def generate_filename(self, instance, filename):
        return posixpath.join(self.upload_to, f"file{extension(filename)}")

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract and cls._meta.apps is apps:
            post_save.connect(self._settle, sender=cls)
            post_delete.connect(self._let_go, sender=cls)

    def pre_save(self, instance, add):
        if not add:
            held = type(instance)._base_manager.filter(pk=instance.pk).values_list(self.attname, flat=True).first()
            instance.__dict__[self.replaced_key] = held
        return super().pre_save(instance, add)

    def _settle(self, instance, **kwargs):
        """The row is written: its new file stays from the commit on, and the one it held before goes."""
        unclaimed = instance.__dict__.pop(self.unclaimed_key, None)
        replaced = instance.__dict__.pop(self.replaced_key, None)
        if unclaimed:
            transaction.on_commit(unclaimed.keep)
        if replaced and replaced != getattr(instance, self.attname).name:
            transaction.on_commit(partial(remove, self.storage, replaced))

    def _let_go(self, instance, **kwargs):
        name = getattr(instance, self.attname).name
        if name:
            transaction.on_commit(partial(remove, self.storage, name))


class ImageFormField(forms.FileField):
    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if isinstance(data, File) and upload is data:
            image_suffix(upload)
        return upload


class OwnedImageField(OwnedFileField, models.ImageField):
    """A JPEG, PNG or WebP by its content, stored under the suffix of what it really is."""

    attr_class = OwnedImageFieldFile

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": ImageFormField, **kwargs})
