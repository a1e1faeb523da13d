"""The people of every test: visitor, member, participant, editor, administrator; each a client, with its `user`."""

import datetime as dt
import os
import shutil
import time

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone

from tests import factories

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SOFFICE = shutil.which("soffice")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
LONGEST_TEST = 15  # seconds, of those that ask what day it is

# The same examples at every run, however long the machine takes for one; `--hypothesis-profile=default` draws others.
hypothesis.settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("repeatable")


def pytest_collection_modifyitems(config, items):
    """Leaves out what the other database is for, and skips what needs a program that is not installed."""
    is_postgresql = "postgresql" in portal_settings.DATABASES["default"]["ENGINE"]
    others = ["sqlite", "once"] if is_postgresql else ["postgresql"]
    left_out = [item for item in items if any(map(item.get_closest_marker, others))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        for mark, program in {"browser": CHROMIUM, "nginx": NGINX, "soffice": SOFFICE}.items():
            if item.get_closest_marker(mark) and not program:
                item.add_marker(pytest.mark.skip(reason=f"{mark} is not installed"))


def pytest_sessionfinish(session):
    """With FAIL_ON_SKIP set a test that did not run is a test that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FAIL_ON_SKIP") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("\nFAIL_ON_SKIP is set, and something was skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Each test has its own private storage, empty at first."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "media" / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)


@pytest.fixture(autouse=True)
def _no_other_test_is_remembered():
    """By the search, and by the counters of attempts to log in."""
    from search import frequencies, typos

    frequencies.INDEX_SIZES.forget()
    typos.VOCABULARY.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def _day_is_one_from_the_beginning_to_the_end():
    """What begins just before midnight begins after it."""
    now = timezone.localtime()
    midnight = timezone.make_aware(dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time.min))
    if (left := (midnight - now).total_seconds()) < LONGEST_TEST:
        time.sleep(left)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test with real commits leaves all tables empty; the roles, which a migration had made, come back at once."""
    with django_db_blocker.unblock():
        roles = {role.name: {right.natural_key() for right in role.permissions.all()} for role in Group.objects.all()}
    assert roles

    def give_back(**signal):
        rights = {right.natural_key(): right for right in Permission.objects.select_related("content_type")}
        for name, kept in roles.items():
            Group.objects.get_or_create(name=name)[0].permissions.set(rights[key] for key in kept)

    *_others, last = (app for app in apps.get_app_configs() if app.models_module)
    post_migrate.connect(give_back, sender=last)
    yield
    post_migrate.disconnect(give_back, sender=last)


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
