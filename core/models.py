from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from .spreadsheets.models import SpreadsheetImport

__all__ = ["FormSubmission", "FormerSlug", "Generation", "Orphan", "SpreadsheetImport"]


class FormSubmissionManager(models.Manager):
    def begin(self, key: str) -> bool:
        """Store the key in one query; False if it exists. Waits for another transaction that is storing it."""
        table, values = self.model._meta.db_table, [key, "", connection.ops.adapt_datetimefield_value(timezone.now())]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (key, address, created_at) VALUES (%s, %s, %s) "  # noqa: S608
                "ON CONFLICT (key) DO NOTHING RETURNING id",
                values,
            )
            return cursor.fetchone() is not None


class FormSubmission(models.Model):
    """A saved form of the admin, so that the same form sent again is not saved twice.

    The key is a digest of the user, the page, its token and everything that was sent.
    """

    key = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=500, blank=True)  # where the first answer led to
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = FormSubmissionManager()


class Orphan(models.Model):
    """A stored file that no row refers to, and when `core.files.orphans.sweep` first found it."""

    name = models.CharField(max_length=300, unique=True)
    seen_at = models.DateTimeField(default=timezone.now)


class FormerSlugQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> "FormerSlugQuerySet":
        return self.filter(model=model._meta.label_lower)

    def any_of(self, slugs: list[tuple[str, list[str]]]) -> bool:
        """Whether any of the slugs is a former one; `slugs` are (label of the model, slugs). One query."""
        named = [
            models.Q(model=label.lower(), slug__in=[slug for slug in its if "\x00" not in slug]) for label, its in slugs
        ]
        return self.filter(reduce(or_, named)).exists()

    def remember(self, row: models.Model, slug: str) -> None:
        """Let pages under the slug redirect to the row. `NameSlugField` calls it for each change.

        A merge calls it for the slugs of the merged row.
        """
        self.update_or_create(model=row._meta.label_lower, slug=slug, defaults={"row": row.pk})


class FormerSlug(models.Model):
    """A slug that a row had before. `core.former_addresses` redirects from it."""

    model = models.CharField(max_length=100)  # «events.event»
    slug = models.CharField(max_length=100)
    row = models.BigIntegerField(db_index=True)  # a primary key; a foreign key could not point to several models

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "slug"], name="former_slug_leads_to_one_row")]

    def __str__(self) -> str:
        return f"{self.model}: {self.slug}"


def forget_former_slugs(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Delete the former slugs of a deleted row, because they may contain a person's name."""
    FormerSlug.objects.of(sender).filter(row=instance.pk).delete()


class Generation(models.Model):
    """The generation of the content, as `core.kept_pages.generation` reads it. Triggers write it."""

    number = models.BigIntegerField()
    counted = models.BigIntegerField(null=True)  # of the columns that filters count


class Removal(models.Model):
    """A deletion, or a merge of one row into another, that can be undone for 30 days.

    `core.removals` writes into the journal what an undo needs. `files` are the stored files of rows in the journal.
    """

    model = models.CharField(max_length=100)  # «events.person»
    row = models.BigIntegerField()  # the primary key of the row, which it gets back
    name = models.CharField(max_length=500)
    kept = models.BigIntegerField(null=True)  # the row that it was merged into; None for a deletion
    kept_name = models.CharField(max_length=500, blank=True)
    journal = models.JSONField()
    files = models.JSONField(default=list)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class SuspectedDouble(models.Model):
    """Two rows of a model that may be one thing, or that an editor has declared different."""

    model = models.CharField(max_length=100)
    one = models.BigIntegerField()
    other = models.BigIntegerField()  # the greater of the two primary keys
    score = models.FloatField()
    reasons = models.TextField(blank=True)
    are_different = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["model", "one", "other"], name="suspected_double_is_listed_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="suspected_double_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.one}, {self.other}"

    @property
    def percent(self) -> int:
        return round(self.score * 100)
