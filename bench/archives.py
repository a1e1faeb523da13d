"""What the ZIP of an event costs a worker: `.venv/bin/python bench/archives.py [readers] [files] [megabytes]`.

Starts the portal on granian with one worker, in a folder of its own, and takes the ZIP of files that have nothing in
them but their length: once, by many readers at once, by one who goes away, and while a file of it gets shorter. Prints
what it adds to the worker's resident memory, and what becomes of the worker's open files.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.downloads import MB, connect, only_child, open_files, read, resident, together
from tests.deploy.servers import CLONE, Portal

LOAD = """
import os, sys
from django.core.files.base import ContentFile
from events.uploads.versions import add_version
from events.models import MaterialVersion
from tests import files
from tests.factories import EventFactory, MaterialFactory
number, size = int(sys.argv[1]), int(sys.argv[2])
event = EventFactory(slug="big")
for _ in range(number):
    upload = ContentFile(files.pdf(), name="Большая презентация.pdf")
    version = add_version(material=MaterialFactory(event=event), upload=upload, uploaded_by=None)
    os.truncate(version.file.path, size)
MaterialVersion.objects.update(size=size)
print(version.file.path)
"""
PATH = "/events/big/materials.zip"


def measure(folder, readers=8, number=30, size=50 * MB):
    portal = Portal(folder)
    script = f"import sys; sys.argv[1:] = ['{number}', '{size}']\n{LOAD}"
    last = Path(portal.manage("shell", "--no-imports", "-v", "0", "-c", script).strip())
    with portal.serving() as server:
        worker = only_child(server.pid)
        for _again in range(5):  # what any first requests cost is no cost of archives
            read(portal, PATH, limit=100_000)
        time.sleep(1)
        rest = resident(worker)
        started = time.monotonic()
        sizes, one = together(portal, PATH, 1, worker)
        seconds = time.monotonic() - started
        many_sizes, many = together(portal, PATH, readers, worker)
        gone = _goes_away(portal, worker)
        broken = _broken_off(portal, last)
    assert len({*sizes, *many_sizes}) == 1, "everybody got the same"
    return {
        "bytes": sizes[0],
        "rest": rest,
        "one": one - rest,
        "many": many - rest,
        "seconds": seconds,
        "left_open": gone,
        "got_of_a_broken_one": broken,
    }


def _goes_away(portal, worker):
    """Files that are open some time after the reader hung up."""
    with connect(portal, PATH) as connection:
        assert connection.recv(4096)
        time.sleep(0.5)
        assert open_files(worker) == 1
    for _wait in range(50):
        if not open_files(worker):
            break
        time.sleep(0.1)
    return open_files(worker)


def _broken_off(portal, last):
    """What part of its promised length an archive has whose last file got shorter on the way."""
    with connect(portal, PATH) as connection:
        received = connection.recv(1 << 16)
        promised = int(received.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        total = len(received.partition(b"\r\n\r\n")[2])
        last.write_bytes(b"%PDF-1.4")
        while block := connection.recv(1 << 18):
            total += len(block)
    return total / promised


if __name__ == "__main__":
    readers, number, megabytes = [*map(int, sys.argv[1:]), *[8, 30, 50][len(sys.argv) - 1 :]]
    (CLONE / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CLONE / "var") as folder:
        found = measure(Path(folder), readers, number, megabytes * MB)
    print(
        f"a ZIP of {number} files of {megabytes} MB: {found['bytes'] / MB:.0f} MB in {found['seconds']:.1f} s; "
        f"the worker at rest: {found['rest']:.1f} MB\n"
        f"one reader adds {found['one']:.1f} MB, {readers} at once {found['many']:.1f} MB\n"
        f"files left open by one who hung up: {found['left_open']}\n"
        f"of an archive that breaks off {found['got_of_a_broken_one']:.1%} arrive"
    )
