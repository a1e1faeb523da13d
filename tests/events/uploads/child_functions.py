"""Functions that the tests of the sandbox run in a child."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path


def echo(*arguments):
    return list(arguments)


def count(most):
    yield from range(most)


def limits():
    names = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
    return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}


def surroundings():
    modules = sorted(
        {name.partition(".")[0] for name in sys.modules} & {"django", "association", "environ", "settings"}
    )
    status = Path("/proc/self/status").read_text()
    return {
        "modules": modules,
        "environment": dict(os.environ),
        "input": os.readlink("/proc/self/fd/0"),
        "is_group_leader": os.getpid() == os.getsid(0) == os.getpgid(0),
        "no_new_privileges": "NoNewPrivs:\t1" in status,
    }


def eat():
    return len(bytearray(1 << 30))


def spin():
    while True:
        pass


def sleep(path=None):
    if path:
        Path(path).write_text(str(os.getpid()))
    time.sleep(600)


def yield_and_sleep(path):
    yield 1
    sleep(path)


def abort():
    os.abort()


def leave():
    os._exit(0)


def refuse():
    raise ValueError("not like this")


def fail():
    raise KeyError("a mistake of ours")


def print_much():
    print("noise")
    return "result"


def write_among_results(text):
    """Write to the descriptor of the results, as a hijacked parser might."""
    for number in range(3, 10):
        try:
            os.write(number, text.encode())
        except OSError:
            continue
    return "result"


def return_much():
    return "x" * (40 << 20)


def write(path, size):
    try:
        with open(path, "wb") as file:
            return file.write(bytes(size))
    except OSError as error:
        return error.strerror


def connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError as error:
        return type(error).__name__
    return "connected"


def leave_a_process(path):
    """Start a process that would outlive the child, and wait for it."""
    started = subprocess.Popen(["/bin/sleep", "600"])
    Path(path).write_text(json.dumps(started.pid))
    started.wait()
