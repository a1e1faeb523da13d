"""What search keeps of everything it can find. Only `search` writes and reads these tables."""

from django.db import models
from django.utils import timezone


class SearchDocument(models.Model):
    """One thing that can be found. Its words are kept analysed: terms, a space before and behind each.

    The key is made of what the row is and when it was (see `search.keys`), so the newest have the lowest
    keys and both databases walk them in one order. A table of the full-text engine hangs on this one: triggers keep it
    on SQLite, an index over an expression on PostgreSQL (migration 0004).
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    event_id = models.BigIntegerField(null=True, db_index=True)
    material_id = models.BigIntegerField(null=True, db_index=True)
    # From when it is open to each; NULL is never. Staff see all.
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
    context = models.TextField(blank=True)  # terms of what it belongs to
    marks = models.TextField(blank=True)  # who may find it, what it can be narrowed to
    pairs = models.TextField(blank=True)  # of terms that stand together, for phrases
    digest = models.CharField(max_length=32)
    shown = models.TextField(default="{}")  # what a hit shows, as JSON
    text = models.TextField(blank=True)  # what a snippet is cut from; a slide has its own

    class Meta:
        verbose_name = "документ поиска"
        verbose_name_plural = "документы поиска"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_is_one_for_a_row")]


class SearchName(models.Model):
    """A name, from each of its words on: what suggestions compare the beginning with."""

    document = models.ForeignKey(SearchDocument, models.CASCADE, related_name="names", db_constraint=False)
    key = models.CharField(max_length=120)
    whole = models.CharField(max_length=300)


class SearchTerm(models.Model):
    """In how many documents a term stands; counted anew by `manage.py index`."""

    term = models.CharField(max_length=60, primary_key=True)
    documents = models.IntegerField()


class SearchWord(models.Model):
    """A word as it was written, and its term: what a misspelled word is compared with."""

    word = models.CharField(max_length=60, unique=True)
    term = models.CharField(max_length=60)


class SearchStale(models.Model):
    """A row that was saved or deleted: its document is made anew after the commit, or by the next sweep.

    Written in the same transaction as the row. The same row may be named many times: a unique key would make a writer
    and a sweep at the same time lose one of the changes.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    with_family = models.BooleanField(default=False)  # also what shows parts of it: an event's slides, a region's parks
    due_at = models.DateTimeField(default=timezone.now, db_index=True)


class SearchState(models.Model):
    """One row: by which rules the index was made."""

    version = models.PositiveIntegerField(default=0)
