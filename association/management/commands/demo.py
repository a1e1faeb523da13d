import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from events.models import Preview
from search import index
from search.signals import rebuild_postponed

from ... import demo
from ...demo import accounts, fiction, first_slides, smolensk, texts

HOST = "127.0.0.1"
# Without this, Ctrl+C in the second before the server handles it would print a traceback.
SERVER = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); from granian.cli import entrypoint; entrypoint()"
FOREIGN = (
    "В этой базе уже есть учётные записи или мероприятия не из демонстрации, поэтому учётных записей я здесь не завожу "
    "и паролей не показываю."
)


class Command(BaseCommand):
    help = "Показывает портал с визитом в Смоленск: заводит данные, если их ещё нет, и открывает сайт."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, default=40, help="Сколько вымышленных мероприятий должно быть (40).")
        parser.add_argument("--seed", type=int, default=1, help="Число, от которого зависит вымысел (1).")
        parser.add_argument("--no-serve", action="store_true", help="Только завести данные.")
        parser.add_argument("--port", type=int, default=8000, help="На каком порту открыть сайт (8000).")

    def handle(self, *, size, seed, no_serve, port, **options):
        if size < 0:
            raise CommandError("--size — это число мероприятий, 0 или больше.")
        if not 0 < port < 65536:
            raise CommandError('--port — это число от 1 до 65535. Например: make demo DEMO="--port 8001".')
        with interruptions() as noted:
            try:
                self.prepare(size, seed, port, no_serve)
                if not no_serve:
                    self.serve(port)
            except (KeyboardInterrupt, DatabaseError):
                if not noted:
                    raise
                self.say("\nОстановлено. Чтобы продолжить, запустите ещё раз: make demo")
                sys.exit(130)

    def prepare(self, size, seed, port, no_serve):
        if not no_serve:
            refuse_taken_port(port)
        with rebuild_postponed():
            self.load(size, seed)
        self.say("Собираю поиск…")
        index.rebuild()
        self.print_addresses(port)
        self.print_queue(no_serve)

    def load(self, size, seed):
        self.say("Готовлю базу…")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_regions", verbosity=0)
        self.is_ours = accounts.is_ours()
        if self.is_ours:
            accounts.create()
            texts.write()
        visit = smolensk.find()
        self.say("Визит в Смоленск уже есть." if visit else "Загружаю визит в Смоленск…")
        self.visit = visit or smolensk.load()
        if self.is_ours:
            accounts.join(self.visit)
        added = fiction.add_upcoming(seed) + fiction.add(size, seed, self.say)
        self.say(f"Вымышленных мероприятий: добавлено {added}, должно быть не меньше {size}.")
        demo.leave_mark()

    def print_addresses(self, port):
        site = f"http://{HOST}:{port}"
        self.say(f"\nСайт:       {site}/")
        self.say(f"Визит:      {site}{self.visit.get_absolute_url()}")
        self.say(f"Управление: {site}/admin/\n")
        if not self.is_ours:
            self.say(FOREIGN)
            return
        self.say(f"Войти: {site}/account/login/")
        for log_in in accounts.log_ins():
            password = log_in.password if log_in.still_works else "(пароль сменён)"
            self.say(f"  {log_in.email:<26} {password:<24} {log_in.role}")
        self.say("Без входа сайт виден так, как его видит посетитель.\n")

    def print_queue(self, no_serve):
        waiting = Preview.objects.filter(state=Preview.State.QUEUED).count()
        if not waiting:
            return
        who = "их сделает manage.py worker" if no_serve else "готовлю их, пока сайт открыт"
        self.say(f"Файлов, которым нужны слайды: {waiting}; {who}.\n")

    def serve(self, port):
        call_command("collectstatic", verbosity=0, interactive=False)
        urgent = first_slides.hurry()
        worker = start_worker()
        if urgent:
            self.say(f"Готовлю первые слайды, не дольше {first_slides.MOST_SECONDS} секунд…")
            first_slides.wait(worker)
        self.say(f"Открыто: http://{HOST}:{port}/  (остановить — Ctrl+C)")
        os.environ |= {"SITE_URL": f"http://{HOST}:{port}", "PYTHONPATH": str(settings.BASE_DIR)}
        options = f"--interface wsgi --http 1 --no-ws --host {HOST} --port {port} --workers 1 --log-level error"
        # A slow download occupies a thread until it ends, so there are many threads.
        options += " --blocking-threads 128 --http1-buffer-size 16384"
        # A browser keeps its connection open, and without a limit the server might wait for it for ever.
        options += " --workers-kill-timeout 5"
        command = [sys.executable, "-c", SERVER, *options.split(), "association.wsgi:application"]
        # The server replaces this process, so stopping the command stops the server, and the worker ends with it.
        os.execv(sys.executable, command)  # noqa: S606

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


@contextmanager
def interruptions():
    """A list that records each Ctrl+C. Each still raises KeyboardInterrupt.

    If it comes while SQLite calls a Python function, SQLite raises a DatabaseError instead. The list tells it apart.
    """
    noted = []

    def note(number, frame):
        noted.append(number)
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, former)


def start_worker():
    """Start a worker that ends with this process. The server, which replaces it, keeps its process id."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "worker", "--verbosity", "0"]
    return subprocess.Popen([*command, "--with-parent", str(os.getpid())])  # noqa: S603


def refuse_taken_port(port):
    """Stops the command before any data is made, so that nobody waits for it in vain."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Порт {port} занят или недоступен: возможно, демонстрация уже открыта на http://{HOST}:{port}/. "
                f'Другой порт: make demo DEMO="--port {port + 1 if port < 65535 else 8001}".'
            ) from error
