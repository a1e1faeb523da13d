from django.db import migrations

WORDS = "%(row)s.heading || %(row)s.body || %(row)s.context || %(row)s.tags || %(row)s.pairs"
UPDATE = """CREATE TRIGGER search_searchindex_update AFTER UPDATE OF id, heading, body, context, tags, pairs
    ON search_searchdocument{condition} BEGIN
        INSERT INTO search_searchindex(search_searchindex, rowid, terms)
        VALUES ('delete', old.id, {old});
        INSERT INTO search_searchindex(rowid, terms) VALUES (new.id, {new});
    END"""
# A document is written with all its columns, also where only what a hit shows has changed.
CHANGED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in ("id", "heading", "body", "context", "tags", "pairs"))


def make_trigger(condition):
    def make(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute("DROP TRIGGER search_searchindex_update")
            words = {row: WORDS % {"row": row} for row in ("old", "new")}
            schema_editor.execute(UPDATE.format(condition=condition, **words))

    return make


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_moments"),
    ]

    operations = [migrations.RunPython(make_trigger(f" WHEN {CHANGED}"), make_trigger(""))]
