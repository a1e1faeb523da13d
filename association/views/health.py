"""Answers for monitors and robots: /healthz, /readyz and /robots.txt."""

import logging
import tempfile

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import consistency

log = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request):
    """Say that the process is alive. It does not query the database, whose failure must not restart the portal."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request):
    checks = {
        "database": _database,
        "migrations": _migrations,
        "storage": _storage,
        "static": _static,
        "search": _search,
    }
    answers = {name: _answer(name, check) for name, check in checks.items()}
    # A stale index finds less but shows nothing hidden, so it is reported and the portal stays ready.
    ready = all(answer == "ok" or (name, answer) == ("search", "stale") for name, answer in answers.items())
    return JsonResponse(answers, status=200 if ready else 503)


def _answer(name, check):
    try:
        return check() or "ok"
    except Exception as error:  # the answer names any failure; only the log has the details
        log.exception("not ready: %s", name)
        return f"fails: {type(error).__name__}"


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else None


def _storage():
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        file.write(b"ready")
        file.flush()
    default_storage.exists("ready")


def _static():
    staticfiles_storage.url("css/base.css")


def _search():
    return "stale" if consistency.problems(quick=True) else None


@require_safe
def robots(request):
    return render(request, "association/robots.txt", content_type="text/plain; charset=utf-8")
