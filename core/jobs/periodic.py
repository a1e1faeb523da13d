"""Call the functions of higher rooms that the worker repeats regularly; settings list their dotted paths."""

import logging
from collections.abc import Iterable

from django.utils.module_loading import import_string

from .outage import ERRORS, OUTAGE

logger = logging.getLogger(__name__)


def call_each(names: Iterable[str]) -> None:
    """Call the functions with these dotted paths. If one fails, the error is logged and the others still run."""
    for name in names:
        try:
            import_string(name)()
        except ERRORS as error:
            OUTAGE.begins(error)
        except Exception:
            logger.exception("%s", name)
