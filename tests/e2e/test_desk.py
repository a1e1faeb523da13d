"""The desk of an event in a real browser: what was typed is not lost, and rows are moved."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import until
from tests.events.arrivals.sender import presentation

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
ADD_TALK = "/admin/events/event/1/programme/talk/add/"


@pytest.fixture
def desk(page, sign_in):
    """The page of an editor who says yes to leaving it."""
    sign_in("editor@example.org")
    page.asked = []

    def leave(dialog):
        page.asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return page


def opened(page, path):
    page.goto(path)
    until(page, "window.draftsAreKept === true")


def kept(page):
    until(page, f"{DRAFTS}.length === 1")


def test_what_was_typed_is_kept_until_it_is_saved(desk):
    opened(desk, ADD_TALK)
    desk.fill("[name=title]", "О потерянном")
    desk.locator("#appearances-group .add-row a").click()
    desk.fill("[name=appearances-1-position]", "Директор")
    kept(desk)
    desk.goto("/admin/events/event/1/route/")
    assert desk.asked == ["beforeunload"]

    opened(desk, ADD_TALK)
    desk.click("[name=give-back]")
    assert desk.input_value("[name=title]") == "О потерянном"
    assert desk.input_value("[name=appearances-1-position]") == "Директор"

    desk.context.clear_cookies(name="sessionid")  # and a lost session loses nothing either
    desk.click("#row-form input[type=submit].default")
    desk.wait_for_url("**/account/login/**")
    assert desk.evaluate(DRAFTS)


def test_draft_goes_when_the_form_is_saved_and_with_its_owner(desk):
    path = "/admin/events/event/1/programme/session/add/"
    opened(desk, path)
    desk.fill("[name=title]", "Прогулка по крепостной стене")
    kept(desk)
    desk.click("#row-form input[type=submit].default")
    desk.locator(".messagelist .success").wait_for()
    until(desk, f"{DRAFTS}.length === 0")
    assert desk.asked == []

    opened(desk, path)
    desk.fill("[name=title]", "Тайна")
    kept(desk)
    desk.click("#logout-form button")
    until(desk, f"{DRAFTS}.length === 0")


def test_rows_are_moved_with_the_keyboard_and_by_dragging(desk):
    desk.set_viewport_size({"width": 1280, "height": 1600})
    desk.goto("/admin/events/event/1/programme/")
    rows = desk.locator(".talk-row")
    first, second, third = [rows.nth(number).get_attribute("id") for number in range(3)]

    desk.locator(f"#{first} button[name=down]").focus()
    desk.keyboard.press("Enter")
    until(desk, f"document.querySelector('.talk-row').id === '{second}' && document.activeElement.value === '{first}'")
    desk.locator(f"#{second} .desk-row__grip").drag_to(desk.locator(f"#{third} .talk-row__title"))
    until(desk, f"document.querySelector('.talk-row').id === '{first}'")
    desk.reload()
    assert rows.nth(0).get_attribute("id") == first


BREAK_ONCE = """
    const real = fetch;
    window.fetch = (address, options) => {
      if (window.isBroken || options?.method !== "POST" || !/arrivals.[0-9a-f-]{36}/.test(address))
        return real(address, options);
      window.isBroken = true;
      return Promise.reject(new TypeError("no network"));
    };
"""


def test_dropped_files_go_on_after_a_broken_connection_and_are_confirmed(desk):
    """One piece of the file never arrives; the table says whose the file is."""
    desk.add_init_script(BREAK_ONCE)
    desk.goto("/admin/events/event/1/materials/")
    slides = presentation("Парки области", "Ростислав Ровбель")
    desk.set_input_files("#arrivals-files", [{"name": "Rovbel.pptx", "mimeType": "", "buffer": slides}])
    row = desk.locator(".arrival-row", has_text="Rovbel.pptx")
    row.wait_for()
    assert desk.evaluate("window.isBroken")
    assert row.locator("[name=take]").is_checked()
    talk = row.locator("[name^=talk-]")
    assert "Ровбель" in talk.evaluate("select => select.selectedOptions[0].text")
    desk.locator(".arrivals__table button.default").click()
    expect(desk.locator(".messagelist")).to_contain_text("Взято: 1")
    expect(desk.locator(".desk-rows").get_by_text("Rovbel.pptx")).to_have_count(1)
