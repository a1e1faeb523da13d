"""Read an uploaded XLSX. It goes through the inspection of uploads, and a sandboxed process opens it."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from core.files.names import clean_name, extension

from .uploads import sandbox, verdicts

logger = logging.getLogger(__name__)

LIMITS = replace(sandbox.EXTRACT, output_mb=128)
_READER = "core.spreadsheets.cells:rows_of"


def rows_of(path: str | Path, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet as texts. Raises ValueError with a sentence for people."""
    name = clean_name(name)
    if extension(name) != ".xlsx":
        raise ValueError(_("Нужна таблица XLSX. Откройте «%s» в Excel и сохраните в этом виде.") % name)
    verdict = verdicts.judge_path(path, name, Path(path).stat().st_size)
    if not verdict.is_accepted:
        raise ValueError(verdict.sentence)
    try:
        for rows in sandbox.stream(_READER, str(path), limits=LIMITS):
            yield from rows
    except sandbox.ChildFailed as failure:
        logger.info("No rows of %s: %s", name, failure)
        if failure.reason == "too_many_rows":
            raise ValueError(_("В таблице больше 50\u00a0000 строк. Разделите её на части.")) from None
        raise ValueError(_("Таблицу «%s» прочитать не удалось. Сохраните её в Excel заново.") % name) from None
