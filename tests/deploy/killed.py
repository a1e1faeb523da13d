"""Settings of a process that a test kills at one of its writes, with SIGKILL, before the write happens.

The file that KILL_FILE names holds the number of the write, counted from the moment when the file appears. A write is a
commit, a statement outside a transaction that changes rows, and every change of names in the folder of uploads.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.deploy.settings import *  # noqa: F403
from tests.deploy.settings import MEDIA_ROOT

ORDER, LOCK = Path(os.environ["KILL_FILE"]), threading.Lock()
CHANGES = ("INSERT", "UPDATE", "DELETE")
done = 0


def write():
    global done
    if not ORDER.exists():
        return
    with LOCK:
        done += 1
        if done >= int(ORDER.read_text()):
            os.kill(os.getpid(), signal.SIGKILL)


def watch_files(event, arguments):
    is_change = event in ("os.rename", "os.remove", "os.truncate", "os.mkdir", "os.rmdir")
    is_change |= event == "open" and bool((arguments[2] or 0) & os.O_CREAT)
    if is_change and str(arguments[0]).startswith(str(MEDIA_ROOT)):
        write()


def watch_statements(sender, connection, **kwargs):
    def watched(execute, sql, params, many, context):
        if not context["connection"].in_atomic_block and sql.startswith(CHANGES):
            write()
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(watched)


def watch_commits(commit):
    def watched(connection):
        write()
        return commit(connection)

    return watched


sys.addaudithook(watch_files)
connection_created.connect(watch_statements, weak=False)
BaseDatabaseWrapper._commit = watch_commits(BaseDatabaseWrapper._commit)
