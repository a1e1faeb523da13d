"""What both databases must know of Russian: its alphabet's order, and that case and ё do not matter in a search.

`RUSSIAN` is a collation for `db_collation`: PostgreSQL gets it from ICU (migration `parks.0001`), SQLite from Python.
The lookup `…__holds` is «the text holds these words»: use it where Django would offer `icontains`, which on SQLite does
not fold Cyrillic and on neither database folds ё.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField

from . import text

RUSSIAN = "russian"


def teach_sqlite(sender, connection, **kwargs):
    if connection.vendor != "sqlite":
        return
    connection.connection.create_collation(RUSSIAN, _compare)
    connection.connection.create_function("ru_fold", 1, _fold_or_null, deterministic=True)


def _compare(left, right):
    left, right = text.sort_key(left), text.sort_key(right)
    return (left > right) - (left < right)


def _fold_or_null(value):
    return None if value is None else text.fold(str(value))


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup):
    """`name__holds="Развити"`: the folded text contains the folded words, wildcards taken literally."""

    lookup_name = "holds"

    def get_prep_lookup(self):
        return text.fold(str(self.rhs).replace("\x00", ""))

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        pattern = self.rhs.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        if connection.vendor == "sqlite":
            folded = f"ru_fold({column})"
        else:  # the collation by name: what a database folds by default depends on the locale it was made with
            folded = f"replace(lower(({column}) COLLATE \"{RUSSIAN}\"), 'ё', 'е')"
        return f"{folded} LIKE %s ESCAPE '\\'", [*params, f"%{pattern}%"]


connection_created.connect(teach_sqlite, dispatch_uid="core.database.teach_sqlite")
