"""Unpack the photos of an accepted archive, with the same checks as its inspection. Runs in a sandboxed process."""

import mmap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.files.names import extension

from .inspection.archive import Archive
from .inspection.photos import LEFT_BY_SYSTEMS
from .inspection.refusal import Refused


def unpack(path: str, folder: str, first: int, seconds: float) -> Iterator[dict[str, Any]]:
    """Yields `{"total": …}`, then the name and file of each photo from the number `first` on, until time is up.

    The next process continues with the remaining ones. Raises ValueError if the archive has changed.
    """
    until = time.monotonic() + seconds
    try:
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            box = Archive(data)
            photos = [entry for entry in box.files() if not LEFT_BY_SYSTEMS.search(entry.filename)]
            yield {"total": len(photos)}
            for number, entry in enumerate(photos[first:], first):
                target = Path(folder, f"{number}{extension(entry.filename)}")
                target.write_bytes(box.read(entry))
                yield {"name": entry.filename.rpartition("/")[2], "file": str(target)}
                if time.monotonic() > until:
                    return
    except Refused as refusal:
        raise ValueError(refusal.reason) from refusal
