"""Previews in the admin: states, errors and «Повторить»."""

import os
from pathlib import Path

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from core.jobs.lease import claim
from events import housekeeping
from events.models import Material, Preview
from tests import factories, files
from tests.admin_forms import address, filled

pytestmark = pytest.mark.django_db
State = Preview.State
BOX = '<input type="checkbox" name="remake"'


def version_in(state, **columns):
    version = files.version()
    Preview.objects.filter(version=version).update(state=state, **columns)
    return version


@pytest.mark.parametrize(
    ("state", "columns", "words"),
    [
        (State.QUEUED, {}, "в очереди"),
        (State.PROCESSING, {"steps_done": 7, "steps_total": 18}, "обрабатывается 7 из 18"),
        (State.READY, {}, "готово"),
        (State.FAILED, {"remark": "файл защищён паролем"}, "не удалось: файл защищён паролем"),
    ],
)
def test_state_is_shown_in_the_list_and_at_the_version(editor, state, columns, words):
    version = version_in(state, **columns)
    assertContains(editor.get(address(Preview, "changelist")), words)
    assertContains(editor.get(address(Material, "change", version.material_id)), words)


def test_list_is_filtered_by_state(editor):
    version_in(State.READY), version_in(State.FAILED)
    page = editor.get(address(Preview, "changelist"), {"state__exact": "failed"})
    assert [preview.state for preview in page.context["cl"].result_list] == [State.FAILED]


def test_editor_retries_from_the_list(editor):
    failed, waiting = version_in(State.FAILED, attempts=4), version_in(State.QUEUED)
    chosen = [failed.preview.pk, waiting.preview.pk]
    data = {"action": "retry_selected", "_selected_action": chosen}
    page = editor.post(address(Preview, "changelist"), data, follow=True)
    assertContains(page, "Поставлено в очередь: 1.")
    assertContains(page, "Остальные и так ждут")
    preview = Preview.objects.get(version=failed)
    assert (preview.state, preview.attempts) == (State.QUEUED, 0)
    assert claim(Preview, preview.pk)


def test_editor_retries_on_the_material_page(editor):
    version = version_in(State.FAILED)
    form = address(Material, "change", version.material_id)
    assertContains(editor.get(form), BOX)
    editor.post(form, {**filled(editor.get(form)), "remake": "on"})
    assert Preview.objects.get().state == State.QUEUED


@pytest.mark.parametrize("state", [State.READY, State.QUEUED, State.PROCESSING])
def test_retry_is_offered_only_for_incomplete_previews(editor, state):
    version = version_in(state)
    form = address(Material, "change", version.material_id)
    assertNotContains(editor.get(form), BOX)
    editor.post(form, {**filled(editor.get(form)), "remake": "on"})
    assert Preview.objects.get().state == state


def test_previews_cannot_be_edited_by_hand(editor, administrator):
    pk = version_in(State.FAILED).preview.pk
    for client in (editor, administrator):
        assert client.get(address(Preview, "add")).status_code == 403
        assert client.post(address(Preview, "delete", pk), {"post": "yes"}).status_code == 403
        assert client.post(address(Preview, "change", pk), {"state": "ready"}).status_code == 403


def test_staff_without_a_role_has_no_access(client):
    client.force_login(factories.UserFactory(is_staff=True))
    assert client.get(address(Preview, "changelist")).status_code == 403


def test_folders_of_lost_attempts_are_removed(settings):
    version = files.version()
    pk = version.preview.pk
    top = Path(settings.FILE_UPLOAD_TEMP_DIR)
    working, over = top / f"preview-{pk}-abc", top / f"preview-{pk + 1}-abc"
    unpacking, broken_off = top / "unpacked-abc", top / "unpacked-abd"
    for folder in (working, over, unpacking, broken_off):
        folder.mkdir()
    os.utime(broken_off, (0, 0))
    claim(Preview, pk)
    housekeeping.remove_scratch_folders()
    assert [folder.exists() for folder in (working, over, unpacking, broken_off)] == [True, False, True, False]
