import time

from django.core.management.base import BaseCommand, CommandError

from ... import checkup, freshness, index


class Command(BaseCommand):
    help = "Приводит поиск в порядок: проходит всё, что можно найти, и обновляет изменившееся. Поиск при этом работает."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--stale", action="store_true", help="Только то, что отмечено как изменившееся.")
        what.add_argument("--check", action="store_true", help="Ничего не менять, сказать, устарел ли поиск (код 1).")
        what.add_argument("--anyway", action="store_true", help="Заново и то, что не изменилось.")

    def handle(self, *, stale, check, anyway, **options):
        if check:
            self.check_all()
            return
        started = time.monotonic()
        with freshness.postponed():
            done = index.catch_up() if stale else index.rebuild(anyway=anyway, tell=self.tell)
        if not stale and self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(f"Обновлено документов: {done}, за {time.monotonic() - started:.1f} с.")

    def check_all(self):
        remarks = checkup.remarks(thorough=True)
        for remark in remarks:
            self.stdout.write(remark)
        if remarks:
            raise CommandError("Поиск устарел. Выполните: manage.py index")
        self.stdout.write("Поиск в порядке.")

    def tell(self, done, total):
        """A bar on a terminal; in a log a line for each tenth."""
        tenth = done * 10 // max(total, 1)
        if self.stdout.isatty():
            self.stdout.write(f"\r[{'█' * (tenth * 3):<30}] {done} / {total}", ending="")
            self.stdout.flush()
        elif tenth > getattr(self, "told", -1):
            self.told = tenth
            self.stdout.write(f"{done} / {total}")
