"""Inspect and read broken files by the thousand.

    .venv/bin/python -m tests.events.uploads.mutations [number] [seed] [paths …]    (20000 mutants, seed 1)

The mutants are made from the good files of the tests and from the named ones: bits are flipped, pieces are cut, spliced
and repeated. Each mutant is inspected and then, whatever the verdict, read for text and pictures, in child processes
with the limits of the worker. One child takes many mutants within the limits of one file. A mutant whose child died is
run again alone, and kept in `var/mutations/` if it dies again. The exit code is 1 if a child outlived its limits.
"""

import os
import random
import struct
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from events.uploads import sandbox
from events.uploads.sandbox import EXTRACT, ChildFailed

BATCH = 50
PAGES = 2
WORK = "tests.events.uploads.mutations:work"
KEPT = sandbox.ROOT / "var" / "mutations"
SPECIAL = [b"\0" * 4, b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x80\0\0\0", b"PK\3\4", b"%PDF", b"<!DO", b"MZ\x90\0"]


# --- In the child --------------------------------------------------------------------------------------------------


def work(folder, seed, first, last):
    """Yield `(number, name, verdict, seconds of inspecting, result of reading, seconds of reading)` of each mutant."""
    from events.slides import extraction
    from events.uploads.inspection import inspect

    extraction.LARGE, extraction.SMALL = (240, 300), (60, 75)  # small pictures: reading is tested, not compressing
    good_files = read_all(folder)
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(first, last):
            name, content = mutant(good_files, seed, number)
            path = Path(scratch, f"mutant{Path(name).suffix.lower()}")
            path.write_bytes(content)
            started = time.process_time()
            verdict = inspect(str(path), name)["reason"] or "accepted"
            inspected = time.process_time()
            result_of_reading = read(path, scratch)
            yield number, name, verdict, inspected - started, result_of_reading, time.process_time() - inspected


def read_all(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def mutant(good_files, seed, number):
    """The same for the same good files, seed and number."""
    rng = random.Random(f"{seed} {number}")
    name = list(good_files)[number % len(good_files)]
    content = bytearray(good_files[name])
    for _change in range(rng.choice([1, 1, 1, 2, 3, 8])):
        change = rng.choice([flip, flip, flip, cut, drop, splice, repeat, overwrite])
        content = change(content, rng, good_files) or bytearray(b"\0")
    return name, bytes(content)


def flip(content, rng, good_files):
    for _bit in range(rng.choice([1, 2, 8, 64])):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return content


def cut(content, rng, good_files):
    return content[: rng.randrange(len(content))]


def drop(content, rng, good_files):
    start, end = sorted((rng.randrange(len(content)), rng.randrange(len(content))))
    return content[:start] + content[min(end, start + rng.choice([1, 16, 4096])) :]


def splice(content, rng, good_files):
    """Insert a piece of any file at any place."""
    other = good_files[rng.choice(list(good_files))]
    start = rng.randrange(len(other))
    piece = other[start : start + rng.choice([4, 64, 512, 8192])]
    place = rng.randrange(len(content) + 1)
    return content[:place] + piece + content[place + rng.choice([0, len(piece)]) :]


def repeat(content, rng, good_files):
    start = rng.randrange(len(content))
    piece = content[start : start + rng.choice([1, 16, 512])]
    return content[:start] + piece * rng.choice([2, 10, 100]) + content[start:]


def overwrite(content, rng, good_files):
    piece = rng.choice([*SPECIAL, struct.pack("<I", rng.randrange(len(content))), rng.randbytes(4)])
    place = rng.randrange(len(content))
    content[place : place + len(piece)] = piece
    return content


def read(path, scratch):
    """Read a file as the worker would; return what happened."""
    from events.slides import extraction, office_copy, office_text

    try:
        if path.suffix == ".pdf":
            list(extraction.pages_of_pdf(str(path), scratch, 1, PAGES))
        elif path.suffix in (".jpg", ".jpeg", ".png", ".webp"):
            list(extraction.pages_of_picture(str(path), scratch))
        elif path.suffix in office_text.READERS:
            office_text.pages_of(str(path), path.suffix, PAGES)
            office_copy.clean(str(path), f"{scratch}/stripped{path.suffix}")
        else:
            return "not read"
    except MemoryError:
        return "memory"
    except ValueError:
        return "refused"
    except Exception as error:  # it would have ended the worker's child
        return f"ended by {type(error).__name__}"
    return "read"


# --- In the parent -------------------------------------------------------------------------------------------------


class Result:
    def __init__(self):
        self.verdicts, self.fates, self.deaths, self.overdue = Counter(), Counter(), [], []
        self.slowest_verdict, self.slowest_reading = (0, ""), (0, "")
        self.number = 0

    def add(self, row):
        number, name, verdict, inspecting, result_of_reading, reading = row
        self.number += 1
        self.verdicts[verdict] += 1
        self.fates[f"{'accepted' if verdict == 'accepted' else 'refused'}, then {result_of_reading}"] += 1
        self.slowest_verdict = max(self.slowest_verdict, (inspecting, f"{number} {name}"))
        self.slowest_reading = max(self.slowest_reading, (reading, f"{number} {name}"))

    def die(self, number, name, kind):
        self.number += 1
        self.verdicts["child died"] += 1
        self.deaths.append((number, name, kind))


def run(folder, number, seed, jobs=2, batch=BATCH):
    """Run all mutants, numbered from 0."""
    result = Result()
    batches = [(first, min(first + batch, number)) for first in range(0, number, batch)]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda span: run_batch(result, folder, seed, *span), batches))
    return result


