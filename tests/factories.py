"""Fictional rows for tests. `EventFactory()` makes a published, public event."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from association.models import Committee, Membership, MembershipCategory, User
from events.models import (
    Appearance,
    Attendance,
    Delegation,
    Event,
    EventNumber,
    EventOrganization,
    EventRegion,
    Material,
    Outcome,
    Person,
    Quotation,
    Series,
    Session,
    Source,
    Stop,
    Talk,
)
from parks.models import Organization, Park, Region, Residency


def long_ago():
    return timezone.now() - dt.timedelta(days=30)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    name = factory.Sequence(lambda n: f"Вымышленская область {n}")
    kind = Region.Kind.OBLAST
    federal_district = Region.FederalDistrict.CENTRAL
    genitive = factory.LazyAttribute(lambda region: region.name.replace("ская область", "ской области"))
    dative = factory.SelfAttribute("genitive")
    accusative = factory.LazyAttribute(lambda region: region.name.replace("ская область", "скую область"))
    instrumental = factory.LazyAttribute(lambda region: region.name.replace("ская область", "ской областью"))
    prepositional = factory.SelfAttribute("genitive")


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Пример-{n}")
    legal_form = "ООО"


class ParkFactory(DjangoModelFactory):
    class Meta:
        model = Park

    name = factory.Sequence(lambda n: f"Образец-{n}")
    region = factory.SubFactory(RegionFactory)
    status = Park.Status.OPERATING


class ResidencyFactory(DjangoModelFactory):
    class Meta:
        model = Residency

    organization = factory.SubFactory(OrganizationFactory)
    park = factory.SubFactory(ParkFactory)
    status = Residency.Status.OPERATING


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    name = factory.Sequence(lambda n: f"Вымышленный съезд {n}")


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"Вымышленный тур {n}")
    type = Event.Type.STUDY_TOUR
    start = "2024-05-25"
    published_at = factory.LazyFunction(long_ago)


class EventRegionFactory(DjangoModelFactory):
    class Meta:
        model = EventRegion

    event = factory.SubFactory(EventFactory)
    region = factory.SubFactory(RegionFactory)


class EventOrganizationFactory(DjangoModelFactory):
    class Meta:
        model = EventOrganization

    event = factory.SubFactory(EventFactory)
    organization = factory.SubFactory(OrganizationFactory)


class StopFactory(DjangoModelFactory):
    class Meta:
        model = Stop

    event = factory.SubFactory(EventFactory)
    park = factory.SubFactory(ParkFactory)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"Пункт программы {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    last_name = factory.Sequence(lambda n: f"Примеров-{n}")
    first_name = "Пётр"


class TalkFactory(DjangoModelFactory):
    class Meta:
        model = Talk

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"Выступление {n}")


class AppearanceFactory(DjangoModelFactory):
    class Meta:
        model = Appearance

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    position = "Генеральный директор"
    organization_name = "ООО «Пример»"


class EventNumberFactory(DjangoModelFactory):
    class Meta:
        model = EventNumber

    event = factory.SubFactory(EventFactory)
    of = EventNumber.Of.PARTICIPANTS
    value = 200


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    event = factory.SubFactory(EventFactory)
    text = factory.Sequence(lambda n: f"Решение {n}")


class QuotationFactory(DjangoModelFactory):
    class Meta:
        model = Quotation

    appearance = factory.SubFactory(AppearanceFactory)
    event = factory.SelfAttribute("appearance.event")
    text = factory.Sequence(lambda n: f"Сказано {n}")


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Делегация {n}")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    event = factory.SubFactory(EventFactory)
    publisher = factory.Sequence(lambda n: f"Вестник {n}")


class MaterialFactory(DjangoModelFactory):
    """A material without a file («ожидается»). `tests.files` adds versions."""

    class Meta:
        model = Material

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"Материал {n}")
    access = "public"
    published_at = factory.LazyFunction(long_ago)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")


class MembershipCategoryFactory(DjangoModelFactory):
    class Meta:
        model = MembershipCategory
        django_get_or_create = ("name",)

    name = "Действительный член"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    category = factory.SubFactory(MembershipCategoryFactory)
    start_date = dt.date(2020, 1, 1)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    event = factory.SubFactory(EventFactory)
    user = factory.SubFactory(UserFactory)


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Вымышленный комитет {n}")
