"""The worker as a process: it stops on SIGTERM, may be killed without loss, and several share the jobs."""

import json
import re
import signal
import subprocess
import sys
import time

import pytest

from association.demo import sample_files
from tests.benches import run_bench
from tests.deploy.servers import CLONE, Portal

from . import text_documents

pytestmark = pytest.mark.both

LINES = [f"Строка {number}: индустриальный парк «Образец»" for number in range(8)]
LOAD = """
from pathlib import Path
from events.models import Event
if is_first:
    Event.objects.all().delete()
from django.core.files.base import ContentFile
from events.uploads.versions import add_version
from tests.factories import MaterialFactory
for path in paths:
    upload = ContentFile(Path(path).read_bytes(), name="Доклад.pdf")
    add_version(material=MaterialFactory(), upload=upload, uploaded_by=None)
"""
LOOK = """
import json
from events.models import Preview
previews = Preview.objects.select_related("version")
print(json.dumps(sorted([preview.state, preview.version.slides.count()] for preview in previews)))
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory, empty_database):
    folder = tmp_path_factory.mktemp("portal")
    with empty_database(folder, is_migrated=True) as address:
        yield Portal(folder, DATABASE_URL=address)


@pytest.fixture
def site(portal):
    """A portal with an empty log."""
    (portal.folder / "worker.log").write_text("")
    return portal


def log(site):
    return (site.folder / "worker.log").read_text()


def shell(site, script):
    return site.manage("shell", "--no-imports", "-v", "0", "-c", script)


def load(site, *contents, is_first=True):
    """Uploads each content as a PDF of a material of its own. The first time no others are left."""
    paths = []
    for number, content in enumerate(contents):
        path = site.folder / f"upload-{number}"
        path.write_bytes(content)
        paths.append(str(path))
    shell(site, f"paths, is_first = {paths!r}, {is_first}\n{LOAD}")


def previews(site):
    """[state, number of slides] of each preview, sorted."""
    return json.loads(shell(site, LOOK))


def start_worker(site, *options):
    command = [sys.executable, str(CLONE / "manage.py"), "worker", *options]
    with open(site.folder / "worker.log", "ab") as output:
        return subprocess.Popen(command, env=site.env, cwd=CLONE, stdout=output, stderr=subprocess.STDOUT)


def wait_for(site, words, times=1):
    for _ in range(600):
        if log(site).count(words) >= times:
            return
        time.sleep(0.1)
    raise AssertionError(log(site))


@pytest.mark.slow
def test_killed_worker_loses_nothing(tmp_path, empty_database):
    """Two kills here; `bench/conversion.py kills` makes twenty."""
    with empty_database(tmp_path, is_migrated=True) as address:
        output = run_bench("conversion.py", "kills", 2, 3, "--database", address)
    assert re.search(r"killed in the middle of a job: [12] of 2", output), output


@pytest.mark.slow
def test_worker_finds_new_jobs_and_stops_on_sigterm(site):
    worker = start_worker(site)
    try:
        wait_for(site, "Обработчик файлов работает.")
        load(site, text_documents.pdf("Один"))
        wait_for(site, "build: Preview")
        pages = [sample_files.SampleSlide(f"Страница {number}", LINES) for number in range(120)]
        load(site, sample_files.pdf(pages), is_first=False)
        time.sleep(1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        worker.kill()
        worker.wait()
    assert "Обработчик файлов остановлен." in log(site)
    assert "Traceback" not in log(site)
    (long_state, _slides), short = previews(site)
    assert (long_state, short) == ("queued", ["ready", 1])
    assert not list((site.media / "incoming").glob("*"))


@pytest.mark.slow
def test_two_workers_share_the_jobs(site):
    load(site, *[text_documents.pdf(f"Доклад {number}", "Итоги") for number in range(5)])
    workers = [start_worker(site, "--once") for _ in range(2)]
    assert [worker.wait(180) for worker in workers] == [0, 0]
    done = re.findall(r"build: Preview (\d+) of", log(site))
    assert len(done) == len(set(done)) == 5, log(site)
    assert previews(site) == [["ready", 2]] * 5


@pytest.mark.slow
def test_worker_ends_with_its_parent(portal):
    worker = f"[{sys.executable!r}, {str(CLONE / 'manage.py')!r}, 'worker', '--with-parent']"
    script = f"import subprocess, time; p = subprocess.Popen({worker}); print(p.pid, flush=True); time.sleep(600)"
    with open(portal.folder / "worker.log", "wb") as output:
        parent = subprocess.Popen(
            [sys.executable, "-c", script], env=portal.env, cwd=CLONE, stdout=subprocess.PIPE, stderr=output, text=True
        )
    try:
        parent.stdout.readline()
        wait_for(portal, "Обработчик файлов работает.")
    finally:
        parent.kill()
        parent.communicate()
    wait_for(portal, "Обработчик файлов остановлен.")
