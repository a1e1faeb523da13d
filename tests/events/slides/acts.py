"""What the tests of previews do again and again."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from core.jobs.lease import claim
from core.jobs.run import run_one
from events.models import Preview
from events.slides import build
from tests import files

from ..uploads import samples

MAX_ATTEMPTS = len(Preview.retry_pauses) + 1


def uploaded(content=None, name="Доклад.pdf", **fields):
    return files.version(content=content or samples.pdf("Площадки", "Итоги"), name=name, **fields)


def smuggled(content):
    """A PDF that came past the inspection."""
    version = uploaded()
    Path(version.file.path).write_bytes(content)
    return version


def preview_of(version):
    return Preview.objects.select_related("version").get(version=version)


def made(version):
    """The preview after one attempt."""
    assert run_one(Preview, preview_of(version).pk)
    return preview_of(version)


def behaves(monkeypatch, how):
    """From now on the child that reads PDF does what its name in `hostile` says."""
    monkeypatch.setattr(build, "PACKAGE", "tests.events.uploads")
    monkeypatch.setattr(build, "PDF", f"hostile:{how}")


def claimed(pk=None):
    return claim(Preview, pk)


def stored(folder):
    return {name for name, _written in default_storage.listing(folder)}


def head(file):
    with file.open("rb") as content:
        return content.read(12)


def assert_in_order():
    """Every file has its row and every row its file, scratch folders included."""
    said = io.StringIO()
    try:
        call_command("check_files", "--older-than", "0", stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
    assert not list(Path(default_storage.location, "incoming").glob("*"))
