from django.db import migrations, models


def drop_triggers(apps, schema_editor):
    from core.kept_pages import triggers

    triggers.remove()


class Migration(migrations.Migration):
    """The triggers come after all migrations (`core.kept_pages.triggers`), and go before the table that they write."""

    dependencies = [
        ("core", "0004_numbers_in_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]
