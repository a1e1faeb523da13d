"""The verdict at the doors by which files come: the form of an editor, a program, the command line."""

import json
import os
import threading
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from events.models import Material, MaterialVersion
from events.uploads import sandbox, verdicts
from events.uploads.versions import add_version, validate_upload
from tests import documents, files, hostile
from tests.admin_forms import address, complaints, filled
from tests.factories import MaterialFactory

ONE_OF_EACH = [
    (reason, *min(some.items(), key=lambda case: len(case[1]))) for reason, some in hostile.hostile().items()
]
IN_MEMORY, ON_DISK = 2621440, 10


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch):
    monkeypatch.setattr(verdicts, "_remembered", type(verdicts._remembered)())


def on_disk(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def post(client, material, upload):
    url = address(Material, "change", material.pk)
    return client.post(url, filled(client.get(url)) | {"upload": upload})


@pytest.mark.django_db
@pytest.mark.parametrize("handler", [IN_MEMORY, ON_DISK])
@pytest.mark.parametrize(("reason", "name", "content"), ONE_OF_EACH, ids=[reason for reason, *_rest in ONE_OF_EACH])
def test_refused_file_leaves_a_sentence_and_nothing_else(reason, name, content, handler, editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = handler
    material = MaterialFactory()
    answer = post(editor, material, SimpleUploadedFile(name, content))
    (said,) = complaints(answer)
    assert said.startswith("upload:")
    if reason != "empty":  # of an empty file Django's own field speaks first
        assert verdicts.SENTENCES[reason][:12] in said
    assert not MaterialVersion.objects.exists()
    assert on_disk(settings) == []


@pytest.mark.django_db
@pytest.mark.parametrize("handler", [IN_MEMORY, ON_DISK])
def test_taken_file_leaves_itself_alone(handler, editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = handler
    material = MaterialFactory()
    content = documents.pptx()
    answer = post(editor, material, SimpleUploadedFile("Доклад.pptx", content))
    assert answer.status_code == 302
    assert [path.read_bytes() for path in on_disk(settings)] == [content]
    assert MaterialVersion.objects.get().size == len(content)


@pytest.mark.django_db
def test_one_upload_is_read_by_one_child(editor, monkeypatch):
    """The form asks, and what saves it asks again."""
    asked = []
    real = sandbox.call
    monkeypatch.setattr(sandbox, "call", lambda *given, **limits: asked.append(given) or real(*given, **limits))
    post(editor, MaterialFactory(), SimpleUploadedFile("Доклад.pdf", files.pdf()))
    assert MaterialVersion.objects.exists()
    assert len(asked) == 1


@pytest.mark.django_db
def test_same_bytes_under_another_ending_are_another_question():
    files.version(name="Доклад.pdf")
    with pytest.raises(ValidationError) as refused:
        files.version(name="Доклад.exe")
    assert refused.value.code == "program"
    with pytest.raises(ValidationError) as refused:
        files.version(name="Доклад.pptx")
    assert refused.value.code == "not_as_named"


@pytest.mark.django_db
def test_what_could_not_be_checked_is_asked_again(monkeypatch, settings):
    def fail(*arguments, **limits):
        raise sandbox.ChildFailed("crash")

    with monkeypatch.context() as broken:
        broken.setattr(sandbox, "call", fail)
        with pytest.raises(ValidationError, match="Не удалось проверить файл"):
            files.version()
    assert on_disk(settings) == []
    assert files.version().number == 1


@pytest.mark.django_db
def test_file_that_kills_its_child_is_refused_in_a_sentence(editor, monkeypatch):
    monkeypatch.setattr(sandbox, "INSPECT", sandbox.Limits(address_space_mb=20, cpu_seconds=1, wall_seconds=5))
    (said,) = complaints(post(editor, MaterialFactory(), SimpleUploadedFile("Доклад.pdf", files.pdf())))
    assert "Не удалось проверить" in said


def test_large_file_is_refused_before_it_is_read(settings, monkeypatch):
    settings.MAX_UPLOAD_MB = 1
    monkeypatch.setattr(sandbox, "call", None)
    upload = ContentFile(b"0" * ((1 << 20) + 1), name="Доклад.pdf")
    monkeypatch.setattr(verdicts.Upload, "measure", None)
    with pytest.raises(ValidationError, match="Файл больше 1") as refused:
        validate_upload(upload)
    assert refused.value.code == "too_large"


def test_verdicts_are_not_remembered_for_ever(monkeypatch):
    monkeypatch.setattr(verdicts, "REMEMBERED", 2)
    for number in range(4):
        validate_upload(files.upload(files.pdf(str(number))))
    assert len(verdicts._remembered) == 2


@pytest.mark.parametrize("reason", sorted(verdicts.SENTENCES))
def test_sentence_is_one_for_people(reason):
    sentence = verdicts.Verdict("Доклад.pptx", "pdf", reason, "папка/" + "длинное имя " * 20).sentence
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert len(sentence) < 260
    assert "\n" not in sentence


def test_name_out_of_an_archive_is_shown_harmless():
    name = "ещё\u202efdp.exe\n\x00/имя.txt"
    verdict = verdicts.Verdict("Фото.zip", "zip", "not_photos", name)
    assert "«имя.txt»" in verdict.sentence


# --- The command line ----------------------------------------------------------------------------------------------


def told(*paths):
    printed = StringIO()
    call_command("inspect_files", *map(str, paths), stdout=printed)
    return [json.loads(line) for line in printed.getvalue().splitlines()]


def test_command_line_gives_the_same_verdicts(tmp_path):
    folder = tmp_path / "Папка"
    folder.mkdir()
    (folder / "Доклад.pdf").write_bytes(files.pdf())
    (folder / "Ложь.pptx").write_bytes(files.pdf())
    (folder / "Пустой.pdf").write_bytes(b"")
    (tmp_path / "вирус.exe").write_bytes(hostile.EXE)
    first, second, third, fourth = told(folder, tmp_path / "вирус.exe")
    assert first == {
        "file": str(folder / "Доклад.pdf"),
        "accepted": True,
        "kind": "pdf",
        "reason": None,
        "message": None,
    }
    assert (second["accepted"], second["kind"], second["reason"]) == (False, "pdf", "not_as_named")
    assert "«.pdf»" in second["message"]
    assert (third["accepted"], third["reason"]) == (False, "empty")
    assert (fourth["accepted"], fourth["kind"], fourth["reason"]) == (False, "exe", "program")


def test_name_in_another_encoding_is_no_end_of_the_list(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xe4\xee\xea.pdf")
    for file in (path, tmp_path / "я.pdf"):
        with open(file, "wb") as content:
            content.write(files.pdf())
    printed = TextIOWrapper(BytesIO(), "utf-8")
    call_command("inspect_files", str(tmp_path), stdout=printed)
    printed.seek(0)
    found = [json.loads(line) for line in printed]
    assert [one["file"] for one in found] == sorted([path, str(tmp_path / "я.pdf")])
    assert all(one["accepted"] for one in found)


def test_command_line_says_what_it_does_not_find(tmp_path):
    with pytest.raises(CommandError, match="Нет такого файла"):
        told(tmp_path / "нет.pdf")


@pytest.mark.django_db
def test_verdict_is_reached_before_anything_is_stored(monkeypatch):
    material = MaterialFactory()
    stored = []
    monkeypatch.setattr("core.files.storage.PrivateStorage._save", lambda *given: stored.append(given))
    with pytest.raises(ValidationError):
        add_version(material=material, upload=ContentFile(hostile.EXE, name="а.pdf"), uploaded_by=None)
    assert stored == []


def test_uploads_at_once_do_not_disturb_each_other():
    found = {}

    def judge(number):
        content, name = (files.pdf(str(number)), "а.pdf") if number % 2 else (hostile.EXE + bytes(number), "а.pdf")
        found[number] = verdicts.Upload(ContentFile(content, name=name)).verdict().reason

    threads = [threading.Thread(target=judge, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: "" if number % 2 else "program" for number in range(6)}


@pytest.mark.django_db
def test_refused_file_is_no_error_of_the_server(editor):
    material = MaterialFactory()
    for name in ("\u202egpj.exe", "../../etc/passwd", "a" * 300 + ".pdf", "CON.pdf", "пробел .pdf .", "\x00.pdf"):
        answer = post(editor, material, SimpleUploadedFile(name or "x", b"text"))
        assert answer.status_code == 200
        assert complaints(answer)
    assert editor.get(reverse("admin:events_material_change", args=[material.pk])).status_code == 200
