"""The worker as a process: it stops on SIGTERM, may be killed without loss, and several share the jobs."""

import re
import signal
import subprocess
import sys
import time

import pytest

from bench import conversion
from tests.databases import empty_database
from tests.deploy.servers import CLONE, Portal

from . import text_documents


@pytest.fixture(scope="module")
def _portal(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("portal")
    with empty_database(folder, django_db_blocker) as address:
        yield Portal(folder, DATABASE_URL=address)


@pytest.fixture
def site(_portal):
    """A portal without materials and with an empty log."""
    _portal.manage("shell", "-v", "0", "-c", "Event.objects.all().delete()")
    (_portal.folder / "worker.log").write_text("")
    return _portal


def log(site):
    return (site.folder / "worker.log").read_text()


def wait_for(site, words, times=1):
    for _ in range(600):
        if log(site).count(words) >= times:
            return
        time.sleep(0.1)
    raise AssertionError(log(site))


@pytest.mark.slow
def test_killed_worker_loses_nothing(site):
    """Three kills here; `bench/conversion.py kills` makes twenty."""
    assert conversion.kill(site, times=3, seed=3) > 0


@pytest.mark.slow
def test_worker_finds_new_jobs_and_stops_on_sigterm(site):
    worker = conversion.start_worker(site)
    try:
        wait_for(site, "Обработчик файлов работает.")
        conversion.load(site, ("Доклад.pdf", text_documents.pdf("Один")))
        wait_for(site, "build: Preview")
        conversion.load(site, ("Долгий доклад.pdf", conversion.pdf(300)))
        time.sleep(3)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        worker.kill()
        worker.wait()
    assert "Обработчик файлов остановлен." in log(site)
    assert "Traceback" not in log(site)
    assert conversion.look(site) == {"states": ["queued", "ready"], "wrong": []}
    assert not list((site.media / "incoming").glob("*"))


@pytest.mark.slow
def test_two_workers_share_the_jobs(site):
    conversion.load(site, *[("Доклад.pdf", text_documents.pdf(f"Доклад {number}", "Итоги")) for number in range(8)])
    workers = [conversion.start_worker(site, "--once") for _ in range(2)]
    assert [worker.wait(180) for worker in workers] == [0, 0]
    done = re.findall(r"build: Preview (\d+) of", log(site))
    assert len(done) == len(set(done)) == 8, log(site)
    assert conversion.look(site) == {"states": ["ready"] * 8, "wrong": []}


@pytest.mark.slow
def test_worker_ends_with_its_parent(site):
    worker = f"[{sys.executable!r}, {str(CLONE / 'manage.py')!r}, 'worker', '--with-parent']"
    script = f"import subprocess, time; p = subprocess.Popen({worker}); print(p.pid, flush=True); time.sleep(600)"
    with open(site.folder / "worker.log", "wb") as output:
        parent = subprocess.Popen(
            [sys.executable, "-c", script], env=site.env, cwd=CLONE, stdout=subprocess.PIPE, stderr=output, text=True
        )
    try:
        parent.stdout.readline()
        wait_for(site, "Обработчик файлов работает.")
    finally:
        parent.kill()
        parent.communicate()
    wait_for(site, "Обработчик файлов остановлен.")
