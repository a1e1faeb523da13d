"""The viewer in a real Chromium: keys, strip, swipes, full screen, addresses of slides, and without scripts."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import files

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]
TITLES = ["О парке", "Площадки", "Сети", "Налоги", "Контакты"]


@pytest.fixture
def material():
    version = files.version(access="public", title="Парк")
    files.slides(version, *(f"{title}\nтекст" for title in TITLES))
    return version.material


@pytest.fixture
def open_page(live_server, chromium):
    contexts, wrong = [], []

    def open_page(address, **options):
        contexts.append(chromium.new_context(base_url=live_server.url, locale="ru-RU", **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def slide(material, number):
    return reverse("events:slide", args=[material.pk, number])


def arrives(page, material, number):
    """Waits until everything that a turn changes shows this slide."""
    title, total = TITLES[number - 1], len(TITLES)
    name = f"Слайд {number} из {total}: {title}"
    page.wait_for_url(f"**{slide(material, number)}")
    assert page.title().startswith(f"{name} — Парк — ")
    assert page.locator(".viewer__picture").get_attribute("alt") == name
    assert page.locator("[data-status]").inner_text() == name
    assert page.locator(".slide-text").inner_text().startswith(title)
    assert page.locator("[data-count]").inner_text() == str(number)
    assert page.locator("[data-strip] [aria-current]").get_attribute("data-number") == str(number)
    assert page.locator("[data-strip] a:not([tabindex='-1'])").count() == 1
    assert page.locator("[data-copy]").get_attribute("href").endswith(slide(material, number))


def test_slides_are_turned_by_keys_without_leaving_the_page(open_page, material):
    page = open_page(material.get_absolute_url())
    page.evaluate("window.stayed = true")
    for key, number in [("ArrowRight", 2), ("End", 5), ("ArrowRight", 5), ("ArrowLeft", 4), ("Home", 1)]:
        page.keyboard.press(key)
        arrives(page, material, number)
    for _ in range(3):  # faster than the answers arrive
        page.keyboard.press("ArrowRight")
    arrives(page, material, 4)
    assert page.evaluate("window.stayed")


@pytest.mark.parametrize("place", [".viewer__picture", "h1", ".slide-text"])
def test_keys_work_after_a_click_on_something_without_keys(open_page, material, place):
    page = open_page(slide(material, 2))
    page.locator(place).click()
    page.keyboard.press("ArrowRight")
    arrives(page, material, 3)


def test_slides_are_turned_by_buttons_and_the_focus_stays(open_page, material):
    page = open_page(slide(material, 4))
    page.locator("[data-turn=next]").focus()
    page.keyboard.press("Enter")
    arrives(page, material, 5)
    assert page.evaluate("document.activeElement.dataset.turn") == "next"
    assert page.locator("[data-turn=next]").get_attribute("aria-disabled") == "true"
    page.locator("[data-strip] a").nth(1).click()
    arrives(page, material, 2)
    assert page.locator("[data-turn=next]").get_attribute("href").endswith(slide(material, 3))


def test_link_to_the_slide_is_copied(open_page, material, live_server):
    page = open_page(slide(material, 2), permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-status]")).to_have_text("Ссылка скопирована")  # which stays, unlike the button's
    assert page.evaluate("navigator.clipboard.readText()") == live_server.url + slide(material, 2)


def test_link_gets_its_text_back_however_often_it_is_copied(open_page, material):
    page = open_page(slide(material, 2))
    page.clock.install()
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    page.evaluate("void (navigator.clipboard.writeText = async () => {})")
    copy = page.locator("[data-copy]")
    for _ in range(2):
        copy.click()
        expect(copy).to_have_text("Ссылка скопирована")
    page.clock.run_for(5000)
    assert copy.inner_text() == "Ссылка на этот слайд"


def test_link_works_as_a_link_if_copying_is_not_allowed(open_page, material):
    page = open_page(slide(material, 2))
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    with page.expect_navigation():
        page.locator("[data-copy]").click()
    assert page.url.endswith(slide(material, 2))


def test_key_f_toggles_the_full_screen(open_page, material):
    page = open_page(material.get_absolute_url())
    for is_full in (True, False):
        page.keyboard.press("f")
        page.wait_for_function(f"!!document.fullscreenElement === {str(is_full).lower()}")
        expect(page.locator("[data-full]")).to_have_text("Свернуть" if is_full else "Во весь экран")
        page.keyboard.press("ArrowRight")
    arrives(page, material, 3)


@pytest.mark.parametrize("is_full", [False, True])
def test_slide_is_centred(open_page, material, is_full):
    page = open_page(slide(material, 1))
    page.evaluate("document.querySelector('[data-count]').textContent = '1000'")
    if is_full:
        page.keyboard.press("f")
        page.wait_for_function("!!document.fullscreenElement")
    viewer, stage = (page.locator(name).bounding_box() for name in (".viewer", ".viewer__stage"))
    left, right = stage["x"] - viewer["x"], viewer["x"] + viewer["width"] - stage["x"] - stage["width"]
    assert abs(left - right) < 1


def test_keys_in_a_field_turn_no_slides(open_page, material):
    page = open_page(slide(material, 2))
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=field value=ф>')")
    page.locator("#field").focus()
    for key in ("ArrowRight", "End", "f"):
        page.keyboard.press(key)
    assert page.locator("#field").input_value() == "фf"
    assert page.url.endswith(slide(material, 2))
    assert not page.evaluate("!!document.fullscreenElement")


def test_swipes_turn_slides_on_a_phone_and_nothing_overflows(open_page, material):
    page = open_page(slide(material, 2), viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator(".viewer").scroll_into_view_if_needed()
    box = page.locator(".viewer__stage").bounding_box()
    touch = page.context.new_cdp_session(page)
    for start, end, number in [(250, 50, 3), (50, 250, 2)]:
        for kind, x in [
            ("touchStart", start),
            ("touchMove", (start + end) / 2),
            ("touchMove", end),
            ("touchEnd", None),
        ]:
            points = [] if x is None else [{"x": x, "y": box["y"] + box["height"] / 2}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        arrives(page, material, number)


def test_jump_loads_no_small_pictures_on_the_way(open_page):
    version = files.version(access="public", title="Парк")
    files.slides(version, *("Слайд" for _ in range(100)))
    page = open_page(slide(version.material, 100))
    page.locator("[data-strip] a").last.wait_for()
    page.keyboard.press("Home")
    page.wait_for_url(f"**{slide(version.material, 1)}")
    loaded = "[...document.querySelectorAll('[data-strip] img')].filter((image) => image.complete).length"
    page.wait_for_function(f"{loaded} > 10")
    page.wait_for_timeout(1500)  # a smooth scroll would have passed all of them
    assert page.evaluate(loaded) < 50


def test_everything_works_without_scripts(open_page, material):
    page = open_page(material.get_absolute_url(), java_script_enabled=False)
    for number in (2, 3):
        page.locator("[data-turn=next]").click()
        page.wait_for_url(f"**{slide(material, number)}#viewer")
    page.locator("[data-strip] a").nth(4).click()
    page.wait_for_url(f"**{slide(material, 5)}")
    page.locator("[data-copy]").click()
    assert page.url.endswith(slide(material, 5))
    assert not page.locator("[data-full]").is_visible()


def test_layout_is_stable_while_the_picture_loads(open_page, material):
    page = open_page(material.get_absolute_url())
    moved = """new Promise((tell) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
            .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => tell(sum), 300);
    })"""
    assert page.evaluate(moved) < 0.01
