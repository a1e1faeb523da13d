"""Whether a file may be a material's, and what people are told when it may not. The reading is done by a child."""

import hashlib
import shutil
import tempfile
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.files.names import clean_name, extension

from . import sandbox
from .formats import FORMATS, kind_named

BLOCK = 1 << 20
REMEMBERED = 256
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
# What a child's end says of the file. A crash and the clock may be the machine's fault, so they are not remembered.
FAILURES = {"memory": "too_complex", "output": "too_complex"}
NOT_CHECKED = "not_checked"

_LABELS = {"jpeg": "JPEG", "webp": "WebP", "zip": gettext_noop("архив с фотографиями")}


@dataclass(frozen=True)
class Verdict:
    """`reason` is a stable word, "" for a file that is taken; `kind` is what was found in it, "" if nobody knows."""

    name: str
    kind: str
    reason: str = ""
    detail: str = ""

    @property
    def is_accepted(self):
        return not self.reason

    @property
    def sentence(self):
        """What people are told, and what they can do."""
        right = FORMATS[self.kind].extensions[0] if self.kind in FORMATS else ""
        return _(SENTENCES[self.reason]) % {
            "limit": settings.MAX_UPLOAD_MB,
            "suffix": extension(self.name) or self.name,
            "found": label(self.kind),
            "right": right,
            "detail": shown(self.detail),
        }


def label(kind):
    return _(_LABELS[kind]) if kind in _LABELS else kind.upper() or _("что-то другое")


def shown(detail):
    """A name out of a foreign file, fit for a sentence."""
    name = clean_name(detail)
    return name if len(name) <= DETAIL_LENGTH else f"{name[: DETAIL_LENGTH - 1]}…"


def of_file(path, name, size):
    """The verdict on a file of this machine, which people know by this name."""
    if size == 0:
        return Verdict(name, "", "empty")
    if size > settings.MAX_UPLOAD_MB << 20:
        return Verdict(name, kind_named(name) or "", "too_large")
    try:
        told = sandbox.call(f"{__package__}.inspection:inspect", str(path), name, limits=sandbox.INSPECT)
    except sandbox.ChildFailed as failure:
        return Verdict(name, kind_named(name) or "", FAILURES.get(failure.kind, NOT_CHECKED))
    return Verdict(name, **told)


class Upload:
    """What came with a form, or from a program: measured, and judged once for the same bytes under the same ending."""

    def __init__(self, file):
        self.file = file
        self.name = clean_name(file.name)
        self.size = file.size
        self.sha256 = ""

    def measure(self):
        """SHA-256 in hex and the size, by what is really read."""
        digest, self.size = hashlib.sha256(), 0
        self.file.seek(0)
        while block := self.file.read(BLOCK):
            digest.update(block)
            self.size += len(block)
        self.file.seek(0)
        self.sha256 = digest.hexdigest()

    def verdict(self):
        if self.size > settings.MAX_UPLOAD_MB << 20:
            return Verdict(self.name, kind_named(self.name) or "", "too_large")
        self.measure()
        key = (self.sha256, extension(self.name) or self.name)
        known = _remembered.get(key)
        if known is None:
            with self.on_disk() as path:
                known = of_file(path, self.name, self.size)
            if known.reason != NOT_CHECKED:
                _remembered[key] = known
                while len(_remembered) > REMEMBERED:
                    _remembered.popitem(last=False)
        return Verdict(self.name, known.kind, known.reason, known.detail)

    @contextmanager
    def on_disk(self):
        """A path for the child; what had to be written for it does not outlive it."""
        if hasattr(self.file, "temporary_file_path"):
            yield self.file.temporary_file_path()
            return
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="inspect-") as copy:
            shutil.copyfileobj(self.file, copy, BLOCK)
            copy.flush()
            self.file.seek(0)
            yield copy.name


# A form asks before it is saved, and the version asks again: the same bytes have the same verdict.
_remembered = OrderedDict()
