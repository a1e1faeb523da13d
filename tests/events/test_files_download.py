"""Downloads: whole, partial, conditional and refused."""

import logging
import os
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from events.models import Download
from tests import files
from tests.factories import EventFactory, MaterialFactory

pytestmark = pytest.mark.django_db
CONTENT = files.pdf("0123456789")


@pytest.fixture
def version():
    return files.version(content=CONTENT)


def get(client, url, **options):
    """The response with its `body`, read to the end and closed."""
    response = client.get(url, **options)
    response.body = files.body(response)
    return response


def address(version):
    return reverse("events:download", args=[version.material_id])


def test_download_gives_the_file_under_its_own_name(visitor, version):
    response = get(visitor, address(version))
    assert response.body == CONTENT
    assert response.streaming
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"prezentatsiya-safonovo.pdf\"; filename*=UTF-8''%D0%9F%D1%80%D0%B5%D0%B7%D0%B5%D0%BD"
        "%D1%82%D0%B0%D1%86%D0%B8%D1%8F%20%D0%A1%D0%B0%D1%84%D0%BE%D0%BD%D0%BE%D0%B2%D0%BE.pdf"
    )
    assert headers["ETag"] == f'"{version.sha256}"'
    assert headers["Last-Modified"] == http_date(version.uploaded_at.timestamp())
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in headers["Vary"]
    assert version.file.name not in str(headers)


def test_head_has_the_same_headers_without_a_body(visitor, version):
    whole, head = get(visitor, address(version)), visitor.head(address(version))
    assert head.headers == whole.headers
    assert head.content == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading_is_allowed(visitor, version, method):
    response = getattr(visitor, method)(address(version))
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("asked", "content_range", "part"),
    [
        ("bytes=0-4", "bytes 0-4/{}", slice(0, 5)),
        ("bytes=5-", "bytes 5-{last}/{}", slice(5, None)),
        ("bytes=-3", "bytes {}-{last}/{}", slice(-3, None)),
    ],
)
def test_range_gives_the_part(visitor, version, asked, content_range, part):
    response = get(visitor, address(version), headers={"Range": asked})
    size, body = len(CONTENT), response.body
    assert response.status_code == 206
    assert body == CONTENT[part]
    assert response["Content-Length"] == str(len(body))
    first, last = (int(number) for number in response["Content-Range"].split()[1].split("/")[0].split("-"))
    assert CONTENT[first : last + 1] == body
    assert response["Content-Range"].endswith(f"/{size}")
    assert response["ETag"] == f'"{version.sha256}"'


@pytest.mark.parametrize("asked", ["bytes=9999-", "bytes=-0"])
def test_range_outside_the_file_is_refused(visitor, version, asked):
    response = get(visitor, address(version), headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(CONTENT)}"
    assert response.content == b""


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "bytes=4-2", "bytes=a", "pages=1-2", "bytes=" + "1" * 5000])
def test_other_ranges_give_the_whole_file(visitor, version, asked):
    response = get(visitor, address(version), headers={"Range": asked})
    assert response.status_code == 200
    assert response.body == CONTENT


def test_head_ignores_the_range(visitor, version):
    response = visitor.head(address(version), headers={"Range": "bytes=0-1"})
    assert (response.status_code, response["Content-Length"]) == (200, str(len(CONTENT)))


def test_if_range_gives_the_part_only_of_the_same_file(visitor, version):
    def status(validator):
        return get(visitor, address(version), headers={"Range": "bytes=1-2", "If-Range": validator}).status_code

    assert status(f'"{version.sha256}"') == 206
    assert status(http_date(version.uploaded_at.timestamp())) == 206
    assert status(f'W/"{version.sha256}"') == 200
    assert status('"other"') == 200
    assert status(http_date(1)) == 200


def test_unchanged_file_is_not_sent_again(visitor, version):
    def ask(**headers):
        return get(visitor, address(version), headers={name.replace("_", "-"): text for name, text in headers.items()})

    etag, date = f'"{version.sha256}"', http_date(version.uploaded_at.timestamp())
    response = ask(If_None_Match=etag)
    assert (response.status_code, response.content) == (304, b"")
    assert (response["ETag"], response["Cache-Control"]) == (etag, "private, no-cache")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert ask(If_None_Match=f'"other", W/{etag}').status_code == 304
    assert ask(If_None_Match="*").status_code == 304
    assert ask(If_None_Match='"other"').status_code == 200
    assert ask(If_Modified_Since=date).status_code == 304
    assert ask(If_Modified_Since=http_date(1)).status_code == 200
    assert ask(If_None_Match='"other"', If_Modified_Since=date).status_code == 200
    assert ask(If_None_Match=etag, Range="bytes=0-1").status_code == 304
    assert visitor.head(address(version), headers={"If-None-Match": etag}).status_code == 304


def test_failed_precondition_is_reported(visitor, version):
    def status(**headers):
        return get(visitor, address(version), headers=headers).status_code

    assert status(**{"If-Match": f'"{version.sha256}"'}) == 200
    assert status(**{"If-Match": '"other"'}) == 412
    assert status(**{"If-Unmodified-Since": http_date(1)}) == 412


def test_version_is_chosen_by_its_number(visitor, version):
    files.version(version.material, files.pdf("вторая"), name="Вторая.pdf")
    assert get(visitor, address(version)).body == files.pdf("вторая")
    assert get(visitor, address(version) + "?v=1").body == CONTENT
    assert get(visitor, address(version) + "?v=2").body == files.pdf("вторая")


