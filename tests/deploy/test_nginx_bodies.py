"""What the shipped nginx does with large bodies and with those that are sent half."""

import http.client
import json
import socket

import pytest

from tests.deploy.servers import ask

pytestmark = [pytest.mark.nginx, pytest.mark.slow]
MB = 1 << 20
STAFF = """
import json, sys
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests.factories import UserFactory
keys = []
for is_staff in (True, False):
    user = UserFactory(is_staff=is_staff, is_superuser=is_staff)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
print(json.dumps(keys))
"""


@pytest.fixture(scope="module")
def cookies(site):
    """The cookies of a staff account and of one that is not staff."""
    keys = json.loads(site.portal.manage("shell", "--no-imports", "-v", "0", "-c", STAFF))
    return [f"sessionid={key}" for key in keys]


def announce(site, path, length, cookie="", chunked=False, seconds=20):
    """The answer to a body of which nothing is sent but its announced length. TimeoutError if nginx waits for it."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=seconds)
    connection.putrequest("POST", path)
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader(*("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(length)))
    if cookie:
        connection.putheader("Cookie", cookie)
    connection.endheaders()
    try:
        answer = connection.getresponse()
        answer.body = answer.read().decode()
        return answer
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/account/login/", "/admin/login/", "/admin/", "/admin/events/event/add/"])
def test_large_body_of_a_stranger_is_refused_before_it_is_sent(site, cookies, path):
    for cookie in ("", cookies[1], "sessionid=0123456789abcdef0123456789abcdef"):
        answer = announce(site, path, 2 * MB, cookie)
        assert answer.status == 413
        assert "Слишком много данных" in answer.body


def test_body_of_unknown_length_is_taken_by_the_admin_from_staff_only(site, cookies):
    assert announce(site, "/admin/events/event/add/", 0, cookies[1], chunked=True).status == 413
    with pytest.raises(TimeoutError):
        announce(site, "/admin/events/event/add/", 0, cookies[0], chunked=True, seconds=3)


def test_large_body_of_staff_is_taken_in_the_admin_only(site, cookies):
    with pytest.raises(TimeoutError):  # nginx waits for the body
        announce(site, "/admin/events/event/add/", 200 * MB, cookies[0], seconds=3)
    assert announce(site, "/admin/events/event/add/", 300 * MB, cookies[0]).status == 413
    assert announce(site, "/account/login/", 2 * MB, cookies[0]).status == 413


def test_address_for_nginx_is_not_for_readers(site):
    assert ask(site, "/_may_send").status == 404


def test_half_sent_bodies_stop_no_page(site):
    """More of them than the portal has threads."""
    senders = []
    try:
        for _number in range(140):
            sender = socket.create_connection(("127.0.0.1", site.port))
            sender.sendall(b"POST /appearance/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf")
            senders.append(sender)
        assert ask(site, "/events/").status == 200
    finally:
        for sender in senders:
            sender.close()
