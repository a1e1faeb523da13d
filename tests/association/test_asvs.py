"""`docs/asvs.csv` lists level 1 of OWASP ASVS 5.0; here are the tests of what no other module tests."""

import csv
import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from association.models import User
from events.models import Material
from tests.admin_forms import address, complaints, filled
from tests.factories import MaterialFactory, UserFactory

CLONE = Path(__file__).resolve().parents[2]
PASSWORD = "  Образцовый пароль, 64 знака и больше, с пробелами по краям — " + "ещё " * 8
CHAPTERS = {1: 8, 2: 4, 3: 8, 4: 2, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 10: 5, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3}


def requirements():
    with (CLONE / "docs" / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_all_requirements_of_level_1_are_listed_once():
    ids = [row["id"] for row in requirements()]
    assert len(ids) == len(set(ids)) == 70
    assert all(re.fullmatch(r"\d+\.\d\.\d", name) for name in ids)
    assert {chapter: sum(name.startswith(f"{chapter}.") for name in ids) for chapter in CHAPTERS} == CHAPTERS


@pytest.mark.parametrize("row", requirements(), ids=lambda row: row["id"])
def test_each_requirement_names_a_test_or_a_file_that_exists(row):
    assert row["requirement"]
    assert re.match(r"да\b|неприменимо: .|не проверить здесь: .", row["holds"])
    assert row["proof"]
    for proof in row["proof"].split():
        path, _colons, test = proof.partition("::")
        assert (CLONE / path).is_file(), proof
        assert not test or re.search(rf"^def {test}\(", (CLONE / path).read_text(), re.MULTILINE), proof


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_links_lead_to_web_pages_only(editor, url):
    page = address(Material, "change", MaterialFactory().pk)
    assert [
        line.partition(":")[0] for line in complaints(editor.post(page, filled(editor.get(page)) | {"url": url}))
    ] == ["url"]


@pytest.mark.parametrize("password", ["password123", "qwertyuiop", "1234567890", "1q2w3e4r5t"])
def test_common_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.django_db
def test_password_fields_hide_and_may_be_filled_by_managers(visitor, member):
    for client, page, number in ((visitor, "/account/login/", 1), (member, "/account/password/change/", 3)):
        fields = re.findall(r"<input[^>]*password[^>]*>", client.get(page).content.decode())
        assert len(fields) == number
        for field in fields:
            assert 'type="password"' in field
            assert re.search(r'autocomplete="(current|new)-password"', field)
            assert "onpaste" not in field


def log_in(client, password=PASSWORD):
    return client.post("/account/login/", {"login": "primerov@example.org", "password": password})


@pytest.fixture
def user(db):
    user = UserFactory(email="primerov@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("typed", [PASSWORD.strip(), PASSWORD.lower(), PASSWORD[:64], PASSWORD + " "])
def test_password_is_taken_as_it_is_typed(user, typed):
    assert log_in(Client(), typed).status_code == 200
    assert log_in(Client()).status_code == 302


def test_log_in_changes_the_session(user):
    client = Client()
    session = client.session
    session["mark"] = "set by a stranger"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(client)
    after = client.cookies["sessionid"].value
    assert after != before
    assert re.fullmatch(r"[a-z0-9]{32,}", after)  # 36 signs each: 165 bits
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert stranger.get("/account/").status_code == 302


def test_session_of_a_log_out_is_worth_nothing(user):
    client = Client()
    log_in(client)
    kept = client.cookies["sessionid"].value
    assert client.get("/account/").status_code == 200
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/account/").status_code == 302


@pytest.mark.parametrize("close", [lambda user: User.objects.update(is_active=False), lambda user: user.delete()])
def test_closed_account_loses_its_sessions_at_once(user, close):
    client = Client()
    log_in(client)
    assert client.get("/account/").status_code == 200
    close(user)
    assert client.get("/account/").status_code == 302
