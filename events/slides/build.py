"""The worker's job that builds the slides of a version from its file.

A worker may be killed at any step, so each attempt begins by removing what earlier ones left. No slide is visible
before all of them are built.
"""

import datetime as dt
import logging
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.files.names import extension
from core.jobs.lease import Lease, Lost
from core.jobs.run import PermanentFailure, TemporaryFailure, UnclearFailure

from ..models import Preview, Slide
from ..uploads import sandbox
from . import office, writer
from .office_text import READERS
from .writer import SIZES, Page, SlideWriter, discard

logger = logging.getLogger(__name__)

SCRATCH = "preview-"
MAX_UNREADABLE = 5  # pages that may crash the child process
MAX_NAMED = 20  # ranges of pages that a remark lists
UNREADABLE = gettext_noop("файл не читается: возможно, он повреждён")
TOO_LONG = gettext_noop("файл слишком сложный: обработка не уложилась в отведённое время")
REASONS = {
    "encrypted": gettext_noop("файл защищён паролем; снимите пароль и загрузите его ещё раз"),
    "broken": gettext_noop("файл повреждён и не открывается; сохраните его заново и загрузите ещё раз"),
    "too many pixels": gettext_noop("картинка слишком велика: больше 50\u00a0мегапикселей"),
}
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif"}


