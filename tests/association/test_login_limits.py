"""Guessing is limited, and nobody can shut out others by guessing."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from association.login_limits import COOKIE
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PASSWORD = "образцовый-пароль-1"
TOO_MANY = "Слишком много"


@pytest.fixture
def user():
    return with_password("primerov@example.org")


def with_password(email):
    user = UserFactory(email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(email, password, address, client=None):
    client = client or Client()
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address)


def fail(email, address, times, client=None):
    return [log_in(email, "наугад", address, client).content.decode() for _attempt in range(times)]


def is_let_in(email, address, client=None):
    return log_in(email, PASSWORD, address, client).status_code == 302


@pytest.mark.parametrize("email", ["primerov@example.org", "PRIMEROV@example.org", "nobody@example.org"])
def test_guessing_is_limited_for_known_and_unknown_accounts(user, email):
    pages = fail(email, "192.0.2.1", 6)
    assert [TOO_MANY in page for page in pages] == [False] * 5 + [True]
    assert not is_let_in(user.email, "192.0.2.1") or email.startswith("nobody")


def test_stranger_does_not_shut_the_owner_out(user):
    for number in range(6):
        fail(user.email, f"198.51.100.{number}", 6)
    assert is_let_in(user.email, "192.0.2.1")


@pytest.mark.parametrize("failing", ["kollega@example.org", "nobody@example.org"])
def test_one_person_does_not_shut_the_office_out(user, failing):
    with_password("kollega@example.org")
    fail(failing, "192.0.2.1", 12)
    assert is_let_in(user.email, "192.0.2.1")


def test_guessing_passwords_of_many_accounts_is_limited(user):
    pages = [fail(f"a{number}@example.org", "192.0.2.1", 1)[0] for number in range(61)]
    assert [TOO_MANY in page for page in pages] == [False] * 60 + [True]
    assert not is_let_in(user.email, "192.0.2.1")


def test_guessing_from_many_addresses_is_limited_far_later(user):
    pages = [fail(user.email, f"198.51.100.{number}", 5)[-1] for number in range(21)]
    assert [TOO_MANY in page for page in pages] == [False] * 20 + [True]


def test_known_device_is_let_in_whatever_strangers_do(user):
    device = Client()
    assert is_let_in(user.email, "192.0.2.1", device)
    device.post(reverse("account_logout"))
    for number in range(21):
        fail(user.email, f"198.51.100.{number}", 5)
    fail(user.email, "192.0.2.1", 6)
    assert not is_let_in(user.email, "192.0.2.2")
    assert is_let_in(user.email, "192.0.2.1", device)


def test_known_device_may_not_guess_for_ever_nor_for_other_accounts(user):
    other = with_password("kollega@example.org")
    device = Client()
    assert is_let_in(user.email, "192.0.2.1", device)
    device.post(reverse("account_logout"))
    assert TOO_MANY in fail(other.email, "192.0.2.1", 6, device)[-1]
    pages = fail(user.email, "192.0.2.1", 11, device)
    assert [TOO_MANY in page for page in pages] == [False] * 10 + [True]


@pytest.mark.parametrize("cookie", ["", "nonsense", "e30:1abc:def", "x" * 5000])
def test_forged_cookie_makes_no_known_device(user, cookie):
    device = Client()
    device.cookies[COOKIE] = cookie
    assert TOO_MANY in fail(user.email, "192.0.2.1", 6, device)[-1]


def test_cookie_of_the_device_ends_after_a_year(user):
    device = Client()
    assert is_let_in(user.email, "192.0.2.1", device)
    mark = device.cookies[COOKIE].value
    with time_machine.travel(timezone.now() + dt.timedelta(days=366)):
        late = Client()
        late.cookies[COOKIE] = mark
        assert TOO_MANY in fail(user.email, "192.0.2.1", 6, late)[-1]


def test_cookie_of_the_device_names_nobody_and_stays_small():
    device = Client()
    for number in range(8):
        assert is_let_in(with_password(f"primerov{number}@example.org").email, "192.0.2.1", device)
        device.post(reverse("account_logout"))
    cookie = device.cookies[COOKIE]
    assert cookie["httponly"]
    assert len(cookie.value) < 500
    assert "primerov" not in cookie.value


def test_new_password_by_letter_ends_the_wait(user, mailoutbox):
    client = Client()
    fail(user.email, "127.0.0.1", 6)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in mailoutbox[0].body.split() if "/reset/key/" in word).removeprefix("http://testserver")
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD + "2", "password2": PASSWORD + "2"})
    assert log_in(user.email, PASSWORD + "2", "127.0.0.1").status_code == 302


def test_flood_of_forms_gets_the_portals_own_page(client):
    for number in range(121):
        response = log_in(f"a{number}@example.org", "x", "192.0.2.1")
    assert response.status_code == 429
    assert "Слишком много попыток" in response.content.decode()
