from types import SimpleNamespace

import pytest

from tests import files
from tests.conftest import NGINX
from tests.deploy.servers import Portal, running, wait_for_answer
from tests.deploy.shipped import CONTENT, render
from tests.ports import free_port


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "static").mkdir()
    (folder / "static" / "a.css").write_text("body {}")
    (folder / "static-secret").write_text("secret")
    original = folder / "original.pdf"
    original.write_bytes(CONTENT)
    portal, port = Portal(folder, SENDFILE="x-accel", TRUSTED_PROXIES="1"), free_port()
    material = portal.load(original, files.NAME)
    (portal.folder / "media-secret").write_text("secret")
    render(folder, portal, port)
    command = [NGINX, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log", "-p", str(folder)]
    with portal.serving(), running(command, folder / "nginx.log") as process:
        wait_for_answer(f"http://127.0.0.1:{port}/static/a.css", process)
        yield SimpleNamespace(port=port, folder=folder, portal=portal, file=f"/materials/{material}/download/")
