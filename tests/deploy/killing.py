"""A portal whose web server and worker a test kills, and asks as an editor does."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from types import SimpleNamespace
from urllib.parse import urlencode

from tests.events.arrivals.sender import base

from .servers import CLONE, OPTIONS, Portal, wait_for_answer

OBSERVE = """
import io, json, sys
from contextlib import redirect_stdout
space = {}
for line in sys.stdin:
    with redirect_stdout(io.StringIO()):
        exec(json.loads(line), space)
    print(json.dumps(space.pop("answer", None)), flush=True)
"""
WORLD = """
import hashlib
import json
from datetime import timedelta
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from core.files import orphans
from core.models import Removal, SpreadsheetImport
from core.removals.rows import as_data
from events import housekeeping
from events.models import *
from events.models import Arrival
from search.models import SearchDocument
from tests.factories import *

user = UserFactory(is_staff=True, is_superuser=True)
client = Client()
client.force_login(user)
event = EventFactory()
answer = [client.cookies["sessionid"].value, event.pk]

def sha(file):
    with file.open() as stored:
        return hashlib.sha256(stored.read()).hexdigest()

def all_of(person, *others):
    rows = [*Person.objects.filter(pk__in=[person, *others]), *Appearance.objects.filter(person__in=[person, *others])]
    return sorted(json.dumps(as_data(row), ensure_ascii=False) for row in rows)
"""


class Killed(Exception):
    """The process ended before it answered."""


class Site:
    """A portal whose web server and worker are killed; `observe` runs Python in a third process, which lives on."""

    def __init__(self, folder, address):
        self.order = folder / "order"
        self.portal = Portal(folder, DATABASE_URL=address, KILL_FILE=str(self.order))
        self.portal.env["DJANGO_SETTINGS_MODULE"] = "tests.deploy.killed"
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", OBSERVE]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        env = self.portal.env | {"KILL_FILE": str(folder / "never")}
        self.observer = subprocess.Popen(command, env=env, cwd=CLONE, text=True, **pipes)
        session, self.event = self.observe(WORLD)
        self.arrivals = base(SimpleNamespace(pk=self.event))
        self.cookies = f"sessionid={session}; csrftoken={'a' * 32}"
        self.server = None

    def observe(self, script, **values):
        """What the script leaves in `answer`."""
        given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        self.observer.stdin.write(json.dumps(given + script) + "\n")
        self.observer.stdin.flush()
        line = self.observer.stdout.readline()
        assert line, "the observer has ended: what it found wrong stands above"
        return json.loads(line)

    def kill_at(self, write):
        self.order.write_text(str(write))

    def start(self, *command, log):
        with open(self.portal.folder / log, "ab") as output:
            options = {"stdout": output, "stderr": subprocess.STDOUT, "start_new_session": True}
            return subprocess.Popen([sys.executable, *command], env=self.portal.env, cwd=CLONE, **options)

    def serve(self):
        where = ["--host", "127.0.0.1", "--port", str(self.portal.port)]
        self.server = self.start("-m", "granian", *OPTIONS, *where, "association.wsgi:application", log="granian.log")
        wait_for_answer(self.portal.url("/healthz"), self.server)

    def kill(self, process):
        """The process and its children; no further write is counted."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.order.unlink(missing_ok=True)

    def kill_server(self):
        self.kill(self.server)
        self.serve()

    def work(self):
        """What waits for the worker is done, or the worker is killed meanwhile. A lease of the dead has ended."""
        self.observe("SpreadsheetImport.objects.filter(state='processing').update(leased_until=timezone.now())")
        worker = self.start("manage.py", "worker", "--once", "--nice", "0", log="worker.log")
        worker.wait(120)
        self.kill(worker)

    def ask(self, method, path, body=b"", half=False, **headers):
        headers = {"Cookie": self.cookies, "X-CSRFToken": "a" * 32, "Host": "127.0.0.1"} | headers
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)) as connection:
            try:
                connection.putrequest(method, path, skip_host=True)
                for name, value in (headers | {"Content-Length": str(len(body))}).items():
                    connection.putheader(name, value)
                connection.endheaders(body[: len(body) // 2] if half else body)
                if half:
                    time.sleep(0.2)
                    self.kill(self.server)
                answer = connection.getresponse()
                answer.content = answer.read()
            except (http.client.HTTPException, ConnectionError) as error:
                raise Killed from error
        assert answer.status < 500, (path, answer.status, answer.content)
        return answer

    def get(self, path):
        answer = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        return answer

    def post(self, path, data):
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(data, doseq=True).encode(), Content_Type=kind, Accept="text/html")

    # --- A file, as the script of the page sends it ---------------------------------------------------------------

    def begin(self, name, content):
        data = {"name": name, "size": len(content), "modified": 1}
        return json.loads(self.post(f"{self.arrivals}begin/", data).content)

    def send(self, upload, cut_at=None):
        """`upload.acknowledged` says how much the server has; the piece that begins at `cut_at` comes in part."""
        if upload.key is None:
            upload.key, offset = self.begin(upload.name, upload.content).values()
        else:
            offset = json.loads(self.get(self.place(upload)).content)["offset"]
        assert offset >= upload.acknowledged
        while True:
            piece = upload.content[offset : offset + upload.piece]
            answer = self.ask(
                "POST",
                self.place(upload),
                piece,
                half=cut_at is not None and offset >= cut_at,
                Content_Type="application/octet-stream",
                Upload_Offset=str(offset),
                Accept="application/json",
            )
            data = json.loads(answer.content)
            assert answer.status == 200, data
            upload.acknowledged = offset = data["offset"]
            if "sentence" in data:
                assert data["sentence"] == ""
                return data

    def place(self, upload):
        return f"{self.arrivals}{upload.key}/"

    def unpack(self, arrival):
        data = urlencode({"arrival": arrival}).encode()
        kind = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return self.ask("POST", f"{self.arrivals}unpack/", data, **kind)


def new_upload(name, content):
    return SimpleNamespace(name=name, content=content, piece=len(content) // 3 + 1, key=None, acknowledged=0)
