"""What downloads cost a worker: `.venv/bin/python bench/downloads.py [readers] [megabytes]`.

Starts the portal on granian with one worker, in a folder of its own, and takes one file many times at once: first by
readers who read a little and wait, then by fast ones. Prints what each adds to the worker's resident memory.
"""

import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fpdf import FPDF

from tests.deploy.servers import CLONE, Portal

MB = 1 << 20


def measure(folder, readers=50, size=50 * MB):
    """Resident memory in MB: the worker's at rest, and what slow and fast readers add to it at their peak."""
    original, small = folder / "big.pdf", FPDF()
    small.add_page()
    with open(original, "wb") as file:
        whole = bytes(small.output())
        file.write(whole)
        for _block in range(size // MB):
            file.write(b"\n" * MB)
        file.write(whole[whole.rindex(b"startxref") :])  # a document ends with where its table is
    portal = Portal(folder)
    path = f"/materials/{portal.load(original, 'Большая презентация.pdf')}/download/"
    with portal.serving() as server:
        worker = only_child(server.pid)
        for _again in range(20):  # what any first requests cost is no cost of downloads
            read(portal, path, limit=100_000)
        time.sleep(1)
        rest = resident(worker)
        slow, answered = _slow(portal, path, readers, worker)
        time.sleep(1)
        started = time.monotonic()
        sizes, fast = together(portal, path, readers, worker)
        seconds = time.monotonic() - started
        assert min(sizes) > original.stat().st_size
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
    """Each takes 4 kB and waits; somebody else asks for a page meanwhile."""
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
    """Bytes that each reader got, and the worker's resident memory at its peak."""
    sizes, peak = [], 0
    threads = [threading.Thread(target=lambda: sizes.append(read(portal, path))) for _reader in range(readers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        peak = max(peak, resident(worker))
        time.sleep(0.02)
    assert len(sizes) == readers
    return sizes, peak


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    readers, megabytes = [*numbers, 50, 50][:2] if len(numbers) != 1 else (numbers[0], 50)
    (CLONE / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CLONE / "var") as folder:
        found = measure(Path(folder), readers, megabytes * MB)
    print(
        f"{readers} readers of {megabytes} MB; the worker at rest: {found['rest']:.1f} MB\n"
        f"slow readers add {found['slow']:.1f} MB; a page meanwhile takes {found['answered_meanwhile'] * 1000:.0f} ms\n"
        f"fast readers add {found['fast']:.1f} MB and take {found['seconds']:.1f} s\n"
        f"files left open: {found['left_open']}"
    )
