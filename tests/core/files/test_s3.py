"""Files in a bucket: a real client against moto's server, which speaks S3 over HTTP."""

import io
import socket
import time
import zipfile
from contextlib import contextmanager
from datetime import timedelta

import boto3
import pytest
import time_machine
from botocore.exceptions import BotoCoreError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from core.files import orphans
from core.files.names import stored_name
from core.files.s3 import PrivateS3Storage
from events.models import Material
from tests import files

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = files.pdf("0123456789" * 100)


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


def options(endpoint, bucket="uploads"):
    keys = {"access_key": "key", "secret_key": "secret", "region_name": "us-east-1"}
    return {**keys, "bucket_name": bucket, "endpoint_url": endpoint}


@pytest.fixture
def bucket(server, settings):
    client = {"endpoint_url": server, "aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    bucket = boto3.resource("s3", region_name="us-east-1", **client).create_bucket(Bucket="uploads")
    bucket.objects.delete()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "core.files.s3.PrivateS3Storage", "OPTIONS": options(server)},
    }
    return bucket


def keys(bucket):
    return {found.key for found in bucket.objects.all()}


def ask(client, version, **headers):
    response = client.get(reverse("events:download", args=[version.material_id]), headers=headers)
    response.body = files.body(response)
    return response


def test_file_has_an_unguessable_name_in_the_bucket(bucket):
    version = files.version(content=CONTENT)
    assert keys(bucket) == {version.file.name}
    assert version.file.name.isascii()
    with pytest.raises(ValueError, match="закрыты"):
        _ = version.file.url
    grants = bucket.Object(version.file.name).Acl().grants
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_nothing_is_overwritten(bucket):
    names = {default_storage.save("materials/a.pdf", ContentFile(b"text")) for _again in range(3)}
    assert len(names) == 3
    assert keys(bucket) == names


def test_download_comes_whole_and_in_parts(bucket, visitor):
    version = files.version(content=CONTENT)
    whole = ask(visitor, version)
    assert (whole.status_code, whole.body) == (200, CONTENT)
    part = ask(visitor, version, Range="bytes=10-19")
    assert (part.status_code, part.body) == (206, CONTENT[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(CONTENT)}"
    assert ask(visitor, version, Range="bytes=99999-").status_code == 416


def test_only_the_asked_bytes_leave_the_bucket(bucket):
    name = default_storage.save("materials/a.pdf", ContentFile(CONTENT))
    body = default_storage.open_at(name, 5, 7)
    assert body.read() == CONTENT[5:12]
    body.close()


def test_sweep_deletes_the_object_of_a_rolled_back_row(bucket):
    with transaction.atomic():
        files.version()
        transaction.set_rollback(True)
    orphans.sweep()
    assert len(keys(bucket)) == 1
    orphans.sweep(older_than=timedelta(seconds=-2))
    assert keys(bucket) == set()


def test_object_of_a_deleted_row_is_deleted(bucket):
    version = files.version()
    version.material.delete()
    assert keys(bucket) == set()


def test_picture_is_kept_and_shown(bucket, visitor):
    from tests.factories import OrganizationFactory

    organization = OrganizationFactory(logo=files.picture())
    response = visitor.get(reverse("parks:logo", args=[organization.slug]))
    assert response["Content-Type"] == "image/png"
    assert files.body(response).startswith(b"\x89PNG")


def test_missing_object_answers_404_and_is_found_by_check_files(bucket, visitor):
    version = files.version()
    bucket.Object(version.file.name).delete()
    assert ask(visitor, version).status_code == 404
    with pytest.raises(FileNotFoundError):
        default_storage.open_at(version.file.name, 0, 1)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_files", "--fix", stdout=out)
    assert version.file.name in out.getvalue()
    assert Material.objects.get().is_awaited


def test_zip_of_an_event_comes_from_the_bucket(bucket, visitor):
    kept = files.version(content=CONTENT)
    lost = files.version(files.version(event=kept.material.event).material, content=CONTENT + b"x")
    bucket.Object(lost.file.name).delete()
    response = visitor.get(reverse("events:materials_zip", args=[kept.material.event.slug]))
    body = files.body(response)
    assert response["Content-Length"] == str(len(body))
    with zipfile.ZipFile(io.BytesIO(body)) as unpacked:
        contents, name = unpacked.namelist()
        assert unpacked.read(name) == CONTENT
        assert "файла нет в архиве" in unpacked.read(contents).decode()


def test_check_files_finds_an_object_without_a_row(bucket):
    orphan = stored_name("materials/a.pdf")
    bucket.put_object(Key=orphan, Body=b"text")
    call_command("check_files", "--fix", stdout=io.StringIO())
    assert keys(bucket) == {orphan}
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        call_command("check_files", "--fix", "--older-than", "0", stdout=io.StringIO())
    assert keys(bucket) == set()


@contextmanager
def silent_server():
    """A server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.slow
def test_storage_that_does_not_answer_times_out():
    with silent_server() as endpoint:
        storage = PrivateS3Storage(**options(endpoint))
        started = time.monotonic()
        with pytest.raises(BotoCoreError):
            storage.size("materials/a.pdf")
        assert time.monotonic() - started < 60  # botocore's default is minutes
