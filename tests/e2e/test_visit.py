"""The main journeys: the visit is found, its slides are downloaded, the next event is published."""

import os
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VISIT = "/events/smolensk-tour/"


def test_visitor_finds_the_visit(page):
    page.goto("/")
    page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Мероприятия").click()
    page.wait_for_url("**/events/")
    page.goto("/events/?q=смоленск")
    page.locator(f"a[href='{VISIT}']").first.click()
    page.wait_for_url(f"**{VISIT}")
    heading, text = page.locator("h1").inner_text(), page.locator("main").inner_text()
    assert "Смоленск" in heading
    assert "25–26\u00a0мая" in text
    for name in ("Ровбель", "Журавлев", "Аленин", "Лукашенкова", "Морозова", "Комаров", "Сафоново", "Феникс"):
        assert name in text
    assert not re.search(r"\b(19|20)\d\d\b", text), "nobody wrote the year down"
    if path := os.environ.get("SCREENSHOT"):
        page.screenshot(path=path)


def test_page_fits_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/", "/events/", VISIT, "/parks/", "/materials/"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{address} is {width} wide"


def test_member_signs_in_and_downloads_a_presentation(page, sign_in, tmp_path):
    sign_in("member@example.org")
    page.goto(VISIT)
    with page.expect_download() as started:
        page.locator("a[aria-label^='Скачать']", has_text="Скачать").last.click()
    download = started.value
    assert re.search("[а-яё]", download.suggested_filename, re.IGNORECASE)
    download.save_as(tmp_path / "taken")
    assert (tmp_path / "taken").read_bytes()[:4] in (b"%PDF", b"PK\x03\x04")
    assert visit_is_in_the_cabinet(page)


def visit_is_in_the_cabinet(page):
    """True as soon as it is there: downloads are counted once a second."""
    for _attempt in range(40):
        page.goto("/account/")
        if "Смоленск" in page.locator("main").inner_text():
            return True
        page.wait_for_timeout(500)
    return False


def test_editor_publishes_an_event(page, sign_in):
    sign_in("editor@example.org")
    page.goto("/admin/events/event/add/")
    page.fill("input[name=title]", "Вымышленный семинар из браузера")
    page.select_option("select[name=type]", "seminar")
    page.fill("input[name=start]", "12 мая 2024")
    page.fill("textarea[name=lead]", "Вымышленная вводка")
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()  # unlike `count`, this waits for the answer
    page.click("text=Публикация")
    page.click("button:has-text('Опубликовать сейчас')")
    page.get_by_text("На сайте с").wait_for()
    page.context.clear_cookies()
    page.goto("/events/vymyshlennyy-seminar-iz-brauzera/")
    assert page.locator("h1").inner_text().replace("\u00a0", " ") == "Вымышленный семинар из браузера"
    assert "12\u00a0мая 2024" in page.locator("main").inner_text().replace("мая\u00a02024", "мая 2024")
