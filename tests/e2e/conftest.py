"""A real Chromium and the real demo, served as `make demo` serves it, on a free port.

They end with the last test of this folder that a process runs: an idle Chromium goes on drawing.
"""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from tests import made_demo
from tests.conftest import CHROMIUM
from tests.ports import free_port

CLONE = Path(__file__).resolve().parent.parent.parent
expect.set_options(timeout=30_000)  # as long as other waits: its own 5 s are little on a busy machine
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-pings"]


class Demo:
    def __init__(self, address, said):
        self.address = address
        self.passwords = dict(re.findall(r"(\S+@example\.org)\s+(\S+)", said))


@pytest.fixture(scope="package")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    made_demo.copy_into(folder)
    port = free_port()
    command = [sys.executable, str(CLONE / "manage.py"), "demo", "--size", made_demo.SIZE, "--port", str(port)]
    environment = made_demo.settings_of(folder)
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
            server.communicate(timeout=60)


def wait_until_open(port, seconds=60):
    for _ in range(seconds * 10):
        with socket.socket() as probe:
            probe.settimeout(0.3)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the portal does not answer")


@pytest.fixture(scope="package")
def chromium():
    # The driver keeps an event loop in this thread until the end of the run. Django refuses queries in such a thread,
    # but no query of the tests runs inside the loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


VISIT = "/events/smolensk-tour/"
SECTIONS = {
    "home": "/",
    "events": "/events/",
    "month": "/events/?view=month&month=2026-05",
    "event": VISIT,
    "materials": "/materials/",
    "people": "/people/",
    "parks": "/parks/",
    "regions": "/regions/",
    "region": "/regions/smolenskaya-oblast/",
    "organizations": "/organizations/",
    "members": "/members/",
    "about": "/about/",
    "contacts": "/contacts/",
    "privacy": "/privacy/",
    "search": "/search/?q=парк",
    "search without hits": "/search/?q=щщщщщщ",
    "log-in": "/account/login/",
    "not found": "/nothing-here/",
}
FOUND = ["material", "slide", "locked material", "person", "park", "compare", "organization"]
SIGNED_IN = {"cabinet": ("/account/", "member@example.org"), "styleguide": ("/styleguide/", "editor@example.org")}
KINDS = [*SECTIONS, *FOUND, *SIGNED_IN]


@pytest.fixture(scope="package")
def addresses(demo, chromium):
    """{kind of page: its address in this demo}. Every page has content."""
    context = chromium.new_context(base_url=demo.address)
    page = context.new_page()

    def links(listing, pattern):
        page.goto(listing)
        found = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
        return [link for link in dict.fromkeys(found) if re.fullmatch(pattern, link)]

    material = wait_for_slides(page)
    parks = links("/parks/", r"/parks/(?!compare)[\w-]+/")
    found = {
        **SECTIONS,
        "material": material,
        "slide": f"{material}slides/1/",
        "locked material": links(VISIT, r"/materials/\d+/")[-1],
        "person": links(VISIT, r"/people/[\w-]+/")[0],
        "park": parks[0],
        "compare": "/parks/compare/?" + "&".join(f"park={park.split('/')[2]}" for park in parks[:3]),
        "organization": links("/organizations/", r"/organizations/[\w-]+/")[0],
        **{kind: address for kind, (address, _who) in SIGNED_IN.items()},
    }
    context.close()
    return found


def wait_for_slides(page, seconds=300):
    """The address of a public material whose slides the demo's worker has already made."""
    for _ in range(seconds * 2):
        page.goto("/materials/?open=1")
        covers = page.locator("main li:has(img[src*='/slides/'])")
        if covers.count():
            return covers.first.locator("a[href^='/materials/']").first.get_attribute("href")
        time.sleep(0.5)
    raise AssertionError("the worker has made no slides")


@pytest.fixture
def page(demo, chromium):
    """A browser page. Errors on its console, failed answers and requests to other hosts fail the test."""
    context = chromium.new_context(base_url=demo.address, locale="ru-RU", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong = watch(page, demo.address)
    yield page
    context.close()
    assert wrong == []


def watch(page, site, expected=()):
    """A list that collects everything that goes wrong on the page. The console reports CSP violations too."""
    wrong = []

    def add(text):
        if not any(known in text for known in expected):
            wrong.append(text)

    page.on("console", lambda message: message.type in ("error", "warning") and add(message.text))
    page.on("pageerror", lambda error: add(str(error)))
    page.on("response", lambda answer: answer.status >= 400 and add(f"{answer.status} {answer.url}"))
    page.on("request", lambda asked: is_elsewhere(asked.url, site) and add(f"asked {asked.url}"))
    return wrong


def is_elsewhere(url, address):
    target = urlsplit(url)
    return target.scheme in ("http", "https", "ws", "wss") and target.netloc != urlsplit(address).netloc


def log_in(page, email, password):
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def until(page, condition):
    """Waits for a condition in the page, or in the page that follows it.

    `wait_for_function` would need an `eval`, which the policy of the admin forbids.
    """
    for _attempt in range(600):
        try:
            if page.evaluate(condition):
                return
        except Error as error:
            if "Execution context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(condition)


@pytest.fixture
def sign_in(page, demo):
    return lambda email: log_in(page, email, demo.passwords[email])


@pytest.fixture(scope="package")
def signed_in_state(demo, chromium):
    """Returns the session cookies of an account, kept because log-ins are slow and their number is limited."""
    kept = {}

    def state(email):
        if email not in kept:
            context = chromium.new_context(base_url=demo.address)
            log_in(context.new_page(), email, demo.passwords[email])
            kept[email] = context.storage_state()
            context.close()
        return kept[email]

    return state


@pytest.fixture
def visit(demo, chromium, addresses, signed_in_state):
    """Opens a kind of page in a new context, signed in if that page needs it. It is watched like `page`."""
    contexts, watched = [], []

    def visit(kind, *, before=None, **options):
        who = SIGNED_IN.get(kind, (None, None))[1]
        state = {"storage_state": signed_in_state(who)} if who else {}
        context = chromium.new_context(base_url=demo.address, locale="ru-RU", **state, **options)
        contexts.append(context)
        page = context.new_page()
        watched.append(watch(page, demo.address, ["404"] if kind == "not found" else []))
        page.before_opening = before(page) if before else None
        page.goto(addresses[kind])
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [wrong for wrong in watched if wrong] == []
