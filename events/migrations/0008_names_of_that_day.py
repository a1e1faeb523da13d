from django.db import migrations

import core.fields

NAMES = [
    ("Appearance", "person_id", "name_then"),
    ("HistoricalAppearance", "person_id", "name_then"),
    ("Stop", "host_id", "host_name_then"),
    ("HistoricalStop", "host_id", "host_name_then"),
]


def write_present_names(apps, schema_editor):
    """Nothing older is known."""
    for person in apps.get_model("events", "Person").objects.all():
        full_name = " ".join(filter(None, (person.first_name, person.middle_name, person.last_name)))
        for model, key, name in NAMES:
            apps.get_model("events", model).objects.filter(**{key: person.pk}).update(**{name: full_name})


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_slide_word_boxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="appearance",
            name="name_then",
            field=core.fields.FrozenNameField(
                blank=True,
                help_text="Пусто — как сейчас в списке людей. Потом не меняется.",
                max_length=400,
                of="person",
                source="full_name",
                verbose_name="имя в тот день",
            ),
        ),
        migrations.AddField(
            model_name="historicalappearance",
            name="name_then",
            field=core.fields.FrozenNameField(
                blank=True,
                help_text="Пусто — как сейчас в списке людей. Потом не меняется.",
                max_length=400,
                of="person",
                source="full_name",
                verbose_name="имя в тот день",
            ),
        ),
        migrations.AddField(
            model_name="historicalstop",
            name="host_name_then",
            field=core.fields.FrozenNameField(
                blank=True,
                editable=False,
                max_length=400,
                of="host",
                source="full_name",
                verbose_name="имя встречающего в тот день",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="host_name_then",
            field=core.fields.FrozenNameField(
                blank=True,
                editable=False,
                max_length=400,
                of="host",
                source="full_name",
                verbose_name="имя встречающего в тот день",
            ),
        ),
        migrations.RunPython(write_present_names, migrations.RunPython.noop),
    ]
