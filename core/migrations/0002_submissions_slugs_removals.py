import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.files.fields
from core.migration_steps import at_once


def drop_triggers(apps, schema_editor):
    from core.kept_pages import triggers

    triggers.remove()


class Migration(migrations.Migration):
    """The triggers come after all migrations (`core.kept_pages.triggers`), and go before the table that they write."""

    initial = True

    dependencies = [
        ("association", "0001_accounts"),
        ("core", "0001_russian_collation"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormSubmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Orphan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, unique=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=100)),
                ("slug", models.CharField(max_length=100)),
                ("row", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("model", "slug"), name="former_slug_leads_to_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=100)),
                ("row", models.BigIntegerField()),
                ("name", models.CharField(max_length=500)),
                ("kept", models.BigIntegerField(null=True)),
                ("kept_name", models.CharField(blank=True, max_length=500)),
                ("journal", models.JSONField()),
                ("files", models.JSONField(default=list)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SpreadsheetImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("processing", "обрабатывается"),
                            ("ready", "готово"),
                            ("failed", "не удалось"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="Почему не удалось или чего не хватает.",
                        max_length=300,
                        verbose_name="пояснение",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="попыток")),
                ("priority", models.SmallIntegerField(default=0, verbose_name="важность")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="не раньше")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="занято до")),
                ("steps_done", models.PositiveIntegerField(default=0, verbose_name="сделано")),
                ("steps_total", models.PositiveIntegerField(blank=True, null=True, verbose_name="всего")),
                ("sheet", models.CharField(max_length=30, verbose_name="таблица")),
                (
                    "file",
                    core.files.fields.OwnedFileField(max_length=200, upload_to="spreadsheets", verbose_name="файл"),
                ),
                ("name", models.CharField(max_length=255, verbose_name="имя файла")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="когда")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("checking", "сверяем"),
                            ("checked", "ждёт подтверждения"),
                            ("writing", "записываем"),
                            ("written", "записано"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="что делаем",
                    ),
                ),
                ("report", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "загрузка таблицы",
                "verbose_name_plural": "загрузки таблиц",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SuspectedDouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=100)),
                ("one", models.BigIntegerField()),
                ("other", models.BigIntegerField()),
                ("score", models.FloatField()),
                ("reasons", models.TextField(blank=True)),
                ("are_different", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-score", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("model", "one", "other"), name="suspected_double_is_listed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="suspected_double_is_in_order"
                    ),
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]
    operations = at_once(operations)
