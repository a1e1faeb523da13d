from . import asked_query, synonym  # noqa: F401  they register themselves
