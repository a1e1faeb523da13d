"""kill -9 of the web server and of the worker while an editor works: nothing is half, nothing acknowledged is lost.

Each round kills a process at a drawn write of one act, or right after the answer, and goes on as the editor would.
KILLS=30 draws thirty rounds.
"""

import hashlib
import os
import random
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests import documents
from tests.admin_forms import filled
from tests.events.test_spreadsheets import book

from .killing import Killed, Site, new_upload

KILLS = int(os.environ.get("KILLS", "2"))
SEED = int(os.environ.get("SEED", "1"))
PEOPLE = 30  # rows of an imported table
IN_ORDER = """
orphans.sweep(older_than=timedelta(0))
orphans.sweep_incoming(older_than=timedelta(0))
housekeeping.LONGEST_UNPACKING = -1
housekeeping.remove_scratch_folders()
call_command("check_files", older_than=0)
"""


def word(number):
    """A name that no other round has."""
    return "".join("бвгджзклмн"[int(digit)] + "аоуиеяюыэё"[int(digit)] for digit in f"{number:02d}")


# --- Acts: each takes the site, the number of the round and its own random numbers -----------------------------------


def a_dropped_file(site, number, draw):
    content = documents.pptx(slides=1)
    upload = new_upload(f"Доклад {number}.pptx", content)
    cut_at = draw.choice([None, None, 0, upload.piece])
    if cut_at is None:
        site.kill_at(draw.randint(1, 10))
    with suppress(Killed):
        site.send(upload, cut_at)
    site.kill_server()
    site.send(upload)
    find = "answer = [sha(one.file) for one in Arrival.objects.filter(name=name)]"
    assert site.observe(find, name=upload.name) == [hashlib.sha256(content).hexdigest()]


def a_dropped_archive(site, number, draw):
    upload = new_upload(f"Снимки {number}.zip", documents.photos(4))
    arrival = site.send(upload)["arrival"]
    before = site.observe("answer = Arrival.objects.count()")
    site.kill_at(draw.randint(1, 24))
    with suppress(Killed):
        site.unpack(arrival)
    site.kill_server()
    while site.observe("answer = Arrival.objects.filter(pk=key).exists()", key=arrival):
        site.unpack(arrival)
    assert site.observe("answer = Arrival.objects.count()") == before - 1 + 4


def a_confirmed_table_of_files(site, number, draw):
    uploads = [new_upload(f"Отчёт {number}.pdf", documents.pdf()), new_upload(f"{number}.jpg", documents.picture())]
    report, photo = (site.send(upload)["arrival"] for upload in uploads)
    title = f"Отчёт раунда {number}"
    data = {"take": [report, photo], f"as-{report}": "document", f"title-{report}": title, f"as-{photo}": "photo"}
    find = """answer = [
        Arrival.objects.filter(pk__in=keys).count(),
        [sha(one.current_version.file) for one in Material.objects.filter(title=title)],
        Photo.objects.count(),
        LogEntry.objects.filter(object_repr__contains=title).count(),
    ]"""
    waiting = site.observe(find, keys=[report, photo], title=title)
    assert waiting[:2] == [2, []]
    taken = [0, [hashlib.sha256(uploads[0].content).hexdigest()], waiting[2] + 1, 1]
    site.kill_at(draw.randint(1, 10))
    is_answered = False
    with suppress(Killed):
        is_answered = site.post(f"{site.arrivals}take/", data).status == 302
    site.kill_server()
    found = site.observe(find, keys=[report, photo], title=title)
    assert found == taken or (found == waiting and not is_answered)


def a_confirmed_text(site, number, draw):
    names = [f"Лап{word(10 * number + one)}шин" for one in range(3)]
    text = "\n".join(f"{name} Роман, директор, ООО «Причал {name}»" for name in names)
    path = f"/admin/events/event/{site.event}/people/paste/"
    data = filled(site.post(path, {"text": text}))
    find = """answer = [
        Person.objects.filter(last_name__in=names).count(),
        Organization.objects.filter(name__in=[f"Причал {name}" for name in names]).count(),
        event.appearances.filter(person__last_name__in=names).count(),
        LogEntry.objects.filter(object_repr__contains=names[0]).count() > 0,
    ]"""
    site.kill_at(draw.randint(1, 4))
    is_answered = False
    with suppress(Killed):
        is_answered = site.post(path, data).status == 302
    site.kill_server()
    found = site.observe(find, names=names)
    assert found == [3, 3, 3, True] or (found == [0, 0, 0, False] and not is_answered)
    assert site.post(path, data).status == 302  # the page is reloaded
    assert site.observe(find, names=names) == [3, 3, 3, True]


