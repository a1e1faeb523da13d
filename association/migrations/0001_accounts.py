import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_russian_collation"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="электронная почта")),
                (
                    "last_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="фамилия"),
                ),
                (
                    "first_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="имя"),
                ),
                (
                    "middle_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="отчество"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Видит черновики и входит в управление сайтом.",
                        verbose_name="сотрудник",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True, help_text="Снимите вместо удаления.", verbose_name="может входить"
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="заведён"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "учётная запись",
                "verbose_name_plural": "учётные записи",
                "ordering": ["email"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_is_its_own_in_any_case",
                        violation_error_message="Учётная запись с такой почтой уже есть.",
                    )
                ],
            },
        ),
    ]
