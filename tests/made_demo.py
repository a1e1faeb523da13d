"""The demo that the tests of the browser open: made with its slides once a day for a clone, and copied from var/."""

import datetime as dt
import fcntl
import os
import shutil
import subprocess
import sys

from tests.databases import CLONE, begin_migrated, digest_of_the_code

SIZE = "6"
FOLDER = CLONE / "var" / "test-demos"


def copy_into(folder):
    """Leaves the database and the files of the demo in the folder. Who comes second waits for the first."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Some events of the demo lie in the next weeks.
    kept = FOLDER / f"{digest_of_the_code()}-{dt.date.today()}"  # noqa: DTZ011
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for former in FOLDER.iterdir():
                if former.is_dir():
                    shutil.rmtree(former)
            unfinished = FOLDER / "unfinished"
            make(unfinished)
            unfinished.rename(kept)
    shutil.copytree(kept, folder, dirs_exist_ok=True)


def make(folder):
    folder.mkdir()
    begin_migrated(folder / "portal.sqlite3")
    for command in (["demo", "--size", SIZE, "--no-serve"], ["worker", "--once"]):
        subprocess.run(
            [sys.executable, str(CLONE / "manage.py"), *command],
            cwd=CLONE,
            env=settings_of(folder),
            stdout=subprocess.DEVNULL,
            check=True,
        )


def settings_of(folder):
    """The environment of a portal whose database and files are in the folder."""
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "association.settings",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PYTHONUNBUFFERED": "1",
    }
