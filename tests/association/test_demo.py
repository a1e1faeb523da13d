import re
import signal
import socket
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from association import demo
from association.demo import fiction, fiction_places, pictures, smolensk
from association.models import User
from core.files.images import image_suffix
from events.models import Appearance, Event, Material, Person, Stop, Talk
from parks.models import Organization, Park
from tests.association.demo_runs import passwords, run
from tests.factories import EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def facts():
    """What the demo made, without primary keys and without timestamps."""
    return {
        "parks": list(
            Park.objects.order_by("slug").values_list("slug", "region__name", "latitude", "free_area_ha", "gas")
        ),
        "residents": sorted(Park.objects.values_list("slug", "residencies__organization__slug", "residencies__status")),
        "organizations": list(
            Organization.objects.order_by("slug").values_list("slug", "name", "memberships__end_date")
        ),
        "events": list(Event.objects.order_by("slug").values_list("slug", "title", "start", "end", "status", "access")),
        "regions": sorted(Event.objects.values_list("slug", "region_roles__region__name", "region_roles__role")),
        "stops": sorted(
            map(str, Stop.objects.values_list("event__slug", "order", "day", "park__slug", "organization__slug"))
        ),
        "talks": sorted(Talk.objects.values_list("event__slug", "order", "title")),
        "appearances": sorted(
            map(
                str, Appearance.objects.values_list("event__slug", "role", "order", "person__slug", "organization_name")
            )
        ),
        "materials": sorted(
            map(str, Material.objects.values_list("event__slug", "order", "access", "current_version__sha256", "url"))
        ),
    }


@pytest.fixture
def _no_search(monkeypatch):
    """It is built in half of the time of a run, and holds no facts of its own."""
    monkeypatch.setattr("search.index.rebuild", lambda: None)


class RolledBack(Exception):
    pass


def made_by(*sizes, **options):
    """The facts that runs of these sizes make in an empty database, which is empty again, and what each run said."""
    try:
        with transaction.atomic():
            said = [run(size=size, **options) for size in sizes]
            made = facts()
            raise RolledBack
    except RolledBack:
        return made, said


@pytest.mark.usefixtures("_no_search")
def test_same_seed_makes_the_same_facts_and_files_at_once_and_in_steps():
    once, _said = made_by(3)
    in_steps, said = made_by(2, 3, 1)
    assert in_steps == once
    assert [re.search(r"добавлено (\d)", one)[1] for one in said] == ["2", "1", "0"]
    assert once["events"] != made_by(3, seed=2)[0]["events"]


def test_only_the_first_rows_of_a_large_set_have_pictures_and_files(monkeypatch):
    monkeypatch.setattr(fiction, "EVENTS_WITH_FILES", 3)  # instead of making more than sixty events
    monkeypatch.setattr(fiction_places, "WITH_PICTURES", 3)
    run(size=6)
    assert set(Event.objects.exclude(cover="").values_list("slug", flat=True)) == {"vymysel-1", "vymysel-2"}
    assert Person.objects.exclude(photo="").count() == 3
    assert Organization.objects.exclude(logo="").count() == 2
    with_files = Event.objects.filter(materials__current_version__isnull=False).values_list("slug", flat=True)
    assert set(with_files) == {"smolensk-tour", "vymysel-1", "vymysel-3"}  # the second lies ahead, and has none yet


def test_pictures_are_taken_by_the_portal_and_the_same_each_time():
    def drawn():
        pictures._drawn.cache_clear()
        covers = [pictures.cover(number, outdoors) for number in range(2) for outdoors in (True, False)]
        faces = [pictures.portrait(f"a-{number}", number % 2 == 0) for number in range(9)]
        logos = [pictures.logo(number, "Образец") for number in range(8)]
        return covers + faces + logos + [content for content, _ in pictures.album(1)]

    once = drawn()
    assert once == drawn()
    assert len(set(once)) == len(once)
    assert {image_suffix(ContentFile(content)) for content in once} == {".webp", ".png"}


@pytest.fixture
def _no_files(monkeypatch):
    """Of the visit: they are made, judged and indexed in most of the time of a run."""
    monkeypatch.setattr(smolensk, "add_version", lambda **fields: None)
    monkeypatch.setattr(smolensk.files, "make", lambda: [("", b"")] * 7)


@pytest.mark.usefixtures("_no_files")
@pytest.mark.parametrize("make", [UserFactory, EventFactory])
def test_database_not_made_by_the_demo_gets_no_accounts(make):
    make()
    users = User.objects.count()
    output = run(size=0)
    assert User.objects.count() == users
    assert not passwords(output)
    assert "не завожу" in output


@pytest.mark.usefixtures("_no_files")
def test_pages_say_that_the_data_is_a_demonstration(visitor):
    assert not visitor.get("/").context["is_demo"]
    run(size=0)
    assert demo.is_shown()
    assert visitor.get("/").context["is_demo"]
    assert "Демонстрация" in visitor.get("/").content.decode()


def test_taken_port_is_reported_before_any_data_is_made():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf'Порт {port} занят.*make demo DEMO="--port {port + 1}"'):
            call_command("demo", port=port)
    assert not Event.objects.exists()


@pytest.mark.parametrize("options", [{"size": -1}, {"port": 0}, {"port": 70000, "no_serve": False}])
def test_senseless_options_are_refused(options):
    with pytest.raises(CommandError, match=r"^--(size|port) — это число"):
        run(**options)


def test_ctrl_c_inside_a_function_of_the_database_stops_the_demo(monkeypatch, capsys):
    """SQLite tells only that its function failed."""

    def interrupted(*_):
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise OperationalError("user-defined function raised exception")

    monkeypatch.setattr("association.management.commands.demo.Command.load", interrupted)
    former = signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemExit):
        call_command("demo", size=0, no_serve=True)
    assert "Остановлено" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is former
