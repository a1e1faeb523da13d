"""Each guard of GUARDS.md: its scenario holds with it and fails without it."""

import math
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.safestring import mark_safe

from core import sentences
from events import source_files
from events.admin.press_release import lines, views
from events.admin.press_release.marks import Piece
from events.admin.press_release.views import PressRelease
from events.admin.proposals.table import Writing
from events.models import Event, Outcome, Person
from events.press_release import html_text, reader
from tests.admin_forms import filled
from tests.factories import CommitteeFactory
from tests.guards import Guards

from .test_press_release import PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
guards = Guards(__file__)
scenario, without = guards.scenario, guards.without
TEXT = (
    "Парк принял гостей\n\n12 мая 2024 года прошёл форум. О парке рассказал директор Пётр Примеров.\n\n"
    "По итогам подписано соглашение о подготовке вымышленных кадров."
)


def read(editor, text=TEXT, **more):
    """What the browser would send when everything is taken."""
    page = editor.post(PAGE, {"text": text, **more})
    data = filled(page)
    return data | {f"{line.prefix}-taken": "yes" for line in page.context["table"].lines}


def lose(editor, codename):
    editor.user.groups.first().permissions.remove(Permission.objects.get(codename=codename))


@scenario("confirming")
def reading_stores_nothing(editor):
    editor.post(PAGE, {"text": TEXT})
    assert not Event.objects.exists()
    assert not Person.objects.exists()


@without("confirming")
def confirmed_at_once(monkeypatch):
    show = PressRelease._table

    def storing(self, text, draft, event_form, source_form, table):
        event_form.instance.save()
        return show(self, text, draft, event_form, source_form, table)

    monkeypatch.setattr(PressRelease, "_table", storing)


@scenario("one transaction")
def refused_line_leaves_nothing(editor):
    data = read(editor, "Парк «Вымпел» принял гостей\n\n12 мая 2024 года в парке «Вымпел» прошёл форум.")
    answer = editor.post(PAGE, data | {"l0-status": "operating"})
    assert answer.status_code == 200  # a new park has no region
    assert not Event.objects.exists()


@without("one transaction")
def in_pieces(monkeypatch):
    monkeypatch.setattr(views, "transaction", SimpleNamespace(atomic=nullcontext))


@scenario("the text is shown, not run")
def signs_of_markup_are_text(editor):
    page = editor.post(PAGE, {"text": f"{TEXT} <script>alert('Образец')</script><img src=x onerror=alert(1)>"})
    html = page.content.decode()
    assert "&lt;script&gt;alert(" in html
    assert "<script>alert(" not in html
    assert "<img src=x" not in html


@without("the text is shown, not run")
def taken_for_markup(monkeypatch):
    monkeypatch.setattr(views, "pieces", lambda text, marks: [Piece(mark_safe(text), None)])  # noqa: S308


@scenario("what is unseen is not read")
def scripts_of_a_page_are_left_out():
    page = f"<body><script>alert(1)</script><style>p {{}}</style><p>{TEXT}</p></body>"
    assert html_text.text_of_html(page).split() == TEXT.split()


@without("what is unseen is not read")
def everything_is_seen(monkeypatch):
    monkeypatch.setattr(html_text, "_UNSEEN", set())


@scenario("rights: all of it")
def page_is_closed_to_who_may_not_write_outcomes(editor):
    lose(editor, "add_outcome")
    assert editor.post(PAGE, {"text": TEXT}).status_code == 403


@without("rights: all of it")
def open_to_everybody(monkeypatch):
    monkeypatch.setattr(PressRelease, "_is_open", lambda self: True)


@scenario("rights: each row")
def right_taken_away_stores_nothing(editor):
    data = read(editor)
    lose(editor, "add_outcome")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PressRelease, "_is_open", lambda self: True)  # the page had been opened before
        editor.post(PAGE, data)
    assert not Outcome.objects.exists()


@without("rights: each row")
def rows_are_stored_for_anybody(monkeypatch):
    add = Writing.add

    def anybodys(self, row):
        user, self.request.user = self.request.user, SimpleNamespace(has_perm=lambda right: True)
        try:
            return add(self, row)
        finally:
            self.request.user = user

    monkeypatch.setattr(Writing, "add", anybodys)


@scenario("rights: committees")
def committee_of_others_gets_no_event(editor):
    committee = CommitteeFactory(name="Комитет по вымышленному строительству")
    data = read(editor, f"{TEXT} Участвовали члены Комитета по вымышленному строительству.")
    lose(editor, "change_committee")
    editor.post(PAGE, data)
    assert not committee.events.exists()


@without("rights: committees")
def any_committee(monkeypatch):
    monkeypatch.setattr(lines, "may_link_committees", lambda user: True)


@scenario("size of a text")
def long_text_is_refused(editor, monkeypatch):
    monkeypatch.setattr(reader, "LONGEST_TEXT", reader.LONGEST_TEXT / 100)  # so that it is read at once without a limit
    page = editor.post(PAGE, {"text": f"{TEXT} {'о том и о сём ' * 50}"})
    assert "длиннее" in page.context.get("wrong", "")


@without("size of a text")
def texts_of_any_size(monkeypatch):
    monkeypatch.setattr(reader, "LONGEST_TEXT", math.inf)


@scenario("size of a file")
def large_file_is_refused(editor):
    file = SimpleUploadedFile("большой.txt", (TEXT + " " * (2 << 20)).encode())
    assert "больше 2" in editor.post(PAGE, {"file": file}).context.get("wrong", "")


@without("size of a file")
def files_of_any_size(monkeypatch):
    monkeypatch.setattr(source_files, "LARGEST_PLAIN", 10**9)


@scenario("the same text")
def second_time_asks(editor):
    """Under another title, because titles that are alike are asked about by the form itself."""
    for title in ("Парк принял гостей", "Наладчики обменялись вымышленным опытом"):
        data = read(editor, TEXT.replace("Парк принял гостей", title))
        editor.post(PAGE, data)
    assert Event.objects.count() == 1


@without("the same text")
def without_asking(monkeypatch):
    monkeypatch.setattr(views, "same_events", lambda text, start: [])


@scenario("loaded on reading")
def pages_that_read_no_text_load_no_dictionary(editor, monkeypatch):
    def load():
        raise AssertionError("the dictionary of rumorph was loaded")

    monkeypatch.setattr(sentences, "_analyzer", load)
    for address in ("/", "/events/", "/admin/", PAGE):
        assert editor.get(address).status_code == 200


@without("loaded on reading")
def reading_before_anybody_asks(monkeypatch):
    box = PressRelease._box

    def with_dictionary(self, *args):
        sentences.read_sentence(["Текст"])
        return box(self, *args)

    monkeypatch.setattr(PressRelease, "_box", with_dictionary)


@pytest.mark.parametrize("name", guards.names)
def test_scenario_holds(name, request):
    guards.holds(name, request)


@pytest.mark.parametrize("name", guards.names)
def test_scenario_fails_without_its_guard(name, request):
    guards.fails_without(name, request)


def test_every_guard_has_a_row_and_a_scenario():
    assert guards.are_complete()
