"""What the tests of previews do again and again."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from events.materials import making
from events.models import Preview
from tests import files

from . import samples


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
    assert making.make(preview_of(version).pk)
    return preview_of(version)


def behaves(monkeypatch, how):
    """From now on the child that reads PDF does what its name in `hostile` says."""
    monkeypatch.setattr(making, "PACKAGE", __package__)
    monkeypatch.setattr(making, "PDF", f"hostile:{how}")


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
