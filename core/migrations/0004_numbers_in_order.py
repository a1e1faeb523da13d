from django.db import migrations

COLUMNS = """
    SELECT attrelid::regclass::text, quote_ident(attname), format_type(atttypid, atttypmod)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relkind = 'r' AND NOT attisdropped
    AND attcollation = (SELECT oid FROM pg_collation WHERE collname = 'former_russian')
"""


def replace_collation(schema_editor, locale):
    """PostgreSQL cannot change the locale of a collation: a new one takes its name and its columns."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('ALTER COLLATION "russian" RENAME TO "former_russian"')
        cursor.execute(f"CREATE COLLATION \"russian\" (provider = icu, locale = '{locale}')")
        cursor.execute(COLUMNS)
        for table, column, its_type in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE {its_type} COLLATE "russian"')
        cursor.execute('DROP COLLATION "former_russian"')


def sort_numbers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        replace_collation(schema_editor, "ru-u-kn-true")
    else:  # the order is that of `core.text.sort_key`; indexes are kept in the order they were made in
        schema_editor.execute("REINDEX russian")


def sort_digits(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        replace_collation(schema_editor, "ru-x-icu")


class Migration(migrations.Migration):
    """«Парк 2» stands before «Парк 10»."""

    dependencies = [("core", "0003_former_slugs")]
    operations = [migrations.RunPython(sort_numbers, sort_digits)]
