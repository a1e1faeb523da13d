import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parent.parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.slow
def test_demo_serves_the_visit_and_stops_on_sigterm(tmp_path):
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "SITE_URL": "https://portal.example",  # the demo answers at its own address whatever the settings are
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, CLONE / "manage.py", "demo", "--size", "1", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            page = wait_for(f"http://127.0.0.1:{port}/events/smolensk-tour/", server)
        finally:
            server.send_signal(signal.SIGTERM)
            said, _ = server.communicate(timeout=60)
    assert "Смоленск" in page
    assert "member@example.org" in said
    assert server.returncode == 0
    assert "Traceback" not in said


def wait_for(url, server):
    for _ in range(600):
        assert server.poll() is None, server.stdout.read()
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the demo did not answer in two minutes")
