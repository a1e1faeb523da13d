"""Drives the served portal through nginx, and prints requests per second and the times of answers.

    python bench/load.py                            the pages at 1, 8 and 64 connections
    python bench/load.py --base ../portal-as-it-was in turns with another checkout: base, this, base, this
    python bench/load.py --threads 1 4 16           with so many threads of the portal (16)
    python bench/load.py --seconds 10               each page for so long (3)
    python bench/load.py --memory 20000             so many requests of 5,000 addresses, and what the process then holds

The portal runs as in production: granian with one process, deploy/nginx.conf in front, and the demo's data, made once
under var/bench/. `bytes from disk` are those of the event's page, `2 MB from disk` those of the download, handed out by
nginx alone. Requests come from one thread of this process over connections that stay open. It takes its share of the
machine, as does whatever else runs; `CPU ms`, what an answer costs the portal's process, suffers least from that.
"""

import argparse
import itertools
import os
import re
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.downloads import big_pdf, only_child
from bench.portal import CLONE, MB, Portal

PREPARE = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from events.models import Event, Material
try:
    from events.uploads.versions import add_version
except ModuleNotFoundError:  # an older checkout
    from events.materials.versions import add_version
client = Client()
client.force_login(get_user_model().objects.get(email="member@example.org"))
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
event, is_new = Event.objects.get_or_create(
    slug="bench", defaults={"title": "Вымышленный тур", "type": Event.Type.STUDY_TOUR, "published_at": timezone.now()}
)
if is_new:
    material = Material.objects.create(event=event, title="Большой файл", access="members")
    with open(file, "rb") as content:
        add_version(material=material, upload=ContentFile(content.read(), name="big.pdf"), uploaded_by=None)
print(Material.objects.get(event=event).pk)
"""
HTTP = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off; keepalive_requests 1000000;
    {temporary}
    include {folder}/portal.conf;
    server {{ listen 127.0.0.1:{disk}; root {folder}/disk; default_type text/html; }}
}}
"""
PAGES = {
    "event": "/events/smolensk-tour/",
    "events": "/events/",
    "search": "/search/?q=индустриальный+парк",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="the checkout to compare with")
    parser.add_argument("--size", type=int, default=100, help="fictional events of the demo")
    parser.add_argument("--folder", type=Path, default=CLONE / "var" / "bench", help="where the data is made")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, nargs="+", default=[16])
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--pages", nargs="+", help="only those whose name begins so")
    parser.add_argument("--memory", type=int, metavar="REQUESTS")
    options = parser.parse_args()
    if options.memory:
        measure_memory(options)
        return
    clones = [options.base.resolve(), CLONE] * 2 if options.base else [CLONE]
    columns = ("connections", 13), ("per second", 12), ("CPU ms", 9), ("p50 ms", 9), ("p99 ms", 9)
    print(f"{'checkout':<14}{'threads':>8}{'page':>22}" + "".join(f"{name:>{width}}" for name, width in columns))
    for clone in clones:
        for threads in options.threads if clone == CLONE else [128]:
            measure(clone, threads, options)


def measure(clone, threads, options):
    with tempfile.TemporaryDirectory(prefix="bench-load-") as name, served(clone, threads, options, Path(name)) as site:
        for page, path, cookie, port in targets(site):
            if options.pages and not page.startswith(tuple(options.pages)):
                continue
            for connections in options.connections:
                before = site.cpu_seconds()
                took, seconds = drive(port, path, cookie, connections, options.seconds)
                cpu = (site.cpu_seconds() - before) / (len(took) + connections)
                figures = f"{len(took) / seconds:>12.0f}{cpu * 1000:>9.2f}{statistics.median(took) * 1000:>9.1f}"
                worst = sorted(took)[int(len(took) * 0.99)] * 1000
                name = "base" if clone != CLONE else "this"
                print(f"{name:<14}{threads:>8}{page:>22}{connections:>13}{figures}{worst:>9.1f}", flush=True)


def measure_memory(options):
    """Prints the PSS of the process that answers, at the start and after each tenth of the requests of a member."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-load-") as name,
        served(CLONE, options.threads[0], options, Path(name)) as site,
    ):
        paths = itertools.cycle(addresses(site))
        print(f"{'requests':>8}{'MiB PSS':>9}")
        print(f"{0:>8}{site.pss_mib():>9.1f}", flush=True)
        for tenth in range(1, 11):
            some = list(itertools.islice(paths, options.memory // 10))
            drive(site.front, some, f"sessionid={site.session}", 8, None)
            print(f"{tenth * len(some):>8}{site.pss_mib():>9.1f}", flush=True)


def addresses(site):
    """5,000 of them: the pages of the sitemap's sections, then lists and answers of the search with drawn words."""
    found = [page for section in locations(site, "/sitemap.xml") for page in locations(site, section)][:4000]
    for number in range(5000 - len(found)):
        found.append(f"/search/?q=парк+{number}" if number % 2 else f"/events/?q=тур+{number}")
    return found


def locations(site, path):
    request = urllib.request.Request(f"http://127.0.0.1:{site.front}{path}", headers=HEADERS)
    return re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", urllib.request.urlopen(request).read().decode())


