"""Real servers of the portal. Each has a database and files in its own folder, and a free port of 127.0.0.1.

A database that is given to it has its tables.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

from tests import databases
from tests.ports import free_port

CLONE = Path(__file__).resolve().parent.parent.parent
SERVICE = (CLONE / "deploy" / "portal.service").read_text()
COMMAND = re.search(r"\.venv/bin/granian (.+?) association\.wsgi:application", SERVICE, re.DOTALL)[1].replace("\\", "")
# The options of production, but for its address and its number of processes.
OPTIONS = re.sub(r"--(host|port|workers) \S+", "", COMMAND).split()
LOAD = """
import sys
from pathlib import Path
from django.core.files.base import File
from events.uploads.versions import add_version
from tests.factories import MaterialFactory
with open(sys.argv[1], "rb") as file:
    print(add_version(material=MaterialFactory(), upload=File(file, name=sys.argv[2]), uploaded_by=None).material_id)
"""


class Portal:
    def __init__(self, folder, **environment):
        self.folder, self.port = folder, free_port()
        self.media = folder / "media"
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(CLONE),
            "DJANGO_SETTINGS_MODULE": "tests.deploy.settings",
            "SECRET_KEY": "only for a test",
            "DATABASE_URL": databases.begin_migrated(folder / "portal.sqlite3"),
            "MEDIA_ROOT": str(self.media),
            "SITE_URL": "http://127.0.0.1",
            **environment,
        }

    def manage(self, *arguments):
        command = [sys.executable, str(CLONE / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, cwd=CLONE, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def load(self, path, name):
        """Adds a public material with this file and returns its id."""
        script = f"import sys; sys.argv[1:] = {[str(path), name]!r}\n{LOAD}"
        return int(self.manage("shell", "--no-imports", "-v", "0", "-c", script))

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    @contextmanager
    def serving(self, options=OPTIONS):
        """Yields the server's process. Its only child is the process that answers."""
        command = [sys.executable, "-m", "granian", *options, "--host", "127.0.0.1", "--port", str(self.port)]
        with running([*command, "association.wsgi:application"], self.folder / "granian.log", self.env) as process:
            wait_for_answer(self.url("/healthz"), process)
            yield process


@contextmanager
def running(command, log, env=None):
    with open(log, "wb") as output:
        process = subprocess.Popen(command, env=env, cwd=CLONE, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for_answer(url, process):
    """Waits for an answer of any status."""
    for _attempt in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server has ended: {process.args}") from None
            time.sleep(0.1)
            continue
        return
    raise RuntimeError(f"no answer at {url}")


def wait_for_listener(port, process):
    """Waits until something takes connections, whatever it speaks."""
    for _attempt in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server has ended: {process.args}") from None
            time.sleep(0.1)
            continue
        return
    raise RuntimeError(f"nothing listens on {port}")


def ask(site, path, method="GET", tls=None, **headers):
    """Sends the path as it is: no client resolves `..` on the way. `tls` is an ssl.SSLContext."""
    kind, options = (http.client.HTTPSConnection, {"context": tls}) if tls else (http.client.HTTPConnection, {})
    with closing(kind("127.0.0.1", site.port, timeout=20, **options)) as connection:
        connection.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer
