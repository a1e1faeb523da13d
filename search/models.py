"""The tables of the search index, which only this app reads and writes, and the synonyms, which staff edit."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """One thing that can be found. Its words are stored as terms, each with a space before and after it.

    The key encodes the kind and the date (see `search.keys`). Newer documents have lower keys, and both databases
    return matches in that order. On SQLite triggers keep the full-text index up to date; on PostgreSQL it is an index
    over an expression (migration 0001).
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    event_id = models.BigIntegerField(null=True, db_index=True)
    material_id = models.BigIntegerField(null=True, db_index=True)
    # When each audience may first find the document. NULL means never. Staff may always find it.
    public_from = models.DateTimeField(null=True)
    members_from = models.DateTimeField(null=True)
    participants_from = models.DateTimeField(null=True)
    year = models.IntegerField(null=True)
    event_type = models.CharField(max_length=20, blank=True)
    regions = models.TextField(blank=True)  # slugs
    parks = models.TextField(blank=True)  # slugs
    has_files = models.BooleanField(default=False)
    heading = models.TextField(blank=True)  # terms of the title
    body = models.TextField(blank=True)  # terms of the text
    context = models.TextField(blank=True)  # terms of the parent
    tags = models.TextField(blank=True)  # for access and filters, and terms of the heading
    pairs = models.TextField(blank=True)  # adjacent terms, for phrases
    digest = models.CharField(max_length=32)
    shown = models.TextField(default="{}")  # what a hit shows, as JSON
    text = models.TextField(blank=True)  # the source of the snippet; empty for slides, which have their own text

    class Meta:
        verbose_name = "документ поиска"
        verbose_name_plural = "документы поиска"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_is_one_for_a_row")]
        # Kept pages query the next moment of each column after each write, and the rows are long. `db_index` would not
        # do: to add it, SQLite rebuilds the table and drops the triggers.
        indexes = [
            models.Index(fields=["public_from"], name="search_document_public_from"),
            models.Index(fields=["members_from"], name="search_document_members_from"),
            models.Index(fields=["participants_from"], name="search_doc_participants_from"),
        ]


class SearchName(models.Model):
    """A name from one of its words on. Suggestions compare its beginning with what is typed."""

    # `search.index` deletes the names itself. For CASCADE Django would read all columns of the deleted documents.
    document = models.ForeignKey(SearchDocument, models.DO_NOTHING, related_name="names", db_constraint=False)
    key = models.CharField(max_length=120)
    whole = models.CharField(max_length=300)


class Synonym(models.Model):
    """Words and expressions that mean the same. A query for one of them also finds the others."""

    words = models.TextField(
        _("слова и выражения"),
        help_text=_("По одному в строке: «БПЛА», «беспилотник», «беспилотный летательный аппарат»."),
    )

    class Meta:
        verbose_name = _("группа синонимов")
        verbose_name_plural = _("синонимы для поиска")
        ordering = ["words", "pk"]

    def __str__(self) -> str:
        return ", ".join(self.members)

    @property
    def members(self) -> list[str]:
        """The distinct lines, in order."""
        lines = (" ".join(line.split()) for line in self.words.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> None:
        if len(self.members) < 2:
            raise ValidationError({"words": _("Напишите хотя бы два слова или выражения, каждое в своей строке.")})
        self.words = "\n".join(self.members)


class SearchAlias(models.Model):
    """A name or an expression by its terms; those with the same document or group mean the same."""

    key = models.CharField(max_length=200, db_index=True)
    words = models.CharField(max_length=300)
    document = models.ForeignKey(
        SearchDocument, models.DO_NOTHING, related_name="aliases", db_constraint=False, null=True
    )
    synonym = models.ForeignKey(Synonym, models.CASCADE, related_name="aliases", null=True)

    class Meta:
        verbose_name = _("слово группы")
        verbose_name_plural = _("слова группы")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=True, synonym__isnull=False)
                | models.Q(document__isnull=False, synonym__isnull=True),
                name="search_alias_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.words


class SearchTerm(models.Model):
    """The number of documents with a term, at the last `manage.py index`.

    A query is planned by the number of all documents, but words are weighed by that of public ones. Otherwise the order
    of hits would reveal what closed documents contain.
    """

    term = models.CharField(max_length=60, primary_key=True)
    documents = models.IntegerField()
    public_documents = models.IntegerField(default=0)


class SearchWord(models.Model):
    """A word as it was written, and its term. Misspelled words are compared with these."""

    word = models.CharField(max_length=60, unique=True)
    term = models.CharField(max_length=60)


class SearchStale(models.Model):
    """A row that was saved or deleted, whose document is to be rebuilt after the commit or by the next sweep.

    It is written in the transaction of the row. Duplicates are allowed: with a unique key, a change that commits during
    a sweep would be lost.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    with_dependents = models.BooleanField(default=False)  # rebuild also documents that show parts of this row
    due_at = models.DateTimeField(default=timezone.now, db_index=True)


class SearchState(models.Model):
    """A single row with the version of the rules by which the index was built."""

    version = models.PositiveIntegerField(default=0)


class AskedQuery(models.Model):
    """A text that people searched for on one day, how often, and with what result. It names nobody."""

    LONGEST = 100

    day = models.DateField(_("день"))
    text = models.CharField(_("что искали"), max_length=LONGEST)
    asked = models.PositiveIntegerField(_("сколько раз"), default=0)
    found = models.PositiveIntegerField(_("нашлось"), default=0)  # hits of the latest search
    opened = models.PositiveIntegerField(_("открыли"), default=0)

    class Meta:
        verbose_name = _("запрос без ответа")
        verbose_name_plural = _("что искали и не нашли")
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="asked_query_is_counted_by_day")]

    def __str__(self) -> str:
        return self.text
