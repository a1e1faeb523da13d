"""Upload files and make attempts at their previews."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from core.jobs.lease import claim
from core.jobs.run import run_one
from events.models import MaterialVersion, Preview
from events.slides import build
from tests import files

from . import text_documents


def uploaded(content=None, name="Доклад.pdf", **fields):
    return files.version(content=content or text_documents.pdf("Площадки", "Итоги"), name=name, **fields)


def uploaded_uninspected(content, name="Доклад.pdf"):
    """A version with this content and name, neither of which was inspected."""
    version = uploaded()
    Path(version.file.path).write_bytes(content)
    MaterialVersion.objects.filter(pk=version.pk).update(original_name=name)
    return version


def preview_of(version):
    return Preview.objects.select_related("version").get(version=version)


def attempt(version):
    """Make one attempt; return the preview."""
    assert run_one(Preview, preview_of(version).pk)
    return preview_of(version)


def replace_pdf_reader(monkeypatch, name):
    """Let a function of `misbehaving_readers` read PDF files."""
    monkeypatch.setattr(build.Attempt, "pdf_reader", f"{__package__}.misbehaving_readers:{name}")


def claimed(pk=None):
    return claim(Preview, pk)


def stored(folder):
    return {name for name, _written in default_storage.listing(folder)}


def head(file):
    with file.open("rb") as content:
        return content.read(12)


def assert_in_order():
    """No file without a row, no row without a file, no scratch folder left."""
    output = io.StringIO()
    try:
        call_command("check_files", "--older-than", "0", stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue())
    assert not list(Path(default_storage.location, "incoming").glob("*"))
