"""Runs of the demo that serve nothing, and what they leave."""

import io
import re

from django.apps import apps
from django.core.management import call_command

ACCOUNTS = ["administrator@example.org", "editor@example.org", "member@example.org", "participant@example.org"]


def run(**options):
    output = io.StringIO()
    call_command("demo", stdout=output, **{"no_serve": True, "size": 5, **options})
    return output.getvalue()


def passwords(output):
    return dict(re.findall(r"(\S+@example\.org)\s+(\S+)", output))


def every_row():
    """Every row of the database by model, without the search index, which each run makes anew, and its generation."""
    return {
        model: sorted(map(str, model.objects.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if not model.__name__.startswith(("Search", "Generation"))
    }
