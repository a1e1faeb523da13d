"""Readers who take nothing of what they asked for, through the shipped nginx."""

import socket
import time
from contextlib import ExitStack, contextmanager

import pytest

from tests import files
from tests.deploy.servers import ask

pytestmark = [pytest.mark.nginx, pytest.mark.slow]
READERS = 140  # the portal has 128 threads


@pytest.fixture(scope="module")
def archive(site):
    """The address of a ZIP that fits into no buffer on the way."""
    original = site.folder / "large.pdf"
    original.write_bytes(files.pdf("0123456789abcdef\n% " * (1 << 20)))
    material = site.portal.load(original, "Большой.pdf")
    script = (
        "from events.models import Event, Material;"
        f"event = Material.objects.get(pk={material}).event; event.slug = 'slow'; event.save()"
    )
    site.portal.manage("shell", "--no-imports", "-v", "0", "-c", script)
    return "/events/slow/materials.zip"


def address(number):
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


@contextmanager
def readers(site, path, number, same_address=False):
    """Yields the beginnings of the answers to so many readers, who take nothing more."""
    with ExitStack() as stack:
        sockets = []
        for index in range(number):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.settimeout(20)
            reader.bind((address(0 if same_address else index), 0))
            reader.connect(("127.0.0.1", site.port))
            reader.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            sockets.append(reader)
        yield [reader.recv(12).decode() for reader in sockets]


def test_readers_of_an_archive_who_take_nothing_stop_no_page(site, archive):
    with readers(site, archive, READERS) as answers:
        assert answers.count("HTTP/1.1 200") == 8
        assert answers.count("HTTP/1.1 503") == READERS - 8
        busy = ask(site, archive)
        assert (busy.status, busy.getheader("Retry-After")) == (503, "30")
        assert "Попробуйте через полминуты" in busy.body.decode()
        for path in ("/", "/events/", "/parks/", "/materials/", "/account/login/", site.file):
            assert ask(site, path).status == 200, path


def test_slots_are_free_again_when_the_readers_are_gone(site, archive):
    with readers(site, archive, 8) as answers:
        assert set(answers) == {"HTTP/1.1 200"}
    for _attempt in range(100):
        if (answer := ask(site, archive)).status == 200:
            break
        time.sleep(0.1)
    assert answer.status == 200
    assert len(answer.body) == int(answer.getheader("Content-Length"))


def test_reader_who_takes_nothing_is_cut_off(site, archive):
    with readers(site, archive, 8) as answers:
        assert set(answers) == {"HTTP/1.1 200"}
        started = time.monotonic()
        while (answer := ask(site, archive)).status == 503:
            assert time.monotonic() - started < 60
            time.sleep(1)
        assert answer.status == 200


def test_one_address_reads_few_archives_at_a_time(site, archive):
    with readers(site, archive, 6, same_address=True) as answers:
        assert sorted(answers) == ["HTTP/1.1 200"] * 3 + ["HTTP/1.1 429"] * 3


def test_readers_of_a_file_who_take_nothing_stop_no_page(site):
    with readers(site, site.file, READERS) as answers:
        assert set(answers) == {"HTTP/1.1 200"}
        assert ask(site, "/events/").status == 200
