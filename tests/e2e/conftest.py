"""A real Chromium in front of the real demo, served as `make demo` serves it, on a free port."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM
from tests.databases import empty_database

CLONE = Path(__file__).resolve().parent.parent.parent
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-pings"]


class Demo:
    def __init__(self, address, said):
        self.address = address
        self.passwords = dict(re.findall(r"(\S+@example\.org)\s+(\S+)", said))


@pytest.fixture(scope="module")
def demo(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(CLONE / "manage.py"), "demo", "--size", "6", "--port", str(port)]
    with empty_database(folder, django_db_blocker) as database:
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "association.settings",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "PYTHONUNBUFFERED": "1",
        }
        with subprocess.Popen(
            command, cwd=CLONE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as server:
            said = ""
            for line in server.stdout:
                said += line
                if line.startswith("Открыто:"):
                    break
            try:
                assert server.poll() is None, said
                wait_until_open(port)
                yield Demo(f"http://127.0.0.1:{port}", said)
            finally:
                server.terminate()
                server.communicate(timeout=20)


def wait_until_open(port):
    for _ in range(100):
        with socket.socket() as probe:
            probe.settimeout(0.3)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the demo does not answer")


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(demo, chromium):
    """A person's window. Errors on its console, failed answers and requests to other hosts fail the test."""
    context = chromium.new_context(base_url=demo.address, locale="ru-RU", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong = []
    page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: answer.status >= 400 and wrong.append(f"{answer.status} {answer.url}"))
    page.on("request", lambda asked: is_elsewhere(asked.url, demo.address) and wrong.append(f"asked {asked.url}"))
    yield page
    context.close()
    assert wrong == []


def is_elsewhere(url, address):
    target = urlsplit(url)
    return target.scheme in ("http", "https", "ws", "wss") and target.netloc != urlsplit(address).netloc


@pytest.fixture
def sign_in(page, demo):
    def sign_in(email):
        page.goto("/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", demo.passwords[email])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)

    return sign_in
