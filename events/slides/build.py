"""From a version's file to its slides: one attempt of a worker.

Every step may be the last one. So a file's name is in the database before the file is on the disk: what a killed worker
leaves behind is found by its rows, and the next attempt begins with throwing it away. Nobody sees a slide before all
of them are there.
"""

import datetime as dt
import logging
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.files.names import extension, stored_name
from core.jobs.lease import Lost
from core.jobs.run import PermanentFailure, TemporaryFailure

from ..models import MaterialVersion, Preview, Slide
from ..uploads import sandbox
from . import office
from .office_text import READERS

logger = logging.getLogger(__name__)

SCRATCH = "preview-"
MOST_PAGES = 1000
MOST_UNREADABLE = 5
SIZES = ("picture", "small_picture")
PACKAGE = __package__
PDF = "extraction:pages_of_pdf"
EXTRACT = sandbox.EXTRACT
STRIP = replace(EXTRACT, file_mb=2048)  # of what is packed
UNREADABLE = gettext_noop("файл не читается: возможно, он повреждён")
REASONS = {
    "encrypted": gettext_noop("файл защищён паролем; снимите пароль и загрузите его ещё раз"),
    "broken": gettext_noop("файл повреждён и не открывается; сохраните его заново и загрузите ещё раз"),
    "too many pixels": gettext_noop("картинка слишком велика: больше 50\u00a0мегапикселей"),
}
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
SECONDS_BETWEEN_WRITES = 0.5


def discard(version):
    """Whatever an earlier attempt made. First the files: without its row nobody would find a file again."""
    slides = Slide.objects.filter(version=version)
    storage = Slide._meta.get_field("picture").storage
    for names in slides.values_list("picture", "small_picture"):
        for name in filter(None, names):
            storage.delete(name)
    slides.delete()
    for name in Preview.objects.filter(version=version).exclude(pdf="").values_list("pdf", flat=True):
        storage.delete(name)
    Preview.objects.filter(version=version).update(pdf="")


