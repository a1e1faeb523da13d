import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ... import consistency, index
from ...signals import rebuild_postponed


class Command(BaseCommand):
    help = "Приводит поиск в порядок: проходит всё, что можно найти, и обновляет изменившееся. Поиск при этом работает."

    reported_tenth = -1

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--stale", action="store_true", help="Только то, что отмечено как изменившееся.")
        what.add_argument("--check", action="store_true", help="Ничего не менять, сказать, устарел ли поиск (код 1).")
        what.add_argument("--anyway", action="store_true", help="Заново и то, что не изменилось.")

    def handle(self, *args: Any, stale: bool, check: bool, anyway: bool, **options: Any) -> None:
        if check:
            self.check_all()
            return
        started = time.monotonic()
        with rebuild_postponed():
            done = index.catch_up() if stale else index.rebuild(anyway=anyway, report=self.report)
        if not stale and self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(f"Обновлено документов: {done}, за {time.monotonic() - started:.1f} с.")

    def check_all(self) -> None:
        problems = consistency.problems(thorough=True)
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError("Поиск устарел. Выполните: manage.py index")
        self.stdout.write("Поиск в порядке.")

    def report(self, done: int, total: int) -> None:
        """Draw a progress bar on a terminal, or else write a line for each tenth."""
        tenth = done * 10 // max(total, 1)
        if self.stdout.isatty():
            self.stdout.write(f"\r[{'█' * (tenth * 3):<30}] {done} / {total}", ending="")
            self.stdout.flush()
        elif tenth > self.reported_tenth:
            self.reported_tenth = tenth
            self.stdout.write(f"{done} / {total}")
