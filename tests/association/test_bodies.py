"""Large bodies are refused before they are read, unless staff send files to the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse

pytestmark = pytest.mark.django_db
MB = 1 << 20
ADDRESSES = [
    "/",
    "/events/",
    "/account/login/",
    "/appearance/",
    "/nowhere/",
    "/admin/login/",
    "/admin/events/event/add/",
]


def send(client, address, megabytes, content_type="multipart/form-data; boundary=x"):
    """Announces so many megabytes. A server that reads them would meet the end of the real body at once."""
    return client.generic("POST", address, b"", content_type, CONTENT_LENGTH=str(megabytes * MB))


@pytest.fixture
def unread(monkeypatch):
    """A list that gets an item whenever a body is read."""
    read = []
    monkeypatch.setattr(
        "django.core.handlers.wsgi.LimitedStream.read", lambda stream, *size: read.append(stream) or b""
    )
    return read


@pytest.mark.parametrize("address", ADDRESSES)
def test_large_body_of_a_visitor_is_refused_unread(visitor, unread, address):
    for content_type in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"):
        response = send(visitor, address, 2, content_type)
        assert response.status_code == 413, content_type
        assert "Слишком много данных" in response.content.decode()
    assert unread == []


@pytest.mark.parametrize("person", ["outsider", "member"])
def test_large_body_of_an_account_without_staff_rights_is_refused(request, unread, person):
    assert send(request.getfixturevalue(person), "/admin/events/event/add/", 2).status_code == 413
    assert unread == []


def test_large_body_of_staff_is_refused_outside_the_admin(editor, unread):
    assert send(editor, "/account/login/", 2).status_code == 413
    assert unread == []


def test_staff_may_send_as_much_as_an_upload_may_hold(editor, unread, settings):
    settings.MAX_UPLOAD_MB = 20
    refused = send(editor, "/admin/events/event/add/", 31)
    assert refused.status_code == 413
    assert "не больше 20 МБ" in refused.content.decode()
    assert unread == []
    assert send(editor, "/admin/events/event/add/", 30).status_code != 413


def test_dismissed_staff_may_send_nothing_large(editor, unread):
    editor.user.is_active = False
    editor.user.save()
    assert send(editor, "/admin/events/event/add/", 2).status_code == 413
    assert unread == []


def test_small_file_of_a_visitor_never_reaches_the_disk(visitor, monkeypatch):
    opened = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *args, **kwargs: opened.append(args))
    upload = SimpleUploadedFile("a.bin", b"x" * (MB - 1000))
    assert visitor.post("/account/login/", {"file": upload}).status_code == 200
    assert opened == []


def test_small_forms_are_read_as_before(visitor):
    assert visitor.post(reverse("association:display"), {"size": "2"}).status_code == 302


@pytest.mark.parametrize("length", ["", "-5", "1e9", "²", "9" * 5000])
def test_senseless_length_is_no_error(visitor, length):
    response = visitor.generic("POST", "/account/login/", b"", CONTENT_LENGTH=length)
    assert response.status_code in (200, 400, 403, 413)


def test_nginx_is_told_who_may_send_how_much(visitor, member, editor):
    def answer(client, length):
        return client.get("/may-send", headers={"X-Body-Length": length}).status_code

    lengths = ["0", str(MB), str(MB + 1), "", "unknown", "9" * 5000]
    for client in (visitor, member):
        assert [answer(client, length) for length in lengths] == [204, 204, 403, 403, 403, 403]
    assert [answer(editor, length) for length in ("0", str(200 * MB), str(300 * MB), "unknown")] == [204, 204, 403, 204]
