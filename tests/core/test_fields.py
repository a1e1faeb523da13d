import datetime as dt
import re
from importlib import import_module

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models

from core.dates import PartialDate
from core.fields import RESERVED, BoundaryDateField, PartialDateField, PartialDateFormField
from core.text import SLUG_LENGTH
from events.models import Event
from parks.models import Organization, Park, Residency
from tests.factories import EventFactory, OrganizationFactory, ParkFactory, PersonFactory, ResidencyFactory

pytestmark = pytest.mark.both

# --- PartialDateField -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stored", ["2024-05-25", "2024-05", "2024", "--05-25", None])
@pytest.mark.django_db
def test_partial_date_comes_back_as_it_was_stored(stored):
    date = stored and PartialDate.from_iso(stored)
    residency = ResidencyFactory(since=date)
    assert Residency.objects.get(pk=residency.pk).since == date
    assert list(Residency.objects.filter(since=date)) == [residency]


@pytest.mark.django_db
def test_partial_date_survives_a_fixture():
    residency = ResidencyFactory(since="2024-05")
    (read,) = serializers.deserialize("json", serializers.serialize("json", [residency]))
    assert read.object.since == PartialDate(2024, 5)


def test_partial_date_takes_calendar_dates_and_refuses_other_texts():
    field = PartialDateField()
    assert field.to_python(dt.date(2024, 5, 25)) == PartialDate(2024, 5, 25)
    assert field.to_python("") is None
    with pytest.raises(ValidationError):
        field.to_python("весной")


class DateForm(forms.Form):
    since = PartialDateFormField(required=False)


@pytest.mark.parametrize(
    ("typed", "date"),
    [("25.05.2024", PartialDate(2024, 5, 25)), ("25 мая", PartialDate(None, 5, 25)), ("  ", None), ("", None)],
)
def test_form_reads_a_date_as_people_write_it(typed, date):
    form = DateForm({"since": typed})
    assert form.is_valid()
    assert form.cleaned_data["since"] == date


def test_form_explains_how_to_write_a_date():
    form = DateForm({"since": "летом"})
    assert not form.is_valid()
    assert "летом" in form.errors["since"][0]
    assert "25.05.2016" in form.errors["since"][0]


@pytest.mark.parametrize(
    "date", [PartialDate(2024, 5, 25), PartialDate(2024, 5), PartialDate(2024), PartialDate(None, 5, 25)]
)
def test_form_shown_and_sent_back_unchanged_has_not_changed(date):
    shown = DateForm(initial={"since": date})["since"].value()
    form = DateForm({"since": shown}, initial={"since": date})
    assert form.is_valid()
    assert form.cleaned_data["since"] == date
    assert not form.has_changed()


# --- NameSlugField --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_slug_is_made_from_the_name_once():
    park = ParkFactory(name="Образцовый")
    assert park.slug == "obraztsovyy"
    park.name = "Переименованный"
    park.save()
    assert Park.objects.get().slug == "obraztsovyy"


@pytest.mark.django_db
def test_own_slug_is_kept():
    assert ParkFactory(name="Образец", slug="own").slug == "own"


def reserved():
    """The addresses beside `<slug>/` in each app."""
    patterns = [one.pattern._route for app in ("events.urls", "parks.urls") for one in import_module(app).urlpatterns]
    folders = {route.partition("<slug:slug>/")[0] for route in patterns if route.endswith("/<slug:slug>/")}
    return {route.split("/")[1] for route in patterns for folder in folders if re.fullmatch(rf"{folder}[\w-]+/", route)}


@pytest.mark.django_db
def test_slug_cannot_be_the_address_of_a_page():
    assert reserved() == RESERVED
    for name in RESERVED:
        park = ParkFactory(name=name)
        assert park.slug == f"{name}-2"
        park.slug = name
        with pytest.raises(ValidationError, match="занят страницей портала"):
            park.full_clean()


@pytest.mark.django_db
def test_slugs_of_one_name_are_numbered():
    slugs = [PersonFactory(last_name="Примеров", first_name="Пётр").slug for _ in range(3)]
    assert slugs == ["primerov-petr", "primerov-petr-2", "primerov-petr-3"]
    assert PersonFactory(last_name="Примеров", first_name="Пет").slug == "primerov-pet"


@pytest.mark.parametrize("name", ["щ" * 255, "индустриальный парк " * 12])
@pytest.mark.django_db
def test_long_names_have_slugs_that_fit(name):
    longest = Organization._meta.get_field("slug").max_length
    slugs = [OrganizationFactory(name=name, legal_form=form).slug for form in ("ООО", "АО", "ЗАО")]
    assert len(set(slugs)) == 3
    assert all(SLUG_LENGTH // 2 < len(slug) <= longest for slug in slugs)


@pytest.mark.django_db
def test_title_of_300_letters_has_a_slug():
    assert 0 < len(EventFactory(title="ю" * 300).slug) <= Event._meta.get_field("slug").max_length


@pytest.mark.django_db
def test_name_without_letters_gets_its_model_as_slug():
    assert [ParkFactory(name=name).slug for name in ("…", "«»")] == ["park", "park-2"]


# --- BoundaryDateField ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "sort_date", "last_day"),
    [
        ("2024-05-25", "2024-05-26", dt.date(2024, 5, 25), dt.date(2024, 5, 26)),
        ("2024-05-25", None, dt.date(2024, 5, 25), dt.date(2024, 5, 25)),
        ("2024-02", None, dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2024", None, dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("--05-25", "--05-26", dt.date.min, dt.date.min),
        (None, None, dt.date.min, dt.date.min),
    ],
)
@pytest.mark.django_db
def test_boundary_dates_follow_the_partial_ones(start, end, sort_date, last_day):
    EventFactory(start=start, end=end)
    event = Event.objects.get()
    assert (event.sort_date, event.last_day) == (sort_date, last_day)
    event.start, event.end = PartialDate(2030), None
    event.save()
    assert Event.objects.get().last_day == dt.date(2030, 12, 31)


@pytest.mark.django_db
def test_boundary_dates_are_derived_in_bulk_too():
    events = [EventFactory.build(title=f"Образец {n}", slug=f"n-{n}", start=f"202{n}-05-25") for n in range(3)]
    Event.objects.bulk_create(events)
    assert [event.sort_date.year for event in Event.objects.order_by("sort_date")] == [2020, 2021, 2022]


def test_boundary_date_keeps_its_sources_in_migrations():
    field = BoundaryDateField(sources=["end", "start"], last=True)
    _, _, _, kwargs = field.deconstruct()
    assert BoundaryDateField(**kwargs).sources == ("end", "start")
    assert isinstance(field, models.DateField)
    assert not field.editable
