"""Measures what downloads cost: `.venv/bin/python bench/downloads.py [readers] [megabytes] [--json]`.

Starts the portal on granian with one process and downloads one file many times at once: first by readers who read a
little and wait, then by fast ones. Prints what each adds to the resident memory of the process.
"""

import argparse
import json
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fpdf import FPDF

from bench.portal import MB, new_portal


def measure(readers, size):
    """Resident memory in MB: of the process at rest, and what slow and fast readers add to it at their peak."""
    with new_portal() as portal:
        return measure_portal(portal, big_pdf(size), readers)


def big_pdf(size):
    document = FPDF()
    document.add_page()
    whole = bytes(document.output())
    return whole + b"\n" * size + whole[whole.rindex(b"startxref") :]  # a PDF ends with the place of its table


def measure_portal(portal, content, readers):
    [(key, _path)] = portal.load(("Большая презентация.pdf", content))
    path = f"/materials/{key}/download/"
    with portal.serving() as server:
        worker = only_child(server.pid)
        for _again in range(20):  # the first requests cost memory that is not the downloads'
            read(portal, path, limit=100_000)
        time.sleep(1)
        rest = resident(worker)
        slow, answered = _slow(portal, path, readers, worker)
        time.sleep(1)
        started = time.monotonic()
        sizes, fast = together(portal, path, readers, worker)
        seconds = time.monotonic() - started
        assert min(sizes) > len(content)
        for _second in range(30):
            time.sleep(1)
            if not (left_open := open_files(worker)):
                break
    return {
        "rest": rest,
        "slow": slow - rest,
        "fast": fast - rest,
        "seconds": seconds,
        "answered_meanwhile": answered,
        "left_open": left_open,
    }


def only_child(pid):
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def resident(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def open_files(pid):
    return sum(str(link.resolve()).endswith(".pdf") for link in Path(f"/proc/{pid}/fd").iterdir())


def connect(portal, path):
    connection = socket.create_connection(("127.0.0.1", portal.port), timeout=60)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    return connection


def read(portal, path, limit=None):
    total = 0
    with connect(portal, path) as connection:
        while (limit is None or total < limit) and (block := connection.recv(1 << 18)):
            total += len(block)
    return total


def _slow(portal, path, readers, worker, rounds=10):
    """Each reader takes 4 kB and waits. Meanwhile another one asks for a page. Returns the peak and its seconds."""
    connections = [connect(portal, path) for _reader in range(readers)]
    peak = 0
    try:
        for _round in range(rounds):
            for connection in connections:
                assert connection.recv(4096)
            time.sleep(0.3)
            peak = max(peak, resident(worker))
        started = time.monotonic()
        read(portal, path, limit=1)
        answered = time.monotonic() - started
    finally:
        for connection in connections:
            connection.close()
    return peak, answered


def together(portal, path, readers, worker):
    """The bytes that each reader got, and the peak of the process's resident memory."""
    sizes, peak = [], 0
    threads = [threading.Thread(target=lambda: sizes.append(read(portal, path))) for _reader in range(readers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        peak = max(peak, resident(worker))
        time.sleep(0.02)
    assert len(sizes) == readers
    return sizes, peak


def report(options, found):
    print(
        f"{options.readers} readers of {options.megabytes} MB; the process at rest: {found['rest']:.1f} MB\n"
        f"slow readers add {found['slow']:.1f} MB; a page meanwhile takes {found['answered_meanwhile'] * 1000:.0f} ms\n"
        f"fast readers add {found['fast']:.1f} MB and take {found['seconds']:.1f} s\n"
        f"files left open: {found['left_open']}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", type=int, nargs="?", default=50)
    parser.add_argument("megabytes", type=int, nargs="?", default=50)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    found = measure(options.readers, options.megabytes * MB)
    if options.json:
        print(json.dumps(found))
    else:
        report(options, found)
