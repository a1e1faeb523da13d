"""No page is wider than a phone of 320 pixels, whatever the text."""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests import factories, files, long_world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
PHONE = {"width": 320, "height": 640}
SITE = "http://testserver"
PICTURE = files.picture(size=(1600, 900)).read()
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth)
  .map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
  .slice(-5)"""


@pytest.fixture
def phone(chromium):
    """A browser page of 320 pixels. It gets pages of the portal from `phone.pages`, {address: (status, HTML)}.

    Chromium runs beside an event loop in this thread, where Django would open another connection to the database. So
    a test renders its pages first.
    """
    pages = {}

    def answer(route):
        url = urlsplit(route.request.url)
        if route.request.url in pages:
            status, html = pages[route.request.url]
            route.fulfill(status=status, body=html, content_type="text/html; charset=utf-8")
        elif url.path.startswith("/static/"):
            route.fulfill(path=finders.find(url.path.removeprefix("/static/")))
        else:
            route.fulfill(body=PICTURE, content_type="image/png")

    context = chromium.new_context(viewport=PHONE)
    context.route("**/*", answer)
    page = context.new_page()
    page.pages = pages
    yield page
    context.close()


# What a page shows only to visitors or only to staff; the rest is a member's.
OF_VISITORS = {"event", "materials", "locked material", "log-in", "password"}
OF_EDITORS = {"event", "cancelled event", "material", "styleguide"}


def test_no_page_scrolls_sideways_at_320_pixels_with_the_longest_texts(phone, visitor, member, editor):
    addresses = long_world.build(member.user)
    of_members = addresses.keys() - {"log-in", "password", "styleguide"}
    for client, kinds in ((visitor, OF_VISITORS), (member, of_members), (editor, OF_EDITORS)):
        for kind in kinds:
            answer = client.get(addresses[kind])
            assert answer.status_code == (404 if kind == "not found" else 200), kind
            page = f"{SITE}/{len(phone.pages)}/{kind}".replace(" ", "%20")
            phone.pages[page] = answer.status_code, files.body(answer)
    assert b"<mark>" in files.body(member.get(addresses["search"]))
    wide = {}
    for page in phone.pages:
        phone.goto(page)
        width = phone.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[page] = (width, phone.evaluate(TOO_WIDE))
    assert wide == {}


@pytest.mark.parametrize("size", ["2", "3"])
def test_heading_is_on_the_first_screen_of_the_version_for_low_vision(phone, visitor, size):
    visitor.post("/appearance/", {"size": size})
    phone.pages[f"{SITE}/"] = 200, files.body(visitor.get("/events/"))
    phone.goto(SITE)
    assert phone.locator(".look-bar").is_visible()
    for width, height in ((320, 640), (390, 800), (1280, 800)):
        phone.set_viewport_size({"width": width, "height": height})
        assert phone.evaluate("document.querySelector('h1').getBoundingClientRect().bottom") < height, width


def test_print_has_the_address_above_the_text_and_no_footer_that_could_take_a_sheet(phone, visitor):
    phone.pages[f"{SITE}/"] = 200, files.body(visitor.get(factories.ParkFactory().get_absolute_url()))
    phone.goto(SITE)
    phone.emulate_media(media="print")
    assert phone.locator(".site-header .print-only").is_visible()
    assert not phone.locator(".site-footer").is_visible()
    below = phone.evaluate("[...document.body.children].filter((one) => one.offsetHeight).at(-1).tagName")
    assert below == "MAIN"
