"""What a limited child process does, started by sandbox.py as a script: it imports nothing of ours before its limits.

Arguments: the limits as JSON, «package.module:name» (empty for a foreign program), the arguments as JSON.
"""

import ctypes
import json
import os
import resource
import signal
import sys

IS_LINUX = sys.platform == "linux"
NEW_USER, NEW_NET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38


def limit(settings):
    megabytes = {"RLIMIT_AS": settings["address_space_mb"], "RLIMIT_FSIZE": settings["file_mb"]}
    counts = {"RLIMIT_NOFILE": settings["open_files"], "RLIMIT_CORE": 0}
    for name, most in {**{name: value << 20 for name, value in megabytes.items()}, **counts}.items():
        if name != "RLIMIT_AS" or IS_LINUX:  # elsewhere it is no limit, or refused
            resource.setrlimit(getattr(resource, name), (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (settings["cpu_seconds"], settings["cpu_seconds"] + 1))


def tie(libc, parent):
    """Gone with the parent, and with no way to more rights than it was started with."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def leave_the_network(libc):
    """A network of its own with nothing in it, where the system allows that; the user stays who it was."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_NET) == 0 or libc.unshare(NEW_USER | NEW_NET) != 0:
        return
    for path, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{path}", "w") as file:
            file.write(text)


def main(settings, function, arguments):
    settings, arguments = json.loads(settings), json.loads(arguments)
    limit(settings)
    if IS_LINUX:
        libc = ctypes.CDLL(None, use_errno=True)
        tie(libc, settings["parent"])
        leave_the_network(libc)
    if not function:
        os.execv(arguments[0], arguments)  # noqa: S606
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    tell(told, settings["root"], function, arguments)


def tell(told, root, function, arguments):
    """Each thing on a line of its own, at once; the last line says that nothing is missing."""

    def say(name, value):
        told.write(json.dumps({name: value}) + "\n")
        told.flush()

    sys.path.insert(0, root)
    answer = None
    try:
        module, _, name = function.partition(":")
        answer = getattr(__import__(module, fromlist=[name]), name)(*arguments)
        for item in answer if hasattr(answer, "__next__") else [answer]:
            say("item", item)
    except MemoryError:
        answer = None
        say("memory", "")
    except ValueError as error:
        say("refused", str(error))
    else:
        say("end", 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
