"""A portal for a bench to measure: real processes, with a database and files in a folder of their own under var/.

Benches import nothing of tests/, and tests run benches only as commands.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
MB = 1 << 20
SERVER = "--interface wsgi --http 1 --no-ws --http1-buffer-size 16384 --host 127.0.0.1"
LOAD = """
from pathlib import Path
from django.core.files.base import ContentFile
from django.utils import timezone
from events.models import Event, Material
from events.uploads.versions import add_version
event, _ = Event.objects.get_or_create(
    slug="bench", defaults={"title": "Вымышленный тур", "type": Event.Type.STUDY_TOUR, "published_at": timezone.now()}
)
for path, name in paths:
    material = Material.objects.create(event=event, title=name, access="public")
    upload = ContentFile(Path(path).read_bytes(), name=name)
    version = add_version(material=material, upload=upload, uploaded_by=None)
    print(material.pk, version.file.path)
"""


class Portal:
    def __init__(self, folder, database_url=None, *, clone=CLONE, **settings):
        self.folder, self.media, self.clone = folder, folder / "media", clone
        own = clone / ".venv" / "bin" / "python"
        self.python = str(own) if own.exists() else sys.executable
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(clone),
            "DJANGO_SETTINGS_MODULE": "association.settings",
            "SECRET_KEY": "bench only: nothing signed with it is ever served",
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'portal.sqlite3'}",
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(folder / "static"),
            "SITE_URL": "http://127.0.0.1",
            **settings,
        }
        self.media = Path(self.env["MEDIA_ROOT"])
        self.manage("migrate", "-v", "0")

    def manage(self, *arguments):
        command = [self.python, str(self.clone / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, cwd=self.clone, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, script, **values):
        """What the script prints in the portal's own process, with these values as its variables."""
        assignments = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        return self.manage("shell", "--no-imports", "-v", "0", "-c", assignments + script)

    def load(self, *files):
        """Uploads (name, content) as public materials of one event: [(id of the material, path of the file)]."""
        paths = []
        for number, (name, content) in enumerate(files):
            path = self.folder / f"upload-{number}"
            path.write_bytes(content)
            paths.append((str(path), name))
        rows = (line.split(maxsplit=1) for line in self.run(LOAD, paths=paths).splitlines())
        return [(int(key), Path(path)) for key, path in rows]

    def start_worker(self, *options):
        command = [self.python, str(self.clone / "manage.py"), "worker", *options]
        with open(self.folder / "worker.log", "ab") as log:
            return subprocess.Popen(command, env=self.env, cwd=self.clone, stdout=log, stderr=subprocess.STDOUT)

    @contextmanager
    def serving(self, threads=128):
        """Yields the process of the web server. Its only child is the process that answers."""
        self.manage("collectstatic", "--no-input", "-v", "0")
        options = [*SERVER.split(), "--blocking-threads", str(threads), "--port", str(self.port)]
        command = [self.python, "-m", "granian", *options]
        with open(self.folder / "granian.log", "wb") as log:
            process = subprocess.Popen(
                [*command, "association.wsgi:application"], env=self.env, cwd=self.clone, stdout=log, stderr=log
            )
        try:
            self._wait_for(process)
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def _wait_for(self, process):
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError((self.folder / "granian.log").read_text()) from None
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server does not answer")


@contextmanager
def new_portal(database_url=None):
    (CLONE / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CLONE / "var") as folder:
        yield Portal(Path(folder), database_url)
