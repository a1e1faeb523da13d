"""The ZIP of an event: its response and its files."""

import io
import logging
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, connections
from django.urls import reverse
from django.utils import timezone

from events.downloads import zip_archive
from events.models import Download, Material, MaterialVersion
from events.views.files import DATABASE_SLOTS
from tests import files
from tests.factories import AppearanceFactory, EventFactory, MaterialFactory, TalkFactory
from tests.world import World

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0"}


def address(event):
    return reverse("events:materials_zip", args=[event.slug])


def get(client, event, **headers):
    """The response with its `body`, read to the end, and `zip`, if it is one."""
    response = client.get(address(event), headers={**BROWSER, **headers})
    response.body = files.body(response)
    response.zip = zipfile.ZipFile(io.BytesIO(response.body)) if response["Content-Type"] == "application/zip" else None
    return response


def contents(response):
    return response.zip.read("Содержание.html").decode()


@pytest.fixture
def event():
    """The programme and Petrov's slides are public; Sidorov's are for members."""
    event = EventFactory(title="Тур: «Образец» / 2024")
    for order, (name, access) in enumerate([("Петров", "public"), ("Сидоров", "members")]):
        talk = TalkFactory(event=event, order=order, title="")
        AppearanceFactory(event=event, talk=talk, person__last_name=name, organization_name="ООО «Пример»")
        files.version(event=event, talk=talk, title="", access=access, content=files.pdf(name))
    files.version(event=event, title="Программа тура", kind="programme", content=files.pdf("план"))
    return event


def test_zip_holds_the_files_and_their_contents(visitor, event):
    response = get(visitor, event)
    assert response.status_code == 200
    assert response.zip.testzip() is None
    assert response.zip.namelist() == ["Содержание.html", "00 Программа.pdf", "01 Петров – ООО «Пример».pdf"]
    assert response.zip.read("00 Программа.pdf") == files.pdf("план")
    assert response.zip.read("01 Петров – ООО «Пример».pdf") == files.pdf("Петров")


def test_zip_has_a_name_and_a_length(visitor, event):
    response = get(visitor, event)
    headers = response.headers
    assert response.streaming
    assert headers["Content-Length"] == str(len(response.body))
    name = unquote(re.search(r"filename\*=UTF-8''(\S+)", headers["Content-Disposition"])[1])
    assert name == "Тур – «Образец» - 2024 – материалы.zip"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Accept-Ranges"] == "none"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Cookie" in headers["Vary"]


def test_head_has_the_same_headers_without_the_files(visitor, event):
    whole = get(visitor, event)
    head = visitor.head(address(event), headers=BROWSER)
    assert head.headers == whole.headers
    assert head.content == b""


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_allowed(visitor, event, method):
    assert getattr(visitor, method)(address(event)).status_code == 405


def test_names_are_marked_as_utf8_and_nothing_is_compressed(visitor, event):
    for info in get(visitor, event).zip.infolist():
        assert info.flag_bits & 0x800, info.filename
        assert info.compress_type == zipfile.ZIP_STORED


def test_contents_list_every_material_and_need_no_other_file(visitor, event, settings):
    settings.SITE_URL = "https://portal.example"
    film = MaterialFactory(event=event, title="Запись", kind="video", url="https://example.org/film")
    awaited = MaterialFactory(event=event, title="Резолюция", kind="resolution")
    event.materials.update(description="Описание")
    html = contents(get(visitor, event))
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert 'charset="utf-8"' in html
    assert "Тур: «Образец» / 2024" in html
    assert f'href="https://portal.example{event.get_absolute_url()}"' in html
    assert 'href="01%20%D0%9F%D0%B5%D1%82%D1%80%D0%BE%D0%B2%20%E2%80%93%20%D0%9E%D0%9E%D0%9E' in html
    assert "Пётр Петров" in html
    assert "Генеральный директор, ООО «Пример»" in html
    assert f'href="https://portal.example{film.get_absolute_url()}"' in html
    assert 'href="https://example.org/film"' in html
    assert awaited.title in html
    assert "файл ожидается" in html
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", html)
    locked = html.partition("Пётр Сидоров")[2]
    assert "доступно членам ассоциации" in locked
    assert "02" not in re.findall(r'href="(\d\d)%20', html)


def test_contents_escape_what_people_wrote(visitor):
    event = EventFactory(title="<script>alert(1)</script>")
    files.version(event=event, title='"><img src=x onerror=alert(1)>')
    html = contents(get(visitor, event))
    assert "<script>" not in html
    assert "<img" not in html


def test_contents_link_to_slides_where_there_are_some(visitor, event):
    version = MaterialVersion.objects.get(material__talk__order=0)
    assert "/slides/1/" not in contents(get(visitor, event))
    files.slides(version, "Первый", "Второй")
    assert f'href="http://testserver/materials/{version.material_id}/slides/1/"' in contents(get(visitor, event))


