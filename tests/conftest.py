"""The people of every test: visitor, member, participant, editor, administrator; each a client, with its `user`."""

import copy
import datetime as dt
import gc
import itertools
import os
import re
import shutil
from collections import Counter

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.conf import settings as portal_settings
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.test import Client, override_settings
from django.utils import timezone

from search.models import SearchAlias, Synonym
from tests import databases, factories

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SOFFICE = shutil.which("soffice")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PROGRAMS = {"browser": CHROMIUM, "nginx": NGINX, "soffice": SOFFICE}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "empty_database"}
NOT_QUICK = {"slow", "alone", *PROGRAMS}
SQLITE_ALONE = {"sqlite", "once", "alone", *PROGRAMS}
MARKS_OF_A_FILE = re.compile(r"^pytestmark = (.+)", re.MULTILINE)
HEAVY_FIXTURES = {"keep", "empty_database"}
QUICK_TESTS_OF_A_FILE = {True: 1, False: 10}  # with a database, and without: a child that judges a file costs 0.2 s
EVERYTHING_ON_POSTGRESQL = bool(os.environ.get("EVERYTHING_ON_POSTGRESQL"))
QUICK_TESTS = pytest.StashKey()
NUMBERS = itertools.count()
LONGEST_TEST = dt.timedelta(seconds=60)  # of those that ask what day it is

# The same examples at every run, however long the machine takes for one; `--hypothesis-profile=default` draws others.
hypothesis.settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("repeatable")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What collecting makes stays: to look through it for garbage again and again takes a quarter of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def is_on_postgresql():
    return "postgresql" in portal_settings.DATABASES["default"]["ENGINE"]


def pytest_ignore_collect(collection_path, config):
    """Does not even read a file whose tests are all for another run."""
    left_out = SQLITE_ALONE if is_on_postgresql() else set()
    if config.option.markexpr == "quick":
        left_out |= NOT_QUICK
    if not left_out or collection_path.suffix != ".py":
        return None
    marks = MARKS_OF_A_FILE.search(collection_path.read_text("utf-8"))
    return bool(marks and left_out & set(re.findall(r"mark\.(\w+)", marks[1]))) or None


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector, obj):
    """Marks the first light tests of each file as quick, few of those with a database: they take a minute in all.

    A run of the quick tests makes no others, because to make them all takes a third of that minute.
    """
    counted = collector.session.stash.setdefault(QUICK_TESTS, Counter())
    only_quick = collector.config.option.markexpr == "quick"
    found = yield
    if not isinstance(found, list):
        return found
    for item in filter(is_light, found):
        kind = asks_for_database(item)
        counted[item.path, kind] += 1
        if counted[item.path, kind] <= QUICK_TESTS_OF_A_FILE[kind]:
            item.add_marker("quick")
    return [item for item in found if has_any(item, "quick")] if only_quick else found


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(config, items):
    """Leaves out what the other database is for, and skips what lacks its program."""
    runs_here = runs_on_postgresql if is_on_postgresql() else runs_on_sqlite
    left_out = [item for item in items if not runs_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if runs_here(item)]
    for item in items:
        for mark, program in PROGRAMS.items():
            if item.get_closest_marker(mark) and not program:
                item.add_marker(pytest.mark.skip(reason=f"{mark} is not installed"))


