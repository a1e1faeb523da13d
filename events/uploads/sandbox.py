"""Parsers of foreign files run in child processes with limits: a hostile file costs a job, never a worker or the site.

`call` and `stream` run a pure function of ours, `run` a foreign program. What bounds them is `Limits`; what the child
does to itself before it touches a file is in `sandbox_process.py`.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from core.jobs import shutdown

BOOTSTRAP = Path(__file__).with_name("sandbox_process.py")
ROOT = BOOTSTRAP.parent.parent.parent
BLOCK = 1 << 16
KEPT_OF_A_PROGRAM = 4_000
ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}


@dataclass(frozen=True)
class Limits:
    """Megabytes and seconds. `wall_seconds` is kept by the parent, the rest by the kernel."""

    address_space_mb: int
    cpu_seconds: int
    wall_seconds: float
    file_mb: int = 64
    open_files: int = 64
    output_mb: int = 32


INSPECT = Limits(address_space_mb=768, cpu_seconds=10, wall_seconds=15, file_mb=0)
EXTRACT = Limits(address_space_mb=768, cpu_seconds=60, wall_seconds=60)
OFFICE = Limits(address_space_mb=4096, cpu_seconds=120, wall_seconds=120, file_mb=512, open_files=512)


class ChildFailed(Exception):
    """`kind` is memory, time, crash, output, or refused: the function itself raised ValueError with `reason`.

    Only crash and time may come from the machine's state rather than from the file.
    """

    def __init__(self, kind, reason=""):
        super().__init__(f"{kind}: {reason}" if reason else kind)
        self.kind, self.reason = kind, reason


def call(function, *arguments, limits):
    """The result of «package.module:name» for JSON arguments, itself JSON; ChildFailed otherwise."""
    answer = None
    for answer in stream(function, *arguments, limits=limits):  # noqa: B007  the last line is the result
        pass
    return answer


def stream(function, *arguments, limits):
    """Yields what the function yields, as it comes; what an ordinary function returns is yielded once."""
    with _started([function, json.dumps(arguments)], limits, stdout=subprocess.PIPE) as (process, until):
        ended = False
        for line in _lines(process.stdout, until, limits):
            try:
                told = json.loads(line)
                name, value = told.popitem()
            except (ValueError, AttributeError, KeyError):
                raise ChildFailed("output") from None
            if name == "item":
                yield value
            elif name == "end":
                ended = True
            else:
                raise ChildFailed(name, str(value)[:300])
        code = _wait(process, until)
        if not ended:
            raise ChildFailed(_kind_of(code))


def run(command, *, limits, folder):
    """Runs a foreign program in a folder, with HOME there too; returns the end of what it printed.

    ChildFailed when it ends badly or not in time; the whole group of its processes is gone then.
    """
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "cwd": folder}
    environment = {**ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)}
    task = ["", json.dumps([str(part) for part in command])]
    with _started(task, limits, environment, **options) as (process, until):
        printed = b""
        for line in _lines(process.stdout, until, limits):
            printed = (printed + line + b"\n")[-KEPT_OF_A_PROGRAM:]
        code = _wait(process, until)
        text = printed.decode(errors="replace")
        if code:
            raise ChildFailed(_kind_of(code), text[-300:])
        return text


@contextmanager
def _started(task, limits, environment=ENVIRONMENT, **options):
    """The process and the moment by which it must be done; leaving the block ends it and all it has started."""
    settings = json.dumps({**asdict(limits), "root": str(ROOT), "parent": os.getpid()})
    process = subprocess.Popen(  # noqa: S603  our own interpreter and script
        [sys.executable, "-I", str(BOOTSTRAP), settings, *task],
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        **{"stderr": subprocess.DEVNULL, **options},
    )
    try:
        yield process, time.monotonic() + limits.wall_seconds
    finally:
        _end(process)


def _end(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()


def _lines(pipe, until, limits):
    """Lines without their ends; ChildFailed when the time is over or the output is too long."""
    left, parts = limits.output_mb << 20, []
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            shutdown.check()
            left_seconds = until - time.monotonic()
            if not selector.select(min(max(left_seconds, 0), shutdown.POLL_SECONDS)):
                if left_seconds <= shutdown.POLL_SECONDS:
                    raise ChildFailed("time")
                continue
            block = os.read(pipe.fileno(), BLOCK)
            if not block:
                break
            left -= len(block)
            if left < 0:
                raise ChildFailed("output")
            first, *others = block.split(b"\n")
            parts.append(first)
            for part in others:
                yield b"".join(parts)
                parts = [part]
    if any(parts):
        yield b"".join(parts)


def _wait(process, until):
    try:
        return process.wait(max(until - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        raise ChildFailed("time") from None


def _kind_of(code):
    return "time" if code in (-signal.SIGXCPU, -signal.SIGALRM) else "crash"