class Attempt:
    """The handler of `Preview` jobs."""

    pdf_reader = f"{__package__}.extraction:pages_of_pdf"
    picture_reader = f"{__package__}.extraction:pages_of_picture"
    text_reader = f"{__package__}.office_text:pages_of"
    sheet_reader = f"{__package__}.sheet_text:texts_of_pages"
    cleaner = f"{__package__}.office_copy:clean"
    limits = sandbox.EXTRACT
    cleaning_limits = replace(sandbox.EXTRACT, file_mb=2048)  # the copy is not compressed

    folder: Path  # for the files of this attempt

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.version = lease.job.version
        self.suffix = extension(self.version.original_name)
        self.writer = SlideWriter(lease)

    def run(self) -> None:
        try:
            self.build()
        except Lost:
            self.writer.delete_last_files()
            raise

    def discard(self) -> None:
        discard(self.version)

    def build(self) -> None:
        started = time.monotonic()
        discard(self.version)
        with self.scratch_folder() as self.folder:
            if not self.copy_twin():
                source = self.local_copy()
                if self.suffix in PICTURES:
                    self.writer.write_all(self.pages_read_by(self.picture_reader, source))
                elif self.suffix == ".pdf":
                    self.build_from_pdf(source)
                else:
                    self.build_from_document(source)
        self.lease.finish(" ".join(self.writer.remarks))
        logger.info("Preview %s of %s: %.1f s", self.lease.job.pk, self.version, time.monotonic() - started)

    @contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """A folder for this attempt. Folders of earlier attempts, whose worker died, are removed."""
        top, prefix = Path(settings.FILE_UPLOAD_TEMP_DIR), f"{SCRATCH}{self.lease.job.pk}-"
        for left in top.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=prefix, dir=top, ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    def local_copy(self) -> Path:
        """A local copy with a plain name and the file's suffix, which programs need."""
        try:
            return self.fetch(self.version.file, f"original{self.suffix}")
        except FileNotFoundError as error:
            raise PermanentFailure(_("файла нет в хранилище, загрузите его ещё раз")) from error

    def fetch(self, stored: FieldFile, name: str) -> Path:
        with stored.open("rb") as content, open(self.folder / name, "wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        return self.folder / name

    # --- A version with the same bytes ---------------------------------------------------------------------------

    def copy_twin(self) -> bool:
        """Copy the slides of another version with the same bytes. False if there is none with a complete preview."""
        twins = Preview.objects.filter(version__sha256=self.version.sha256, state=Preview.State.READY, remark="")
        twin = twins.exclude(pk=self.lease.job.pk).select_related("version").order_by("pk").first()
        if twin is None or extension(twin.version.original_name) != self.suffix:
            return False
        slides = twin.version.slides.all()
        self.writer.set_total(twin.version.pages or len(slides))
        try:
            self.writer.write_all(map(self.copy_of, slides))
            if twin.pdf:
                self.writer.write_pdf(self.fetch(twin.pdf, "twin.pdf"))
        except FileNotFoundError as error:  # the twin was deleted in the meantime
            raise TemporaryFailure(_("копия этого файла исчезла во время обработки")) from error
        return True

    def copy_of(self, slide: Slide) -> Page:
        columns = {name: getattr(slide, name) for name in ("number", "title", "text", "word_boxes", "width", "height")}
        files = {size: getattr(slide, size) for size in SIZES if getattr(slide, size)}
        return columns | {size: self.fetch(file, f"{slide.number}-{size}.webp") for size, file in files.items()}

    # --- Kinds of files ------------------------------------------------------------------------------------------

    def build_from_pdf(self, path: Path, known: list[Page] | None = None) -> None:
        """Write the slides of a PDF. `known` has better texts from the document, used if it has each page."""

        def told(page: Page) -> Page:
            better = known[page["number"] - 1] if known and len(known) == self.writer.total else {}
            return page | {column: value for column, value in better.items() if value}

        self.writer.write_all(map(told, self.pages_read_by(self.pdf_reader, path)))

    def pages_read_by(self, reader: str, path: Path) -> Iterator[Page]:
        """Yields all pages, read by one sandboxed process after another. A page that crashes its process is empty."""
        number, last = 1, None
        unread: list[int] = []
        kills = 0
        while last is None or number <= last:
            try:
                for page in self.run_child(reader, path, self.folder, number, writer.MAX_PAGES):
                    if last is None:
                        last = self.writer.set_total(page["total"])
                    if "number" in page:
                        if "picture" not in page:
                            unread.append(page["number"])
                        yield self.with_paths(page)
                        number = page["number"] + 1
            except sandbox.ChildFailed as failure:
                if last is None or kills == MAX_UNREADABLE:
                    raise job_failure(failure) from failure
                kills += 1
                unread.append(number)
                yield {"number": number, "title": ""}
                number += 1
        if unread:
            self.writer.remarks.append(_("Не удалось показать страницы: %s.") % numbers_in_words(unread))

    def build_from_document(self, source: Path) -> None:
        """Convert with LibreOffice. Without it, or if it always crashes, keep only the text and add a remark."""
        document = self.cleaned(source)
        texts = self.texts_of(document)
        if office.program() is None:
            if texts is None:
                raise PermanentFailure(_("без LibreOffice такие файлы не читаются; загрузите PDF, PPTX или DOCX"))
            self.write_texts(texts, _("Показан только текст: на сервере нет LibreOffice."))
            return
        try:
            pdf, known = self.convert_to_pdf(document, texts)
        except sandbox.ChildFailed as failure:
            reason = job_failure(failure)
            may_succeed = isinstance(reason, TemporaryFailure) and self.lease.is_first_attempt
            if texts is None or may_succeed:
                raise reason from failure
            self.write_texts(texts, _("Показан только текст: LibreOffice не справляется с этим файлом."))
            return
        self.build_from_pdf(pdf, known)
        self.writer.write_pdf(pdf)

    def cleaned(self, source: Path) -> Path:
        """A copy without links and invisible content. A file that is not a package stays as it is."""
        document = self.folder / f"document{source.suffix}"
        if source.suffix in office.LEGACY:
            return source.rename(document)
        try:
            list(self.run_child(self.cleaner, source, document, limits=self.cleaning_limits))
        except sandbox.ChildFailed as failure:
            raise job_failure(failure) from failure
        return document

    def texts_of(self, document: Path) -> dict[str, Any] | None:
        if document.suffix not in READERS:
            return None
        try:
            (texts,) = self.run_child(self.text_reader, document, document.suffix, writer.MAX_PAGES)
        except sandbox.ChildFailed as failure:
            logger.info("No text of %s: %s", self.version, failure)
            return None
        return texts

    def write_texts(self, texts: dict[str, Any], remark: str) -> None:
        self.writer.set_total(texts["total"])
        self.writer.remarks.append(remark)
        self.writer.write_all({"number": number, **page} for number, page in enumerate(texts["pages"], 1))

    def convert_to_pdf(self, document: Path, texts: dict[str, Any] | None) -> tuple[Path, list[Page] | None]:
        """The PDF, and what the document itself tells about its pages."""
        if document.suffix in office.SPREADSHEETS:
            sheets = document if document.suffix == ".ods" else self.in_open_format(document, "ods")
            pdf = self.converted(sheets, "pdf")
            return pdf, self.pages_of_sheets(sheets, pdf)
        if office.may_have_deletions(document):
            document = self.in_open_format(document, "odt")
        is_presentation = document.suffix in (".pptx", ".ppsx", ".odp")
        titles = [{"title": page["title"]} for page in texts["pages"]] if texts and is_presentation else None
        return self.converted(document, "pdf"), titles

    def pages_of_sheets(self, sheets: Path, pdf: Path) -> list[Page] | None:
        try:
            (pages,) = self.run_child(self.sheet_reader, sheets, pdf, writer.MAX_PAGES)
        except sandbox.ChildFailed as failure:
            logger.info("No text of the cells of %s: %s", self.version, failure)
            return None
        return pages

    def in_open_format(self, document: Path, kind: str) -> Path:
        """The document as OpenDocument, whose XML marks deleted and hidden content, without that content."""
        opened = self.converted(document, kind)
        return self.cleaned(opened.rename(opened.with_stem("opened")))

    def converted(self, document: Path, kind: str) -> Path:
        self.lease.extend(dt.timedelta(seconds=office.MAX_SECONDS) + Preview.lease_time)
        converted = office.convert(document, self.folder, kind)
        self.lease.extend()
        return converted

    # --- Children ------------------------------------------------------------------------------------------------

    def run_child(self, function: str, *arguments: Any, limits: sandbox.Limits | None = None) -> Generator[Any]:
        """Yields what a pure function yields in a sandboxed process. Raises ChildFailed or shutdown.Requested."""
        plain = [str(argument) if isinstance(argument, Path) else argument for argument in arguments]
        return sandbox.stream(function, *plain, limits=limits or self.limits)

    def with_paths(self, page: Page) -> Page:
        return page | {size: self.folder / page[size] for size in SIZES if size in page}


def numbers_in_words(numbers: list[int]) -> str:
    """«2, 5–9, 12»; a long list is cut."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    words = ["–".join(map(str, run)) for run in runs]
    return ", ".join(words[:MAX_NAMED]) + (" …" if len(words) > MAX_NAMED else "")


def job_failure(failure: sandbox.ChildFailed) -> PermanentFailure | TemporaryFailure:
    """The failure of the job, with a sentence for people. Only a crash and a timeout may be the machine's fault.

    A parser that has used up its CPU time would do so on any machine. One that has waited for the CPU may succeed.
    """
    if failure.kind == "refused":
        return PermanentFailure(_(REASONS.get(failure.reason, UNREADABLE)))
    if failure.kind in ("memory", "output"):
        return PermanentFailure(_("файл слишком сложный: на него не хватает памяти"))
    if failure.kind == "cpu":
        return PermanentFailure(_(TOO_LONG))
    if failure.kind == "time":
        return UnclearFailure(_(TOO_LONG))
    return UnclearFailure(_("программа, которая читает файл, оборвалась"))
