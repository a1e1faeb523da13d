"""Work that is done again and again: functions of the upper rooms, named in the settings, called by the worker."""

import logging
from collections.abc import Iterable

from django.utils.module_loading import import_string

from .outage import ERRORS, OUTAGE

logger = logging.getLogger(__name__)


def call_each(names: Iterable[str]) -> None:
    """Call the functions with these dotted paths; one that fails is logged and keeps none of the others."""
    for name in names:
        try:
            import_string(name)()
        except ERRORS as error:
            OUTAGE.begins(error)
        except Exception:
            logger.exception("%s", name)
