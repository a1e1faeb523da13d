import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from association.management.commands.demo import SERVER
from tests.databases import begin_migrated
from tests.ports import free_port

CLONE = Path(__file__).resolve().parent.parent.parent


def hear_ctrl_c():
    """A shell starts background jobs with SIGINT ignored, and what they start inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running_demo(folder, port):
    """Begins, or goes on with what a run before has left in the folder."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "SITE_URL": "https://portal.example",  # the demo answers at its own address whatever the settings are
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, CLONE / "manage.py", "demo", "--size", "0", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    ) as server:
        try:
            yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


@pytest.mark.slow
def test_demo_is_interrupted_at_any_moment_goes_on_serves_the_visit_and_stops(tmp_path):
    """A terminal sends Ctrl+C to every process in front of it."""
    for line in ("Готовлю базу", "Загружаю визит", "Собираю поиск", "Готовлю первые слайды"):
        with running_demo(tmp_path, free_port()) as server:
            said = read_to_line(server, line)
            os.killpg(server.pid, signal.SIGINT)
            rest, _ = server.communicate(timeout=60)
            assert_nothing_is_left_of(server)
        assert "Traceback" not in said + rest, line
        if line == "Готовлю базу":
            begin_migrated(tmp_path / "demo.sqlite3")

    port = free_port()
    with running_demo(tmp_path, port) as server:
        said = read_to_line(server, "Открыто:")
        home = wait_for(f"http://127.0.0.1:{port}/", server)
        page = wait_for(f"http://127.0.0.1:{port}/events/smolensk-tour/", server)
        server.send_signal(signal.SIGTERM)
        rest, _ = server.communicate(timeout=60)
        assert_nothing_is_left_of(server)
    assert "/slides/1/image/" in home  # the first slides are there when the site opens
    assert "Смоленск" in page
    assert "member@example.org" in said + rest
    assert server.returncode == 0
    assert "Traceback" not in said + rest

    with running_demo(tmp_path, port) as server:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        browsers = [HTTPConnection("127.0.0.1", port) for _ in range(8)]
        for browser in browsers:
            browser.request("GET", "/healthz")
            browser.getresponse().read()
        os.killpg(server.pid, signal.SIGINT)
        said, _ = server.communicate(timeout=60)
        assert_nothing_is_left_of(server)
        for browser in browsers:
            browser.close()
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("command", "module"),
    [([str(CLONE / "manage.py"), "worker"], "django.conf"), (["-c", SERVER, "association.wsgi:application"], "click")],
    ids=["worker", "server"],
)
def test_ctrl_c_during_imports_shows_no_traceback(tmp_path, command, module):
    """Python tells on stderr what it has imported, so the signal meets it in the middle."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}"}
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", *command],
        cwd=CLONE,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,
    ) as process:
        assert any(line.split("|")[-1].strip().startswith(module) for line in process.stderr)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert "Traceback" not in rest
    assert process.returncode in (130, -signal.SIGINT)


def read_to_line(server, beginning):
    said = ""
    for line in server.stdout:
        said += line
        if line.startswith(beginning):
            return said
    raise AssertionError(said)


def assert_nothing_is_left_of(server, seconds=30):
    for _ in range(seconds * 5):
        try:
            os.killpg(server.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.2)
    raise AssertionError("a process of the demo is still there")


def wait_for(url, server):
    for _ in range(600):
        assert server.poll() is None, server.stdout.read()
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the demo did not answer in two minutes")
