"""The shipped nginx configuration, run by a real nginx in front of a real server."""

import gzip
import re
import subprocess

import pytest

from tests import files
from tests.deploy.servers import ask
from tests.deploy.shipped import CONTENT

pytestmark = [pytest.mark.nginx, pytest.mark.slow]


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
    statuses = [ask(site, "/account/login/", "POST", Content_Length="0").status for _attempt in range(31)]
    assert 429 not in statuses  # an office behind one address
    statuses = [ask(site, "/account/login/", "POST", Content_Length="0").status for _attempt in range(60)]
    assert 429 in statuses
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
