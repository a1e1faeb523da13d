"""Downloads with real clients: the name of the saved file, and the memory of the server."""

import hashlib
import json
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests import files
from tests.benches import run_bench
from tests.conftest import CHROMIUM
from tests.deploy.servers import Portal

pytestmark = pytest.mark.slow
CONTENT = files.pdf("0123456789" * 100_000)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    original = folder / "original.pdf"
    original.write_bytes(CONTENT)
    portal = Portal(folder)
    path = f"/materials/{portal.load(original, files.NAME)}/download/"
    with portal.serving():
        yield SimpleNamespace(url=portal.url(path))


@pytest.fixture
def curl(tmp_path):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    here = tmp_path / "curl"
    here.mkdir()

    def run(*arguments):
        return subprocess.run(["curl", "-sS", *arguments], cwd=here, check=True, capture_output=True).stdout

    run.here = here
    return run


def test_curl_saves_under_the_russian_name(served, curl):
    curl("-OJ", served.url)
    assert [path.name for path in curl.here.iterdir()] == [files.NAME]
    assert (curl.here / files.NAME).read_bytes() == CONTENT


def test_curl_resumes_a_download(served, curl):
    (curl.here / "part.pdf").write_bytes(CONTENT[:1000])
    curl("-C", "-", "-o", "part.pdf", served.url)
    assert (curl.here / "part.pdf").read_bytes() == CONTENT


def test_curl_gets_headers_only(served, curl):
    said = curl("-I", served.url).decode()
    assert f"content-length: {len(CONTENT)}" in said.lower()
    assert hashlib.sha256(CONTENT).hexdigest() in said


def test_curl_does_not_download_an_unchanged_file(served, curl):
    etag = f'"{hashlib.sha256(CONTENT).hexdigest()}"'
    assert curl("-H", f"If-None-Match: {etag}", "-w", "%{http_code}", served.url) == b"304"


@pytest.mark.browser
def test_chromium_saves_under_the_russian_name(served, tmp_path):
    """In a separate process: the browser's driver runs an event loop, in which Django refuses database access."""
    script = f"""
from playwright.sync_api import sync_playwright
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path={CHROMIUM!r}, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.set_content('<a href="{served.url}">файл</a>')
    with page.expect_download() as waiting:
        page.click("a")
    waiting.value.save_as({str(tmp_path / "saved.pdf")!r})
    print(waiting.value.suggested_filename)
    browser.close()
"""
    command = [sys.executable, "-X", "utf8", "-c", script]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, encoding="utf-8").stdout
    assert said.strip() == files.NAME
    assert (tmp_path / "saved.pdf").read_bytes() == CONTENT


def test_twelve_downloads_cost_the_server_twenty_megabytes():
    """Of a file of eight megabytes each; `bench/downloads.py` makes fifty."""
    found = json.loads(run_bench("downloads.py", 12, 8, "--json"))
    assert found["slow"] <= 20, found
    assert found["fast"] <= 20, found
    assert found["answered_meanwhile"] < 10, found  # it must not wait for the slow readers
    assert found["left_open"] == 0, found
