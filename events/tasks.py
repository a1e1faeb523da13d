"""What the worker is rung up for. A task may be lost with its worker; the rows it is about are the truth."""

from contextlib import suppress

from django_tasks import task

from .materials import making, stopping


@task()
def make_preview(pk):
    with suppress(stopping.Stopped):  # the preview is back in its queue
        making.make(pk)
