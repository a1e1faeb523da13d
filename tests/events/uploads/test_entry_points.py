"""The verdict wherever a file enters: the editors' form, `add_version` and the command line."""

import hashlib
import json
import os
import threading
from io import BytesIO, StringIO, TextIOWrapper
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.forms import modelform_factory
from django.urls import reverse

from events.admin.material import MaterialForm, save_upload
from events.models import Material, MaterialVersion
from events.uploads import sandbox, verdicts
from events.uploads.versions import accept, add_version
from tests import documents, files, hostile
from tests.admin_forms import address, complaints, filled
from tests.factories import MaterialFactory

ONE_OF_EACH = [
    (reason, *min(some.items(), key=lambda case: len(case[1]))) for reason, some in hostile.hostile().items()
]
IN_MEMORY, ON_DISK = 2621440, 10  # FILE_UPLOAD_MAX_MEMORY_SIZE


def stored(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def post(client, material, upload):
    url = address(Material, "change", material.pk)
    return client.post(url, filled(client.get(url)) | {"upload": upload})


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("handler", "cases"), [(ON_DISK, ONE_OF_EACH), (IN_MEMORY, ONE_OF_EACH[::5])])
def test_refused_file_stores_nothing(handler, cases, editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = handler
    url = address(Material, "change", MaterialFactory().pk)
    data = filled(editor.get(url))
    for reason, name, content in cases:
        (complaint,) = complaints(editor.post(url, data | {"upload": SimpleUploadedFile(name, content)}))
        assert complaint.startswith("upload:"), reason
        if reason != "empty":  # Django's own field refuses an empty file first
            assert verdicts.SENTENCES[reason].partition("%")[0][:12] in complaint
        assert not MaterialVersion.objects.exists(), reason
        assert stored(settings) == [], reason


@pytest.mark.django_db
@pytest.mark.parametrize("handler", [IN_MEMORY, ON_DISK])
def test_accepted_file_stores_only_itself(handler, editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = handler
    material = MaterialFactory()
    content = documents.pptx()
    answer = post(editor, material, SimpleUploadedFile("Доклад.pptx", content))
    assert answer.status_code == 302
    assert [path.read_bytes() for path in stored(settings)] == [content]
    assert MaterialVersion.objects.get().size == len(content)


class CountingFile(SimpleUploadedFile):
    bytes_read = 0

    def read(self, *args):
        block = self.file.read(*args)
        self.bytes_read += len(block)
        return block


@pytest.mark.django_db
def test_upload_is_judged_once(editor, monkeypatch):
    """The form reads the file to judge it, the storage reads it to keep it, and nobody reads it a third time."""
    calls, call = [], sandbox.call
    monkeypatch.setattr(sandbox, "call", lambda *args, **limits: calls.append(args) or call(*args, **limits))
    upload = CountingFile("Доклад.pdf", files.pdf())
    form_class = modelform_factory(Material, MaterialForm, fields=["title"])
    form = form_class({"title": "Доклад"}, {"upload": upload}, instance=MaterialFactory())
    assert form.is_valid(), form.errors
    save_upload(SimpleNamespace(user=editor.user), form)
    assert MaterialVersion.objects.get().sha256 == hashlib.sha256(files.pdf()).hexdigest()
    assert len(calls) == 1
    assert upload.bytes_read == 2 * len(files.pdf())


@pytest.mark.django_db
def test_refused_upload_is_not_stored_even_if_it_comes_judged():
    judged = verdicts.judge(ContentFile(hostile.EXE, name="а.pdf"))
    with pytest.raises(ValidationError, match="Это программа"):
        add_version(material=MaterialFactory(), upload=judged, uploaded_by=None)
    assert not MaterialVersion.objects.exists()


def test_verdict_depends_on_the_extension():
    expected = {"Доклад.pdf": "", "Доклад.exe": "program", "Доклад.pptx": "not_as_named"}
    assert {name: verdicts.judge(files.upload(name=name)).verdict.reason for name in expected} == expected


@pytest.mark.django_db
def test_unchecked_file_is_refused_and_may_be_uploaded_again(monkeypatch, settings):
    def fail(*arguments, **limits):
        raise sandbox.ChildFailed("crash")

    never_judged = files.pdf("этого файла нет в других тестах")
    with monkeypatch.context() as broken:
        broken.setattr(sandbox, "call", fail)
        with pytest.raises(ValidationError, match="Не удалось проверить файл"):
            files.version(content=never_judged)
    assert stored(settings) == []
    assert files.version(content=never_judged).number == 1


@pytest.mark.django_db
def test_file_that_kills_the_child_is_refused_with_a_sentence(editor, monkeypatch):
    monkeypatch.setattr(sandbox, "INSPECT", sandbox.Limits(address_space_mb=768, cpu_seconds=1, wall_seconds=0.01))
    (complaint,) = complaints(post(editor, MaterialFactory(), SimpleUploadedFile("Доклад.pdf", files.pdf())))
    assert "Не удалось проверить" in complaint


def test_large_file_is_refused_before_it_is_read(settings, monkeypatch):
    settings.MAX_UPLOAD_MB = 1
    monkeypatch.setattr(sandbox, "call", None)
    upload = ContentFile(b"0" * ((1 << 20) + 1), name="Доклад.pdf")
    monkeypatch.setattr(verdicts, "_measure", None)
    with pytest.raises(ValidationError, match="Файл больше 1") as refused:
        accept(upload)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("reason", sorted(verdicts.SENTENCES))
def test_sentence_is_complete_and_short(reason):
    sentence = verdicts.Verdict("Доклад.pptx", "pdf", reason, "папка/" + "длинное имя " * 20).sentence
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert len(sentence) < 260
    assert "\n" not in sentence


def test_name_from_inside_an_archive_is_cleaned():
    name = "ещё\u202efdp.exe\n\x00/имя.txt"
    verdict = verdicts.Verdict("Фото.zip", "zip", "not_photos", name)
    assert "«имя.txt»" in verdict.sentence


# --- The command line ----------------------------------------------------------------------------------------------


def inspect_files(*paths):
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
    first, second, third, fourth = inspect_files(folder, tmp_path / "вирус.exe")
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


def test_command_line_survives_a_name_that_is_not_utf8(tmp_path):
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


def test_command_line_names_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(CommandError, match="Нет такого файла"):
        inspect_files(tmp_path / "нет.pdf")


@pytest.mark.django_db
def test_file_is_judged_before_it_is_stored(monkeypatch):
    material = MaterialFactory()
    stored = []
    monkeypatch.setattr("core.files.storage.PrivateStorage._save", lambda *given: stored.append(given))
    with pytest.raises(ValidationError):
        add_version(material=material, upload=ContentFile(hostile.EXE, name="а.pdf"), uploaded_by=None)
    assert stored == []


def test_concurrent_uploads_get_their_own_verdicts():
    found = {}

    def judge(number):
        content, name = (files.pdf(str(number)), "а.pdf") if number % 2 else (hostile.EXE + bytes(number), "а.pdf")
        found[number] = verdicts.judge(ContentFile(content, name=name)).verdict.reason

    threads = [threading.Thread(target=judge, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: "" if number % 2 else "program" for number in range(6)}


@pytest.mark.django_db
def test_strange_file_name_is_refused_without_a_server_error(editor):
    material = MaterialFactory()
    for name in ("\u202egpj.exe", "../../etc/passwd", "a" * 300 + ".pdf", "CON.pdf", "пробел .pdf .", "\x00.pdf"):
        answer = post(editor, material, SimpleUploadedFile(name or "x", b"text"))
        assert answer.status_code == 200
        assert complaints(answer)
    assert editor.get(reverse("admin:events_material_change", args=[material.pk])).status_code == 200
