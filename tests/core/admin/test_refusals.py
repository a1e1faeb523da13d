"""What the administration says where it refuses a form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Event
from tests import factories, files
from tests.admin_forms import add_row, address, filled

pytestmark = pytest.mark.django_db


def said(answer):
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ошибку ниже" not in page
    assert "<title>Ошибка:" in page.replace("\n", "")
    return answer.context["refusal"]


def test_refusal_names_the_field_the_rows_and_the_files_to_choose_again(editor):
    event = factories.EventFactory()
    page = address(Event, "change", event.pk)
    data = filled(editor.get(page))
    assert said(editor.post(page, data | {"start": "когда-то"})) == "Не сохранено: ошибка в поле «Начало»."
    answer = editor.post(page, data | {"title": "", "start": "когда-то"})
    assert said(answer) == "Не сохранено: ошибки в полях «Название», «Начало»."
    for number in range(2):
        add_row(data, "region_roles", role="participants", region="", order=str(number))
    upload = SimpleUploadedFile("обложка.png", files.picture().read(), "image/png")
    assert said(editor.post(page, data | {"title": "", "cover": upload})) == (
        "Не сохранено: ошибки в поле «Название»; в разделе «Регионы», строки 1, 2. Файлы выберите ещё раз: обложка.png."
    )