@contextmanager
def served(clone, threads, options, folder):
    data = options.folder / clone.name
    data.mkdir(parents=True, exist_ok=True)
    settings = {
        "MEDIA_ROOT": str(data / f"{options.size}-media"),
        "SENDFILE": "x-accel",
        "TRUSTED_PROXIES": "1",
    }
    portal = Portal(folder, f"sqlite:///{data / f'{options.size}.sqlite3'}", clone=clone, **settings)
    portal.manage("demo", "--size", str(options.size), "--no-serve")
    (folder / "big.pdf").write_bytes(big_pdf(2 * MB))
    portal.session, key = portal.run(PREPARE, file=str(folder / "big.pdf")).split()
    portal.download = f"/materials/{key}/download/"
    portal.front, portal.disk = free_port(), free_port()
    with portal.serving(threads) as server, running_nginx(portal, folder):
        process = only_child(server.pid)
        portal.cpu_seconds = lambda: cpu_seconds(process)
        portal.pss_mib = lambda: pss_mib(process)
        yield portal


def cpu_seconds(pid):
    """What the process and its threads have taken of the processors."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss_mib(pid):
    return int(re.search(r"(?m)^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())[1]) / 1024


def targets(site):
    member = f"sessionid={site.session}"
    for page, path in PAGES.items():
        yield f"{page}, member", path, member, site.front
    for page, path in PAGES.items():
        yield f"{page}, visitor", path, "", site.front
    yield "download 2 MB", site.download, member, site.front
    yield "bytes from disk", "/page.html", "", site.disk
    yield "2 MB from disk", "/big.pdf", "", site.disk


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def running_nginx(portal, folder):
    """nginx with the checkout's own configuration, without TLS."""
    text = re.sub(r"    ssl_.*\n", "", (portal.clone / "deploy" / "nginx.conf").read_text())
    for pattern, here in {
        r"listen 80;": f"listen 127.0.0.1:{free_port()};",
        r"listen 443 ssl[^;]*;": f"listen 127.0.0.1:{portal.front};",
        r"server_name portal\.example;": "server_name 127.0.0.1;",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{portal.port}",
        r"/var/cache/nginx/portal": f"{folder}/pages",
        r"/srv/portal/var/media/": f"{portal.media}/",
        r"/srv/portal/var/static/": f"{folder}/static/",
        r"/srv/portal/deploy/nginx-errors\.conf": f"{folder}/nginx-errors.conf",
        r"limit_conn portal_files \d+;": "",
    }.items():
        text = re.sub(pattern, here, text)
    (folder / "portal.conf").write_text(text)
    errors = portal.clone / "deploy" / "nginx-errors.conf"
    if errors.exists():
        (folder / "nginx-errors.conf").write_text(errors.read_text().replace("/srv/portal/", f"{portal.clone}/"))
    (folder / "disk").mkdir()
    folder.chmod(0o755)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        HTTP.format(folder=folder, temporary=temporary, user="user root;", disk=portal.disk)
    )
    process = subprocess.Popen(["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        for _attempt in range(100):
            try:
                url = f"http://127.0.0.1:{portal.front}{PAGES['event']}"
                page = urllib.request.urlopen(urllib.request.Request(url, headers=HEADERS), timeout=20).read()
                break
            except OSError:
                assert process.poll() is None, (folder / "error.log").read_text()
                time.sleep(0.1)
        (folder / "disk" / "page.html").write_bytes(page)
        (folder / "big.pdf").rename(folder / "disk" / "big.pdf")
        yield
    finally:
        process.terminate()
        process.wait(10)


HEADERS = {"User-Agent": "Mozilla/5.0 bench", "X-Forwarded-Proto": "http"}


def drive(port, paths, cookie, connections, seconds):
    """The seconds that each answer took, and those of the whole run. A connection asks again when it has its answer.

    One path is asked for until the seconds are over; several, once each.
    """
    own = [f"{name}: {value}" for name, value in HEADERS.items()] + ([f"Cookie: {cookie}"] if cookie else [])
    beginnings = (
        f"GET {urllib.request.quote(path, safe='/?=+&%')} HTTP/1.1"
        for path in (itertools.repeat(paths) if isinstance(paths, str) else paths)
    )
    requests = (("\r\n".join([first, "Host: 127.0.0.1", *own]) + "\r\n\r\n").encode() for first in beginnings)
    took = []
    with selectors.DefaultSelector() as ready:
        for request in itertools.islice(requests, connections):
            reader = Reader(socket.create_connection(("127.0.0.1", port)))
            ready.register(reader.socket, selectors.EVENT_READ, reader)
            reader.ask(request)
        started = time.perf_counter()
        whole = None
        while ready.get_map():  # what was asked is answered, so that the next page finds the portal at rest
            for key, _mask in ready.select(1):
                if not key.data.read():
                    continue
                if whole is None:
                    took.append(time.perf_counter() - key.data.asked)
                is_over = seconds is not None and time.perf_counter() - started >= seconds
                request = None if is_over else next(requests, None)
                if request is None:
                    whole = whole or time.perf_counter() - started
                    ready.unregister(key.fileobj)
                    key.fileobj.close()
                else:
                    key.data.ask(request)
    assert took, f"no answer from {paths} in {seconds} s"
    return took, whole


class Reader:
    """One connection. Only answers of status 200 count."""

    def __init__(self, connection):
        self.socket = connection

    def ask(self, request):
        self.head, self.left, self.asked = b"", None, time.perf_counter()
        self.socket.sendall(request)

    def read(self):
        """Whether the answer is complete."""
        block = self.socket.recv(MB)
        assert block, "the server has closed the connection"
        if self.left is None:
            self.head += block
            head, found, rest = self.head.partition(b"\r\n\r\n")
            if not found:
                return False
            assert head.startswith(b"HTTP/1.1 200"), head
            length = re.search(rb"(?i)content-length: (\d+)", head)
            self.left, block = (int(length[1]) if length else -1), rest
            self.end = b""
        if self.left == -1:
            self.end = (self.end + block)[-5:]
            return self.end == b"0\r\n\r\n"
        self.left -= len(block)
        return self.left <= 0


if __name__ == "__main__":
    main()