class LongFirst:
    """Puts the files with slow tests before the others, so that no long test is left to one process at the end.

    Each of two processes begins with a half of the list: the browser's tests open the first, the other slow ones the
    second, so that the demo is served and Chromium started in one process alone. What commits comes last, as
    pytest-django sorts it: it would empty the tables under the rows that a file keeps.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        browser = {item for item in items if item.path.parent.name == "e2e"}
        last = {item for item in items if has_real_commits(item)} - browser
        slow_files = {item.path for item in items if has_any(item, "slow", *PROGRAMS)}
        slow = {item for item in items if item.path in slow_files} - browser - last
        others = [item for item in items if item not in browser | slow | last]
        first = max(0, len(items) // 2 - len(browser))
        items[:] = [
            *filter(browser.__contains__, items),
            *others[:first],
            *filter(slow.__contains__, items),
            *others[first:],
            *filter(last.__contains__, items),
        ]


def pytest_configure(config):
    config.pluginmanager.register(LongFirst())


def asks_for_database(item):
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames))


def runs_on_sqlite(item):
    return not has_any(item, "postgresql")


def runs_on_postgresql(item):
    """What the databases may do differently, and the quick tests of every other file; no programs.

    With EVERYTHING_ON_POSTGRESQL set: all that asks for a database.
    """
    if not asks_for_database(item) or has_any(item, *SQLITE_ALONE):
        return False
    return has_any(item, "both", "postgresql", "quick") or has_real_commits(item) or EVERYTHING_ON_POSTGRESQL


def has_real_commits(item):
    asked = item.get_closest_marker("django_db")
    return bool(asked and asked.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def is_light(item):
    return not has_any(item, *NOT_QUICK) and HEAVY_FIXTURES.isdisjoint(item.fixturenames)


def has_any(item, *marks):
    return any(map(item.get_closest_marker, marks))


def pytest_sessionfinish(session):
    """With FAIL_ON_SKIP set a test that did not run is a test that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FAIL_ON_SKIP") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("\nFAIL_ON_SKIP is set, and something was skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _own_files(request, settings, tmp_path_factory):
    """Each test has its own private storage, empty at first. Without a database it is made when it is written to."""
    if asks_for_database(request.node):
        settings.MEDIA_ROOT = request.getfixturevalue("tmp_path") / "media"
        settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT / "incoming"
        settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
    else:
        settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "unmade" / str(next(NUMBERS)) / "media"


@pytest.fixture(autouse=True)
def _downloads_are_written_at_once(monkeypatch):
    """The thread that writes them does not see what a test has not committed."""
    from events.downloads import log

    monkeypatch.setattr(log, "write_soon", log.write)
    log.UNWRITTEN.clear()


@pytest.fixture(autouse=True)
def _no_other_test_is_remembered():
    """By the search, by the search fields, and by the counters of attempts to log in."""
    from core.admin import names
    from search import frequencies, typos

    names.forget()
    frequencies.INDEX_SIZES.forget()
    typos.VOCABULARY.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def _one_day():
    """A test that begins just before midnight begins at midnight, so that «today» is one day from its start to its end.

    The clock jumps by less than `LONGEST_TEST`, because the programs beside a test keep the real time.
    """
    midnight = midnight_after(timezone.localtime())
    if midnight - timezone.now() > LONGEST_TEST:
        yield
        return
    with time_machine.travel(midnight):
        yield


def midnight_after(moment):
    return timezone.make_aware(dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time.min))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    copy = databases.MigratedCopy()
    copy.take(django_db_blocker)
    return copy


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup, django_db_blocker):
    """A test with real commits leaves all tables empty; what migrations had put there comes back at once."""
    django_db_modify_db_settings.leave()
    with django_db_blocker.unblock():
        roles = {role.name: {right.natural_key() for right in role.permissions.all()} for role in Group.objects.all()}
        shipped = [(model, list(model.objects.all())) for model in (Synonym, SearchAlias)]
    assert roles

    def give_back(**signal):
        rights = {right.natural_key(): right for right in Permission.objects.select_related("content_type")}
        for name, kept in roles.items():
            Group.objects.get_or_create(name=name)[0].permissions.set(rights[key] for key in kept)
        for model, rows in shipped:
            model.objects.bulk_create(rows, ignore_conflicts=True)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _rows in shipped]):
                cursor.execute(statement)

    *_others, last = (app for app in apps.get_app_configs() if app.models_module)
    post_migrate.connect(give_back, sender=last)
    yield
    post_migrate.disconnect(give_back, sender=last)


@pytest.fixture(scope="session")
def empty_database(django_db_blocker):
    """`with empty_database(folder) as address`, for a portal in a process of its own."""
    return lambda folder, **options: databases.empty_database(folder, django_db_blocker, **options)


@pytest.fixture(scope="module")
def keep(django_db_setup, django_db_blocker, tmp_path_factory):
    """`keep(build)` calls `build` once and commits what it makes, for all tests of the module; each rolls back its own.

    Answers with a function that gives a test its own copy of what `build` returned, and of the files.
    """
    folder = tmp_path_factory.mktemp("kept")
    (folder / "incoming").mkdir()

    def keep(build):
        own_folder = override_settings(MEDIA_ROOT=folder, FILE_UPLOAD_TEMP_DIR=folder / "incoming")
        with django_db_blocker.unblock(), own_folder, transaction.atomic():
            kept = build()

        def give(settings):
            shutil.copytree(folder, settings.MEDIA_ROOT, dirs_exist_ok=True)
            return copy.deepcopy(kept)

        return give

    yield keep
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


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
