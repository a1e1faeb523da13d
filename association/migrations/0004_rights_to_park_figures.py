from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ("Редактор", "Администратор")
RIGHTS = [f"{action}_parkfigure" for action in ("view", "add", "change", "delete")]


def give(apps, schema_editor):
    parks = apps.get_app_config("parks")
    parks.models_module = True  # a historical app has none, and would be passed over
    create_permissions(parks, apps=apps, verbosity=0)
    parks.models_module = None
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    rights = Permission.objects.filter(content_type__app_label="parks", codename__in=RIGHTS)
    for role in Group.objects.filter(name__in=ROLES):
        role.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("association", "0003_roles"),
        ("parks", "0002_park_terms_and_figures"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
