from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from search.lexicon import keys_of

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
    dependencies = [
        ("search", "0002_term_public_documents"),
    ]

    operations = [
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
        migrations.RunPython(ship_groups, migrations.RunPython.noop),
    ]
