import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.fields
from core.migration_steps import at_once


class Migration(migrations.Migration):
    dependencies = [
        ("association", "0001_accounts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("events", "0001_visits"),
        ("parks", "0001_registry"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                help_text="Пока членство организации действует, человеку открыты материалы для членов.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="parks.organization",
                verbose_name="организация",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="person",
            field=models.OneToOneField(
                blank=True,
                help_text="Если этот человек выступал на мероприятиях.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="user",
                to="events.person",
                verbose_name="он же в списке людей",
            ),
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    core.fields.NameField(db_collation="russian", max_length=255, unique=True, verbose_name="название"),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        unique=True,
                        verbose_name="адрес страницы",
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="чем занимается")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "events",
                    models.ManyToManyField(
                        blank=True,
                        related_name="committees",
                        to="events.event",
                        verbose_name="участвовал в мероприятиях",
                    ),
                ),
            ],
            options={
                "verbose_name": "комитет",
                "verbose_name_plural": "комитеты и органы",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="MembershipCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    core.fields.NameField(db_collation="russian", max_length=120, unique=True, verbose_name="название"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "категория членства",
                "verbose_name_plural": "категории членства",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="TextPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        choices=[
                            ("about", "Об ассоциации"),
                            ("contacts", "Контакты"),
                            ("access", "Контакты: как получить доступ к материалам"),
                            ("join", "Члены ассоциации: как вступить"),
                            ("privacy", "Персональные данные"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="страница",
                    ),
                ),
                ("body", models.TextField(help_text="Абзацы разделяйте пустой строкой.", verbose_name="текст")),
            ],
            options={
                "verbose_name": "текст страницы",
                "verbose_name_plural": "тексты страниц",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="association.committee",
                        verbose_name="комитет",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_roles",
                        to="events.person",
                        verbose_name="человек",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="Председатель, секретарь…", max_length=120, verbose_name="роль"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "член комитета",
                "verbose_name_plural": "члены комитета",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "person"),
                        name="committee_member_is_listed_once",
                        violation_error_message="Этот человек уже в комитете.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("start_date", models.DateField(verbose_name="с")),
                (
                    "end_date",
                    models.DateField(
                        blank=True, help_text="Последний день. Пусто — бессрочно.", null=True, verbose_name="по"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="association.membershipcategory",
                        verbose_name="категория",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "прежнее состояние членства",
                "verbose_name_plural": "historical членство",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="association.membershipcategory",
                        verbose_name="категория",
                    ),
                ),
                ("start_date", models.DateField(verbose_name="с")),
                (
                    "end_date",
                    models.DateField(
                        blank=True, help_text="Последний день. Пусто — бессрочно.", null=True, verbose_name="по"
                    ),
                ),
            ],
            options={
                "verbose_name": "членство",
                "verbose_name_plural": "членство",
                "ordering": ["organization__name", "-start_date"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gte", models.F("start_date"))),
                        name="membership_ends_after_it_starts",
                        violation_error_message="Членство кончается раньше, чем начинается.",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "start_date"),
                        name="membership_starts_once_a_day",
                        violation_error_message="Членство этой организации с этого дня уже записано.",
                    ),
                ],
            },
        ),
    ]
    operations = at_once(operations)
