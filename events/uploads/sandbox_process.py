"""The entry point of a sandboxed process, a script that sandbox.py runs. It sets its limits before it imports our code.

Arguments: the limits as JSON, "package.module:name" (empty for another program), the arguments as JSON.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any, TextIO

IS_LINUX = sys.platform == "linux"
NEW_USER, NEW_NET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38


def apply_limits(settings: dict[str, Any]) -> None:
    megabytes = {"RLIMIT_AS": settings["address_space_mb"], "RLIMIT_FSIZE": settings["file_mb"]}
    counts = {"RLIMIT_NOFILE": settings["open_files"], "RLIMIT_CORE": 0}
    for name, most in {**{name: value << 20 for name, value in megabytes.items()}, **counts}.items():
        if name != "RLIMIT_AS" or IS_LINUX:  # other systems ignore it or fail
            resource.setrlimit(getattr(resource, name), (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (settings["cpu_seconds"], settings["cpu_seconds"] + 1))


def tie_to_parent(libc: ctypes.CDLL, parent: int) -> None:
    """Die with the parent, and never gain more privileges."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def leave_network(libc: ctypes.CDLL) -> None:
    """Move to an empty network namespace if the system allows that. The user stays the same."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_NET) == 0 or libc.unshare(NEW_USER | NEW_NET) != 0:
        return
    for path, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{path}", "w") as file:
            file.write(text)


def main(settings_json: str, function: str, arguments_json: str) -> None:
    settings, arguments = json.loads(settings_json), json.loads(arguments_json)
    apply_limits(settings)
    if IS_LINUX:
        libc = ctypes.CDLL(None, use_errno=True)
        tie_to_parent(libc, settings["parent"])
        leave_network(libc)
    if not function:
        os.execv(arguments[0], arguments)  # noqa: S606
    # Results get a descriptor of their own, because the output of parsers is discarded.
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    report(results, settings["root"], function, arguments)


def report(results: TextIO, root: str, function: str, arguments: list[Any]) -> None:
    """Write each result on a line of its own. The last line says that the output is complete."""

    def write(name: str, value: Any) -> None:
        results.write(json.dumps({name: value}) + "\n")
        results.flush()

    sys.path.insert(0, root)
    answer = None
    try:
        module, _, name = function.partition(":")
        answer = getattr(__import__(module, fromlist=[name]), name)(*arguments)
        for item in answer if hasattr(answer, "__next__") else [answer]:
            write("item", item)
    except MemoryError:
        answer = None
        write("memory", "")
    except ValueError as error:
        write("refused", str(error))
    else:
        write("end", 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
