from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("view", "add", "change", "delete")
KEEP = ("view", "add", "change")

# What an event, a park or an organization consists of may be removed by those who write it;
# the things themselves only by an administrator.
EDITOR = {
    "events": {
        "event": KEEP,
        "person": KEEP,
        "eventorganization": ALL,
        "eventregion": ALL,
        "stop": ALL,
        "session": ALL,
        "talk": ALL,
        "appearance": ALL,
        "material": ALL,
        "materialversion": ("view",),
        "photo": ALL,
        "attendance": ALL,
        "series": KEEP,
        "delegation": ALL,
        "eventnumber": ALL,
        "outcome": ALL,
        "quotation": ALL,
        "source": ALL,
        "download": ("view",),
    },
    "parks": {
        "park": KEEP,
        "parkstatuschange": ALL,
        "parkcertificate": ALL,
        "parkaccreditation": ALL,
        "parkphase": ALL,
        "parkrating": ALL,
        "organization": KEEP,
        "organizationname": ALL,
        "residency": ALL,
        "region": KEEP,
    },
    "association": {
        "committee": KEEP,
        "committeemember": ALL,
        "textpage": KEEP,
        "user": ("view",),
    },
    "search": {"synonym": ALL},
}
ADMINISTRATOR = {
    "events": dict.fromkeys(EDITOR["events"], ALL) | {"materialversion": ("view",), "download": ("view", "delete")},
    "parks": dict.fromkeys(EDITOR["parks"], ALL),
    "association": dict.fromkeys([*EDITOR["association"], "membership", "membershipcategory"], ALL),
    "search": EDITOR["search"],
}
ROLES = {"Редактор": EDITOR, "Администратор": ADMINISTRATOR}


def make_roles(apps, schema_editor):
    Group, Permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    for app in ROLES["Администратор"]:
        _make_permissions(apps.get_app_config(app), apps)
    for name, rights in ROLES.items():
        role, _created = Group.objects.get_or_create(name=name)
        for app, models in rights.items():
            codenames = [f"{action}_{model}" for model, actions in models.items() for action in actions]
            given = Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
            if given.count() != len(codenames):
                raise RuntimeError(f"Some permissions of {app} are missing, so the role would be incomplete.")
            role.permissions.add(*given)


def _make_permissions(app, apps):
    """Django makes them after all migrations; a historical app has no models module and would be passed over."""
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("association", "0002_members"),
        ("events", "0001_visits"),
        ("parks", "0001_registry"),
        ("search", "0001_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, drop_roles)]
