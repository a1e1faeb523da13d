"""Run parsers of untrusted files in child processes with limits, so that no file can stop a worker or the site.

`call` and `stream` run a pure function of ours, and `run` runs another program. The child process applies its `Limits`
itself, in `sandbox_process.py`, before it opens a file.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from core.jobs import shutdown

BOOTSTRAP = Path(__file__).with_name("sandbox_process.py")
ROOT = BOOTSTRAP.parent.parent.parent
BLOCK = 1 << 16
KEPT_OUTPUT = 4_000  # bytes from the end of a program's output
ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}


@dataclass(frozen=True)
class Limits:
    """Limits of a child process. The parent enforces `wall_seconds` and `output_mb`, and the kernel the others."""

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
    """The child process failed. `kind` is memory, cpu, time, crash, output or refused.

    Refused means that the function raised ValueError, whose message is `reason`. Only crash and time may be caused by
    the machine rather than by the file.
    """

    def __init__(self, kind: str, reason: str = "") -> None:
        super().__init__(f"{kind}: {reason}" if reason else kind)
        self.kind, self.reason = kind, reason


def call(function: str, *arguments: Any, limits: Limits) -> Any:
    """The JSON result of "package.module:name" for JSON arguments. Raises ChildFailed."""
    answer = None
    for answer in stream(function, *arguments, limits=limits):  # noqa: B007  the last one is the result
        pass
    return answer


def stream(function: str, *arguments: Any, limits: Limits) -> Generator[Any]:
    """Yields what the function yields. The result of an ordinary function is yielded once."""
    with _started([function, json.dumps(arguments)], limits, stdout=subprocess.PIPE) as (process, until):
        ended = False
        for line in _lines(process.stdout, until, limits):
            try:
                name, value = json.loads(line).popitem()
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
            raise ChildFailed(_kind_of_failure(code))


def run(command: Sequence[str | Path], *, limits: Limits, folder: str | Path) -> str:
    """Run a program in a folder that is also its HOME; return the end of its output.

    Raises ChildFailed if it fails or takes too long. All processes of its group have ended afterwards.
    """
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "cwd": folder}
    environment = {**ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)}
    task = ["", json.dumps([str(part) for part in command])]
    with _started(task, limits, environment, **options) as (process, until):
        printed = b""
        for line in _lines(process.stdout, until, limits):
            printed = (printed + line + b"\n")[-KEPT_OUTPUT:]
        code = _wait(process, until)
        text = printed.decode(errors="replace")
        if code:
            raise ChildFailed(_kind_of_failure(code), text[-300:])
        return text


@contextmanager
def _started(
    task: list[str], limits: Limits, environment: dict[str, str] = ENVIRONMENT, **options: Any
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """`(process, deadline)`, the latter in monotonic time. Leaving the block kills all processes of the group."""
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


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout:
        process.stdout.close()
    process.wait()


def _lines(pipe: IO[bytes] | None, until: float, limits: Limits) -> Iterator[bytes]:
    """Yields lines without their ends. Raises ChildFailed if time is up or the output is too long."""
    assert pipe is not None
    left = limits.output_mb << 20
    parts: list[bytes] = []
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


def _wait(process: subprocess.Popen[bytes], until: float) -> int:
    try:
        return process.wait(max(until - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        raise ChildFailed("time") from None


def _kind_of_failure(code: int) -> str:
    return "cpu" if code == -signal.SIGXCPU else "crash"
