from django.core.checks import Tags, Warning, register
from django.db import connection

from . import checkup


@register(Tags.database)
def check_search(app_configs, databases=None, **kwargs):
    """`manage.py check --database default`; `manage.py index --check` looks closer."""
    if not databases or "search_searchstate" not in connection.introspection.table_names():
        return []
    return [Warning(remark, hint="manage.py index", id="search.W001") for remark in checkup.remarks()]
