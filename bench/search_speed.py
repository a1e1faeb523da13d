"""Speed of the search: milliseconds of processor time by class of query and number of pages, build time and size of
the index.

    python bench/search_speed.py                                      1,000, 10,000 and 100,000 pages, both databases
    python bench/search_speed.py --pages 1000 --database sqlite       less; PostgreSQL only if it is installed

The portal is fictional: slides of Russian words drawn by Zipf's law, a tenth as many events, half as many people as
events. It is made in a temporary folder. The time is that of the asking process and of its PostgreSQL backend, so a
busy machine changes it little; the last line of times is by the clock.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CLONE))
DATABASES = ["sqlite", "postgresql"]


def main():
    options = read_options()
    if options.step:
        {"build": build, "check": check, "ask": ask}[options.step](options.pages[0])
        return
    for database in options.database or DATABASES:
        if database == "postgresql" and subprocess.run([CLONE / ".ci" / "postgres", "--is-possible"]).returncode:
            print("(PostgreSQL is not installed)")
            continue
        figures = {pages: run(database, pages) for pages in options.pages}
        show(database, figures)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--step", choices=["build", "check", "ask"], help=argparse.SUPPRESS)
    return parser.parse_args()


def run(database, pages):
    """Build, check and ask, each in a process of its own: the memory measured is that of asking alone."""
    folder = Path(tempfile.mkdtemp(prefix="search-", dir=CLONE / "var"))
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "association.settings",
        "SECRET_KEY": "bench only: nothing signed with it is ever served",
        "MEDIA_ROOT": str(folder / "media"),
        "FIGURES": str(folder / "figures.json"),
    }
    steps = " && ".join(
        f"{sys.executable} {__file__} --step {step} --pages {pages}" for step in ("build", "check", "ask")
    )
    command = ["bash", "-c", steps]
    if database == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{folder / 'portal.sqlite3'}"
    else:
        command = [str(CLONE / ".ci" / "postgres"), *command]
    try:
        subprocess.run(command, env=environment, check=True)
        return json.loads((folder / "figures.json").read_text())
    finally:
        shutil.rmtree(folder)


def show(database, figures):
    print(f"\n{database}")
    head = "".join(f"{pages:>12,} pages    " for pages in figures)
    print(f"{'CPU milliseconds, p50 / p95':<26}{head}{'growth of p95':>16}")
    first, *_, last = [*figures, *figures]
    for name in figures[last]["asked"]:
        cells = "".join("{:>12.1f} / {:<6.1f} ".format(*figures[pages]["asked"][name]) for pages in figures)
        print(f"{name:<26}{cells}{figures[last]['asked'][name][1] / figures[first]['asked'][name][1]:>14.1f}×")
    for name in figures[last]["facts"]:
        print(f"{name:<26}" + "".join(f"{figures[pages]['facts'][name]:>18}   " for pages in figures))


def note(**figures):
    path = Path(os.environ["FIGURES"])
    known = json.loads(path.read_text()) if path.exists() else {"facts": {}, "asked": {}}
    known["facts"] |= figures.pop("facts", {})
    known["asked"] |= figures.pop("asked", {})
    path.write_text(json.dumps(known))


def set_up():
    import django

    django.setup()


def build(pages):
    set_up()
    from django.core.management import call_command
    from django.db import connection

    from bench.search.crowd import crowd
    from search import index

    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}"')
    call_command("migrate", verbosity=0)
    call_command("load_regions", verbosity=0)
    crowd(pages)
    without = size_of_database(connection)
    started = time.perf_counter()
    changed = index.rebuild()
    took = time.perf_counter() - started
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    note(
        facts={
            "documents": f"{changed:,}",
            "index built in": f"{took:.0f} s",
            "the portal's own rows": f"{without:.0f} MB",
            "the search's tables": f"{size_of_database(connection) - without:.0f} MB",
        }
    )
    started = time.perf_counter()
    index.rebuild()
    note(facts={"rebuilt without changes in": f"{time.perf_counter() - started:.0f} s"})


def size_of_database(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return Path(connection.settings_dict["NAME"]).stat().st_size / 1e6
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0] / 1e6


def check(pages):
    """Compare answers with a scan of all documents, because a fast answer may be wrong."""
    set_up()
    from django.contrib.auth.models import AnonymousUser

    from bench.search.crowd import questions
    from search import SearchFilters
    from search.frequencies import TermFrequencies
    from search.query import parse
    from search.retrieval import Retriever

    classes = questions()
    texts = [text for name in ("rare word", "common word", "common and common", "minus") for text in classes[name][:3]]
    asked = [(text, filters) for text in texts for filters in (SearchFilters(), SearchFilters(kind="slide", year=2016))]
    right = 0
    for text, filters in asked:
        retriever, query = Retriever(AnonymousUser(), filters), parse(text)
        found, _ = retriever.find(query, TermFrequencies(query.terms, retriever.tags))
        right += scan(query, filters, retriever.limits) <= {row.id for row in found}
    note(facts={"answers confirmed by a scan": f"{right} of {len(asked)}"})
    if right != len(asked):
        raise SystemExit("The index finds other documents than a scan of all of them.")


def scan(query, filters, limits):
    """Keys of the newest matching public documents of each pool, found without the index."""
    from django.utils import timezone

    from search.keys import pool_of
    from search.models import SearchDocument

    documents = SearchDocument.objects.filter(public_from__lte=timezone.now()).order_by("pk")
    if filters.kind:
        documents = documents.filter(kind=filters.kind, year=filters.year)
    left, found = dict(limits), set()
    for key, kind, *texts in documents.values_list("pk", "kind", "heading", "body", "context").iterator(2000):
        pool, text = pool_of(kind), "".join(texts)
        if (
            left[pool]
            and all(has(text, word) for word in query.words)
            and not any(has(text, w) for w in query.excluded)
        ):
            left[pool] -= 1
            found.add(key)
    return found


def has(text, word):
    return any(all(f" {term} " in text for term in terms) for terms in word.alternatives)


def ask(pages):
    set_up()
    from django.contrib.auth.models import AnonymousUser

    from association.models import User
    from bench.search.crowd import questions
    from search import SearchFilters, search, suggest

    readers = [AnonymousUser(), *(User.objects.get(email=f"{who}@example.org") for who in ("member", "traveller"))]
    classes = questions()
    search("разминка", readers[0])
    stopwatch = Stopwatch()
    by_class = {
        name: [
            stopwatch.timed(suggest if name == "suggestions" else search, text, readers[number % len(readers)])
            for number, text in enumerate(texts)
        ]
        for name, texts in classes.items()
    }
    by_class["common word, narrowed"] = [
        stopwatch.timed(search, text, readers[0], filters=SearchFilters(kind="slide", year=2016))
        for text in classes["common word"]
    ]
    for name, took in by_class.items():
        note(asked={name: spread([cpu for cpu, _ in took])})
    searches = [took for name, of_class in by_class.items() if name != "suggestions" for took in of_class]
    note(asked={"everything": spread([cpu for cpu, _ in searches])})
    note(asked={"everything, by the clock": spread([clock for _, clock in searches])})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note(facts={"memory of asking": f"{memory:.0f} MB"})


class Stopwatch:
    """Milliseconds of processor time, the database's included, and by the clock."""

    def __init__(self):
        from django.db import connection

        self.schedule = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def cpu(self):
        of_database = int(self.schedule.read_text().split()[0]) / 1e9 if self.schedule else 0
        return time.process_time() + of_database

    def timed(self, act, *args, **kwargs):
        cpu, clock = self.cpu(), time.perf_counter()
        act(*args, **kwargs)
        return (self.cpu() - cpu) * 1000, (time.perf_counter() - clock) * 1000


def spread(took):
    took = sorted(took)
    return statistics.median(took), took[min(len(took) - 1, round(len(took) * 0.95))]


if __name__ == "__main__":
    main()
