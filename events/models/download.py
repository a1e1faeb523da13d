from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .material import Material


class DownloadQuerySet(models.QuerySet):
    def total(self):
        """The number of downloads, including those that are only in sums."""
        return self.aggregate(total=models.Sum("number"))["total"] or 0


class Download(models.Model):
    """A download of a material by one person on one day. `events.downloads.log` writes the rows, and sums old ones.

    The row of an account has the organization of that day, which stays when the account is deleted. The row of a
    visitor who is not signed in has a code, which is erased and cannot be computed again after that day. A sum stands
    for `number` downloads in the month that begins on `day`, and names no person.
    """

    material = models.ForeignKey(Material, models.CASCADE, verbose_name=_("материал"), related_name="downloads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("кто"), null=True, related_name="downloads"
    )
    is_anonymous = models.BooleanField(_("без входа"), default=False)
    visitor = models.CharField(max_length=16, blank=True)
    organization = models.ForeignKey(
        "parks.Organization", models.SET_NULL, verbose_name=_("организация"), null=True, related_name="downloads"
    )
    day = models.DateField(_("день"), default=timezone.localdate)
    is_sum = models.BooleanField(_("сумма за месяц"), default=False)
    number = models.PositiveIntegerField(_("скачиваний"), default=1)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("скачивание")
        verbose_name_plural = _("скачивания")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "material", "day"], name="download_is_counted_once_a_day"),
            models.UniqueConstraint(
                fields=["visitor", "material", "day"],
                condition=~Q(visitor=""),
                name="download_of_a_visitor_is_counted_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False, visitor="")
                | Q(is_anonymous=True, user__isnull=True, organization__isnull=True),
                name="download_is_an_accounts_or_a_visitors",
            ),
            models.CheckConstraint(
                condition=Q(is_sum=False, number=1) | Q(is_sum=True, user__isnull=True, visitor="", number__gte=1),
                name="download_is_one_or_a_nameless_sum_of_a_month",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="download_by_day")]

    def __str__(self):
        who = self.user or self.organization or (_("без входа") if self.is_anonymous else _("без организации"))
        return f"{self.material} — {who}"
