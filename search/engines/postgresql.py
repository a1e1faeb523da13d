"""A GIN index over the documents' terms, which are lexemes as they stand: `simple` without its parser.

A GIN index knows no order, so a word that stands in most documents would bring all of them. Its documents are asked
for by stretches (see `keys`) from the newest back, as many as the counts of its words promise to be enough.
"""

# ruff: noqa: S608  names of our own tables are put into the SQL; what a reader typed is always a parameter

from django.db import connection

from ..expressions import All, Any, both, share, terms_in
from ..keys import PAIR, RARE_PAIR, STRETCH, mark
from .base import Engine

INDEX, DOCUMENTS, NAMES = "search_searchindex", "search_searchdocument", "search_searchname"
COUNTED = "heading || body || context || marks"
INDEXED = "search_lexemes(d.heading || d.body || d.context || d.marks || d.pairs)"
# Times the limit: words stand together more often or more rarely than chance has it.
ENOUGH_OF_A_WORD, ENOUGH_OF_SEVERAL = 1.6, 2.2
FEW = 6  # times the limit: as many are read sooner than the index sorts out the newest of them
AGAIN = 5  # times as many, when there were not enough
LOCK = 7_226_040


def tsquery(expression):
    if isinstance(expression, str):
        return "'" + expression.replace("\\", "").replace("'", "") + "'"
    joined = (" | " if isinstance(expression, Any) else " & ").join(tsquery(part) for part in expression.parts)
    if without := getattr(expression, "without", ()):
        return f"(({joined}) & !({' | '.join(tsquery(part) for part in without)}))"
    return f"({joined})"


def _telling(expression):
    """Without the words that a phrase's pairs hold already."""
    pairs = tuple(part for part in expression.parts if any(term[0] == PAIR for term in terms_in(part)))
    marks = tuple(part for part in expression.parts if any(term[0] == "§" for term in terms_in(part)))
    return All(pairs + marks, expression.without) if pairs else expression


def _of_its_year(pool, statistics, likely):
    """The stretches to take from; where only a year is wanted, those of the year, and how likely a hit is there."""
    stretches = statistics.stretches_of(pool.number)
    year = next((term for term in terms_in(pool.expression) if term.startswith(mark("y"))), None)
    if year is None or not statistics.share_of(year):
        return stretches, likely
    start = mark(STRETCH, f"{pool.number}{year[2:]}")
    return [(name, size) for name, size in stretches if name.startswith(start)], likely / statistics.share_of(year)


def _by_years(stretches):
    """The same stretches, from the newest back, in fewer words: of all years but the last there is every month."""
    year_at = len(mark(STRETCH, "0"))
    years = [name[year_at : year_at + 4] if len(name) == year_at + 6 else "0000" for name in stretches]
    whole = {year for year in years if year not in ("0000", years[-1])}
    months = [name for name, year in zip(stretches, years, strict=True) if year not in whole]
    return (*(mark("y", year) for year in sorted(whole, reverse=True)), *months)


class PostgresqlEngine(Engine):
    contains = "position(%%s in %(column)s) > 0"
    matching = f"{DOCUMENTS} d WHERE {INDEXED} @@ %s::tsquery"
    write = staticmethod(tsquery)

    def read(self, pools, audience, statistics, phrases=(), columns=()):
        found, short, factor = {}, pools, 1
        while short:
            bounded = [self._bounded(pool, statistics, factor) for pool in short]
            found |= zip(short, self._read([pool for pool, _ in bounded], audience, phrases, columns), strict=True)
            short = [
                pool
                for pool, (_, is_bounded) in zip(short, bounded, strict=True)
                if is_bounded and len(found[pool]) < pool.limit
            ]
            factor *= AGAIN
        return [row for pool in pools for row in found[pool]]

    @staticmethod
    def _bounded(pool, statistics, factor):
        """The pool, of so many of the newest stretches as should do, and whether that leaves any out."""
        telling = _telling(pool.expression)
        likely = share(telling, statistics.share_of)
        is_one_word = len([term for term in terms_in(telling) if not term.startswith("§")]) == 1
        wanted = factor * pool.limit * (ENOUGH_OF_A_WORD if is_one_word else ENOUGH_OF_SEVERAL)
        if likely * statistics.size_of(pool.number) <= max(wanted, FEW * pool.limit):
            return pool, False
        expected, stretches = 0, []
        within, likely = _of_its_year(pool, statistics, likely)
        for name, size in within:
            stretches.append(name)
            expected += likely * size
            if expected > wanted:
                break
        else:
            return pool, False
        return type(pool)(pool.number, both(pool.expression, Any(_by_years(stretches))), pool.limit), True

    def _read(self, pools, audience, phrases, columns):
        open_now, moments = audience.condition(connection.ops.adapt_datetimefield_value)
        with_phrases, spelled = self.phrase_condition(phrases)
        parts, params = [], []
        for place, pool in enumerate(pools):
            # "+ 0": the planner must not walk the primary key and compare row by row.
            parts.append(
                f"(SELECT {place} AS place, d.id FROM {self.matching}"
                f" AND {open_now}{with_phrases} ORDER BY d.id + 0 LIMIT %s)"
            )
            expression = All((pool.expression, mark("p", pool.number)))
            params += [tsquery(expression), *moments, *spelled, pool.limit]
        columns = ", ".join(f"d.{column}" for column in columns)
        rows = self.rows(
            f"WITH found AS MATERIALIZED ({' UNION ALL '.join(parts)})"
            f" SELECT found.place, {columns} FROM found JOIN {DOCUMENTS} d ON d.id = found.id"
            " ORDER BY found.place, d.id",
            params,
        )
        found = [[] for _ in pools]
        for place, *row in rows:
            found[place].append(tuple(row))
        return found

    def names(self, prefix, others, audience, limit):
        open_now, moments = audience.condition(connection.ops.adapt_datetimefield_value)
        with_others = "".join(" AND position(%s in ' ' || n.whole) > 0" for _ in others)
        return self.rows(
            f"SELECT n.key, n.whole, d.id, d.kind, d.object_id, d.shown FROM {NAMES} n"
            f" JOIN {DOCUMENTS} d ON d.id = n.document_id"
            f" WHERE n.key ~>=~ %s AND n.key ~<~ %s{with_others} AND {open_now} ORDER BY n.key USING ~<~ LIMIT %s",
            [prefix, prefix + "\U0010ffff", *(f" {word}" for word in others), *moments, limit],
        )

    def count_terms(self):
        for columns, least in ((COUNTED, 1), ("pairs", RARE_PAIR)):
            query = f"SELECT search_lexemes({columns}) FROM {DOCUMENTS}"
            yield from self.rows("SELECT word, ndoc FROM ts_stat(%s) WHERE ndoc >= %s", [query, least])

    def before_filling(self):
        """An index over many rows is made many times sooner than row by row; nothing is found meanwhile anyway."""
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")

    def after_filling(self):
        """Also when the one who took it down did not live to put it up again."""
        if self.rows("SELECT to_regclass(%s)", [INDEX]) == [(None,)]:
            columns = INDEXED.replace("d.", "")
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE INDEX {INDEX} ON {DOCUMENTS} USING gin ({columns}) WITH (fastupdate = off)")

    def lock(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def tidy(self):
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {DOCUMENTS}, {NAMES}")
