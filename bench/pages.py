"""Measures what a page costs: queries, milliseconds and bytes, for a visitor, a member and an editor.

    python bench/pages.py              uses the database of the settings
    python bench/pages.py --size 10000 uses a database of its own under var/bench/, made by `manage.py demo`
    python bench/pages.py -n 50        requests each page so many times (20)

One process asks itself, so the figures include neither the web server nor the network. A page that does not answer
200 is an error.
"""

import argparse
import io
import os
import statistics
import sys
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
ROLES = {"visitor": None, "member": "member@example.org", "editor": "editor@example.org"}


def main():
    options = read_options()
    prepare(options.size, options.folder)
    counts, targets = find_targets()
    print("  ".join(f"{name}: {count}" for name, count in counts.items()))
    print(f"{'page':<22}{'role':<10}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'bytes':>10}")
    failed = 0
    for role, client in clients():
        for page, url in targets.items():
            figures = measure(client, url, options.times)
            failed += "answers" in figures
            print(f"{page:<22}{role:<10}{figures}")
    sys.exit(1 if failed else 0)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, help="make (once) and use a database with so many fictional events")
    parser.add_argument("--folder", type=Path, default=CLONE / "var" / "bench", help="where that database is made")
    parser.add_argument("-n", "--times", type=int, default=20)
    return parser.parse_args()


def prepare(size, folder):
    sys.path.insert(0, str(CLONE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")
    if size is not None:
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
        return model.objects.visible_to(AnonymousUser()).annotate(size=Count(relation)).order_by("-size", "pk").first()

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
        "people": reverse("events:people"),
        "materials": reverse("events:materials"),
        "parks": reverse("parks:parks"),
        "parks, filtered": f"{reverse('parks:parks')}?status=operating&gas=1&free_area_min=10",
        "map": reverse("parks:map"),
        "regions": reverse("parks:regions"),
        "organizations": reverse("parks:organizations"),
        "members": reverse("association:members"),
    }
    models = {"events": Event, "people": Person, "materials": Material, "parks": Park, "organizations": Organization}
    counts = {name: model.objects.count() for name, model in models.items()}
    return counts, pages | {page: row.get_absolute_url() for page, row in rows.items() if row}


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
    from django.db import connection

    secure = os.environ.get("SITE_URL", "").startswith("https")
    queries = []
    with connection.execute_wrapper(lambda execute, *call: queries.append(call[0]) or execute(*call)):
        response = client.get(url, secure=secure)
    if response.status_code != 200:
        return f"{'answers':>8} {response.status_code}"
    took = []
    for _ in range(times):
        started = time.perf_counter()
        client.get(url, secure=secure)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    p95 = took[min(len(took) - 1, round(len(took) * 0.95))]
    return f"{len(queries):>8}{statistics.median(took):>11.1f}{p95:>9.1f}{len(response.content):>10}"


if __name__ == "__main__":
    main()
