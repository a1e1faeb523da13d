"""Measures what a page costs: milliseconds of CPU, queries and bytes, for a visitor, a member and an editor.

    python bench/pages.py                   uses the database of the settings
    python bench/pages.py --size 10000      uses a database of its own under var/bench/, made by `manage.py demo`
    python bench/pages.py -n 50             requests each page so many times (20)
    python bench/pages.py --size 100 --base ../portal-as-it-was
                                            compares with another checkout, in turns: base, this, base, this

    python bench/pages.py --size 100 --only events search person
                                            measures these pages alone

One process asks itself, so the figures include neither the web server nor the network. `first` is a page that is made,
in a process that knows the counts of the filters from another page; `written` is one that is made after the text of an
event has changed; `cold` is one in a process that knows nothing yet, or after a write that has changed what the filters
count; `kept` is the same page given again. A page that does not answer 200 is an error.
"""

import argparse
import gzip
import io
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
ROLES = {"visitor": None, "member": "member@example.org", "editor": "editor@example.org"}
MANY, MANY_TALKS = "bench-many-talks", 200
COLUMNS = {
    "first ms": "{:.1f}",
    "written ms": "{:.1f}",
    "cold ms": "{:.1f}",
    "kept ms": "{:.1f}",
    "first queries": "{}",
    "kept queries": "{}",
    "bytes": "{}",
    "gzipped": "{}",
}


def main():
    options = read_options()
    if options.base:
        compare(options)
        return
    prepare(options.clone, options.size, options.folder)
    counts, targets = find_targets()
    if options.size is not None:
        targets[f"event, {MANY_TALKS} talks"] = event_of_many_talks()
    if options.only:
        targets = {page: targets[page] for page in options.only}
    found = {
        f"{page} | {role}": measure(client, url, options.times)
        for role, client in clients()
        for page, url in targets.items()
    }
    if options.json:
        print(json.dumps(found))
    else:
        print("  ".join(f"{name}: {count}" for name, count in counts.items()))
        print_table(found)
    sys.exit(any(isinstance(figures, int) for figures in found.values()))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, help="make (once) and use a database with so many fictional events")
    parser.add_argument("--folder", type=Path, default=CLONE / "var" / "bench", help="where that database is made")
    parser.add_argument("-n", "--times", type=int, default=20)
    parser.add_argument("--only", nargs="+", default=[], help="the names of the pages to measure")
    parser.add_argument("--base", type=Path, help="the checkout to compare with, with its own or with our .venv")
    parser.add_argument("--clone", type=Path, default=CLONE, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def compare(options):
    """Prints the figures of this checkout, and in brackets how many times as dear the base is."""
    runs = {options.base.resolve(): [], CLONE: []}
    for _turn in range(2):
        for clone, found in runs.items():
            found.append(measure_in_process(clone, options))
    base, this = (middle_of(found) for found in runs.values())
    print_table(this, base)


def measure_in_process(clone, options):
    own = clone / ".venv" / "bin" / "python"
    command = [own if own.exists() else sys.executable, __file__, "--clone", clone, "--json", "-n", options.times]
    command += ["--size", options.size or 0, "--folder", options.folder / clone.name]
    command += ["--only", *options.only] if options.only else []
    done = subprocess.run([str(part) for part in command], cwd=clone, capture_output=True, text=True)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    return json.loads(done.stdout)


def middle_of(runs):
    """The figures of several runs as one: the mean of the times, of the rest the last."""
    first, *others = runs
    return {
        name: {
            column: statistics.mean(run[name][column] for run in runs) if column.endswith("ms") else value
            for column, value in figures.items()
        }
        if not isinstance(figures, int)
        else figures
        for name, figures in first.items()
        if all(name in run for run in others)
    }


def print_table(found, base=None):
    print(f"{'page':<24}{'role':<9}" + "".join(f"{column:>16}" for column in COLUMNS))
    for name, figures in found.items():
        page, role = name.split(" | ")
        row = f"{page:<24}{role:<9}"
        if isinstance(figures, int):
            print(f"{row}{'answers':>16}{figures:>16}")
            continue
        former = base and base.get(name)
        for column, form in COLUMNS.items():
            cell = form.format(figures[column])
            if former and not isinstance(former, int) and figures[column]:
                cell += f" ({former[column] / figures[column]:.1f}x)"
            row += f"{cell:>16}"
        print(row)


def prepare(clone, size, folder):
    sys.path[0] = str(clone)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")
    if size is not None:
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("SECRET_KEY", "bench only: nothing signed with it is ever served")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / f'{size}.sqlite3'}"
        os.environ["MEDIA_ROOT"] = str(folder / f"{size}-media")
        os.environ["STATIC_ROOT"] = str(folder / "static")
    import django

    django.setup()
    from django.core.management import call_command

    if size is not None:
        call_command("demo", size=size, no_serve=True, stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)


