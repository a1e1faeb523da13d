from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = [f"{action}_synonym" for action in ("view", "add", "change", "delete")]
ROLES = ["Редактор", "Администратор"]


def give(apps, schema_editor):
    """Editors and administrators edit the synonyms of the search."""
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    search = apps.get_app_config("search")
    search.models_module = True  # a historical app has none and would be passed over
    create_permissions(search, apps=apps, verbosity=0)
    search.models_module = None
    given = Permission.objects.filter(content_type__app_label="search", codename__in=RIGHTS)
    for role in Group.objects.filter(name__in=ROLES):
        role.permissions.add(*given)


def take(apps, schema_editor):
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    given = Permission.objects.filter(content_type__app_label="search", codename__in=RIGHTS)
    for role in Group.objects.filter(name__in=ROLES):
        role.permissions.remove(*given)


class Migration(migrations.Migration):
    dependencies = [("association", "0004_texts_of_access_and_joining"), ("search", "0003_synonym_alias")]

    operations = [migrations.RunPython(give, take)]
