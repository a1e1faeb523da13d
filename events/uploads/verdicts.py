"""Judge whether a file is accepted, and say why not. A sandboxed process reads the file."""

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
    "empty": gettext_noop("Внутри файла ничего нет. Проверьте его и загрузите ещё раз."),
    "too_large": gettext_noop("Файл больше %(limit)s\u00a0МБ. Сожмите картинки в нём или разделите его на части."),
    "unknown_kind": gettext_noop(
        "Файлы этого вида не принимаем. Подойдут презентации PPTX, PPSX, PPT, PPS и ODP, документы PDF, DOCX, DOC, RTF "
        "и ODT, таблицы XLSX, XLS и ODS, снимки JPEG, PNG, WebP, HEIC и TIFF и ZIP с фотографиями."
    ),
    "program": gettext_noop(
        "Это программа или сценарий, их не принимаем. Загрузите сам документ, например в PDF или PPTX."
    ),
    "web_page": gettext_noop(
        "Это веб-страница или рисунок SVG, даже если имя говорит другое: так сохраняют и под видом DOC или XLS. "
        "Откройте файл в Word или Excel и сохраните в DOCX, XLSX или PDF, а рисунок – в PNG."
    ),
    "video": gettext_noop(
        "Видео и звук здесь не храним. Выложите запись на видеохостинг и укажите её адрес в поле «Ссылка»."
    ),
    "other_format": gettext_noop("Это %(found)s, такие файлы не принимаем. %(advice)s"),
    "not_as_named": gettext_noop(
        "Внутри файла %(found)s, а имя кончается иначе: «%(suffix)s». Если файл тот самый, дайте имени окончание "
        "«%(right)s» и загрузите его ещё раз."
    ),
    "polyglot": gettext_noop(
        "За концом файла спрятан ещё один: архив, программа или документ. Сохраните его заново в своей программе и "
        "загрузите без лишнего."
    ),
    "preceded": gettext_noop(
        "Перед началом PDF стоит что-то постороннее, и не всякая программа его откроет. Откройте файл сами, "
        "напечатайте его в PDF и загрузите то, что получилось."
    ),
    "truncated": gettext_noop("Файл обрывается: похоже, он скачан или скопирован не до конца. Возьмите его заново."),
    "broken": gettext_noop(
        "Файл повреждён или внутри не то, что говорит его имя. Откройте его в своей программе, сохраните заново и "
        "загрузите ещё раз."
    ),
    "encrypted": gettext_noop(
        "Файл защищён паролем. Снимите пароль (в Excel – и защиту книги) и загрузите файл ещё раз."
    ),
    "macros": gettext_noop(
        "В файле есть макросы. Сохраните его без них, например в PPTX, DOCX, XLSX или PDF, и загрузите ещё раз."
    ),
    "embedded_program": gettext_noop(
        "В документ вложена программа: «%(detail)s». Уберите её и загрузите файл ещё раз."
    ),
    "bomb": gettext_noop(
        "Файл распаковывается в слишком большой объём, так делают вредоносные архивы. Если он настоящий, сохраните "
        "документ в PDF, а архив разделите на части."
    ),
    "too_many_entries": gettext_noop(
        "Внутри слишком много файлов. Разделите архив на части, а документ сохраните в PDF."
    ),
    "overlapping": gettext_noop(
        "Внутри файла неразбериха: две его части занимают одно место или носят одно имя. Сохраните или упакуйте его "
        "заново и загрузите ещё раз."
    ),
    "unsafe_names": gettext_noop(
        "Внутри есть файл с путём наружу: «%(detail)s». Упакуйте файлы заново из одной папки."
    ),
    "links": gettext_noop("Внутри есть ссылка вместо файла: «%(detail)s». Упакуйте сами файлы."),
    "nested": gettext_noop(
        "Внутри ещё один архив: «%(detail)s». Уберите его и загрузите файл ещё раз, а что в нём лежит – отдельно."
    ),
    "entities": gettext_noop(
        "В файле есть объявления, через которые вредят компьютерам. Откройте его в своей программе, сохраните заново "
        "и загрузите ещё раз."
    ),
    "not_photos": gettext_noop(
        "В ZIP принимаем только фотографии JPEG, PNG, WebP, HEIC и TIFF, а там «%(detail)s». Документы загрузите "
        "отдельно, каждый своим файлом, а лишнее уберите."
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
# Failures of the process that the file has caused. A crash or a timeout may be the machine's fault.
FAILURES = {"memory": "too_complex", "output": "too_complex"}
NOT_CHECKED = "not_checked"

_PROGRAM_INSIDE = gettext_noop(
    "В архиве программа или сценарий: «%(detail)s». Уберите этот файл и загрузите архив ещё раз."
)
_PART = gettext_noop("Дело в файле «%(detail)s» внутри архива.")
_LABELS = {"webp": "WebP", "zip": gettext_noop("архив с фотографиями")}
_AS_OFFICE = gettext_noop("Откройте файл в программе поновее и сохраните в PPTX, DOCX, XLSX или PDF.")
_AS_PDF = gettext_noop("Сохраните его в PDF.")
_AS_PICTURE = gettext_noop("Сохраните рисунок в PNG или JPEG.")
_UNPACK = gettext_noop("Распакуйте его: документы загрузите отдельно, а фотографии упакуйте в обычный ZIP.")
# Sentences for other formats: what the file is and what to do with it.
OTHER_FORMATS = {
    "ppt95": (gettext_noop("презентация PowerPoint 95"), _AS_OFFICE),
    "word 2": (gettext_noop("документ Word 2 или ещё старше"), _AS_OFFICE),
    "excel 4": (gettext_noop("таблица Excel 4 или ещё старше"), _AS_OFFICE),
    "word xml": (gettext_noop("документ Word в виде XML (Word XML)"), _AS_OFFICE),
    "excel xml": (gettext_noop("таблица Excel в виде XML"), _AS_OFFICE),
    "powerpoint xml": (gettext_noop("презентация PowerPoint в виде XML"), _AS_OFFICE),
    "flat opendocument": (gettext_noop("документ OpenDocument в виде XML"), _AS_OFFICE),
    "xlsb": (gettext_noop("двоичная таблица Excel (XLSB)"), gettext_noop("Сохраните её в XLSX или PDF.")),
    "csv": (gettext_noop("таблица CSV"), gettext_noop("Откройте её в Excel и сохраните в XLSX или PDF.")),
    **dict.fromkeys(
        ("potx", "dotx", "xltx", "presentation-template", "text-template", "spreadsheet-template", "text-master"),
        (gettext_noop("шаблон документа"), gettext_noop("Сохраните по нему сам документ: PPTX, DOCX, XLSX или PDF.")),
    ),
    **dict.fromkeys(("impress", "writer", "calc"), (gettext_noop("документ старого OpenOffice"), _AS_OFFICE)),
    "iwork": (
        gettext_noop("документ Keynote, Pages или Numbers"),
        gettext_noop("Откройте его на Mac или в iCloud и экспортируйте в PDF, PPTX, DOCX или XLSX."),
    ),
    **{kind: (gettext_noop("архив %s") % kind.upper(), _UNPACK) for kind in ("rar", "7z", "gz", "bz2", "xz", "tar")},
    "zip with another method": (gettext_noop("ZIP, сжатый необычным способом"), _UNPACK),
    **{kind: (gettext_noop("рисунок %s") % kind.upper(), _AS_PICTURE) for kind in ("gif", "bmp", "avif", "psd")},
    "graphics": (gettext_noop("рисунок OpenDocument (ODG)"), _AS_PDF),
    "formula": (gettext_noop("формула OpenDocument (ODF)"), _AS_PDF),
    "dwg": (gettext_noop("чертёж AutoCAD (DWG)"), _AS_PDF),
    **dict.fromkeys(("vsd", "vsdx"), (gettext_noop("схема Visio"), _AS_PDF)),
    **dict.fromkeys(("msg", "eml"), (gettext_noop("письмо электронной почты"), _AS_PDF)),
    "pub": (gettext_noop("публикация Microsoft Publisher"), _AS_PDF),
    "ps": (gettext_noop("файл PostScript"), _AS_PDF),
    "djvu": (gettext_noop("книга DjVu"), _AS_PDF),
    "epub": (gettext_noop("книга EPUB"), _AS_PDF),
    "xps": (gettext_noop("документ XPS"), _AS_PDF),
}


@dataclass(frozen=True)
class Verdict:
    """The result. `reason` is a stable word, or "" if the file is accepted; `kind` is that of the content, or ""."""

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
        sentence = SENTENCES[self.reason]
        found, advice = OTHER_FORMATS.get(self.kind, (label(self.kind), _AS_PDF))
        if self.detail and self.reason == "program":
            sentence = _PROGRAM_INSIDE
        text = _(sentence)
        if self.detail and kind_named(self.name) == "zip" and "%(detail)s" not in sentence:
            text = f"{text} {_(_PART)}"
        return text % {
            "limit": settings.MAX_UPLOAD_MB,
            "suffix": extension(self.name) or self.name,
            "found": _(found),
            "advice": _(advice),
            "right": FORMATS[self.kind].extensions[0] if self.kind in FORMATS else "",
            "detail": displayed(self.detail),
        }


def label(kind: str) -> str:
    return _(_LABELS[kind]) if kind in _LABELS else kind.upper() or _("что-то другое")


def displayed(detail: str) -> str:
    """A name from inside of an untrusted file, made safe for a sentence."""
    name = clean_name(detail)
    return name if len(name) <= DETAIL_LENGTH else f"{name[: DETAIL_LENGTH - 1]}…"


@dataclass(frozen=True)
class JudgedUpload:
    """A file with its verdict, so that it is read only once. `sha256` is in hex, or "" if the file was too large."""

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
    """The verdict on a local file of `size` bytes whose displayed name is `name`."""
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
    """Yields `(path, size, sha256)`. A file in memory is copied to a temporary one while it is measured."""
    if hasattr(file, "temporary_file_path"):
        yield file.temporary_file_path(), *_measure(file)
        return
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="inspect-") as copy:
        size, sha256 = _measure(file, copy)
        copy.flush()
        yield copy.name, size, sha256


def _measure(file: File, copy: IO[bytes] | None = None) -> tuple[int, str]:
    """The real size and the SHA-256 in hex. `file` is rewound afterwards."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
        if copy:
            copy.write(block)
    file.seek(0)
    return size, digest.hexdigest()
