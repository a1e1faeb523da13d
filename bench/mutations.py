"""Broken files by the thousand: `.venv/bin/python bench/mutations.py [number] [seed] [files or folders …]`.

Takes the good files of the tests (and those that are named), flips bits in them, cuts, splices and repeats pieces. Each
mutant is inspected and then, whatever the verdict, read for its text and pictures: in child processes with the limits
of uploads and of the worker. A child takes many mutants, and all of them together stay within the limits of one. What
dies is run once more alone, and kept in `var/mutations/`. Ends with 1 if anything outlived its limits; what reached the
parent would end it at once.
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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from events.uploads import sandbox
from events.uploads.sandbox import EXTRACT, ChildFailed

BATCH = 50
PAGES = 2
KEPT = sandbox.ROOT / "var" / "mutations"
SPECIAL = [b"\0" * 4, b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x80\0\0\0", b"PK\3\4", b"%PDF", b"<!DO", b"MZ\x90\0"]


# --- In the child --------------------------------------------------------------------------------------------------


def work(folder, seed, first, last):
    """Yields a row for each mutant: its number, name, verdict, seconds of inspecting, fate and seconds of reading."""
    from events.slides import extraction
    from events.uploads.inspection import inspect

    extraction.LARGE, extraction.SMALL = (240, 300), (60, 75)  # it is the reading that is tried, not the packing
    goods = read_all(folder)
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(first, last):
            name, content = mutant(goods, seed, number)
            path = Path(scratch, f"mutant{Path(name).suffix.lower()}")
            path.write_bytes(content)
            started = time.process_time()
            verdict = inspect(str(path), name)["reason"] or "accepted"
            inspected = time.process_time()
            fate = read(path, scratch)
            yield number, name, verdict, inspected - started, fate, time.process_time() - inspected


def read_all(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def mutant(goods, seed, number):
    """Always the same for the same good files, seed and number."""
    lot = random.Random(f"{seed} {number}")
    name = list(goods)[number % len(goods)]
    content = bytearray(goods[name])
    for _change in range(lot.choice([1, 1, 1, 2, 3, 8])):
        change = lot.choice([flip, flip, flip, cut, drop, splice, repeat, overwrite])
        content = change(content, lot, goods) or bytearray(b"\0")
    return name, bytes(content)


def flip(content, lot, goods):
    for _bit in range(lot.choice([1, 2, 8, 64])):
        content[lot.randrange(len(content))] ^= 1 << lot.randrange(8)
    return content


def cut(content, lot, goods):
    return content[: lot.randrange(len(content))]


def drop(content, lot, goods):
    start, end = sorted((lot.randrange(len(content)), lot.randrange(len(content))))
    return content[:start] + content[min(end, start + lot.choice([1, 16, 4096])) :]


def splice(content, lot, goods):
    """A piece of any file in any place."""
    other = goods[lot.choice(list(goods))]
    start = lot.randrange(len(other))
    piece = other[start : start + lot.choice([4, 64, 512, 8192])]
    place = lot.randrange(len(content) + 1)
    return content[:place] + piece + content[place + lot.choice([0, len(piece)]) :]


def repeat(content, lot, goods):
    start = lot.randrange(len(content))
    piece = content[start : start + lot.choice([1, 16, 512])]
    return content[:start] + piece * lot.choice([2, 10, 100]) + content[start:]


def overwrite(content, lot, goods):
    piece = lot.choice([*SPECIAL, struct.pack("<I", lot.randrange(len(content))), lot.randbytes(4)])
    place = lot.randrange(len(content))
    content[place : place + len(piece)] = piece
    return content


def read(path, scratch):
    """What becomes of it in the worker's hands."""
    from events.slides import extraction, office, office_text

    try:
        if path.suffix == ".pdf":
            list(extraction.pages_of_pdf(str(path), scratch, 1, PAGES))
        elif path.suffix in (".jpg", ".jpeg", ".png", ".webp"):
            list(extraction.page_of_picture(str(path), scratch))
        elif path.suffix in office_text.READERS:
            office_text.pages_of(str(path), path.suffix, PAGES)
            office.strip_links(str(path), f"{scratch}/stripped{path.suffix}")
        else:
            return "not read"
    except MemoryError:
        return "memory"
    except ValueError:
        return "refused"
    except Exception as error:  # the worker's child would have ended so
        return f"ended by {type(error).__name__}"
    return "read"


# --- In the parent -------------------------------------------------------------------------------------------------


class Result:
    def __init__(self):
        self.verdicts, self.fates, self.deaths, self.overdue = Counter(), Counter(), [], []
        self.slowest_verdict, self.slowest_reading = (0, ""), (0, "")
        self.number = 0

    def add(self, row):
        number, name, verdict, inspecting, fate, reading = row
        self.number += 1
        self.verdicts[verdict] += 1
        self.fates[f"{'accepted' if verdict == 'accepted' else 'refused'}, then {fate}"] += 1
        self.slowest_verdict = max(self.slowest_verdict, (inspecting, f"{number} {name}"))
        self.slowest_reading = max(self.slowest_reading, (reading, f"{number} {name}"))

    def die(self, number, name, kind):
        self.number += 1
        self.verdicts["child died"] += 1
        self.deaths.append((number, name, kind))


def run(folder, number, seed, jobs=2, batch=BATCH):
    """All the mutants, numbered from 0."""
    result = Result()
    batches = [(first, min(first + batch, number)) for first in range(0, number, batch)]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda span: run_batch(result, folder, seed, *span), batches))
    return result


def run_batch(result, folder, seed, first, last):
    while first < last:
        started = time.monotonic()
        try:
            for row in sandbox.stream("bench.mutations:work", str(folder), seed, first, last, limits=EXTRACT):
                result.add(row)
                first = row[0] + 1
        except ChildFailed:
            note_time(result, first, started)
            run_alone(result, folder, seed, first)
            first += 1
        else:
            note_time(result, first, started)


def run_alone(result, folder, seed, number):
    """The limits were those of one and shared by many: whether this one breaks them by itself."""
    started = time.monotonic()
    try:
        for row in sandbox.stream("bench.mutations:work", str(folder), seed, number, number + 1, limits=EXTRACT):
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
    """The good files of the tests and others, in one folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import documents

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