def test_contents_do_not_link_to_slides_of_a_locked_file(visitor, event):
    files.slides(MaterialVersion.objects.get(material__talk__order=1), "Тайный слайд")
    assert "/slides/" not in contents(get(visitor, event))


def test_zip_holds_what_each_person_may_have(visitor, outsider, member, participant, editor):
    world = World()
    for trip in ("public", "participants"):
        participant.attends(world.events[trip])
    given = 0
    for client in (visitor, outsider, member, participant, editor):
        user = getattr(client, "user", AnonymousUser())
        for event in world.events.values():
            may_have = set(Material.objects.visible_to(user).filter(event=event))
            response = get(client, event)
            sent = b"" if response.zip is None else response.body
            for name, material in world.materials.items():
                assert (world.markers[f"{name} file"].encode() in sent) == (material in may_have), (event, name)
                given += material in may_have
            if response.zip:
                listed = set(Material.objects.listed_for(user).filter(event=event))
                for name, material in world.materials.items():
                    assert (world.markers[f"{name} material"] in contents(response)) == (material in listed)
    assert given > 25


def test_deleted_material_is_not_in_it(visitor, event):
    Material.objects.filter(kind="programme").update(deleted_at=timezone.now())
    response = get(visitor, event)
    assert response.zip.namelist() == ["Содержание.html", "01 Петров – ООО «Пример».pdf"]
    assert "Программа тура" not in contents(response)


def test_event_that_is_not_visible_has_no_zip(visitor, event):
    event.access = "members"
    event.save()
    assert get(visitor, event).status_code == visitor.head(address(event)).status_code == 404
    assert visitor.get("/events/nothing/materials.zip").status_code == 404


def test_event_without_files_has_no_zip(visitor, event):
    empty = EventFactory()
    MaterialFactory(event=empty, url="https://example.org/film")
    MaterialFactory(event=empty)
    files.version(event=empty, access="staff")
    files.version(event=empty, access="members", is_listed=False)
    MaterialFactory(event=empty, access="members")
    assert get(visitor, empty).status_code == 404


def test_reader_of_locked_files_only_is_sent_to_log_in_or_refused(visitor, outsider):
    event = files.version(access="members").material.event
    response = get(visitor, event)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={address(event)}")
    response = get(outsider, event)
    assert response.status_code == 403
    assert "только членам ассоциации" in response.content.decode()


# --- A file that is not there ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", [os.remove, lambda path: os.truncate(path, 5), lambda path: os.truncate(path, 500)])
def test_incomplete_file_is_named_in_the_contents_and_the_others_are_sent(visitor, event, harm, caplog):
    lost = MaterialVersion.objects.get(material__kind="programme")
    harm(lost.file.path)
    with caplog.at_level(logging.ERROR, "events.uploads"):
        response = get(visitor, event)
    assert response.zip.testzip() is None
    assert response.zip.namelist() == ["Содержание.html", "01 Петров – ООО «Пример».pdf"]
    assert response["Content-Length"] == str(len(response.body))
    html = contents(response)
    assert "Не все файлы вошли в архив" in html
    assert "Программа тура" in html
    assert html.count("файла нет в архиве") == 1
    assert lost.file.name in caplog.text
    assert Download.objects.get().material.talk


def test_zip_holds_its_contents_when_all_files_are_missing(visitor, event):
    for version in MaterialVersion.objects.all():
        os.remove(version.file.path)
    response = get(visitor, event)
    assert response.zip.namelist() == ["Содержание.html"]
    assert contents(response).count("файла нет в архиве") == 2
    assert not Download.objects.exists()


@pytest.mark.parametrize("harm", [os.remove, lambda path: os.truncate(path, 5)])
def test_file_that_breaks_off_aborts_the_archive(visitor, event, harm):
    """The body is shorter than Content-Length, so the client knows that the archive is incomplete."""
    response = visitor.get(address(event), headers=BROWSER)
    harm(MaterialVersion.objects.get(material__talk__order=0).file.path)
    received = []
    with pytest.raises(OSError, match=r"before its end|No such file"):
        received.extend(response)
    assert len(b"".join(received)) < int(response["Content-Length"])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(received)))


def test_file_that_grows_meanwhile_is_sent_with_its_recorded_length(visitor, event):
    response = visitor.get(address(event), headers=BROWSER)
    with open(MaterialVersion.objects.get(material__talk__order=0).file.path, "ab") as file:
        file.write(b"more")
    unpacked = zipfile.ZipFile(io.BytesIO(files.body(response)))
    assert unpacked.read("01 Петров – ООО «Пример».pdf") == files.pdf("Петров")


# --- What it costs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunks", [0, 1, 3, 6, 1000])
def test_files_are_closed_however_the_download_ends(visitor, event, chunks):
    paths = {version.file.path for version in MaterialVersion.objects.all()}
    response = visitor.get(address(event), headers=BROWSER)
    for _number, _chunk in zip(range(chunks), response, strict=False):
        pass
    response.close()
    assert not any(os.path.realpath(link) in paths for link in Path("/proc/self/fd").iterdir())


