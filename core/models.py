from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.utils import timezone


class FormSubmission(models.Model):
    """A form of the admin that was saved: the same form sent twice is saved once.

    The key is a digest of the person, the page, its token and everything that was sent.
    """

    key = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=500, blank=True)  # where the first answer led to
    created_at = models.DateTimeField(default=timezone.now, db_index=True)


class Orphan(models.Model):
    """A stored file that `core.files.orphans.sweep` found without a row, and when it did so first."""

    name = models.CharField(max_length=300, unique=True)
    seen_at = models.DateTimeField(default=timezone.now)


class FormerSlugQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> "FormerSlugQuerySet":
        return self.filter(model=model._meta.label_lower)

    def any_of(self, slugs: list[tuple[str, list[str]]]) -> bool:
        """Whether some slug is a former one, in one query; `slugs` are (label of the model, slugs)."""
        named = [
            models.Q(model=label.lower(), slug__in=[slug for slug in its if "\x00" not in slug]) for label, its in slugs
        ]
        return self.filter(reduce(or_, named)).exists()

    def remember(self, row: models.Model, slug: str) -> None:
        """Lets pages under the slug lead to the row. `NameSlugField` calls it for each change.

        What joins two rows into one calls it for the slugs of the row that goes.
        """
        self.update_or_create(model=row._meta.label_lower, slug=slug, defaults={"row": row.pk})


class FormerSlug(models.Model):
    """A slug that a row had once. `core.former_addresses` redirects from it."""

    model = models.CharField(max_length=100)  # «events.event»
    slug = models.CharField(max_length=100)
    row = models.BigIntegerField(db_index=True)  # the primary key: rows of several models have no common foreign key

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "slug"], name="former_slug_leads_to_one_row")]

    def __str__(self) -> str:
        return f"{self.model}: {self.slug}"


def forget_former_slugs(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """A slug may hold a person's name: it goes with the row."""
    FormerSlug.objects.of(sender).filter(row=instance.pk).delete()


class Generation(models.Model):
    """The generation of the content, as `core.kept_pages.generation` reads it. Triggers write it."""

    number = models.BigIntegerField()
