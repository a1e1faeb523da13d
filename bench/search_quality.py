"""Quality of the search: recall@10, MRR and nDCG@10 by class of query, compared with simpler ways to search.

    python bench/search_quality.py                     both databases; PostgreSQL only if it is installed
    python bench/search_quality.py --database sqlite   only one: sqlite or postgresql
    python bench/search_quality.py --pages 20000       number of filler pages (1000)
    python bench/search_quality.py --releases FOLDER   also press releases (NN.txt with NN.json)
    python bench/search_quality.py --failures          also the worst answered queries of the part «dev»
    python bench/search_quality.py --every 3 --ours    each third query of a class, and no simpler ways

The queries and their judgments are in bench/search/queries.tsv and questions.tsv, or made by bench/search/typed.py;
bench/search/corpus.py makes the corpus.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CLONE))
DATABASES = ["sqlite", "postgresql"]
WAYS = ["ours", "icontains", "simple"]
PARTS = ["dev", "held-out", "releases"]
DEMO_EVENTS = 12
FIRST = 5  # hits of a query in which the databases may not differ


def main():
    options = read_options()
    if options.json:
        print(json.dumps(measure_in_new_database(options)))
        return
    tables = {database: run(database, options) for database in options.database or DATABASES}
    tables = {database: table for database, table in tables.items() if table}
    for database, table in tables.items():
        show(database, table)
        if options.failures:
            show_failures(table)
    if len(tables) == len(DATABASES):
        show_difference(*tables.values())


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--releases", type=Path)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run(database, options):
    """Run the bench on that database in another process; None when the database is not installed."""
    command = [sys.executable, __file__, "--json", "--pages", str(options.pages), "--every", str(options.every)]
    command += ["--ours"] if options.ours else []
    if options.releases:
        command += ["--releases", str(options.releases)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database == "postgresql":
        server = str(CLONE / ".ci" / "postgres")
        if subprocess.run([server, "--is-possible"]).returncode:
            print("(PostgreSQL is not installed: only SQLite)")
            return None
        command = [server, *command]
    output = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True).stdout
    return json.loads(output.splitlines()[-1])


def measure_in_new_database(options):
    """Measure in a temporary database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "association.settings",
            "SECRET_KEY": "bench only: nothing signed with it is ever served",
            "MEDIA_ROOT": folder,
            "STORAGE_URL": "",
        }
        os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("demo", size=DEMO_EVENTS, no_serve=True, stdout=io.StringIO())
            return measure_all(options)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def measure_all(options):
    """The rows of the table, and the figures of each query."""
    from django.db import transaction

    from bench.search import corpus, judge, rivals
    from search import index

    with transaction.atomic():  # the index is built once, below
        corpus.make(options.pages, options.releases)
    index.rebuild()
    queries = judge.read_queries()
    judge.check(queries)
    ours = Ours(corpus.key_by_address())
    documents = corpus.documents()
    searches = {"ours": ours}
    if not options.ours:
        rivals.prepare(documents)
        searches |= {"icontains": rivals.icontains, "simple": rivals.simple}
    queries += judge.release_queries(options.releases)
    queries = judge.every(queries, options.every)
    presentations = corpus.presentation_by_slide()
    graded = [judge.by_hit(judge.grades(query, documents), presentations) for query in queries]
    unanswerable = [
        query.text for query, found in zip(queries, graded, strict=True) if max(found.values(), default=0) < judge.TEXT
    ]
    assert not unanswerable, f"nothing in the corpus answers {unanswerable}"
    table = {"documents": len(documents), "rows": {}, "queries": [], "nothing": {}}
    for way, search in searches.items():
        answers = [list(dict.fromkeys(presentations.get(key, key) for key in search(query))) for query in queries]
        figures = [judge.measure(answer, found) for answer, found in zip(answers, graded, strict=True)]
        table["nothing"][way] = sum(not answer for answer in answers) / len(answers)
        table["rows"][way] = [[*group, *of, count] for group, (of, count) in judge.by_class(queries, figures).items()]
        if way == "ours":
            table["first"] = {query.text: answer[:FIRST] for query, answer in zip(queries, answers, strict=True)}
            table["queries"] = [
                [query.kind, query.part, query.text, *of] for query, of in zip(queries, figures, strict=True)
            ]
    return table


class Ours:
    """Keys of the first hits for staff; prefixes go to the suggestions."""

    def __init__(self, key_by_address):
        from association.models import User

        self.key_by_address, self.user = key_by_address, User(is_staff=True, is_superuser=True)

    def __call__(self, query):
        from search import search, suggest

        if query.is_prefix:
            return [self.key_by_address[found.url] for found in suggest(query.text, self.user, limit=10)]
        return [f"{hit.kind}:{hit.object_id}" for hit in search(query.text, self.user).hits]


def show(database, table):
    ways = [way for way in WAYS if way in table["rows"]]
    rows = {(way, kind, part): (figures, count) for way in ways for kind, part, *figures, count in table["rows"][way]}
    kinds = list(dict.fromkeys(kind for way, kind, part in rows if kind != "all"))
    names = {"simple": "simple (as Indico)" if database == "postgresql" else "plain FTS5"}
    print(f"\n{database}: {table['documents']} documents")
    print(" " * 28 + "".join(f"{names.get(way, way):>26}" for way in ways))
    print(f"{'':<21}queries" + f"{' recall    MRR   nDCG':>26}" * len(ways))
    for part in PARTS:
        for kind in [*kinds, "all"]:
            if ("ours", kind, part) not in rows:
                continue
            figures = "".join(f"{'':>5}" + "".join(f"{of:7.3f}" for of in rows[way, kind, part][0]) for way in ways)
            print(f"{kind + ', ' + part:<24}{rows['ours', kind, part][1]:>4}{figures}")
    print("nothing found: " + ", ".join(f"{names.get(way, way)} {table['nothing'][way]:.1%}" for way in ways))


def show_failures(table):
    print("\nworst answered queries of the part «dev»: recall, MRR, nDCG")
    worst = sorted((of for of in table["queries"] if of[1] == "dev" and of[5] < 0.9), key=lambda of: of[5])
    for kind, _part, text, *figures in worst:
        print(" ".join(f"{of:6.3f}" for of in figures), f" {kind}: {text}")


def show_difference(*tables):
    """Print the greatest difference between the databases in any class, and the queries with another beginning."""
    ours_of = [{(kind, part): figures for kind, part, *figures, _count in table["rows"]["ours"]} for table in tables]
    apart = [
        (abs(left - right), name, group)
        for group in ours_of[0]
        for name, left, right in zip(["recall", "MRR", "nDCG"], ours_of[0][group], ours_of[1][group], strict=True)
    ]
    by, name, (kind, part) = max(apart)
    print(f"\nThe databases differ by at most {by:.3f} ({name} of {kind}, {part}).")
    one, other = (table["first"] for table in tables)
    differing = [text for text in one if one[text] != other[text]]
    print(f"The first {FIRST} are the same for {len(one) - len(differing)} of {len(one)} queries.")
    for text in differing:
        print(f"  {text}: {' '.join(one[text])} | {' '.join(other[text])}")


if __name__ == "__main__":
    main()