def test_files_are_opened_one_at_a_time(visitor, event):
    def open_files():
        return sum(os.path.realpath(link) in paths for link in Path("/proc/self/fd").iterdir())

    paths = {version.file.path for version in MaterialVersion.objects.all()}
    counts = [open_files() for _chunk in visitor.get(address(event), headers=BROWSER)]
    assert max(counts) == 1


@pytest.mark.parametrize(("who", "queries"), [("visitor", 4), ("member", 6), ("editor", 6)])
def test_zip_takes_the_same_queries_for_any_number_of_files(who, queries, event, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    log_queries = 4 if connection.vendor == "postgresql" else 3
    with django_assert_num_queries(queries + log_queries):
        get(client, event)
    for order in range(2, 9):
        talk = TalkFactory(event=event, order=order)
        AppearanceFactory(event=event, talk=talk)
        files.version(event=event, talk=talk)
    with django_assert_num_queries(queries + log_queries):
        get(client, event)


def test_database_slot_is_free_while_the_archive_is_sent(visitor, event):
    responses = [visitor.get(address(event), headers=BROWSER) for _ in range(6)]
    assert DATABASE_SLOTS.acquire(blocking=False)
    DATABASE_SLOTS.release()
    for response in responses:
        response.close()


@pytest.mark.django_db(transaction=True)
def test_connection_is_closed_before_the_archive_is_sent(visitor, event, monkeypatch):
    closed = []
    monkeypatch.setattr(type(connections["default"]), "close", lambda connection: closed.append(connection))
    response = visitor.get(address(event), headers=BROWSER)
    assert closed
    response.close()


@pytest.mark.once
@pytest.mark.slow
def test_memory_does_not_grow_with_the_archive(visitor):
    """30 sparse files of 50 MB."""
    event = EventFactory()
    size = 50 << 20
    for _number in range(30):
        version = files.version(event=event)
        os.truncate(version.file.path, size)
    MaterialVersion.objects.update(size=size)
    response = visitor.get(address(event), headers=BROWSER)
    before = peak = resident()
    total = 0
    for number, chunk in enumerate(response):
        total += len(chunk)
        if number % 500 == 0:
            peak = max(peak, resident())
    assert total == int(response["Content-Length"]) > 30 * size
    assert peak - before <= 30 << 20


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# --- Who took it ----------------------------------------------------------------------------------------------------


def test_zip_counts_each_file_it_holds_once_a_day(member, event):
    for _again in range(2):
        get(member, event)
    member.head(address(event))
    taken = Download.objects.filter(user=member.user, organization=member.user.organization)
    assert sorted(download.material_id for download in taken) == sorted(event.materials.values_list("pk", flat=True))


def test_file_taken_alone_and_in_the_zip_counts_once(member, event):
    one = event.materials.first()
    files.body(member.get(reverse("events:download", args=[one.pk])))
    get(member, event)
    assert Download.objects.filter(material=one).count() == 1
    assert Download.objects.count() == 3


def test_zip_counts_for_a_visitor_only_what_it_holds(visitor, event):
    get(visitor, event)
    assert {download.material.access for download in Download.objects.all()} == {"public"}


def test_head_counts_no_download(visitor, event):
    visitor.head(address(event), headers=BROWSER)
    assert not Download.objects.exists()


def test_zip_that_cannot_be_recorded_is_still_sent(member, event):
    def read_only(execute, sql, *args):
        if sql.startswith("INSERT"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, *args)

    with connection.execute_wrapper(read_only):
        assert get(member, event).zip.testzip() is None


# --- The button -----------------------------------------------------------------------------------------------------


def page(client, event):
    return client.get(event.get_absolute_url()).content.decode()


def test_button_shows_the_number_of_files_and_their_size(visitor, member, event):
    MaterialVersion.objects.update(size=2_400_000)
    assert f'href="{address(event)}"' in page(visitor, event)
    assert "ZIP, 2\u00a0файла, 4,6\u00a0МБ" in page(visitor, event)
    assert "ZIP, 3\u00a0файла, 6,9\u00a0МБ" in page(member, event)


def test_there_is_no_button_without_a_file(visitor, member):
    event = EventFactory()
    MaterialFactory(event=event, url="https://example.org/film")
    MaterialFactory(event=event)
    assert "materials.zip" not in page(visitor, event)
    files.version(event=event, access="members")
    assert "materials.zip" not in page(visitor, event)
    assert "materials.zip" in page(member, event)


def test_summary_takes_no_queries(event, django_assert_num_queries):
    materials = list(Material.objects.mark_open(AnonymousUser()).select_related("current_version"))
    with django_assert_num_queries(0):
        assert zip_archive.summarize(materials).number == 2