def run_batch(result, folder, seed, first, last):
    while first < last:
        started = time.monotonic()
        try:
            for row in sandbox.stream(WORK, str(folder), seed, first, last, limits=EXTRACT):
                result.add(row)
                first = row[0] + 1
        except ChildFailed:
            note_time(result, first, started)
            run_alone(result, folder, seed, first)
            first += 1
        else:
            note_time(result, first, started)


def run_alone(result, folder, seed, number):
    """Many mutants shared the limits of one file: see whether this one exceeds them alone."""
    started = time.monotonic()
    try:
        for row in sandbox.stream(WORK, str(folder), seed, number, number + 1, limits=EXTRACT):
            result.add(row)
    except ChildFailed as failure:
        name, content = mutant(read_all(folder), seed, number)
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{seed}-{number}{Path(name).suffix}").write_bytes(content)
        result.die(number, name, failure.kind)
    note_time(result, number, started)


def note_time(result, number, started):
    seconds = time.monotonic() - started
    if seconds > EXTRACT.wall_seconds + 2:
        result.overdue.append((number, seconds))


def gather(folder, more=()):
    """Write the good files of the tests and others into one folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import documents  # its factories import models

    for name, content in documents.good().items():
        (folder / name).write_bytes(content)
    for path in map(Path, more):
        for file in [path] if path.is_file() else sorted(path.rglob("*.*")):
            (folder / f"{len(list(folder.iterdir()))} {file.name}").write_bytes(file.read_bytes())
    return folder


def main(number="20000", seed="1", *more):
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        result = run(gather(Path(folder), more), int(number), seed)
    print(f"{result.number} mutants in {time.monotonic() - started:.0f} s, crashes of the parent: 0")
    print(f"over the limit: {len(result.overdue)} {result.overdue[:5]}")
    print(f"children that died: {len(result.deaths)}", *result.deaths[:20], sep="\n  ")
    print("verdicts:", *(f"{word} {count}" for word, count in result.verdicts.most_common()), sep="\n  ")
    print("reading:", *(f"{word} {count}" for word, count in result.fates.most_common()), sep="\n  ")
    print(f"slowest verdict: {result.slowest_verdict}, slowest reading: {result.slowest_reading} (seconds of CPU)")
    return 1 if result.overdue or result.number != int(number) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
