"""Read the text of a file with a press release or a programme.

A document goes through the same inspection as a material, and a sandboxed process reads it. Nothing in it is executed.
"""

import logging
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from core.files.names import clean_name, extension

from .uploads import sandbox, verdicts

logger = logging.getLogger(__name__)

PLAIN = {".txt", ".html", ".htm"}
DOCUMENTS = {".docx", ".odt", ".pdf"}
LARGEST_PLAIN = 2 << 20  # bytes
LIMITS = replace(sandbox.EXTRACT, cpu_seconds=20, wall_seconds=30, output_mb=8)
_READER = "events.slides.plain_text:text_of_file"


class UnreadableSource(Exception):
    """The message is a sentence for the editor that says what is wrong and what to do."""


def text_of(path: str | Path, name: str = "") -> str:
    """The text of a local file whose displayed name is `name`. Raises UnreadableSource."""
    path = Path(path)
    name = clean_name(name or path.name)
    suffix = extension(name)
    if suffix not in PLAIN | DOCUMENTS:
        raise UnreadableSource(_("Читаются TXT, HTML, DOCX, ODT и PDF. Сохраните «%s» в одном из этих видов.") % name)
    size = path.stat().st_size
    if suffix in PLAIN and size > LARGEST_PLAIN:
        raise UnreadableSource(_("«%s» больше 2\u00a0МБ: это не текст пресс-релиза.") % name)
    if suffix in DOCUMENTS and not (verdict := verdicts.judge_path(path, name, size)).is_accepted:
        raise UnreadableSource(f"«{name}»: {verdict.sentence}")
    try:
        text = sandbox.call(_READER, str(path), suffix, limits=LIMITS)
    except sandbox.ChildFailed as failure:
        logger.info("No text of %s: %s", name, failure)
        raise UnreadableSource(_sentence(failure, name)) from None
    return str(text)


def _sentence(failure: sandbox.ChildFailed, name: str) -> str:
    if failure.kind == "refused":
        return (
            _("В «%s» не нашлось текста: файл повреждён или это не текст. Скопируйте текст и вставьте его в поле.")
            % name
        )
    return _("«%s» не удалось прочитать: файл слишком сложный. Скопируйте текст и вставьте его в поле.") % name
