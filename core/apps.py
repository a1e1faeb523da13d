from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from . import database  # noqa: F401  registers the Russian collation before SQLite's first connection
