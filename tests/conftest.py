"""The people of every test: visitor, member, participant, editor, administrator; each a client, with its `user`."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests import factories


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Each test has its own private storage, empty at first."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "media" / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def visitor(client):
    return client


@pytest.fixture
def outsider(db):
    """Has an account, but the organization is no member."""
    return signed_in(factories.UserFactory())


@pytest.fixture
def member(db):
    return signed_in(factories.UserFactory(organization=factories.MembershipFactory().organization))


@pytest.fixture
def participant(db):
    """Was on the trips it is told of with `attends`; not a member."""
    client = signed_in(factories.UserFactory())
    client.attends = lambda event: factories.AttendanceFactory(event=event, user=client.user)
    return client


@pytest.fixture
def editor(db):
    user = factories.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Редактор"))
    return signed_in(user)


@pytest.fixture
def administrator(db):
    user = factories.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Администратор"))
    return signed_in(user)
