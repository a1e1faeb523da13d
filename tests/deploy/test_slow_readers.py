"""Readers who take nothing of what they asked for, through the shipped nginx."""

import socket
import time
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import pytest

from tests import files
from tests.conftest import NGINX
from tests.deploy.servers import OPTIONS, ask, running, wait_for_listener
from tests.deploy.shipped import render
from tests.ports import free_port

pytestmark = [pytest.mark.nginx, pytest.mark.slow]
THREADS = int(OPTIONS[OPTIONS.index("--blocking-threads") + 1])
READERS = THREADS + 12
SLOTS = 8  # for archives; one that has ended leaves its slot a moment later


@pytest.fixture(scope="module")
def archive(site):
    """The address of a ZIP that fits into no buffer on the way: Linux lets a socket's grow to 32 MB."""
    original = site.folder / "large.pdf"
    original.write_bytes(files.pdf("0123456789abcdef\n% " * (3 << 20)))
    material = site.portal.load(original, "Большой.pdf")
    script = (
        "from events.models import Event, Material;"
        f"event = Material.objects.get(pk={material}).event; event.slug = 'slow'; event.save()"
    )
    site.portal.manage("shell", "--no-imports", "-v", "0", "-c", script)
    return "/events/slow/materials.zip"


def address(number):
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


def reader(site, path, host):
    """A connection from this address that has asked and takes nothing."""
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    asking.settimeout(20)
    asking.bind((host, 0))
    asking.connect(("127.0.0.1", site.port))
    asking.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return asking


@contextmanager
def readers(site, path, number, first=0):
    """Yields the beginnings of the answers to so many readers, who take nothing more."""
    with ExitStack() as stack:
        hosts = [address(first + index) for index in range(number)]
        waiting = [stack.enter_context(reader(site, path, host)) for host in hosts]
        yield [one.recv(12).decode() for one in waiting]


@contextmanager
def served(site, path, number=SLOTS, same_address=False):
    """So many readers whose archives have begun, each as soon as there is a slot."""
    with ExitStack() as stack:
        for index in range(number):
            for _attempt in range(200):
                one = reader(site, path, address(0 if same_address else index))
                if (answer := one.recv(12).decode()) == "HTTP/1.1 200":
                    stack.enter_context(one)
                    break
                one.close()
                assert answer == "HTTP/1.1 503"
                time.sleep(0.1)
            else:
                raise AssertionError("no slot becomes free")
        yield


def test_readers_of_an_archive_who_take_nothing_stop_no_page(site, archive):
    with served(site, archive), readers(site, archive, READERS - SLOTS, first=SLOTS) as answers:
        assert set(answers) == {"HTTP/1.1 503"}
        busy = ask(site, archive)
        assert (busy.status, busy.getheader("Retry-After")) == (503, "30")
        assert "Попробуйте через полминуты" in busy.body.decode()
        for path in ("/", "/events/", "/parks/", "/materials/", "/account/login/", site.file):
            assert ask(site, path).status == 200, path


def test_slots_are_free_again_when_the_readers_are_gone(site, archive):
    with served(site, archive):
        assert ask(site, archive).status == 503
    for _attempt in range(200):
        if (answer := ask(site, archive)).status == 200:
            break
        time.sleep(0.1)
    assert answer.status == 200
    assert len(answer.body) == int(answer.getheader("Content-Length"))


@pytest.fixture
def impatient(site, tmp_path):
    """An nginx that waits for a reader for two seconds instead of half a minute."""
    port = free_port()
    render(tmp_path, site.portal, port, others={"send_timeout 30s;": "send_timeout 2s;"})
    command = [NGINX, "-c", f"{tmp_path}/nginx.conf", "-e", f"{tmp_path}/error.log", "-p", str(tmp_path)]
    with running(command, tmp_path / "nginx.log") as process:
        wait_for_listener(port, process)
        yield SimpleNamespace(port=port)


def test_reader_who_takes_nothing_is_cut_off(impatient, archive):
    with served(impatient, archive):
        for _attempt in range(200):
            if (answer := ask(impatient, archive)).status == 200:
                break
            time.sleep(0.2)
        assert answer.status == 200


def test_one_address_reads_few_archives_at_a_time(site, archive):
    with served(site, archive, 3, same_address=True), reader(site, archive, address(0)) as fourth:
        assert fourth.recv(12) == b"HTTP/1.1 429"


def test_readers_of_a_file_who_take_nothing_stop_no_page(site):
    with readers(site, site.file, READERS) as answers:
        assert set(answers) == {"HTTP/1.1 200"}
        assert ask(site, "/events/").status == 200
