"""The search box by keyboard: «/» focuses it, arrows choose, Escape closes. Without scripts it is a plain form."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_suggestion_is_chosen_by_keyboard(page):
    page.goto("/parks/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Поиск по сайту")
    page.keyboard.insert_text("ровбел")  # all at once: on a busy machine, letters typed one by one get late answers
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


def test_enter_without_a_choice_searches_for_the_typed_words(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("сафонво")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert "Показаны результаты для" in page.locator("main").inner_text()
    assert page.locator("main mark").count() > 0


def test_box_is_a_form_without_scripts(chromium, demo):
    context = chromium.new_context(base_url=demo.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/events/")
    page.fill("input[name=q][type=search] >> nth=0", "ровбель")
    page.locator("form[action='/search/'] button").click()
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main a[href^='/people/']").count() > 0
    context.close()
