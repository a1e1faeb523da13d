"""Judge whether a file may be a material's, and say why not. A child process does the reading."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.files.names import clean_name, extension

from . import sandbox
from .formats import FORMATS, kind_named

BLOCK = 1 << 20
DETAIL_LENGTH = 60

SENTENCES = {
    "empty": gettext_noop("Файл пуст. Проверьте его и загрузите ещё раз."),
    "too_large": gettext_noop("Файл больше %(limit)s\u00a0МБ. Сожмите картинки в нём или разделите его на части."),
    "unknown_kind": gettext_noop(
        "Файлы этого вида не принимаем. Подойдут PDF, PPTX, DOCX, XLSX, PPT, DOC, ODP, ODT, ODS, JPEG, PNG, WebP "
        "и ZIP с фотографиями."
    ),
    "program": gettext_noop(
        "Это программа или сценарий, их не принимаем. Загрузите сам документ, например в PDF или PPTX."
    ),
    "web_page": gettext_noop(
        "Это веб-страница или рисунок SVG, их не принимаем. Сохраните страницу в PDF, а рисунок – в PNG."
    ),
    "video": gettext_noop(
        "Видео и звук здесь не храним. Выложите запись на видеохостинг и укажите её адрес в поле «Ссылка»."
    ),
    "other_format": gettext_noop(
        "Внутри файла %(found)s, этот формат не принимаем. Сохраните документ в PDF, PPTX, DOCX или XLSX, рисунок – "
        "в PNG или JPEG, архив – в обычный ZIP."
    ),
    "not_as_named": gettext_noop(
        "Имя файла говорит «%(suffix)s», а внутри %(found)s. Если файл тот самый, переименуйте его в «%(right)s» и "
        "загрузите ещё раз."
    ),
    "polyglot": gettext_noop(
        "В файле спрятан ещё один: архив, программа или документ. Сохраните его заново в своей программе и загрузите "
        "без лишнего."
    ),
    "truncated": gettext_noop("Файл обрывается: похоже, он скачан или скопирован не до конца. Возьмите его заново."),
    "broken": gettext_noop(
        "Файл повреждён или внутри не то, что говорит его имя. Откройте его в своей программе, сохраните заново и "
        "загрузите ещё раз."
    ),
    "encrypted": gettext_noop("Файл защищён паролем. Снимите пароль и загрузите файл ещё раз."),
    "macros": gettext_noop(
        "В файле есть макросы. Сохраните его без них, например в PPTX, DOCX, XLSX или PDF, и загрузите ещё раз."
    ),
    "embedded_program": gettext_noop(
        "В документ вложена программа: «%(detail)s». Уберите её и загрузите файл ещё раз."
    ),
    "bomb": gettext_noop(
        "Файл распаковывается в слишком большой объём, так делают вредоносные архивы. Если он настоящий, сохраните его "
        "в PDF."
    ),
    "too_many_entries": gettext_noop("Внутри слишком много файлов. Разделите архив на части или сохраните его в PDF."),
    "overlapping": gettext_noop(
        "Внутри файла неразбериха: одно и то же описано по-разному. Сохраните или упакуйте его заново и загрузите "
        "ещё раз."
    ),
    "unsafe_names": gettext_noop(
        "В архиве есть файл с путём наружу: «%(detail)s». Упакуйте фотографии заново из одной папки."
    ),
    "links": gettext_noop("В архиве есть ссылка вместо файла: «%(detail)s». Упакуйте сами фотографии."),
    "nested": gettext_noop("Внутри ещё один архив: «%(detail)s». Распакуйте его и загрузите файлы без него."),
    "entities": gettext_noop(
        "В файле есть объявления, через которые вредят компьютерам. Откройте его в своей программе, сохраните заново "
        "и загрузите ещё раз."
    ),
    "not_photos": gettext_noop(
        "В архиве должны быть только фотографии JPEG, PNG или WebP, а там «%(detail)s». Уберите лишнее; документы "
        "загрузите отдельно."
    ),
    "too_many_pixels": gettext_noop(
        "Картинка слишком велика: больше 50\u00a0мегапикселей. Уменьшите её и загрузите ещё раз."
    ),
    "too_complex": gettext_noop(
        "Файл слишком сложный, проверить его не удалось. Сохраните его в PDF без вложений или разделите на части."
    ),
    "not_checked": gettext_noop(
        "Не удалось проверить файл. Загрузите его ещё раз, а если не поможет – сохраните его в PDF."
    ),
}
# Failures of the child that come from the file. A crash and a timeout may be the machine's fault.
FAILURES = {"memory": "too_complex", "output": "too_complex"}
NOT_CHECKED = "not_checked"

_LABELS = {"jpeg": "JPEG", "webp": "WebP", "zip": gettext_noop("архив с фотографиями")}


@dataclass(frozen=True)
class Verdict:
    """`reason` is a stable word, "" for an accepted file; `kind` is what the content is, "" if unknown."""

    name: str
    kind: str
    reason: str = ""
    detail: str = ""

    @property
    def is_accepted(self) -> bool:
        return not self.reason

    @property
    def sentence(self) -> str:
        """Why the file is refused and what to do about it, for people."""
        right = FORMATS[self.kind].extensions[0] if self.kind in FORMATS else ""
        return _(SENTENCES[self.reason]) % {
            "limit": settings.MAX_UPLOAD_MB,
            "suffix": extension(self.name) or self.name,
            "found": label(self.kind),
            "right": right,
            "detail": displayed(self.detail),
        }


def label(kind: str) -> str:
    return _(_LABELS[kind]) if kind in _LABELS else kind.upper() or _("что-то другое")


def displayed(detail: str) -> str:
    """A name from inside a foreign file, made fit for a sentence."""
    name = clean_name(detail)
    return name if len(name) <= DETAIL_LENGTH else f"{name[: DETAIL_LENGTH - 1]}…"


@dataclass(frozen=True)
class JudgedUpload:
    """A file from a form or a program, read once: `sha256` is in hex and "" for a file too large to be read."""

    file: File
    name: str
    size: int
    sha256: str
    verdict: Verdict


def judge(file: File) -> JudgedUpload:
    name = clean_name(file.name)
    if file.size > settings.MAX_UPLOAD_MB << 20:
        return JudgedUpload(file, name, file.size, "", _too_large(name))
    with _measured_on_disk(file) as (path, size, sha256):
        return JudgedUpload(file, name, size, sha256, judge_path(path, name, size))


def judge_path(path: str | Path, name: str, size: int) -> Verdict:
    """The verdict on a local file of `size` bytes that people know by `name`."""
    if size == 0:
        return Verdict(name, "", "empty")
    if size > settings.MAX_UPLOAD_MB << 20:
        return _too_large(name)
    try:
        found = sandbox.call(f"{__package__}.inspection:inspect", str(path), name, limits=sandbox.INSPECT)
    except sandbox.ChildFailed as failure:
        return Verdict(name, kind_named(name) or "", FAILURES.get(failure.kind, NOT_CHECKED))
    return Verdict(name, **found)


def _too_large(name: str) -> Verdict:
    return Verdict(name, kind_named(name) or "", "too_large")


@contextmanager
def _measured_on_disk(file: File) -> Iterator[tuple[str, int, str]]:
    """`(path, size, sha256)`; a file held in memory is copied to a temporary one while it is measured."""
    if hasattr(file, "temporary_file_path"):
        yield file.temporary_file_path(), *_measure(file)
        return
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="inspect-") as copy:
        size, sha256 = _measure(file, copy)
        copy.flush()
        yield copy.name, size, sha256


def _measure(file: File, copy: IO[bytes] | None = None) -> tuple[int, str]:
    """The size by what is really read and the SHA-256 in hex; `file` stands at its beginning afterwards."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
        if copy:
            copy.write(block)
    file.seek(0)
    return size, digest.hexdigest()
