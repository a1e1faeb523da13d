import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from core.constraints import CompositeForeignKey
from events.models import Material
from parks.models import Park
from tests.factories import EventFactory, MaterialFactory, StopFactory, TalkFactory

pytestmark = pytest.mark.both


def material_rule():
    return next(rule for rule in Material._meta.constraints if rule.name == "material_hangs_on_a_talk_of_its_event")


def hang_on_a_foreign_talk(material):
    with transaction.atomic():
        Material.objects.filter(pk=material.pk).update(talk=TalkFactory())
        connection.check_constraints()


@pytest.mark.django_db
def test_form_refuses_a_talk_of_another_event():
    material = MaterialFactory()
    material.talk = TalkFactory()
    with pytest.raises(ValidationError, match="другого мероприятия"):
        material.full_clean()
    material.talk = TalkFactory(event=material.event)
    material.full_clean()


@pytest.mark.django_db
def test_row_without_a_talk_is_allowed():
    MaterialFactory(talk=None).full_clean()
    connection.check_constraints()


@pytest.mark.django_db
def test_row_with_a_talk_of_its_event_is_allowed():
    talk = TalkFactory()
    MaterialFactory(event=talk.event, talk=talk)
    connection.check_constraints()
    talk.event.delete()
    assert not Material.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_violation_is_refused_at_commit():
    """Deferred, so that a talk and its materials may move to another event together."""
    material = MaterialFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.filter(pk=material.pk).update(talk=TalkFactory())
    talk, event = TalkFactory(event=material.event), EventFactory()
    Material.objects.filter(pk=material.pk).update(talk=talk)
    with transaction.atomic():
        Material.objects.filter(pk=material.pk).update(event=event)
        type(talk).objects.filter(pk=talk.pk).update(event=event)


@pytest.mark.django_db(transaction=True)
def test_constraint_survives_a_change_of_its_table():
    """SQLite alters a table by recreating it, so the constraint must be recreated too."""
    before = Material._meta.get_field("url")
    after = models.CharField(before.verbose_name, max_length=before.max_length + 1, blank=True)
    after.set_attributes_from_name("url")
    after.model = Material
    with connection.schema_editor() as editor:
        editor.alter_field(Material, before, after)
    try:
        with pytest.raises(IntegrityError):
            hang_on_a_foreign_talk(MaterialFactory())
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Material, after, before)


@pytest.mark.django_db(transaction=True)
def test_constraint_can_be_removed_and_added():
    """As a migration does. Without the constraint the database accepts the row, so nothing else refuses it."""
    rule, constraints = material_rule(), list(Material._meta.constraints)
    without = [one for one in constraints if one != rule]
    try:
        Material._meta.constraints = without
        with connection.schema_editor() as editor:
            editor.remove_constraint(Material, rule)
        material = MaterialFactory()
        hang_on_a_foreign_talk(material)
        Material.objects.filter(pk=material.pk).update(talk=None)
    finally:
        Material._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Material, rule)
    with pytest.raises(IntegrityError):
        hang_on_a_foreign_talk(material)


def test_constraint_is_serialized_into_migrations():
    path, args, kwargs = material_rule().deconstruct()
    assert path == "core.constraints.CompositeForeignKey"
    assert CompositeForeignKey(*args, **kwargs) == material_rule()
    assert hash(CompositeForeignKey(*args, **kwargs)) == hash(material_rule())
    assert material_rule() != CompositeForeignKey(**{**kwargs, "references": ("id", "order")})


@pytest.mark.django_db
def test_park_that_an_event_visited_cannot_be_deleted():
    stop = StopFactory()
    with pytest.raises(ProtectedError) as refused:
        stop.park.delete()
    assert refused.value.protected_objects == {stop}
    stop.event.delete()
    stop.park.delete()
    assert not Park.objects.exists()
