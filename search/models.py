"""The tables of the search index. Only this app reads and writes them."""

from django.db import models
from django.utils import timezone


class SearchDocument(models.Model):
    """One thing that can be found. Its words are stored as terms, each with a space before and after it.

    The key encodes the kind and the date (see `search.keys`): newer documents have lower keys, and both databases
    return matches in that order. The full-text index depends on this table: triggers keep it up to date on SQLite, on
    PostgreSQL it is an index over an expression (migration 0001).
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    event_id = models.BigIntegerField(null=True, db_index=True)
    material_id = models.BigIntegerField(null=True, db_index=True)
    # When each audience may first find the document; NULL means never. Staff may always.
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
    tags = models.TextField(blank=True)  # who may find it, what it can be narrowed to, terms of the heading
    pairs = models.TextField(blank=True)  # adjacent terms, for phrases
    digest = models.CharField(max_length=32)
    shown = models.TextField(default="{}")  # what a hit shows, as JSON
    text = models.TextField(blank=True)  # the source of the snippet; empty for slides, which have their own text

    class Meta:
        verbose_name = "документ поиска"
        verbose_name_plural = "документы поиска"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_is_one_for_a_row")]


class SearchName(models.Model):
    """A name from one of its words on. Suggestions compare its beginning with what is typed."""

    # `search.index` deletes the names itself. With CASCADE Django would read all columns of each document it deletes.
    document = models.ForeignKey(SearchDocument, models.DO_NOTHING, related_name="names", db_constraint=False)
    key = models.CharField(max_length=120)
    whole = models.CharField(max_length=300)


class SearchTerm(models.Model):
    """The number of documents with a term, as of the last `manage.py index`.

    All documents count where a query is planned. Only public ones count where a word is weighed: otherwise the order
    of hits would tell what closed documents say.
    """

    term = models.CharField(max_length=60, primary_key=True)
    documents = models.IntegerField()
    public_documents = models.IntegerField(default=0)


class SearchWord(models.Model):
    """A word as it was written, and its term. Misspelled words are compared with these."""

    word = models.CharField(max_length=60, unique=True)
    term = models.CharField(max_length=60)


class SearchStale(models.Model):
    """A row that was saved or deleted. Its document is rebuilt after the commit or by the next sweep.

    Written in the same transaction as the row. Duplicates are allowed: with a unique key, a writer and a sweep at the
    same time would lose one of the changes.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    with_dependents = models.BooleanField(default=False)  # also documents that show parts of this row
    due_at = models.DateTimeField(default=timezone.now, db_index=True)


class SearchState(models.Model):
    """A single row: the version of the rules that the index was built by."""

    version = models.PositiveIntegerField(default=0)
