"""Log-in, log-out and passwords. The pages are in Russian and never reveal who has an account."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "образцовый-пароль-1"


@pytest.fixture
def user():
    user = UserFactory(email="primerov@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, email, password, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


def main_of(response):
    """The content of <main>, without the token of its form."""
    page = response.content.decode().partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)


def test_log_in_leads_to_the_cabinet(visitor, user):
    response = log_in(visitor, user.email, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/account/")


def test_log_in_accepts_the_address_in_any_case(visitor, user):
    assert log_in(visitor, "PRIMEROV@Example.org", PASSWORD).status_code == 302


def test_log_in_returns_to_the_page_that_required_it(visitor, user):
    assert log_in(visitor, user.email, PASSWORD, next="/materials/")["Location"] == "/materials/"


def test_log_in_redirects_to_no_other_site(visitor, user):
    assert log_in(visitor, user.email, PASSWORD, next="https://evil.example/")["Location"] == "/account/"


@pytest.mark.parametrize("email", ["primerov@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_get_the_same_answer(visitor, user, email):
    response = log_in(visitor, email, "не тот пароль")
    assert response.status_code == 200
    assert 'role="alert"' in main_of(response)
    assert "почт" in main_of(response)
    third = log_in(visitor, "third@example.org", "x")
    assert main_of(response).replace(email, "") == main_of(third).replace("third@example.org", "")


def test_inactive_account_cannot_log_in(visitor, user):
    user.is_active = False
    user.save()
    log_in(visitor, user.email, PASSWORD)
    assert "_auth_user_id" not in visitor.session


@pytest.mark.parametrize("value", ["\x00", "a" * 10_000, "не почта", ""])
def test_senseless_form_data_is_no_error(visitor, value):
    assert log_in(visitor, value, value).status_code == 200


def test_log_out_asks_first_and_needs_a_post(member):
    assert "Выйти?" in member.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in member.session
    response = member.post(reverse("account_logout"))
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "_auth_user_id" not in member.session


def test_sign_up_is_closed_and_names_a_contact(visitor):
    address = reverse("account_signup")
    data = {"email": "new@example.org", "password1": PASSWORD}
    for response in (visitor.get(address), visitor.post(address, data)):
        assert response.status_code == 200
        assert reverse("association:contacts") in main_of(response)
    assert not type(UserFactory.build()).objects.exists()


def test_forgotten_password_is_reset_by_mail(visitor, user, mailoutbox, settings):
    settings.SITE_URL = "https://portal.example"
    response = visitor.post(reverse("account_reset_password"), {"email": user.email}, headers={"host": "localhost"})
    assert response.status_code == 302
    [letter] = mailoutbox
    assert letter.subject == "АИП: Новый пароль для портала"
    assert "Здравствуйте!" in letter.body
    link = re.search(r"https://portal\.example(/account/password/reset/key/\S+)", letter.body)[1]
    form = visitor.get(link, follow=True)
    assert "Новый пароль" in main_of(form)
    new = "другой-образцовый-2"
    response = visitor.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert "Пароль изменён" in main_of(response)
    assert log_in(visitor, user.email, new).status_code == 302
    assert "Ссылка не подходит" in visitor.get(link, follow=True).content.decode()


def test_password_reset_answers_the_same_with_and_without_an_account(visitor, user, mailoutbox):
    answers = [
        visitor.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (user.email, "nobody@example.org")
    ]
    assert main_of(answers[0]) == main_of(answers[1])
    assert [letter.to for letter in mailoutbox] == [[user.email]]


def test_account_gets_few_letters_an_hour_however_often_they_are_asked_for(visitor, user, mailoutbox):
    answers = [visitor.post(reverse("account_reset_password"), {"email": user.email}, follow=True) for _n in range(5)]
    assert len({main_of(answer) for answer in answers}) == 1
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    ("password", "is_taken"), [("730182946517", True), ("7301829465", True), ("73018294", False), ("1234567890", False)]
)
def test_password_of_digits_is_taken_if_it_is_long(visitor, user, password, is_taken):
    log_in(visitor, user.email, PASSWORD)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    visitor.post(reverse("account_change_password"), data)
    user.refresh_from_db()
    assert user.check_password(password) == is_taken


def test_password_can_be_changed_from_the_cabinet(visitor, user):
    log_in(visitor, user.email, PASSWORD)
    new = "другой-образцовый-2"
    address = reverse("account_change_password")
    wrong = visitor.post(address, {"oldpassword": "не тот", "password1": new, "password2": new})
    assert 'class="errorlist"' in main_of(wrong)
    assert visitor.post(address, {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_user_without_a_usable_password_can_set_one(member):
    member.user.set_unusable_password()
    member.user.save()
    member.force_login(member.user)
    response = member.get(reverse("account_change_password"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_set_password")
    assert "Задайте пароль" in main_of(response)


@pytest.mark.parametrize(
    "address",
    ["login/", "logout/", "signup/", "inactive/", "password/change/", "password/set/", "password/reset/",
     "password/reset/done/", "password/reset/key/done/", "password/reset/key/1-x/"],
)  # fmt: skip
def test_account_pages_are_in_russian_for_everyone(visitor, member, editor, address):
    for client in (visitor, member, editor):
        response = client.get(f"/account/{address}", follow=True)
        assert response.status_code == 200
        words = re.sub(r"<[^>]+>", " ", main_of(response))
        assert re.findall(r"[A-Za-z]{4,}", words.replace("example", "").replace("person", "")) == []


@pytest.mark.parametrize("name", ["account_email", "account_reauthenticate", "account_confirm_email"])
def test_unused_pages_of_allauth_do_not_exist(visitor, name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert visitor.get("/account/email/").status_code == 404
