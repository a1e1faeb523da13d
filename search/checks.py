from typing import Any

from django.core.checks import Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connection

from . import consistency


@register(Tags.database)
def check_search(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckWarning]:
    """Run by `manage.py check --database default`. `manage.py index --check` is more thorough."""
    if not databases or "search_searchstate" not in connection.introspection.table_names():
        return []
    return [CheckWarning(problem, hint="manage.py index", id="search.W001") for problem in consistency.problems()]
