"""The worker's job that extracts the text of an uploaded press release."""

import shutil
import tempfile
from pathlib import Path

from core.jobs.lease import Lease
from core.jobs.run import PermanentFailure

from .press_release.reader import read
from .source_files import UnreadableSource, text_of


class ReadingOfRelease:
    """The handler of `ReleaseFile` jobs. It keeps only the text; a draft is made when an editor opens the file."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease

    def run(self) -> None:
        job = self.lease.job
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "source"
            with job.file.open("rb") as stored, path.open("wb") as copy:
                shutil.copyfileobj(stored, copy)
            try:
                text = text_of(path, job.name)
            except UnreadableSource as error:
                raise PermanentFailure(str(error)) from None
        if refusal := read(text).refusal:
            raise PermanentFailure(refusal)
        self.lease.extend(text=text)
        self.lease.finish()

    def discard(self) -> None:
        """Nothing to remove."""
