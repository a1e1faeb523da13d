from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from search.lexicon import keys_of

# ruff: noqa: S608  the SQL is made of constants of this file

WORDS = "%(row)s.heading || %(row)s.body || %(row)s.context || %(row)s.tags || %(row)s.pairs"

SQLITE = [
    # The words are read from the documents, so nothing is stored twice.
    """CREATE VIEW search_searchwords AS
    SELECT id, heading || body || context || tags || pairs AS terms FROM search_searchdocument""",
    """CREATE VIRTUAL TABLE search_searchindex USING fts5(
    terms, content='search_searchwords', content_rowid='id', detail='none', tokenize='ascii')""",
    f"""CREATE TRIGGER search_searchindex_insert AFTER INSERT ON search_searchdocument BEGIN
        INSERT INTO search_searchindex(rowid, terms) VALUES (new.id, {WORDS % {"row": "new"}});
    END""",
    f"""CREATE TRIGGER search_searchindex_delete AFTER DELETE ON search_searchdocument BEGIN
        INSERT INTO search_searchindex(search_searchindex, rowid, terms)
        VALUES ('delete', old.id, {WORDS % {"row": "old"}});
    END""",
    f"""CREATE TRIGGER search_searchindex_update AFTER UPDATE OF id, heading, body, context, tags, pairs
    ON search_searchdocument BEGIN
        INSERT INTO search_searchindex(search_searchindex, rowid, terms)
        VALUES ('delete', old.id, {WORDS % {"row": "old"}});
        INSERT INTO search_searchindex(rowid, terms) VALUES (new.id, {WORDS % {"row": "new"}});
    END""",
    "CREATE INDEX search_searchname_by_key ON search_searchname (key)",
]

POSTGRESQL = [
    # The function tells the planner its cost. Without it the planner prefers to read and split all rows. It is not
    # marked as safe for parallel work: starting the workers takes longer than any of these queries.
    """CREATE FUNCTION search_lexemes(words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE COST 1000
    AS $$ BEGIN RETURN array_to_tsvector(array_remove(string_to_array(words, ' '), '')); END $$""",
    # `manage.py index` creates the same index again after filling an empty table: search/engines/postgresql.py.
    """CREATE INDEX search_searchindex ON search_searchdocument
    USING gin (search_lexemes(heading || body || context || tags || pairs)) WITH (fastupdate = off)""",
    "CREATE INDEX search_searchname_by_key ON search_searchname (key text_pattern_ops)",
    # An answer reads a thousand rows but only their first three columns, so the others are stored out of line.
    """ALTER TABLE search_searchdocument
    ALTER heading SET STORAGE MAIN, ALTER body SET STORAGE MAIN, ALTER context SET STORAGE MAIN,
    ALTER tags SET STORAGE EXTERNAL, ALTER pairs SET STORAGE EXTERNAL,
    ALTER shown SET STORAGE EXTERNAL, ALTER text SET STORAGE EXTERNAL""",
]

SQLITE_BACK = [
    "DROP TRIGGER search_searchindex_insert",
    "DROP TRIGGER search_searchindex_delete",
    "DROP TRIGGER search_searchindex_update",
    "DROP TABLE search_searchindex",
    "DROP VIEW search_searchwords",
    "DROP INDEX search_searchname_by_key",
]

POSTGRESQL_BACK = [
    "DROP INDEX search_searchindex",
    "DROP INDEX search_searchname_by_key",
    "DROP FUNCTION search_lexemes",
]


def create_full_text_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_full_text_index(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


SHIPPED = Path(__file__).resolve().parent.parent / "data" / "synonyms.txt"


def ship_groups(apps, schema_editor):
    """Put the shipped groups into the table; from then on staff edit them."""
    Synonym, SearchAlias = (apps.get_model("search", name) for name in ("Synonym", "SearchAlias"))
    lines = [line for line in SHIPPED.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    for line in lines:
        members = line.split(" | ")
        group = Synonym.objects.create(words="\n".join(members))
        SearchAlias.objects.bulk_create(
            SearchAlias(synonym=group, key=key, words=name) for key, name in keys_of(members).items()
        )


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchStale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("object_id", models.BigIntegerField()),
                ("with_dependents", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="SearchState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("term", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("documents", models.IntegerField()),
                ("public_documents", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                ("term", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.TextField(
                        help_text="По одному в строке: «БПЛА», «беспилотник», «беспилотный летательный аппарат».",
                        verbose_name="слова и выражения",
                    ),
                ),
            ],
            options={
                "verbose_name": "группа синонимов",
                "verbose_name_plural": "синонимы для поиска",
                "ordering": ["words", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AskedQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="день")),
                ("text", models.CharField(max_length=100, verbose_name="что искали")),
                ("asked", models.PositiveIntegerField(default=0, verbose_name="сколько раз")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="нашлось")),
                ("opened", models.PositiveIntegerField(default=0, verbose_name="открыли")),
            ],
            options={
                "verbose_name": "запрос без ответа",
                "verbose_name_plural": "что искали и не нашли",
                "constraints": [models.UniqueConstraint(fields=("day", "text"), name="asked_query_is_counted_by_day")],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("object_id", models.BigIntegerField()),
                ("event_id", models.BigIntegerField(db_index=True, null=True)),
                ("material_id", models.BigIntegerField(db_index=True, null=True)),
                ("public_from", models.DateTimeField(null=True)),
                ("members_from", models.DateTimeField(null=True)),
                ("participants_from", models.DateTimeField(null=True)),
                ("year", models.IntegerField(null=True)),
                ("event_type", models.CharField(blank=True, max_length=20)),
                ("regions", models.TextField(blank=True)),
                ("parks", models.TextField(blank=True)),
                ("has_files", models.BooleanField(default=False)),
                ("heading", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("context", models.TextField(blank=True)),
                ("tags", models.TextField(blank=True)),
                ("pairs", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=32)),
                ("shown", models.TextField(default="{}")),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "документ поиска",
                "verbose_name_plural": "документы поиска",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="search_document_is_one_for_a_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="names",
                        to="search.searchdocument",
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("whole", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="SearchAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=200)),
                ("words", models.CharField(max_length=300)),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="aliases",
                        to="search.searchdocument",
                    ),
                ),
                (
                    "synonym",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="search.synonym",
                    ),
                ),
            ],
            options={
                "verbose_name": "слово группы",
                "verbose_name_plural": "слова группы",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", True), ("synonym__isnull", False)),
                            models.Q(("document__isnull", False), ("synonym__isnull", True)),
                            _connector="OR",
                        ),
                        name="search_alias_has_one_owner",
                    )
                ],
            },
        ),
        migrations.RunPython(create_full_text_index, drop_full_text_index),
        migrations.RunPython(ship_groups, migrations.RunPython.noop),
    ]
