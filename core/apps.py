from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from . import database  # noqa: F401  registers the Russian collation before SQLite's first connection
        from .admin import icons
        from .labels import remember_labels
        from .rendering import render_fast

        icons.translate()
        render_fast()
        remember_labels(apps.get_models())
        pre_migrate.connect(_keep_no_pages, sender=self)
        post_migrate.connect(_keep_pages_again, sender=self)


def _keep_no_pages(**signal: Any) -> None:
    from .kept_pages import generation

    if generation.is_there():
        generation.suspend()


def _keep_pages_again(**signal: Any) -> None:
    from .kept_pages import generation, triggers

    if generation.is_there():
        triggers.install()
        generation.renew()
