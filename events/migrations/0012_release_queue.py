import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.files.fields


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0011_press_release_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseFile",
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
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255, verbose_name="имя файла")),
                ("file", core.files.fields.OwnedFileField(max_length=200, upload_to="releases", verbose_name="файл")),
                ("text", models.TextField(blank=True, verbose_name="текст")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
            ],
            options={
                "verbose_name": "файл пресс-релиза",
                "verbose_name_plural": "файлы пресс-релизов",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("steps_total__isnull", True), ("steps_done__lte", models.F("steps_total")), _connector="OR"
                        ),
                        name="release_file_has_no_more_steps_than_there_are",
                    )
                ],
            },
        ),
    ]
