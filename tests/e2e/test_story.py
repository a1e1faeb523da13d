"""The whole work on an event in a real browser, from an empty portal to a page that visitors see, with every action
counted: a press secretary needs at most 60.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests import documents
from tests.e2e.conftest import CLONE, log_in, wait_until_open, watch
from tests.events.arrivals.sender import presentation
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
MOST_ACTIONS = 60
PICTURES = os.environ.get("PICTURES")  # a folder: the pictures of the manual are taken anew into it
EDITOR, PASSWORD = "press@example.org", "vymysel-dlya-proverki-60"
TESTS = Path(__file__).resolve().parent.parent
TEXT = (TESTS / "association" / "data" / "smolensk-tour.txt").read_text(encoding="utf-8")
ROUTE = "25 мая\nПарк «Сафоново»\n26 мая\nООО «Алвидпроф»\nООО «Смоленский завод пластиковых изделий»"
START = f"""
import os, sys
import django
django.setup()
from django.contrib.auth.models import Group
from django.core.management import call_command
from association.models import User
call_command("migrate", verbosity=0, interactive=False)
call_command("load_regions", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
User.objects.create_user("{EDITOR}", "{PASSWORD}", is_staff=True).groups.add(Group.objects.get(name="Редактор"))
serve = "from granian.cli import entrypoint; entrypoint()"
os.execv(sys.executable, [sys.executable, "-c", serve, *sys.argv[1:], "association.wsgi:application"])
"""
SPEAKERS = {
    "Rovbel.pptx": ("Инвестиционный климат области", "Ростислав Ровбель"),
    "Журавлев А. Группа Алвид.pptx": ("Завод в парке «Феникс»", "Артем Журавлев"),
    "Alenin_cluster.pptx": ("Композитный кластер", "Денис Аленин"),
    "Презентация Лукашенковой.pptx": ("Обзор площадок", "Наталия Лукашенкова"),
    "morozova-metalimpress.pptx": ("Металл для строек", "Инга Морозова"),
    "АРКО_Комаров.pptx": ("Оборудование для парков", "Александр Комаров"),
}


@pytest.fixture(scope="module")
def portal(tmp_path_factory, empty_database):
    """The address of a portal with the regions of the country and one editor, and nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    port = free_port()
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers 1 --blocking-threads 8 --log-level error"
    with empty_database(folder, is_migrated=True) as database:
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "association.settings",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "PYTHONPATH": str(CLONE),
        }
        with subprocess.Popen([sys.executable, "-c", START, *options.split()], cwd=CLONE, env=environment) as server:
            try:
                wait_until_open(port, seconds=300)  # it makes its tables first
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()
                server.wait(timeout=60)


class Person:
    """Does what a person does, and counts it: each click, field, choice and file dialog is one action."""

    def __init__(self, page):
        self.page, self.actions, self.takes_pictures = page, [], False

    def picture(self, name, of=None):
        """Keeps what is on the screen for the manual, if it is asked for; `of` comes to the top first."""
        if not self.takes_pictures:
            return
        self.page.evaluate("scrollTo(0, 0)")
        if of:
            self.page.locator(of).first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 16)")
        self.page.wait_for_load_state("networkidle")
        with Image.open(io.BytesIO(self.page.screenshot())) as shown:
            shown.convert("RGB").save(Path(PICTURES) / f"{name}.webp", quality=35, method=6)

    def click(self, selector):
        self.actions.append(f"click {selector}")
        self.page.locator(selector).first.click()

    def fill(self, selector, text):
        self.actions.append(f"fill {selector}")
        self.page.locator(selector).first.fill(text)

    def select(self, selector, value):
        self.actions.append(f"select {selector}")
        self.page.locator(selector).first.select_option(value)

    def choose(self, selector, files):
        self.actions.append(f"choose {selector}")
        self.page.locator(selector).first.set_input_files(files)


class Keyboard(Person):
    """Uses no mouse: goes to what it wants with Tab, which is not counted, and presses Enter."""

    def click(self, selector):
        self.actions.append(f"press {selector}")
        target = self.page.locator(selector).first
        target.focus()
        assert target.evaluate("one => document.activeElement === one && one.tabIndex >= 0"), selector
        self.page.keyboard.press("Space" if target.evaluate("one => one.type === 'radio'") else "Enter")


