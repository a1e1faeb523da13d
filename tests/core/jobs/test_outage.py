"""While the database is away the worker says so once, and once more when it is back."""

import logging

import pytest
from django.db import OperationalError

from core.jobs import outage, periodic
from core.management.commands import worker

AWAY = "connection refused\nIs the server running?"


class NoLanes:
    def start(self, name, work):
        raise AssertionError(name)


def refuse(*_arguments):
    raise OperationalError(AWAY)


@pytest.fixture(autouse=True)
def _no_outage_yet():
    outage.OUTAGE.is_over()


def test_outage_is_told_once_and_its_end_once(monkeypatch, caplog):
    caplog.set_level(logging.INFO, "core.worker")
    command = worker.Command()
    monkeypatch.setattr(worker, "kinds_due", refuse)
    assert [command.look(NoLanes()) for _look in range(3)] == [False] * 3
    worker.in_lane(refuse)
    periodic.call_each([f"{__name__}.refuse"])
    assert [record.getMessage() for record in caplog.records] == [
        "База данных не отвечает или не готова, жду её: connection refused"
    ]
    assert caplog.records[0].exc_info is None
    monkeypatch.setattr(worker, "kinds_due", list)
    assert [command.look(NoLanes()) for _look in range(2)] == [True] * 2
    assert [record.getMessage() for record in caplog.records[1:]] == ["База данных снова отвечает."]
