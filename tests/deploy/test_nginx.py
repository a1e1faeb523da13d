"""The shipped nginx configuration, run by a real nginx in front of a real server."""

import gzip
import http.client
import os
import re
import subprocess
from types import SimpleNamespace

import pytest

from tests import files
from tests.conftest import NGINX
from tests.deploy.servers import CLONE, Portal, free_port, running, wait_for_answer

pytestmark = [pytest.mark.nginx, pytest.mark.slow]
CONTENT = files.pdf("0123456789" * 5000)
HTTP = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 128; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {temporary}
    include {folder}/portal.conf;
}}
"""


def render(folder, portal, port):
    """The shipped file with the folders and ports of this test, and without TLS."""
    text = (CLONE / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"    ssl_certificate.*\n", "", text)
    for shipped, here in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "server_name portal.example;": "server_name 127.0.0.1;",
        "127.0.0.1:8000": f"127.0.0.1:{portal.port}",
        "/srv/portal/var/media/": f"{portal.media}/",
        "/srv/portal/var/static/": f"{folder}/static/",
    }.items():
        assert shipped in text
        text = text.replace(shipped, here)
    (folder / "portal.conf").write_text(text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(HTTP.format(folder=folder, temporary=temporary, user=user))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("body {}")
    (folder / "static-secret").write_text("secret")
    original = folder / "original.pdf"
    original.write_bytes(CONTENT)
    portal, port = Portal(folder, SENDFILE="x-accel", TRUSTED_PROXIES="1"), free_port()
    material = portal.load(original, files.NAME)
    (portal.folder / "media-secret").write_text("secret")
    render(folder, portal, port)
    command = [NGINX, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log", "-p", str(folder)]
    with portal.serving(), running(command, folder / "nginx.log") as process:
        wait_for_answer(f"http://127.0.0.1:{port}/static/a.css", process)
        yield SimpleNamespace(port=port, folder=folder, portal=portal, file=f"/materials/{material}/download/")


def ask(site, path, method="GET", **headers):
    """Sends the path as it is: no client resolves `..` on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer


def test_nginx_sends_the_file_with_its_russian_name(site):
    answer = ask(site, site.file)
    assert (answer.status, answer.body) == (200, CONTENT)
    assert answer.getheader("Content-Type") == "application/pdf"
    assert "filename*=UTF-8''%D0%9F%D1%80%D0%B5%D0%B7" in answer.getheader("Content-Disposition")
    assert answer.getheader("X-Accel-Redirect") is None
    assert answer.getheader("Server") == "nginx"


def test_headers_that_nginx_drops_are_there(site):
    for answer in (ask(site, site.file), ask(site, site.file, Range="bytes=0-9")):
        assert answer.headers.get_all("Content-Security-Policy") == ["sandbox; default-src 'none'"]
        assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert answer.headers.get_all("X-Frame-Options") == ["DENY"]
        assert answer.headers.get_all("Cache-Control") == ["private, no-cache"]
        assert answer.headers.get_all("Vary") == ["Cookie"]
        assert answer.headers.get_all("Referrer-Policy") == ["same-origin"]
        assert re.fullmatch(r'"[0-9a-f]{64}"', answer.getheader("ETag"))


def test_nginx_sends_the_validators_of_the_portal(site):
    head, whole = ask(site, site.file, "HEAD"), ask(site, site.file)
    for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type", "Content-Disposition"):
        assert head.headers.get_all(name) == whole.headers.get_all(name), name


def test_unchanged_file_is_not_sent_again(site):
    known = ask(site, site.file)
    assert ask(site, site.file, If_None_Match=known.getheader("ETag")).status == 304
    assert ask(site, site.file, If_Modified_Since=known.getheader("Last-Modified")).status == 304
    assert ask(site, site.file, If_None_Match='"other"').status == 200


def test_nginx_sends_a_part(site):
    etag = ask(site, site.file, "HEAD").getheader("ETag")
    answer = ask(site, site.file, Range="bytes=100-199")
    assert (answer.status, answer.body) == (206, CONTENT[100:200])
    assert answer.getheader("Content-Range") == f"bytes 100-199/{len(CONTENT)}"
    assert ask(site, site.file, Range="bytes=-5").body == CONTENT[-5:]
    assert ask(site, site.file, Range="bytes=100-199", If_Range=etag).status == 206
    assert ask(site, site.file, Range="bytes=100-199", If_Range='"other"').status == 200
    assert ask(site, site.file, Range="bytes=999999-").status == 416
    assert ask(site, site.file, If_Match=etag).status == 200
    assert ask(site, site.file, If_Match='"other"').status == 412


def test_uploads_cannot_be_requested_directly(site):
    stored = next(path for path in site.portal.media.rglob("*.pdf"))
    inside = stored.relative_to(site.portal.media)
    for path in (f"/_files/{inside}", "/_files/", "/_files", f"/media/{inside}", f"/%5ffiles/{inside}"):
        answer = ask(site, path)
        assert answer.status == 404, path
        assert CONTENT[:20] not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/_files../media-secret",
        "/_files..%2fmedia-secret",
        "/static../static-secret",
        "/static/../static-secret",
        "/static/..%2fstatic-secret",
        "/_files/../media-secret",
    ],
)
def test_no_path_leads_out_of_the_folders(site, path):
    answer = ask(site, path)
    assert answer.status == 404, answer.status
    assert b"secret" not in answer.body.replace(b"media-secret", b"").replace(b"static-secret", b"")


def test_log_ins_are_limited_by_nginx(site):
    statuses = [ask(site, "/account/login/", "POST", Content_Length="0").status for _attempt in range(24)]
    assert statuses.count(429) >= 5
    assert ask(site, "/account/login/").status == 200


def test_curl_saves_under_the_russian_name(site, tmp_path):
    subprocess.run(["curl", "-sOJ", f"http://127.0.0.1:{site.port}{site.file}"], cwd=tmp_path, check=True)
    assert (tmp_path / files.NAME).read_bytes() == CONTENT


def test_pages_are_compressed_and_files_are_sent_as_they_are(site):
    page = ask(site, "/events/", Accept_Encoding="gzip")
    assert (page.status, page.getheader("Content-Encoding")) == (200, "gzip")
    assert "Мероприятия" in gzip.decompress(page.body).decode()
    file = ask(site, site.file, Accept_Encoding="gzip")
    assert (file.getheader("Content-Encoding"), file.body) == (None, CONTENT)
