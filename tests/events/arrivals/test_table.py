"""The table of files that have come, and what is made of them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.arrivals.proposing import table_of
from events.models import Material, Photo
from tests import documents, files
from tests.admin_forms import desk
from tests.conftest import signed_in
from tests.factories import AppearanceFactory, EventFactory, MaterialFactory, PersonFactory, TalkFactory, UserFactory

from .sender import Sender, base, presentation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def event(db):
    """Two talks without a title, of Вымыслов and of one of two Ивановs."""
    event = EventFactory(title="Тур", place="Выдуманск")
    for last, first in (("Вымыслов", "Аркадий"), ("Иванов", "Пётр"), ("Иванов", "Иван")):
        person = PersonFactory(last_name=last, first_name=first, middle_name="")
        talk = TalkFactory(event=event, title="", order=event.talks.count())
        AppearanceFactory(event=event, talk=talk, person=person)
    return event


def taken(client, event, *, change=None, tick=()):
    """The answer to the table as it is shown, with these fields changed and these files ticked."""
    table = client.get(desk(event, "materials")).context["drop"]
    data = {"take": [str(key) for key in tick]}
    for shown in table["rows"]:
        key = shown.arrival.pk
        data["take"] += [str(key)] if shown.is_taken else []
        chosen = [value for _heading, options in shown.targets for value, _label, is_chosen in options if is_chosen]
        data |= {f"as-{key}": chosen[0], f"title-{key}": shown.title}
        data[f"talk-{key}"] = next((value for value, _label, is_chosen in shown.talks if is_chosen), "")
    if table["photos"]:
        data |= {"take-photos": "1", "photos": [one.arrival.pk for one in table["photos"]]}
    return client.post(f"{base(event)}take/", data | (change or {}))


def test_photos_are_shown_to_those_who_may_take_them(editor, member, visitor, event):
    sender = Sender(editor, event, piece=1 << 20)
    sender.send("1.jpg", photo("2016:05:25 10:00:00", size=(900, 600)))
    sender.send("Программа тура.pdf", files.pdf())
    arrived, programme = event.arrivals.order_by("-kind")[::-1]
    address = f"{base(event)}{arrived.key}/picture/"
    assert f'src="{address}?w=480"' in editor.get(desk(event, "materials")).content.decode()
    with Image.open(io.BytesIO(files.body(editor.get(f"{address}?w=480")))) as shown:
        assert (shown.format, shown.size) == ("WEBP", (480, 320))
    reader = signed_in(UserFactory(is_staff=True))
    assert [client.get(address).status_code for client in (visitor, member, reader)] == [302, 302, 403]
    assert editor.get(f"{base(EventFactory())}{arrived.key}/picture/").status_code == 404
    assert editor.get(f"{base(event)}{programme.key}/picture/").status_code == 404


def photo(moment, size=(40, 30), orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x9003] = moment
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    Image.new("RGB", size, "green").save(content, "JPEG", exif=exif)
    return content.getvalue()


def test_files_become_materials_after_one_confirmation(editor, event):
    sender = Sender(editor, event, piece=1 << 20)
    sender.send("Презентация Вымыслова.pptx", presentation("О парках", "Аркадий Вымыслов"))
    sender.send("Иванов.pptx", presentation("Спасибо"))
    sender.send("Программа тура.pdf", files.pdf())
    assert not event.materials.exists()
    assert taken(editor, event).status_code == 302
    made = {material.kind: material for material in event.materials.all()}
    assert set(made) == {"presentation", "programme"}
    talk = made["presentation"].talk
    assert (talk.appearances.get().person.last_name, talk.title) == ("Вымыслов", "О парках")
    assert made["presentation"].current_version.original_name == "Презентация Вымыслова.pptx"
    (left,) = table_of(event).rows
    assert (left.arrival.name, "несколько человек" in left.doubt) == ("Иванов.pptx", True)
    page = editor.get(desk(event, "materials")).content.decode()
    assert left.doubt in page
    assert taken(editor, event).status_code == 302  # nothing is ticked
    assert event.materials.count() == 2


def test_replaced_file_becomes_a_version(editor, event):
    talk = event.talks.first()
    kept = files.material(name="Вымыслов.pdf", event=event, talk=talk, kind="presentation")
    awaited = MaterialFactory(event=event, talk=event.talks.last(), kind="presentation", title="")
    sender = Sender(editor, event, piece=1 << 20)
    sender.send("Вымыслов (1) испр.pdf", files.pdf("иначе"))
    sender.send("Иванов Иван.pdf", files.pdf("ждали"))
    sender.send("Вымыслов ещё.pdf", files.pdf("образец"))
    doubts = {row.arrival.name: (row.target, row.doubt) for row in table_of(event).rows}
    assert doubts["Вымыслов (1) испр.pdf"] == (f"version-{kept.pk}", "")
    assert doubts["Иванов Иван.pdf"] == (f"version-{awaited.pk}", "")
    assert "Точно такой же файл уже есть" in doubts["Вымыслов ещё.pdf"][1]
    taken(editor, event)
    assert event.materials.count() == 2
    assert [version.number for version in kept.versions.all()] == [2, 1]
    assert awaited.versions.get().original_name == "Иванов Иван.pdf"


def test_all_or_nothing(editor, event):
    """One row that cannot be saved keeps the others as they are, with what was chosen in them."""
    sender = Sender(editor, event, piece=1 << 20)
    sender.send("Список.pdf", files.pdf("1"))
    sender.send("Памятка.pdf", files.pdf("2"))
    first, second = event.arrivals.all()
    wrong = {f"as-{second.pk}": "чепуха", f"title-{first.pk}": "Кто едет"}
    page = taken(editor, event, change=wrong).content.decode()
    assert "Ничего не взято" in page
    assert "Выберите, что это за файл." in page
    assert 'value="Кто едет"' in page
    assert not event.materials.exists()
    assert event.arrivals.count() == 2


def test_what_another_editor_has_taken_is_said(editor, event):
    Sender(editor, event, piece=1 << 20).send("Список.pdf", files.pdf())
    arrival = event.arrivals.get()
    form = {"take": [arrival.pk], f"as-{arrival.pk}": "document"}
    assert editor.post(f"{base(event)}take/", form).status_code == 302
    assert "уже разобрал кто-то другой" in editor.post(f"{base(event)}take/", form).content.decode()
    assert event.materials.count() == 1


def test_photos_stand_in_the_order_they_were_taken_upright_and_without_place(editor, event):
    sender = Sender(editor, event, piece=1 << 20)
    sender.send("b.jpg", photo("2024:05:25 12:00:00", size=(41, 30), orientation=6))
    sender.send("a.jpg", photo("2024:05:25 10:00:00", size=(42, 30)))
    packed = documents.packed({"Фото/c.jpg": photo("2024:05:25 11:00:00", size=(43, 30)), "__MACOSX/._c.jpg": b"\0"})
    answer = sender.send("Снимки.zip", packed).json()
    form = {"arrival": answer["arrival"]}
    unpacked = editor.post(f"{base(event)}unpack/", form, headers={"accept": "application/json"})
    assert unpacked.json() == {"left": 0, "refused": []}
    taken(editor, event)
    shown = list(Photo.objects.filter(event=event))
    assert [(one.width, one.height) for one in shown] == [(42, 30), (43, 30), (30, 41)]
    for one in shown:
        with one.image.open() as file, Image.open(file) as picture:
            assert not picture.getexif()
    assert not event.arrivals.exists()


def test_unpacking_goes_on_where_it_stopped(editor, event, monkeypatch):
    monkeypatch.setattr("events.arrivals.reading.UNPACKING_SECONDS", 0)  # one photo at a time
    sender = Sender(editor, event, piece=1 << 20)
    archive = sender.send("Снимки.zip", documents.photos(3)).json()["arrival"]
    left = [
        editor.post(f"{base(event)}unpack/", {"arrival": archive}, headers={"accept": "application/json"}).json()[
            "left"
        ]
        for _number in range(3)
    ]
    assert left == [2, 1, 0]
    assert sorted(one.name for one in event.arrivals.all()) == ["Снимок 0.jpeg", "Снимок 1.png", "Снимок 2.webp"]


def test_without_javascript_many_files_come_at_once(editor, event):
    uploads = [
        SimpleUploadedFile("Вымыслов.pdf", files.pdf()),
        SimpleUploadedFile("Плохой.pdf", b"%PDF-1.4 no"),
        SimpleUploadedFile("Снимки.zip", documents.photos(2)),
    ]
    page = editor.post(base(event), {"files": uploads}, follow=True)
    assert "Плохой.pdf: " in page.content.decode()
    table = table_of(event)
    assert ([row.arrival.name for row in table.rows], len(table.photos)) == (["Вымыслов.pdf"], 2)


def test_removed_file_is_gone(editor, event):
    sender = Sender(editor, event)
    sender.send("Список.pdf", files.pdf())
    sender.put(sender.begin("Недослан.pdf", files.pdf()).json()["key"], b"%PDF", 0)
    for arrival in list(event.arrivals.all()):
        editor.post(f"{base(event)}remove/", {"arrival": arrival.pk})
        assert not arrival.partial.exists()
    assert not event.arrivals.exists()


def test_addresses_need_the_right_to_add_materials(editor, event, visitor, member):
    Sender(editor, event, piece=1 << 20).send("Список.pdf", files.pdf())
    arrival = event.arrivals.get()
    staff = signed_in(UserFactory(is_staff=True))
    for client in (visitor, member, staff):
        for rest in ("", "begin/", f"{arrival.key}/", "unpack/", "remove/", "take/"):
            answer = client.post(f"{base(event)}{rest}", {"arrival": arrival.pk, "take": [arrival.pk]})
            assert answer.status_code in (302, 403), rest
            assert answer.status_code == 403 or "/login/" in answer["Location"]
    assert event.arrivals.exists()
    assert not Material.objects.exists()


def test_photos_dropped_on_their_page_lead_back_to_it(editor, event):
    Sender(editor, event, piece=1 << 20).send("IMG_1.jpg", photo("2016:05:25 10:00:00"))
    page = editor.get(desk(event, "photos"))
    assert page.context["drop"]["photos"]
    assert b'id="arrivals-files"' in page.content
    answer = taken(editor, event)
    assert answer.status_code == 302
    assert answer.url == desk(event, "photos")
