"""Measures what the ZIP of an event costs: `.venv/bin/python bench/archives.py [readers] [files] [megabytes]`.

Starts the portal on granian with one process and downloads the ZIP of large sparse files: once, by many readers at
once, by one who hangs up, and while one of its files gets shorter. Prints what it adds to the resident memory of the
process, and how many files the process leaves open.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.downloads import big_pdf, connect, only_child, open_files, read, resident, together
from bench.portal import MB, new_portal

PATH = "/events/bench/materials.zip"


def measure(readers, number, size):
    with new_portal() as portal:
        return measure_portal(portal, readers, number, size)


def measure_portal(portal, readers, number, size):
    loaded = portal.load(*[("Большая презентация.pdf", big_pdf(0))] * number)
    for _key, path in loaded:
        os.truncate(path, size)
    portal.run("from events.models import MaterialVersion\nMaterialVersion.objects.update(size=size)", size=size)
    last = loaded[-1][1]
    with portal.serving() as server:
        worker = only_child(server.pid)
        for _again in range(5):  # the first requests cost memory that is not the archives'
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
    """The number of files still open five seconds after the reader hung up."""
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
    """The part of the promised bytes that arrives when the last file gets shorter on the way."""
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
    found = measure(readers, number, megabytes * MB)
    print(
        f"a ZIP of {number} files of {megabytes} MB: {found['bytes'] / MB:.0f} MB in {found['seconds']:.1f} s; "
        f"the worker at rest: {found['rest']:.1f} MB\n"
        f"one reader adds {found['one']:.1f} MB, {readers} at once {found['many']:.1f} MB\n"
        f"files left open by one who hung up: {found['left_open']}\n"
        f"of an archive that breaks off {found['got_of_a_broken_one']:.1%} arrive"
    )
