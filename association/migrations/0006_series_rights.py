from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {"Редактор": ("view", "add", "change"), "Администратор": ("view", "add", "change", "delete")}


def give(apps, schema_editor):
    """Editors keep the series of events; only administrators delete one."""
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    events = apps.get_app_config("events")
    events.models_module = True  # a historical app has none and would be passed over
    create_permissions(events, apps=apps, verbosity=0)
    events.models_module = None
    for name, actions in RIGHTS.items():
        codenames = [f"{action}_series" for action in actions]
        given = Permission.objects.filter(content_type__app_label="events", codename__in=codenames)
        for role in Group.objects.filter(name=name):
            role.permissions.add(*given)


def take(apps, schema_editor):
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    given = Permission.objects.filter(content_type__app_label="events", content_type__model="series")
    for role in Group.objects.filter(name__in=RIGHTS):
        role.permissions.remove(*given)


class Migration(migrations.Migration):
    dependencies = [("association", "0005_synonym_rights"), ("events", "0009_series_of_events")]

    operations = [migrations.RunPython(give, take)]
