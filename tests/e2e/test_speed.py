"""The cost of a first view of each public page: bytes, layout shifts and waiting.

Pictures are not counted, and the demo has no map tiles.
"""

import gzip
import re
import time
from html import unescape

import pytest

from tests.e2e.conftest import KINDS, SIGNED_IN

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

PUBLIC = [kind for kind in KINDS if kind not in SIGNED_IN]
PHONE = {"width": 390, "height": 844}
KB = 1000
ANSWER_MS = 104  # the browser rounds to 8 ms
OBSERVE = """
  window.shifts = 0; window.largest = null; window.slowest = 0
  const observe = (type, read, more) => new PerformanceObserver(list => list.getEntries().forEach(read))
    .observe({type, buffered: true, ...more})
  observe("layout-shift", shift => { if (!shift.hadRecentInput) window.shifts += shift.value })
  observe("largest-contentful-paint", paint => {
    const element = paint.element
    window.largest = element && {tag: element.tagName, source: element.getAttribute("src"), text: element.textContent}
  })
  const slow = happened => { window.slowest = Math.max(window.slowest, happened.duration) }
  observe("event", slow, {durationThreshold: 16})
"""


def on_the_wire(page):
    """{kind of resource: bytes received, headers included}, filled while the page loads."""
    session = page.context.new_cdp_session(page)
    kinds, bytes_of = {}, {}
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def finished(event):
        kind = kinds.get(event["requestId"], "Other")
        bytes_of[kind] = bytes_of.get(kind, 0) + event["encodedDataLength"]

    session.on("Network.loadingFinished", finished)
    page.add_init_script(OBSERVE)
    return bytes_of


@pytest.mark.parametrize("kind", PUBLIC)
def test_first_view_is_light_and_stable_and_needs_no_second_response(visit, kind):
    page = visit(kind, before=on_the_wire, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("window.largest !== null")
    weight = sum(size for kind, size in page.before_opening.items() if kind not in ("Image", "Ping"))
    assert weight <= 100 * KB, page.before_opening
    assert zipped_scripts(page) <= 30 * KB
    assert page.evaluate("window.shifts") < 0.02
    assert is_in(page.request.get(page.url).text(), page.evaluate("window.largest"))


@pytest.mark.parametrize("kind", ["event", "parks", "materials"])
def test_late_fonts_shift_no_layout(visit, kind):
    def before(page):
        page.add_init_script(OBSERVE)
        page.route("**/*.woff2", lambda route: (time.sleep(0.4), route.continue_()))

    page = visit(kind, before=before, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") < 0.02


def zipped_scripts(page):
    loaded = "performance.getEntriesByType('resource').map(one => one.name).filter(name => /[.]m?js([?]|$)/.test(name))"
    return sum(len(gzip.compress(page.request.get(address).body())) for address in page.evaluate(loaded))


def is_in(answer, painted):
    """Whether the largest painted picture or text is in the page as the server sent it."""
    if painted["tag"] == "IMG":
        return painted["source"] in unescape(answer)
    words = unbroken(unescape(re.sub(r"<[^>]+>", "", answer)))
    return unbroken(painted["text"])[:40] in words


def unbroken(text):
    return re.sub(r"\s+", "", text)


def slowed(page):
    page.add_init_script(OBSERVE)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})


ACTIONS = {
    "slide": lambda page: [page.keyboard.press(key) for key in ("ArrowRight", "ArrowLeft", "End", "Home")],
    "search": lambda page: page.locator("input[name=q]").first.press_sequentially("парк", delay=120),
    "events": lambda page: page.locator("main select[name=type]").select_option(index=1, force=True),
    "home": lambda page: [page.keyboard.press("Tab") for _ in range(12)],
}


@pytest.mark.alone
@pytest.mark.parametrize("kind", ACTIONS)
def test_page_answers_within_100_ms_on_a_slow_device(visit, kind):
    """The best of three tries: the machine may be busy with something else."""
    slowest = []
    while not slowest or (min(slowest) > ANSWER_MS and len(slowest) < 3):
        page = visit(kind, before=slowed, viewport=PHONE)
        page.wait_for_load_state("networkidle")
        ACTIONS[kind](page)
        page.wait_for_timeout(500)
        slowest.append(page.evaluate("window.slowest"))
    assert min(slowest) <= ANSWER_MS
