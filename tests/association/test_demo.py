import datetime as dt
import io
import re
import signal
import socket
from contextlib import suppress

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone

from association import demo
from association.demo import fiction, fiction_places, pictures, scenes
from association.models import User
from core.files.images import image_suffix
from events.models import Access, Appearance, Event, Material, Person, Photo, Stop, Talk
from parks.models import Organization, Park
from tests.factories import EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ACCOUNTS = ["administrator@example.org", "editor@example.org", "member@example.org", "participant@example.org"]


def run(**options):
    output = io.StringIO()
    call_command("demo", stdout=output, **{"no_serve": True, "size": 5, **options})
    return output.getvalue()


def passwords(output):
    return dict(re.findall(r"(\S+@example\.org)\s+(\S+)", output))


def every_row():
    """Every row of the database by model, without the search index, which each run makes anew, and its generation."""
    return {
        model: sorted(map(str, model.objects.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if not model.__name__.startswith(("Search", "Generation"))
    }


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


class RolledBack(Exception):
    pass


def facts_after(*sizes, **options):
    """The facts that runs of these sizes make in an empty database. It is empty again afterwards."""
    try:
        with transaction.atomic():
            for size in sizes:
                run(size=size, **options)
            made = facts()
            raise RolledBack
    except RolledBack:
        return made


def test_second_run_adds_nothing():
    run()
    before = every_row()
    assert "добавлено 0" in run()
    assert every_row() == before


def test_second_run_keeps_edits():
    run()
    Event.objects.filter(slug="vymysel-2").update(title="Переписано редактором")
    Event.objects.get(slug="vymysel-1").delete()
    User.objects.get(email="member@example.org").delete()
    before = every_row()
    run()
    assert every_row() == before


def test_larger_size_adds_the_difference():
    run(size=2)
    assert "добавлено 3" in run(size=5)
    assert Event.objects.filter(slug__startswith="vymysel-").count() == 5
    assert "добавлено 0" in run(size=1)


def test_same_seed_makes_the_same_facts_and_files():
    once = facts_after(9)
    assert once == facts_after(9)
    assert once == facts_after(2, 9)
    assert once["events"] != facts_after(9, seed=2)["events"]


def test_fictional_rows_are_named_as_fictional():
    run(size=12)
    for event in Event.objects.exclude(slug="smolensk-tour"):
        assert event.title.startswith("Вымышленн")
    for park in Park.objects.exclude(name__in=["Сафоново", "Феникс"]):
        assert park.name.startswith("Пример-")
    made_up = Organization.objects.filter(about__startswith="Придумано")
    assert made_up.count() == Organization.objects.exclude(appearances__event__slug="smolensk-tour").count() - 6
    assert not Appearance.objects.filter(event__slug="smolensk-tour", person__slug__startswith="vymyshlennyy").exists()


def test_forty_events_include_every_unusual_case():
    run(size=40)
    events = Event.objects.exclude(slug="smolensk-tour")
    assert set(events.values_list("access", flat=True)) == set(Access.values)
    assert set(events.values_list("status", flat=True)) == set(Event.Status.values)
    assert set(events.values_list("type", flat=True)) >= {"study_tour", "forum", "webinar", "exhibition"}
    assert events.upcoming(dt.date(2027, 1, 1)).exists()
    assert events.past(dt.date(2012, 12, 31)).exists()
    assert events.filter(published_at=None).exists()
    assert events.filter(start=None).exists()
    assert {len(str(start)) for start in events.exclude(start=None).values_list("start", flat=True)} == {4, 7, 10}
    assert events.filter(start__startswith="--").exists()
    assert max(len(title) for title in events.values_list("title", flat=True)) > 180
    assert {0, 60} < {event.talks.count() for event in events}
    years = {event.start.year for event in events.exclude(start=None) if event.start.year}
    assert (min(years), max(years)) == (2012, 2027)
    materials = Material.objects.exclude(event__slug="smolensk-tour")
    assert materials.filter(current_version=None, url="").exists()
    assert materials.filter(current_version__original_name__endswith=".pptx").exists()
    assert set(materials.values_list("access", flat=True)) == set(Access.values)
    assert {"video", "link", "programme", "presentation"} == set(materials.values_list("kind", flat=True))
    assert Park.objects.filter(latitude=None, name__startswith="Пример").exists()
    assert Park.objects.filter(point_is_approximate=True, total_area_ha=None).exists()


def test_some_events_lie_in_the_next_weeks():
    run(size=40)
    today = timezone.localdate()
    soon = Event.objects.visible_to(AnonymousUser()).filter(
        sort_date__gt=today, sort_date__lte=today + dt.timedelta(weeks=6)
    )
    assert soon.count() >= 3
    assert not Material.objects.filter(event__in=soon, talk__isnull=False, current_version__isnull=False).exists()


def test_later_run_adds_upcoming_events_where_none_is_left():
    run(size=5)
    Event.objects.filter(slug="vymysel-2").update(
        start="2020-02-03", sort_date="2020-02-03", last_day="2020-02-03", end=None
    )
    Event.objects.filter(sort_date__gt=timezone.localdate()).delete()
    before = set(Event.objects.values_list("pk", "title", "start"))
    assert f"добавлено {fiction.ADDED_SOON}" in run(size=5)
    assert before < set(Event.objects.values_list("pk", "title", "start"))
    assert Event.objects.upcoming().count() == fiction.ADDED_SOON
    assert "добавлено 0" in run(size=5)


def test_first_events_people_and_organizations_have_pictures():
    run(size=28)
    assert Event.objects.exclude(cover="").count() > 15
    assert Event.objects.filter(cover="").count() > 3
    assert Photo.objects.values("event").distinct().count() > 2
    for photo in Photo.objects.all():
        assert (photo.width, photo.height) == scenes.SIZE
        assert photo.caption.startswith("Рисунок")
        assert photo.event.is_past
    assert Person.objects.exclude(photo="").count() > 10
    assert Organization.objects.exclude(logo="").count() > 10


def test_nobody_real_has_an_invented_picture():
    run(size=6)
    assert set(Person.objects.exclude(slug__startswith="vymyshlennyy-").values_list("photo", flat=True)) == {""}
    assert set(Organization.objects.exclude(slug__startswith="obrazets-").values_list("logo", flat=True)) == {""}


def test_only_the_first_rows_of_a_large_set_have_pictures(monkeypatch):
    monkeypatch.setattr(fiction, "EVENTS_WITH_FILES", 3)
    monkeypatch.setattr(fiction, "SOON", range(0))
    monkeypatch.setattr(fiction_places, "WITH_PICTURES", 3)
    run(size=8)
    assert set(Event.objects.exclude(cover="").values_list("slug", flat=True)) == {"vymysel-1", "vymysel-2"}
    assert Person.objects.exclude(photo="").count() == 3
    assert Organization.objects.exclude(logo="").count() == 2


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


def test_size_0_loads_the_visit_alone():
    run(size=0)
    assert list(Event.objects.values_list("slug", flat=True)) == ["smolensk-tour"]
    assert set(Park.objects.values_list("name", flat=True)) == {"Сафоново", "Феникс"}


def test_only_the_first_events_have_files(monkeypatch):
    monkeypatch.setattr(fiction, "EVENTS_WITH_FILES", 3)  # instead of making more than sixty events
    run(size=6)
    with_files = Event.objects.filter(materials__current_version__isnull=False).values_list("slug", flat=True)
    assert set(with_files) == {"smolensk-tour", "vymysel-1", "vymysel-3"}  # the second lies ahead, and has none yet


def test_printed_passwords_log_in():
    printed = passwords(run(size=0))
    assert sorted(printed) == ACCOUNTS
    for email, password in printed.items():
        assert Client().login(email=email, password=password)
    assert passwords(run(size=0)) == printed


def test_accounts_have_their_roles():
    run(size=0)
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


def test_changed_password_is_not_printed():
    printed = passwords(run(size=0))
    member = User.objects.get(email="member@example.org")
    member.set_password("another long password")
    member.save()
    output = run(size=0)
    assert printed["member@example.org"] not in output
    assert "(пароль сменён)" in output
    assert printed["editor@example.org"] in output


@pytest.mark.parametrize("make", [UserFactory, EventFactory])
def test_database_not_made_by_the_demo_gets_no_accounts(make):
    make()
    users = User.objects.count()
    output = run(size=0)
    assert User.objects.count() == users
    assert not passwords(output)
    assert "не завожу" in output


def test_database_stays_the_demos_when_an_account_is_added():
    run(size=0)
    UserFactory()
    assert sorted(passwords(run(size=0))) == ACCOUNTS


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


@pytest.mark.parametrize("options", [{"size": -1}, {"port": 70000, "no_serve": False}])
def test_senseless_options_are_refused(options):
    with pytest.raises(CommandError):
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
