from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = {
    "events": ["delegation", "eventnumber", "outcome", "quotation", "source"],
    "parks": ["parkaccreditation", "parkphase", "parkrating"],
}
ACTIONS = ["view", "add", "change", "delete"]
ROLES = ["Редактор", "Администратор"]


def _rights(apps, app):
    codenames = [f"{action}_{model}" for model in MODELS[app] for action in ACTIONS]
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.filter(content_type__app_label=app, codename__in=codenames)


def give(apps, schema_editor):
    """Editors and administrators keep what an event or a park consists of."""
    for label in MODELS:
        app = apps.get_app_config(label)
        app.models_module = True  # a historical app has none and would be passed over
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = None
        for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
            role.permissions.add(*_rights(apps, label))


def take(apps, schema_editor):
    for label in MODELS:
        for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
            role.permissions.remove(*_rights(apps, label))


class Migration(migrations.Migration):
    dependencies = [
        ("association", "0006_series_rights"),
        ("events", "0011_press_release_facts"),
        ("parks", "0006_press_release_facts"),
    ]

    operations = [migrations.RunPython(give, take)]
