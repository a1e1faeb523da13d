"""The columns and queries that every kind of background job has."""

import datetime as dt

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("в очереди")
    PROCESSING = "processing", _("обрабатывается")
    READY = "ready", _("готово")
    FAILED = "failed", _("не удалось")


class JobQuerySet(models.QuerySet):
    def enqueue(self, **key):
        """The job with this unique key. It is created unless it exists."""
        job, _created = self.get_or_create(**key)
        return job

    def due(self, now=None):
        """Jobs that wait for a worker: queued and due, or held by a worker that has stopped extending its lease."""
        now = now or timezone.now()
        return self.filter(
            Q(state=State.QUEUED, due_at__lte=now) | Q(state=State.PROCESSING, leased_until__lt=now)
        ).order_by("-priority", "due_at", "pk")

    def incomplete(self):
        """Jobs that ended badly: failed, or ready with a remark about what is missing."""
        return self.filter(Q(state=State.FAILED) | Q(state=State.READY) & ~Q(remark=""))

    def restart(self, **columns):
        """Queue the jobs again that have ended, and write the columns too. Returns how many."""
        ended = self.filter(state__in=[State.FAILED, State.READY])
        return ended.update(
            state=State.QUEUED, attempts=0, due_at=timezone.now(), remark="", steps_done=0, leased_until=None, **columns
        )


class Job(models.Model):
    """One piece of background work. A subclass adds its subject and a unique key.

    `handler` is the dotted path of a `core.jobs.run.Handler`, not the class, because it may be in a higher room.
    """

    State = State
    handler = ""
    lease_time = dt.timedelta(seconds=90)  # then another worker takes the job over, unless the lease is extended
    retry_pauses = (dt.timedelta(seconds=30), dt.timedelta(minutes=3), dt.timedelta(minutes=15))
    only_retry_pause = dt.timedelta(seconds=10)  # before the one further attempt after an UnclearFailure
    max_crashes = 20

    state = models.CharField(_("состояние"), max_length=10, choices=State, default=State.QUEUED)
    remark = models.CharField(
        _("пояснение"), max_length=300, blank=True, help_text=_("Почему не удалось или чего не хватает.")
    )
    attempts = models.PositiveSmallIntegerField(_("попыток"), default=0)
    priority = models.SmallIntegerField(_("важность"), default=0)
    due_at = models.DateTimeField(_("не раньше"), default=timezone.now)
    leased_until = models.DateTimeField(_("занято до"), null=True, blank=True)
    steps_done = models.PositiveIntegerField(_("сделано"), default=0)
    steps_total = models.PositiveIntegerField(_("всего"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def progress(self):
        """The state in words: «в очереди», «обрабатывается 7 из 18», «готово», «не удалось: файл защищён паролем»."""
        label = self.get_state_display()
        if self.state == State.PROCESSING and self.steps_total:
            return _("%(state)s %(done)s из %(total)s") % {
                "state": label,
                "done": self.steps_done,
                "total": self.steps_total,
            }
        return f"{label}: {self.remark}" if self.remark else label


def steps_within_total(name):
    """The constraint that a job has not done more steps than there are."""
    return models.CheckConstraint(
        condition=Q(steps_total__isnull=True) | Q(steps_done__lte=F("steps_total")), name=name
    )


def job_kinds() -> list[type[Job]]:
    """The models of all kinds of jobs, in the order of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, Job)]


def kinds_due() -> list[type[Job]]:
    """The kinds that have work for a worker, found by one query."""
    kinds = {model._meta.label: model for model in job_kinds()}
    arms = [
        model.objects.due().order_by().values_list(models.Value(label), flat=True).distinct()
        for label, model in kinds.items()
    ]
    if not arms:
        return []
    first, *others = arms
    return [kinds[label] for label in (first.union(*others, all=True) if others else first)]