@pytest.mark.parametrize("number", ["0", "3", "-1", "", "abc", "1.0", "١", "9" * 5000, "1%00"])
def test_unknown_version_is_not_found(visitor, version, number):
    assert get(visitor, f"{address(version)}?v={number}").status_code == 404


def test_version_of_another_material_is_not_found(visitor, version):
    other = files.version(content=files.pdf("другая"))
    files.version(other.material, files.pdf("вторая"))
    assert get(visitor, address(version) + "?v=2").status_code == 404


def test_awaited_file_and_link_are_not_found(visitor):
    for material in (MaterialFactory(), MaterialFactory(url="https://example.org/film")):
        assert get(visitor, reverse("events:download", args=[material.pk])).status_code == 404


def test_missing_file_is_not_found_and_logged(visitor, version, caplog):
    version.file.storage.delete(version.file.name)
    with caplog.at_level(logging.ERROR, "core.files"):
        assert get(visitor, address(version)).status_code == 404
        assert visitor.head(address(version)).status_code == 404
    assert version.file.name in caplog.text


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_unknown_material_is_not_found(visitor, pk):
    assert get(visitor, f"/materials/{pk}/download/").status_code == 404


@pytest.fixture
def locked():
    """A material that everyone may know of and members may open."""
    return files.version(access="members")


def test_locked_file_asks_a_visitor_to_sign_in(visitor, locked):
    response = get(visitor, address(locked) + "?v=1")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next=/materials/{locked.material_id}/download/%3Fv%3D1"


def test_locked_file_is_refused_to_an_outsider_with_a_reason(outsider, locked):
    response = get(outsider, address(locked))
    assert response.status_code == 403
    assert "только членам ассоциации" in response.content.decode()
    assert locked.original_name not in response.content.decode()


def test_locked_file_is_open_to_whom_it_is_for(member, participant, editor, locked):
    assert get(member, address(locked)).status_code == 200
    assert get(participant, address(locked)).status_code == 403
    participant.attends(locked.material.event)
    assert get(participant, address(locked)).status_code == 200
    assert get(editor, address(locked)).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"access": "staff"}, {"published_at": None}, {"access": "members", "is_listed": False}]
)
def test_unlisted_file_does_not_exist(visitor, outsider, editor, fields):
    version = files.version(**fields)
    for client in (visitor, outsider):
        assert get(client, address(version)).status_code == client.head(address(version)).status_code == 404
    assert get(editor, address(version)).status_code == 200


def test_file_of_a_hidden_event_does_not_exist(visitor, outsider):
    version = files.version(event=EventFactory(access="members"))
    for client in (visitor, outsider):
        assert get(client, address(version)).status_code == 404


def test_download_is_recorded_once_a_day(member, version):
    for _again in range(2):
        get(member, address(version))
    record = Download.objects.get()
    assert (record.user, record.material, record.day) == (member.user, version.material, timezone.localdate())
    assert record.organization == member.user.organization


def test_only_a_beginning_download_is_recorded(member, visitor, version):
    member.head(address(version))
    get(member, address(version), headers={"Range": "bytes=5-"})
    get(member, address(version), headers={"Range": "bytes=9999-"})
    get(member, address(version), headers={"If-None-Match": f'"{version.sha256}"'})
    get(visitor, address(version))
    assert not Download.objects.exists()
    get(member, address(version), headers={"Range": "bytes=0-"})
    assert Download.objects.count() == 1


@pytest.mark.parametrize("sendfile", ["", "x-accel"])
def test_range_beyond_the_end_is_not_recorded(member, version, settings, sendfile):
    settings.SENDFILE = sendfile
    get(member, address(version), headers={"Range": "bytes=9999-"})
    assert not Download.objects.exists()


@pytest.mark.parametrize("sendfile", ["", "x-accel"])
def test_range_of_a_changed_file_is_recorded_as_a_new_download(member, version, settings, sendfile):
    settings.SENDFILE = sendfile
    for if_range, number in ((f'"{version.sha256}"', 0), ('"earlier"', 1)):
        get(member, address(version), headers={"Range": "bytes=5-", "If-Range": if_range})
        assert Download.objects.count() == number


def test_download_that_cannot_be_recorded_is_still_sent(member, version):
    def read_only(execute, sql, *args):
        if sql.startswith("INSERT"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, *args)

    with connection.execute_wrapper(read_only):
        assert get(member, address(version)).body == CONTENT
    assert not Download.objects.exists()


@pytest.mark.parametrize("chunks", [0, 1, 100])
def test_file_is_closed_however_the_download_ends(visitor, version, chunks):
    response = visitor.get(address(version))
    assert _is_open(version)
    for _number, _chunk in zip(range(chunks), response, strict=False):
        pass
    response.close()
    assert not _is_open(version)


def _is_open(version):
    return any(os.path.realpath(link) == version.file.path for link in Path("/proc/self/fd").iterdir())


def test_public_download_costs_one_query(visitor, version, django_assert_num_queries):
    with django_assert_num_queries(1):
        get(visitor, address(version))


def test_x_accel_hands_the_file_to_nginx(visitor, version, settings):
    settings.SENDFILE = "x-accel"
    plain = visitor.head(address(version))
    response = get(visitor, address(version), headers={"Range": "bytes=0-1"})
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/_files/{version.file.name}"
    for name in ("Content-Type", "Content-Disposition", "ETag", "Cache-Control", "Content-Security-Policy"):
        assert response[name] == plain[name]
    etag = f'"{version.sha256}"'
    assert get(visitor, address(version), headers={"If-None-Match": etag}).status_code == 304
    assert get(visitor, address(version), headers={"If-Match": etag}).body == CONTENT
    version.file.storage.delete(version.file.name)
    assert get(visitor, address(version)).status_code == 404