class Attempt:
    def __init__(self, lease):
        self.lease = lease
        self.version = lease.job.version
        self.suffix = extension(self.version.original_name)
        self.storage = self.version.file.storage
        self.remarks = []
        self.total = None
        self.fresh = []  # names of the files that were written last

    def run(self):
        try:
            self.make()
        except Lost:
            # Their rows may have gone before they came; those written earlier went with their rows.
            for name in self.fresh:
                self.storage.delete(name)
            raise

    def discard(self):
        discard(self.version)

    def make(self):
        started = time.monotonic()
        discard(self.version)
        with self.scratch() as self.folder:
            if not self.copy_twin():
                source = self.local_copy()
                if self.suffix in PICTURES:
                    self.draw_picture(source)
                elif self.suffix == ".pdf":
                    self.draw(source)
                else:
                    self.convert(source)
        self.lease.finish(" ".join(self.remarks))
        logger.info("Preview %s of %s: %.1f s", self.lease.job.pk, self.version, time.monotonic() - started)

    @contextmanager
    def scratch(self):
        """A folder for this attempt; those of earlier ones, whose worker died, go."""
        top, mine = Path(settings.FILE_UPLOAD_TEMP_DIR), f"{SCRATCH}{self.lease.job.pk}-"
        for left in top.glob(f"{mine}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=mine, dir=top, ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    def local_copy(self):
        """The file under a plain name; programs judge by the suffix."""
        try:
            return self.fetched(self.version.file, f"original{self.suffix}")
        except FileNotFoundError as error:
            raise PermanentFailure(_("файла нет в хранилище, загрузите его ещё раз")) from error

    def fetched(self, stored, name):
        with stored.open("rb") as content, open(self.folder / name, "wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        return self.folder / name

    # --- Pages ---------------------------------------------------------------------------------------------------

    def put_all(self, pages):
        """Pages as they come, written a few at a time: whoever looks at the site meanwhile should not notice."""
        waiting, written = [], time.monotonic()
        for page in pages:
            waiting.append(page)
            if time.monotonic() - written > SECONDS_BETWEEN_WRITES:
                self.put(waiting)
                waiting, written = [], time.monotonic()
        if waiting:
            self.put(waiting)

    def put(self, pages):
        """Rows first, then their files, which lie in the scratch folder."""
        files = []
        for page in pages:
            for size in SIZES:
                if path := page.get(size):
                    page[size] = stored_name(f"{Slide._meta.get_field(size).upload_to}/slide.webp")
                    files.append((page[size], path))
        with transaction.atomic():
            self.lease.extend(steps_done=F("steps_done") + len(pages))
            Slide.objects.bulk_create(Slide(version=self.version, **page) for page in pages)
        self.take_in(files)

    def take_in(self, files):
        self.fresh = [name for name, _path in files]
        for name, path in files:
            self.storage.take_in(name, path)

    def expect(self, total):
        """How many pages there are, and how many of them will be slides."""
        if total > MOST_PAGES:
            shown = {"most": MOST_PAGES, "total": total}
            self.remarks.append(_("Показаны первые страницы: %(most)s из %(total)s.") % shown)
        self.total = min(total, MOST_PAGES)
        self.lease.extend(steps_total=self.total)
        MaterialVersion.objects.filter(pk=self.version.pk).update(pages=total)
        return self.total

    def copy_twin(self):
        """The slides of another version with the same bytes, when they are made already and nothing is amiss there."""
        twins = Preview.objects.filter(version__sha256=self.version.sha256, state=Preview.State.READY, remark="")
        twin = twins.exclude(pk=self.lease.job.pk).select_related("version").order_by("pk").first()
        if twin is None or extension(twin.version.original_name) != self.suffix:
            return False
        slides = twin.version.slides.all()
        self.expect(twin.version.pages or len(slides))
        try:
            self.put_all(map(self.copied, slides))
            if twin.pdf:
                self.keep_pdf(self.fetched(twin.pdf, "twin.pdf"))
        except FileNotFoundError as error:  # the twin was deleted meanwhile
            raise TemporaryFailure(_("копия этого файла исчезла во время обработки")) from error
        return True

    def copied(self, slide):
        same = {name: getattr(slide, name) for name in ("number", "title", "text", "width", "height")}
        files = {size: getattr(slide, size) for size in SIZES if getattr(slide, size)}
        return same | {size: self.fetched(file, f"{slide.number}-{size}.webp") for size, file in files.items()}

    # --- Kinds of files ------------------------------------------------------------------------------------------

    def draw(self, path, titles=None):
        """Slides of a PDF. `titles`: what the presentation itself calls them, used only when their number is right."""

        def titled(page):
            known = titles[page["number"] - 1] if titles and len(titles) == self.total else ""
            return page | {"title": known or page["title"]}

        self.put_all(map(titled, self.pages_of_pdf(path)))

    def pages_of_pdf(self, path):
        """Child after child, each within its limits, to the last page. One that kills its child stays empty."""
        number, last, unreadable = 1, None, []
        while last is None or number <= last:
            try:
                for page in self.ask(PDF, path, self.folder, number, MOST_PAGES):
                    if last is None:
                        last = self.expect(page["total"])
                    if "number" in page:
                        yield self.with_paths(page)
                        number = page["number"] + 1
            except sandbox.ChildFailed as failure:
                if last is None or len(unreadable) == MOST_UNREADABLE:
                    raise explained(failure) from failure
                unreadable.append(str(number))
                yield {"number": number, "title": ""}
                number += 1
        if unreadable:
            self.remarks.append(_("Не удалось показать страницы: %s.") % ", ".join(unreadable))

    def draw_picture(self, path):
        try:
            total, page = self.ask("extraction:page_of_picture", path, self.folder)
        except sandbox.ChildFailed as failure:
            raise explained(failure) from failure
        self.expect(total["total"])
        self.put([self.with_paths(page)])

    def convert(self, source):
        """By LibreOffice; without it, or where it breaks down every time, the text alone and an honest remark."""
        texts = self.texts_of(source)
        if office.program() is None:
            if texts is None:
                raise PermanentFailure(_("без LibreOffice такие файлы не читаются; загрузите PDF, PPTX или DOCX"))
            self.put_texts(texts, _("Показан только текст: на сервере нет LibreOffice."))
            return
        try:
            pdf = self.to_pdf(source)
        except sandbox.ChildFailed as failure:
            if texts is None or self.lease.may_retry:
                raise explained(failure) from failure
            self.put_texts(texts, _("Показан только текст: LibreOffice не справляется с этим файлом."))
            return
        is_presentation = self.suffix in (".pptx", ".odp")
        self.draw(pdf, [page["title"] for page in texts["pages"]] if texts and is_presentation else None)
        self.keep_pdf(pdf)

    def texts_of(self, source):
        if self.suffix not in READERS:
            return None
        try:
            (texts,) = self.ask("office_text:pages_of", source, self.suffix, MOST_PAGES)
        except sandbox.ChildFailed as failure:
            logger.info("No text of %s: %s", self.version, failure)
            return None
        return texts

    def put_texts(self, texts, remark):
        self.expect(texts["total"])
        self.remarks.append(remark)
        self.put_all({"number": number, **page} for number, page in enumerate(texts["pages"], 1))

    def to_pdf(self, source):
        document = self.folder / f"document{self.suffix}"
        if self.suffix in office.LEGACY:
            source.rename(document)
        else:
            list(self.ask("office:strip_links", source, document, limits=STRIP))
        self.lease.extend(dt.timedelta(seconds=office.MOST_SECONDS) + Preview.lease_time)
        pdf = office.to_pdf(document, self.folder)
        self.lease.extend()
        return pdf

    def keep_pdf(self, path):
        name = stored_name("previews/document.pdf")
        self.lease.extend(pdf=name)
        self.take_in([(name, path)])

    # --- Children ------------------------------------------------------------------------------------------------

    def ask(self, function, *arguments, limits=None):
        """What a pure function of this package yields in a limited child; a worker that is told to stop stops here."""
        arguments = [str(one) if isinstance(one, Path) else one for one in arguments]
        return sandbox.stream(f"{PACKAGE}.{function}", *arguments, limits=limits or EXTRACT)

    def with_paths(self, page):
        return page | {size: self.folder / page[size] for size in SIZES if size in page}


def explained(failure):
    """What to tell people, and whether it may go better next time: only a crash or the clock may be the machine's."""
    if failure.kind == "refused":
        return PermanentFailure(_(REASONS.get(failure.reason, UNREADABLE)))
    if failure.kind in ("memory", "output"):
        return PermanentFailure(_("файл слишком сложный: на него не хватает памяти"))
    if failure.kind == "time":
        return TemporaryFailure(_("файл слишком сложный: обработка не уложилась в отведённое время"))
    return TemporaryFailure(_("программа, которая читает файл, оборвалась"))
