"""Drawn steps of writes and reads: what a reader gets with kept pages must be what they get without.

    STEPS=2000 .venv/bin/pytest tests/core/kept_pages/test_drawn_steps.py                   a long run, on SQLite
    STEPS=2000 .ci/postgres .venv/bin/pytest tests/core/kept_pages/test_drawn_steps.py      and on PostgreSQL

Six people read, the clock goes on, and it is written by the admin, the ORM, `update()`, raw SQL, the worker, a rollback
and a process of its own.
"""

import argparse
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
WRITER = """
import json, sys, django
django.setup()
from django.db import connection
for line in sys.stdin:
    with connection.cursor() as cursor:
        cursor.execute(*json.loads(line))
    print("written", flush=True)
"""
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
LOOKS = ["", "3.blue.wide.off"]


class Steps:
    def __init__(self, seed, clock):
        from association.models import Membership
        from events.models import Access, Attendance, Event, Material, Person, Talk
        from parks.models import Organization, Park
        from tests import factories

        self.draw, self.clock, self.factories = random.Random(seed), clock, factories
        self.Event, self.Material, self.Person, self.Talk = Event, Material, Person, Talk
        self.Park, self.Organization, self.Attendance, self.Membership = Park, Organization, Attendance, Membership
        self.tiers = list(Access.values)
        self.numbers = iter(range(1_000_000))
        self.writes = [getattr(self, name) for name in dir(self) if name.startswith("write_")]
        self.wrong, self.kept = [], 0
        self.build()
        self.other_process = subprocess.Popen(
            [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def build(self):
        from django.test import Client

        from tests.core.kept_pages.rows import make_rows

        self.addresses = make_rows()
        users = [self.factories.UserFactory() for _number in range(3)]
        member = self.factories.UserFactory(organization=self.Membership.objects.get().organization)
        staff = self.factories.UserFactory(is_staff=True, is_superuser=True)
        self.participants = users[1:]
        for user in self.participants:
            self.Attendance.objects.create(event=self.Event.objects.first(), user=user)
        self.people = [Client()]
        for user in [*users, member, staff]:
            client = Client()
            client.force_login(user)
            self.people.append(client)
        self.editor = self.people[-1]

    def word(self):
        return f"Слово{next(self.numbers)}"

    def moment(self):
        """A time from an hour ago to two hours ahead, or never."""
        from django.utils import timezone

        return self.draw.choice([None, timezone.now() + dt.timedelta(seconds=self.draw.randint(-3600, 7200))])

    def one(self, model):
        return self.draw.choice(list(model.objects.order_by("pk")))

    def write_by_orm(self):
        event = self.one(self.Event)
        event.title, event.access = self.word(), self.draw.choice(self.tiers)
        event.save()

    def write_by_update(self):
        model = self.draw.choice([self.Event, self.Material, self.Park, self.Organization])
        model.objects.filter(pk=self.one(model).pk).update(published_at=self.moment())

    def write_what_filters_count(self):
        from django.utils import timezone

        from events.models import EventRegion, Stop
        from parks.models import Region

        event, day = self.one(self.Event), timezone.localdate() + dt.timedelta(days=self.draw.randint(-400, 400))
        changes = [
            (self.Event.objects.filter(pk=event.pk), {"type": self.draw.choice(self.Event.Type.values)}),
            (self.Event.objects.filter(pk=event.pk), {"sort_date": day, "last_day": day}),
            (EventRegion.objects, {"role": self.draw.choice(EventRegion.Role.values)}),
            (EventRegion.objects, {"event": event}),
            (Stop.objects, {"event": event}),
            (Region.objects, {"is_hidden": self.draw.random() < 0.3, "name": self.word()}),
            (self.Park.objects, {"name": self.word()}),
        ]
        rows, values = self.draw.choice(changes)
        rows.update(**values)

    def write_many(self):
        self.Material.objects.update(access=self.draw.choice(self.tiers))

    def write_by_raw_sql(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE events_talk SET title = %s WHERE id = %s", [self.word(), self.one(self.Talk).pk])

    def write_in_another_process(self):
        column, model = self.draw.choice([("last_name", self.Person), ("place", self.Event), ("name", self.Park)])
        table = model._meta.db_table
        sent = [f"UPDATE {table} SET {column} = %s WHERE id = %s", [self.word(), self.one(model).pk]]  # noqa: S608
        self.other_process.stdin.write(json.dumps(sent) + "\n")
        self.other_process.stdin.flush()
        assert self.other_process.stdout.readline() == "written\n"

    def write_by_admin(self):
        from tests import admin_forms

        page = admin_forms.address(self.Person, "change", self.one(self.Person).pk)
        data = admin_forms.filled(self.editor.get(page)) | {"bio": self.word()}
        assert self.editor.post(page, data, follow=True).redirect_chain  # and the message has been read

    def write_by_worker(self):
        from search import index

        index.catch_up()

    def write_and_roll_back(self):
        from django.db import transaction

        with transaction.atomic():
            self.Event.objects.update(title=self.word())
            self.read()
            transaction.set_rollback(True)

    def write_attendance(self):
        user, event = self.draw.choice(self.participants), self.one(self.Event)
        if not self.Attendance.objects.filter(user=user, event=event).delete()[0]:
            self.Attendance.objects.create(user=user, event=event)

    def write_membership(self):
        from django.utils import timezone

        days = dt.timedelta(days=self.draw.randint(-1, 1))
        self.Membership.objects.update(end_date=timezone.localdate() + days)

    def write_downloads(self):
        from events.models import Download

        material = self.one(self.Material)
        Download.objects.bulk_create(
            Download(material=material, is_anonymous=True, visitor=f"{next(self.numbers):016}") for _number in range(3)
        )

    def write_deletion(self):
        talk = self.one(self.Talk)
        event = talk.event
        talk.delete()
        self.factories.AppearanceFactory(event=event, talk=self.factories.TalkFactory(event=event))

    def read(self):
        from django.test import override_settings

        from core.kept_pages.views import MEMORY
        from search.frequencies import INDEX_SIZES

        client, address = self.draw.choice(self.people), self.draw.choice(self.addresses)
        client.cookies["appearance"] = self.draw.choice(LOOKS)
        with override_settings(KEPT_PAGES_MB=16):
            number = len(MEMORY.pages)
            given = client.get(address)
            self.kept += number == len(MEMORY.pages) > 0
        INDEX_SIZES.forget()
        fresh = client.get(address)
        if (given.status_code, _bare(given)) != (fresh.status_code, _bare(fresh)):
            self.wrong.append(f"{address} as {self.people.index(client)}: {given.status_code}, {fresh.status_code}")

    def take(self, steps):
        for number in range(steps):
            drawn = self.draw.random()
            if drawn < 0.2:
                self.draw.choice(self.writes)()
            elif drawn < 0.3:
                self.clock.shift(self.draw.choice([1, 60, 1800, 6 * 3600]))
            else:
                self.read()
            assert not self.wrong, f"step {number}: {self.wrong}"

    def end(self):
        self.other_process.stdin.close()
        self.other_process.wait(60)


def _bare(response):
    return TOKEN.sub(rb"\1", response.content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    import django

    django.setup()
    import time_machine
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        call_command("migrate", verbosity=0)
        with time_machine.travel(dt.datetime.now(dt.UTC)) as clock:
            steps = Steps(options.seed, clock)
            try:
                steps.take(options.steps)
            finally:
                steps.end()
    print(f"{options.steps} steps, {steps.kept} pages given again, 0 wrong")


if __name__ == "__main__":
    main()