def find_targets():
    """The pages to measure: of each kind the fullest one that a visitor may see."""
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Count
    from django.urls import reverse

    from events.models import Event, Material, Person
    from parks.models import Organization, Park, Region

    def fullest(model, relation):
        rows = model.objects.visible_to(AnonymousUser())
        if model is Event:
            rows = rows.exclude(slug=MANY)
        return rows.annotate(size=Count(relation)).order_by("-size", "pk").first()

    region = fullest(Region, "events")
    rows = {
        "event, most talks": fullest(Event, "talks"),
        "event, Smolensk": Event.objects.filter(slug="smolensk-tour").first(),
        "person": fullest(Person, "appearances"),
        "park": fullest(Park, "stops"),
        "region": region,
        "organization": fullest(Organization, "event_roles"),
        "material": fullest(Material, "versions"),
    }
    events = reverse("events:events")
    pages = {
        "home": reverse("association:home"),
        "events": events,
        "events, page 2": f"{events}?page=2",
        "events, filtered": f"{events}?when=past&materials=1" + (f"&region={region.slug}" if region else ""),
        "events, words": f"{events}?q=семинар",
        "events, month": f"{events}?view=month",
        "search": "/search/?q=индустриальный+парк",
        "people": reverse("events:people"),
        "materials": reverse("events:materials"),
        "parks": reverse("parks:parks"),
        "parks, filtered": f"{reverse('parks:parks')}?status=operating&gas=1&free_area_min=10",
        "map": reverse("parks:map"),
        "regions": reverse("parks:regions"),
        "organizations": reverse("parks:organizations"),
        "members": reverse("association:members"),
    }
    pages |= {page: row.get_absolute_url() for page, row in rows.items() if row}
    if rows["material"]:
        pages["download"] = f"{pages['material']}download/"
    models = {"events": Event, "people": Person, "materials": Material, "parks": Park, "organizations": Organization}
    counts = {name: model.objects.count() for name, model in models.items()}
    return counts, pages


def event_of_many_talks():
    """The address of an event with MANY_TALKS talks, each of its own speaker; made once."""
    from django.utils import timezone

    from events.models import Appearance, Event, Person, Talk

    defaults = {"title": "Вымышленный форум", "type": Event.Type.FORUM, "published_at": timezone.now()}
    event, is_new = Event.objects.get_or_create(slug=MANY, defaults=defaults)
    if is_new:
        numbers = range(MANY_TALKS)
        people = Person.objects.bulk_create(
            Person(last_name=f"Вымышленный {number}", slug=f"{MANY}-{number}") for number in numbers
        )
        talks = Talk.objects.bulk_create(
            Talk(event=event, title=f"Тема доклада {number}", order=number) for number in numbers
        )
        Appearance.objects.bulk_create(
            Appearance(event=event, talk=talk, person=person, position="Директор", organization_name="АО «Пример»")
            for talk, person in zip(talks, people, strict=True)
        )
    return event.get_absolute_url()


def clients():
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    for role, email in ROLES.items():
        client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip("."), headers={"accept-encoding": "identity"})
        if email and not (user := get_user_model().objects.filter(email=email).first()):
            print(f"(no {role}: {email} is not in this database)")
            continue
        if email:
            client.force_login(user)
        yield role, client


def measure(client, url, times):
    """The figures of one page; the status of an answer that is not 200."""

    def ask():
        response = client.get(url, secure=secure)
        content = b"".join(response) if response.streaming else response.content
        return response.status_code, content

    secure = os.environ.get("SITE_URL", "").startswith("https")
    forget_all()
    status, content = ask()
    if status != 200:
        return status
    first_times, first_queries = cost_of(ask, times, before=forget_pages)
    written_times, _queries = cost_of(ask, times, before=write)
    cold_times, _queries = cost_of(ask, times, before=forget_all)
    kept_times, kept_queries = cost_of(ask, times, before=lambda: None)
    return {
        "first ms": statistics.median(first_times),
        "written ms": statistics.median(written_times),
        "cold ms": statistics.median(cold_times),
        "kept ms": statistics.median(kept_times),
        "first queries": first_queries,
        "kept queries": kept_queries,
        "bytes": len(content),
        "gzipped": len(gzip.compress(content, 5)),
    }


def cost_of(ask, times, before):
    """Milliseconds of CPU of each request, and the number of its queries."""
    from django.db import connection

    queries, took = [], []
    before()
    with connection.execute_wrapper(lambda execute, *call: queries.append(call[0]) or execute(*call)):
        ask()
    for _ in range(times):
        before()
        started = time.process_time()
        ask()
        took.append((time.process_time() - started) * 1000)
    return took, len(queries)


def forget_pages():
    """Throws kept pages away, where the checkout keeps any."""
    try:
        from core.kept_pages.views import MEMORY
    except ImportError:
        return
    MEMORY.pages.clear()


def write():
    """Ends the generation of the content, where the checkout has one."""
    from django.db.models import F

    from events.models import Event

    Event.objects.filter(pk=Event.objects.order_by("pk").values("pk")[:1]).update(lead=F("lead"))


def forget_all():
    try:
        from core.kept_pages.views import MEMORY
    except ImportError:
        return
    MEMORY.forget()


if __name__ == "__main__":
    main()
