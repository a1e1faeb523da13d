"""The search box by keyboard: «/» leads to it, arrows choose, Escape closes; without scripts it is a plain form."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_suggestion_is_chosen_by_keyboard(page):
    page.goto("/parks/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Поиск по сайту")
    page.keyboard.insert_text("ровбел")  # at once: on a busy machine each letter would be answered, some of them late
    options = page.locator("#search-list [role=option]")
    option = options.first
    option.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert options.count() == 0
    assert box.input_value() == "ровбел"
    page.keyboard.type("ь")
    option.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*rovbel*/")


def test_enter_without_a_choice_asks_what_was_typed(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("сафонво")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert "Показаны результаты для" in page.locator("main").inner_text()
    assert page.locator("main mark").count() > 0


def test_without_scripts_the_box_is_a_form(chromium, demo):
    context = chromium.new_context(base_url=demo.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/events/")
    page.fill("input[name=q][type=search] >> nth=0", "ровбель")
    page.locator("form[action='/search/'] button").click()
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main a[href^='/people/']").count() > 0
    context.close()
