"""Every kind of answer scores 120 and more by the rules of Mozilla's HTTP Observatory, through the shipped nginx."""

import datetime as dt
import json
import ssl
from email.message import Message
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.conftest import NGINX
from tests.deploy.observatory import score
from tests.deploy.servers import Portal, ask, running, wait_for_listener
from tests.deploy.shipped import render
from tests.deploy.test_nginx_bodies import STAFF
from tests.ports import free_port

pytestmark = [pytest.mark.nginx, pytest.mark.slow]
LEAST = 120
MATERIALS = """
from tests import factories, files
from tests.deploy.shipped import CONTENT
event = factories.EventFactory(slug="tour", start="2016-05-25", end="2016-05-26", cover=files.picture(name="cover.png"))
open_one = files.material(CONTENT, event=event)
locked = files.material(CONTENT, access="members")
print([open_one.pk, locked.pk])
"""
KINDS = {
    "page": "/", "list": "/events/", "event": "/events/tour/", "search": "/search/?q=тур", "log-in": "/account/login/",
    "display": "/appearance/", "redirect": "/account/", "locked file": "/materials/{closed}/download/",
    "unknown page": "/nowhere/", "file": "/materials/{material}/download/", "cover": "/events/tour/cover/",
    "share picture": "/events/tour/card.png", "home's picture": "/card.png", "archive": "/events/tour/materials.zip",
    "calendar": "/events/calendar.ics", "event's calendar": "/events/tour/event.ics", "feed": "/events/feed/",
    "JSON": "/parks/map.json", "suggestions": "/search/suggest/?q=тур", "sitemap": "/sitemap.xml",
    "robots.txt": "/robots.txt", "alive": "/healthz", "style": "/static/a.css", "unknown style": "/static/b.css",
    "outside the folders": "/static/../../etc/passwd", "uploads": "/_files/x",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("body {}")
    write_certificate(folder / "tls.pem")
    portal = Portal(folder, SENDFILE="x-accel", TRUSTED_PROXIES="1", SITE_URL="https://127.0.0.1")
    said = portal.manage("shell", "--no-imports", "-v", "0", "-c", MATERIALS + STAFF)
    (material, closed), (staff, _other) = map(json.loads, said.splitlines())
    port, plain = free_port(), free_port()
    render(folder, portal, port, tls=True, plain=plain)
    command = [NGINX, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log", "-p", str(folder)]
    with portal.serving() as server, running(command, folder / "nginx.log") as process:
        wait_for_listener(port, process)
        yield SimpleNamespace(
            port=port, plain=SimpleNamespace(port=plain), server=server, material=material, closed=closed, staff=staff
        )


def write_certificate(path):
    """A certificate that signs itself, for this test alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=1)
    ).sign(key, hashes.SHA256())
    encoding = serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(certificate.public_bytes(encoding) + secret)


def asked(site, path, method="GET", **headers):
    trusting = ssl._create_unverified_context()  # noqa: S323  its own certificate
    path = quote(path.format(material=site.material, closed=site.closed), safe="/?=&.:")
    return ask(site, path, method, tls=trusting, **headers)


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_answers_score_enough(site, path):
    answer = asked(site, path)
    assert score(answer.headers, answer.body) >= LEAST, answer.headers.as_string()
    assert "max-age=31536000" in answer.getheader("Strict-Transport-Security")


@pytest.mark.parametrize("path", ["/admin/", "/admin/events/event/", "/admin/events/event/add/", "/readyz"])
def test_pages_of_staff_score_enough(site, path):
    answer = asked(site, path, Cookie=f"__Host-sessionid={site.staff}")
    assert answer.status == 200
    assert score(answer.headers, answer.body) >= LEAST, answer.headers.as_string()


def test_other_methods_and_parts_score_enough(site):
    file = "/materials/{material}/download/"
    known = asked(site, file).getheader("ETag")
    answers = {
        200: asked(site, file, "HEAD"),
        206: asked(site, file, Range="bytes=0-9"),
        304: asked(site, file, If_None_Match=known),
        412: asked(site, file, If_Match='"other"'),
        416: asked(site, file, Range="bytes=9999999-"),
        403: asked(site, "/account/login/", "POST", Content_Length="0"),
        405: asked(site, "/static/a.css", "POST", Content_Length="0"),
        413: asked(site, "/account/login/", "POST", Content_Length="9999999"),
        414: asked(site, "/" + "a" * 9_000),
        400: asked(site, "/", Host="evil.example"),
    }
    for status, answer in answers.items():
        assert answer.status in (status, 400), status
        assert score(answer.headers, answer.body) >= LEAST, (status, answer.headers.as_string())


def test_cookies_are_for_this_host_alone(site):
    cookies = asked(site, "/account/login/").headers.get_all("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Path=/;" in f"{cookie};"
        assert "Secure" in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example", "evil.example:80"])
def test_plain_http_leads_to_the_name_of_the_server_alone(site, host):
    answer = ask(site.plain, "/events/?year=2016", Host=host)
    assert (answer.status, answer.getheader("Location")) == (301, "https://127.0.0.1/events/?year=2016")
    assert answer.getheader("Server") == "nginx"


@pytest.mark.parametrize(
    ("path", "headers", "status"), [("/" + "a" * 9_000, {}, 414), ("/", {"Content_Length": "9999999"}, 413)]
)
def test_errors_of_plain_http_are_those_of_the_portal(site, path, headers, status):
    answer = ask(site.plain, path, "POST" if headers else "GET", **headers)
    assert answer.status == status
    assert "На главную" in answer.body.decode()
    assert score(answer.headers, answer.body) >= LEAST


def test_old_tls_is_refused(site):
    old = ssl._create_unverified_context()  # noqa: S323
    with pytest.warns(DeprecationWarning, match="TLS"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        ask(site, "/", tls=old)


def test_answers_of_nginx_without_the_portal_score_enough(site):
    """The last test of the module: it ends the portal."""
    site.server.terminate()
    site.server.wait(60)
    for path in ("/", "/admin/", "/events/tour/materials.zip"):
        answer = asked(site, path)
        assert answer.status in (500, 502)
        assert score(answer.headers, answer.body) >= LEAST, answer.headers.as_string()


@pytest.mark.parametrize(
    ("without", "total"),
    [
        (None, 130), ("Content-Security-Policy", 75), ("Strict-Transport-Security", 80), ("Referrer-Policy", 125),
        ("Cross-Origin-Resource-Policy", 120), ("X-Content-Type-Options", 125),
    ],
)  # fmt: skip
def test_score_follows_the_rules(without, total):
    headers = Message()
    for name, value in {
        "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
        "Strict-Transport-Security": "max-age=31536000",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }.items():
        if name != without:
            headers[name] = value
    assert score(headers) == total
