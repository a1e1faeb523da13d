"""The scripts of lists and maps, and the same pages without scripts."""

import pytest
from playwright.sync_api import expect

SMOLENSK = "smolenskaya-oblast"
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]


@pytest.fixture
def page(chromium, demo):
    context = chromium.new_context(base_url=demo.address, viewport={"width": 1280, "height": 900}, locale="ru")
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda said: page.troubles.append(said.text) if said.type in ("error", "warning") else None)
    yield page
    assert page.troubles == []
    context.close()


def found(page):
    page.locator("#results:not([aria-busy])").wait_for()
    return page.locator("#results .found").first.inner_text()


def test_filter_applies_at_once_and_back_undoes_it(page):
    page.goto("/parks/")
    everything = found(page)
    page.select_option("#id_region", SMOLENSK)
    page.wait_for_url(f"**region={SMOLENSK}*")
    here = found(page)
    assert here != everything
    assert page.locator("#filters-said").inner_text() == here
    page.locator("#id_q").fill("Феникс")
    page.wait_for_url("**q=*")
    found(page)
    page.locator("#id_q").press("End")
    page.locator("#id_q").press_sequentially("нет")
    page.wait_for_url("**q=*%D0%BD%D0%B5%D1%82*")
    page.locator("#results .empty").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_q"
    page.go_back()
    page.wait_for_url(lambda address: "q=" not in address)
    expect(page.locator("#id_q")).to_have_value("")
    assert found(page) == here
    page.go_back()
    page.wait_for_url("**/parks/")
    assert found(page) == everything
    assert page.input_value("#id_region") == ""


def test_parks_picked_before_filtering_are_compared(page):
    page.goto("/parks/")
    page.locator('.pick input[value="feniks"]').check()
    page.locator("#id_q").fill("Сафоново")
    page.wait_for_url("**q=*")
    found(page)
    page.locator(".pick input").check()
    page.locator(".picking button").click()
    page.wait_for_url("**/parks/compare/?*park=feniks*")
    assert page.locator(".compare thead a[href*='/parks/']:not(.compare__remove)").count() == 2


def test_calendar_changes_months_without_leaving_the_page(page):
    page.goto("/events/?view=month")
    page.evaluate("window.isTheSamePage = true")
    shown = page.locator(".month-head h2").inner_text()
    page.locator("a[rel=prev]").click()
    expect(page.locator(".month-head h2")).not_to_have_text(shown)
    assert page.evaluate("window.isTheSamePage")
    page.go_back()
    expect(page.locator(".month-head h2")).to_have_text(shown)


def test_map_is_one_stop_of_the_tab_key(page):
    page.goto("/regions/")
    page.locator('.map__drawing a[tabindex="0"]').wait_for()
    assert page.locator('.map__drawing a[tabindex="0"]').count() == 1
    page.locator('.map__drawing a[tabindex="0"]').focus()
    first = page.locator(".map__hint").inner_text()
    page.keyboard.press("End")
    assert page.locator(".map__hint").inner_text() != first
    target = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


def test_lists_and_comparison_work_without_scripts(chromium, demo):
    context = chromium.new_context(base_url=demo.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/parks/")
    page.select_option("#id_region", SMOLENSK)
    page.click(".filters button")
    page.wait_for_url(f"**region={SMOLENSK}*")
    page.goto("/parks/")
    for number in (0, 1):
        page.locator(".pick input").nth(number).check()
    page.click(".picking button")
    page.wait_for_url(lambda address: address.count("park=") == 2)
    context.close()


@pytest.mark.parametrize("address", ["/parks/", "/regions/", "/events/?view=month", "COMPARE", "PARK", "/"])
def test_nothing_scrolls_sideways(page, address):
    compared = "/parks/compare/?park=primer-1&park=primer-2&park=primer-3&park=feniks"
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto({"COMPARE": compared, "PARK": "/parks/primer-1/"}.get(address, address))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
