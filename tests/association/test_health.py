import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_makes_no_query(client):
    """No `db` mark: any query would fail this test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_lists_what_is_ready(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "storage": "ok", "static": "ok", "search": "ok"}


@pytest.mark.django_db
def test_readyz_reports_an_unapplied_migration(client):
    MigrationRecorder(connection).migration_qs.filter(app="association").order_by("-pk").first().delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "1 not applied"


@pytest.mark.django_db
def test_readyz_reports_an_unwritable_storage(client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "secret-place"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["storage"] == "fails: FileNotFoundError"
    assert b"secret-place" not in response.content


@pytest.mark.django_db
def test_readyz_reports_uncollected_static_files(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["static"] == "fails: ValueError"


def test_readyz_reports_a_database_that_does_not_answer(client, django_db_blocker):
    """pytest-django's blocker acts as a database that refuses every connection."""
    with django_db_blocker.block():
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"].startswith("fails: ")
