"""Old downloads become sums by month, and none is lost."""

import datetime as dt
import threading
from collections import Counter
from contextlib import suppress

import pytest
from django.db import connections
from django.db.models import Sum

from events.downloads import log
from events.models import Download, Material
from tests import files
from tests.factories import MaterialFactory, OrganizationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def material():
    return files.version().material


def put(day, **columns):
    return Download.objects.create(day=day, **columns)


def sums():
    rows = Download.objects.filter(is_sum=True).order_by("day", "material", "organization", "is_anonymous")
    return [(row.day, row.material_id, row.organization_id, row.is_anonymous, row.number) for row in rows]


def test_old_rows_become_sums_of_their_month(material):
    other, organization = MaterialFactory(), OrganizationFactory()
    first, second = UserFactory(organization=organization), UserFactory()
    for day in (dt.date(2024, 10, 1), dt.date(2024, 10, 31), dt.date(2024, 11, 2)):
        put(day, material=material, user=first, organization=organization)
    put(dt.date(2024, 10, 5), material=material, user=second)
    put(dt.date(2024, 10, 5), material=other, user=second)
    for code in "ab":
        put(dt.date(2024, 10, 5), material=material, is_anonymous=True, visitor=code)
    recent = put(dt.date(2024, 11, 24), material=material, user=first, organization=organization)
    assert log.roll_up(TODAY) == 7
    october, november = dt.date(2024, 10, 1), dt.date(2024, 11, 1)
    assert set(sums()) == {
        (october, material.pk, organization.pk, False, 2),
        (october, material.pk, None, False, 1),
        (october, material.pk, None, True, 2),
        (october, other.pk, None, False, 1),
        (november, material.pk, organization.pk, False, 1),
    }
    assert Download.objects.exclude(is_sum=True).get() == recent
    assert not Download.objects.filter(is_sum=True, user__isnull=False).exists()


def test_rolling_up_again_changes_nothing(material):
    put(dt.date(2024, 10, 5), material=material, user=UserFactory())
    assert log.roll_up(TODAY) == 1
    before = list(Download.objects.values_list())
    assert log.roll_up(TODAY) == 0
    assert list(Download.objects.values_list()) == before


def test_later_days_of_a_month_join_its_sum(material):
    user = UserFactory()
    for day in range(1, 29):
        put(dt.date(2024, 10, day), material=material, user=user)
    for day in range(2, 30):
        log.roll_up(dt.date(2026, 10, day))
        assert Download.objects.total() == 28
    assert sums() == [(dt.date(2024, 10, 1), material.pk, None, False, 28)]


def test_rolling_up_is_all_or_nothing(material, monkeypatch):
    put(dt.date(2024, 10, 5), material=material, user=UserFactory())

    def full(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(type(Download.objects.all()), "bulk_create", full)
    with pytest.raises(OSError, match="disk full"):
        log.roll_up(TODAY)
    assert Download.objects.get().is_sum is False


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_a_time_count_nothing_twice(material, monkeypatch):
    for day in range(1, 8):
        put(dt.date(2024, 10, day), material=material, user=UserFactory())
    both_have_read = threading.Barrier(2)

    def counter():
        with suppress(threading.BrokenBarrierError):
            both_have_read.wait(1)
        return Counter()

    def sweep():
        log.roll_up(TODAY)
        connections.close_all()

    monkeypatch.setattr(log, "Counter", counter)
    sweeps = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join()
    assert sums() == [(dt.date(2024, 10, 1), material.pk, None, False, 7)]


def test_count_of_a_material_is_the_same_before_and_after(material):
    user = UserFactory()
    for number in range(40):
        put(dt.date(2024, 8, 1) + dt.timedelta(days=number), material=material, user=user)
    put(TODAY, material=material, user=user)
    log.roll_up(TODAY)
    assert Material.objects.count_downloads().get(pk=material.pk).downloads_count == 41
    assert Download.objects.aggregate(total=Sum("number"))["total"] == 41
    assert Download.objects.count() == 3


def test_deleted_organization_leaves_its_sums(material):
    organization = OrganizationFactory()
    for day in (5, 6):
        put(dt.date(2024, 10, day), material=material, organization=organization)
    put(dt.date(2024, 10, 7), material=material)
    log.roll_up(TODAY)
    organization.delete()
    assert Download.objects.total() == 3
    put(dt.date(2024, 10, 8), material=material)
    log.roll_up(TODAY)
    assert sums() == [(dt.date(2024, 10, 1), material.pk, None, False, 4)]


def test_code_of_a_visitor_goes_when_the_day_is_over(material):
    past = put(TODAY - dt.timedelta(days=1), material=material, is_anonymous=True, visitor="0f")
    present = put(TODAY, material=material, is_anonymous=True, visitor="0f")
    log.roll_up(TODAY)
    past.refresh_from_db()
    present.refresh_from_db()
    assert (past.visitor, present.visitor) == ("", "0f")
    assert Download.objects.total() == 2


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2026, 11, 24), 24, dt.date(2024, 11, 24)),
        (dt.date(2026, 2, 28), 24, dt.date(2024, 2, 28)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 2, 29), 24, dt.date(2022, 2, 28)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 1), -1, dt.date(2027, 1, 1)),
        (dt.date(2026, 5, 1), 11, dt.date(2025, 6, 1)),
        (dt.date(2026, 5, 1), -12, dt.date(2027, 5, 1)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, before):
    assert log.months_before(day, months) == before
