import pytest
from django.apps import apps
from django.db import models

from events.models import Event


def test_labels_are_those_of_django_for_every_choice_of_every_field():
    seen = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not field.choices:
                continue
            display = getattr(model, f"get_{field.name}_display")
            for value in [*(value for value, _label in field.flatchoices), "no such", None]:
                row = model()
                setattr(row, field.attname, value)
                assert display(row) == models.Model._get_FIELD_display(row, field)
                seen += 1
    assert seen > 100


def test_label_is_translated_once(monkeypatch):
    event = Event(type=Event.Type.FORUM)
    assert event.get_type_display() == "форум"
    monkeypatch.setattr("django.utils.translation.gettext", lambda text: pytest.fail("asked again"))
    assert event.get_type_display() == "форум"
