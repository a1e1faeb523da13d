"""A server that is stopped in order."""

import urllib.request

import pytest

from tests import files
from tests.deploy.servers import Portal

pytestmark = pytest.mark.slow
COUNT = "from events.models import Download; print(Download.objects.count())"


def test_downloads_of_the_last_second_are_counted(tmp_path):
    original = tmp_path / "original.pdf"
    original.write_bytes(files.pdf("Образец"))
    portal = Portal(tmp_path)
    material = portal.load(original, files.NAME)
    with portal.serving():
        request = urllib.request.Request(
            portal.url(f"/materials/{material}/download/"), headers={"User-Agent": "Mozilla/5.0"}
        )
        urllib.request.urlopen(request, timeout=20).read()
    assert portal.manage("shell", "--no-imports", "-v", "0", "-c", COUNT).strip() == "1"
