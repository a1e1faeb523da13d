"""The demo of the visit alone, made once for all these tests, and the accounts that come with it."""

import pytest
from django.test import Client

from association.models import User
from events.models import Event, Material
from parks.models import Park
from tests.association.demo_runs import ACCOUNTS, passwords, run
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def kept_visit(keep):
    return keep(lambda: run(size=0))


@pytest.fixture(autouse=True)
def visit(kept_visit, db, settings):
    """What the run printed."""
    return kept_visit(settings)


def test_size_0_loads_the_visit_alone():
    assert list(Event.objects.values_list("slug", flat=True)) == ["smolensk-tour"]
    assert set(Park.objects.values_list("name", flat=True)) == {"Сафоново", "Феникс"}


def test_printed_passwords_log_in(visit):
    printed = passwords(visit)
    assert sorted(printed) == ACCOUNTS
    for email, password in printed.items():
        assert Client().login(email=email, password=password)
    assert passwords(run(size=0)) == printed


def test_accounts_have_their_roles():
    event = Event.objects.get()
    may = {}
    for user in User.objects.all():
        client = Client()
        client.force_login(user)
        may[user.email.partition("@")[0]] = Material.objects.visible_to(client_user(client)).filter(event=event).count()
    assert may == {"member": 7, "participant": 7, "editor": 7, "administrator": 7}
    assert list(User.objects.filter(is_staff=True).order_by("email").values_list("groups__name", flat=True)) == [
        "Администратор",
        "Редактор",
    ]
    assert not User.objects.filter(is_superuser=True).exists()


def client_user(client):
    return client.get("/").wsgi_request.user


def test_changed_password_is_not_printed(visit):
    printed = passwords(visit)
    member = User.objects.get(email="member@example.org")
    member.set_password("another long password")
    member.save()
    output = run(size=0)
    assert printed["member@example.org"] not in output
    assert "(пароль сменён)" in output
    assert printed["editor@example.org"] in output


def test_database_stays_the_demos_when_an_account_is_added():
    UserFactory()
    assert sorted(passwords(run(size=0))) == ACCOUNTS