def a_merge_and_its_undoing(site, number, draw):
    make = """
kept, gone = PersonFactory(), PersonFactory(bio="О человеке.")
for person in (kept, gone, gone):
    AppearanceFactory(person=person, position="Директор")
answer = [kept.pk, gone.pk, all_of(kept.pk, gone.pk)]"""
    kept, gone, apart = site.observe(make)
    find = """answer = [
        all_of(kept, gone),
        LogEntry.objects.filter(object_id=kept).count(),
        list(Removal.objects.filter(row=gone, undone_at=None).values_list("pk", flat=True)),
    ]"""
    merging, is_merge_killed = f"/admin/events/person/merge/{kept}/{gone}/", draw.choice([True, False])
    rows, told, removals = one_act(site, draw if is_merge_killed else None, merging, find, kept=kept, gone=gone)
    assert (rows == apart, told, len(removals)) in [(True, 0, 0), (False, 1, 1)]
    if not removals:
        return
    undoing = f"/admin/events/person/removed/{removals[0]}/"
    rows, told, removals = one_act(site, None if is_merge_killed else draw, undoing, find, kept=kept, gone=gone)
    assert (rows == apart, told, len(removals)) in [(False, 1, 1), (True, 2, 0)]


def one_act(site, draw, path, find, **values):
    """What is found after a POST to the path, and that it is another thing than before if it was answered."""
    before, is_answered = site.observe(find, **values), False
    if draw:
        site.kill_at(draw.randint(1, 5))
    with suppress(Killed):
        is_answered = site.post(path, {"post": "yes"}).status == 302
    if draw:
        site.kill_server()
    after = site.observe(find, **values)
    assert after != before or not is_answered
    return after


def an_import(site, number, draw):
    names = [f"Имп{word(number)}{word(one)}ин" for one in range(PEOPLE)]
    content = book(["Фамилия", "Имя", "Отчество"], *([name, "Роман", ""] for name in names))
    name, killed = f"Люди {number}.xlsx", draw.choice(["upload", "compare", "confirm", "write"])
    find = """answer = list(
        SpreadsheetImport.objects.filter(name=name).values_list("pk", "phase", "state", "remark", "report__digest")
    )"""
    count = """answer = [
        Person.objects.filter(last_name__in=names).count(), Person.history.filter(last_name__in=names).count()
    ]"""

    def step(this, act, writes):
        """Whether it was answered."""
        if this == killed:
            site.kill_at(draw.randint(1, writes))
        try:
            return act().status == 302
        except Killed:
            return False
        finally:
            if this == killed:
                site.kill_server()

    def work(this, phase):
        if this == killed:
            site.kill_at(draw.randint(1, 6))
        for _attempt in range(2):
            site.work()
        ((_pk, found, state, remark, digest),) = site.observe(find, name=name)
        assert (found, state, remark) == (phase, "ready", "")
        return digest

    def upload():
        form = SimpleNamespace(name=name, read=lambda: content, content_type="")
        return site.ask(
            "POST",
            "/admin/events/person/xlsx/",
            encode_multipart(BOUNDARY, {"file": form}),
            Content_Type=MULTIPART_CONTENT,
        )

    is_answered = step("upload", upload, 4)
    jobs = site.observe(find, name=name)
    assert jobs or not is_answered
    if not jobs:
        upload()
        jobs = site.observe(find, name=name)
    path = f"/admin/events/person/xlsx/{jobs[0][0]}/"
    digest = work("compare", "checked")
    assert site.observe(count, names=names) == [0, 0]
    is_answered = step("confirm", lambda: site.post(path, {"digest": digest}), 3)
    ((_pk, phase, _state, _remark, _digest),) = site.observe(find, name=name)
    if not is_answered and phase == "checked":
        assert site.post(path, {"digest": digest}).status == 302
    work("write", "written")
    assert site.observe(count, names=names) == [PEOPLE, PEOPLE]
    indexed = """
keys = Person.objects.filter(last_name__in=names).values("pk")
answer = SearchDocument.objects.filter(kind="person", object_id__in=keys).count()"""
    assert site.observe(indexed, names=names) == PEOPLE


ACTS = [
    a_dropped_file,
    a_dropped_archive,
    a_confirmed_table_of_files,
    a_confirmed_text,
    a_merge_and_its_undoing,
    an_import,
]


@pytest.fixture(scope="module")
def site(tmp_path_factory, empty_database):
    folder = tmp_path_factory.mktemp("portal")
    with empty_database(folder, is_migrated=True) as address:
        site = Site(folder, address)
        try:
            site.serve()
            yield site
        finally:
            site.kill(site.server)
            site.observer.stdin.close()
            site.observer.stdout.close()
            site.observer.wait()


@pytest.mark.slow
def test_killed_processes_leave_nothing_half_and_lose_nothing_acknowledged(site):
    draw = random.Random(SEED)
    acts = [act for start in range(0, KILLS, len(ACTS)) for act in draw.sample(ACTS, len(ACTS))][:KILLS]
    for number, act in enumerate(acts):
        act(site, number, draw)
        site.observe(IN_ORDER)