def files_of_the_visit():
    found = [
        {"name": name, "mimeType": "", "buffer": presentation(title, speaker)}
        for name, (title, speaker) in SPEAKERS.items()
    ]
    found.append({"name": "Программа.docx", "mimeType": "", "buffer": documents.docx(3)})
    for number in range(5):
        content = io.BytesIO()
        Image.new("RGB", (640, 480), (40 * number, 90, 120)).save(content, "JPEG")
        found.append({"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()})
    return found


def paste(person, page, text):
    """Opens a page of the desk, pastes and confirms."""
    if page == "main":
        person.click(".paste summary")
    else:
        person.click(f".contents a[href$='/{page}/']")
        person.page.wait_for_url(f"**/{page}/")  # the page before it has such a field too
    person.fill("[name=text]", text)
    person.click(".paste button")
    person.page.locator(".proposals").wait_for()
    if page == "main":
        person.picture("pasted")
    person.click(".proposals input[type=submit]")
    person.page.locator(".messagelist .success").wait_for()
    if page != "main":
        person.picture(page, of=".desk__hint")


WAYS = {
    "mouse": (Person, {"viewport": {"width": 1100, "height": 760}}),
    "keyboard, 390 pixels": (Keyboard, {"viewport": {"width": 390, "height": 844}}),  # a phone, or a desk enlarged
    "no-script": (Person, {"java_script_enabled": False}),
}


@pytest.mark.parametrize("way", WAYS)
def test_event_is_published_in_sixty_actions(portal, chromium, way):
    kind, options = WAYS[way]
    context = chromium.new_context(base_url=portal, locale="ru-RU", **options)
    try:
        page = context.new_page()
        page.set_default_timeout(120_000)  # without JavaScript one answer judges all files of the visit
        wrong = watch(page, portal)
        person = kind(page)
        person.takes_pictures = bool(PICTURES) and way == "mouse"
        title = publish(person, way)
        assert wrong == []
        assert len(person.actions) <= MOST_ACTIONS, person.actions
        if person.takes_pictures:
            picture_the_rest(person)
        seen_by_visitors(chromium, portal, title)
    finally:
        context.close()


def publish(person, way):
    page = person.page
    title = "АИП провела ознакомительный тур в Смоленскую область" + ("" if person.takes_pictures else f" ({way})")
    log_in(page, EDITOR, PASSWORD)
    person.actions += ["fill login", "fill password", "press Enter"]
    page.goto("/admin/events/event/add/")
    person.actions.append("click «Добавить мероприятие»")
    lead, _blank, body = TEXT.partition("\n\n")[2].partition("\n\n")
    person.fill("[name=title]", title)
    person.select("[name=type]", "study_tour")
    person.fill("[name=start]", "25–26 мая 2016")
    person.fill("[name=place]", "Смоленск")
    person.fill("[name=lead]", lead)
    person.fill("[name=body]", body.partition("Программа мероприятия")[0])
    person.picture("new-event")
    person.click("input[name=_save]")
    page.locator(".desk").wait_for()
    person.picture("desk")

    paste(person, "main", TEXT)
    paste(person, "programme", TEXT[TEXT.index("Материалы мероприятия:") :])
    paste(person, "people", re.search(r"[^.]*Олеси Тетериной", TEXT)[0].rpartition(" и ")[2])
    paste(
        person, "route", "25 мая\nПарк «Сафоново»\n26 мая\nООО «Алвидпроф»\nООО «Смоленский завод пластиковых изделий»"
    )

    person.click(".contents a[href$='/materials/']")
    person.choose("#arrivals-files", files_of_the_visit())
    if way == "no-script":
        person.click(".arrivals__drop button")
    page.locator(".arrival-row").nth(7).wait_for()  # seven files, and the photos in one row
    person.picture("files", of=".arrivals__table")
    for row in page.locator(".arrival-row--open input[name=take]").all():
        person.actions.append("check a doubtful file")
        row.check()
    person.click(".arrivals__table button.default")
    page.locator(".messagelist .success").wait_for()

    person.click(".contents a[href$='/publication/']")
    person.picture("publication")
    person.click("button[name=_publish_now]")
    page.locator(".messagelist .success").wait_for()
    return title


def picture_the_rest(person):
    """The pages of the manual that the counted work does not open."""
    page = person.page
    event = page.url.partition("/publication/")[0]
    page.goto(f"{event}/photos/")
    person.picture("photos", of=".photo-rows")
    page.goto(f"{event}/publication/")
    page.click(".desk__site a")
    person.picture("on-site")
    page.goto("/admin/")
    person.picture("front")
    page.goto("/admin/parks/park/xlsx/")
    person.picture("tables")
    page.goto("/admin/events/event/press-release/")
    page.fill("#release-paste", TEXT)
    page.click("input[type=submit].default")
    page.locator(".release__text").wait_for()
    person.picture("press-release")


def seen_by_visitors(chromium, portal, title):
    context = chromium.new_context(base_url=portal, locale="ru-RU")
    page = context.new_page()
    page.goto("/events/")
    page.goto(page.get_by_role("link", name=title).first.get_attribute("href"))
    shown = page.locator("main").inner_text().replace("\u00a0", " ")
    for name in ("Ростислав Ровбель", "Артем Журавлев", "Денис Аленин", "Инга Морозова", "Олеся Тетерина"):
        assert name in shown
    for title_of_talk, _speaker in SPEAKERS.values():
        assert title_of_talk in shown
    assert "Белгородская область" in shown
    assert page.locator("main a[href*='/download/'], main a[href^='/materials/']").count() >= 6
    assert page.locator("main a[href*='/photos/']").count() >= 5
    context.close()
