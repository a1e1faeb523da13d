from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalAdmin
from core.admin.forms import PortalForm
from core.admin.periods import by_period

from ..models import Membership, MembershipCategory


@admin.register(MembershipCategory)
class MembershipCategoryAdmin(PortalAdmin):
    list_display = ["name", "order"]
    search_fields = ["name__holds"]
    fields = ["name", "order"]


class MembershipForm(PortalForm):
    def clean(self):
        data = super().clean()
        if data.get("organization") and data.get("start_date"):
            self._refuse_overlap(data["organization"], data["start_date"], data.get("end_date"))
        return data

    def _refuse_overlap(self, organization, start, end):
        others = Membership.objects.filter(Q(end_date__isnull=True) | Q(end_date__gte=start), organization=organization)
        if end:
            others = others.filter(start_date__lte=end)
        other = others.exclude(pk=self.instance.pk).first()
        if other and (end is None or start <= end):
            raise _overlap(other)


def _overlap(other):
    message = _("В это время у организации уже есть членство, %(period)s. Сначала запишите, когда оно закончилось.")
    return ValidationError({"start_date": ValidationError(message, params={"period": period(other)}, code="overlap")})


@admin.display(description=_("когда"), ordering="start_date")
def period(membership):
    """The dates of a membership: «с 1 января 2020 г. по 31 декабря 2021 г.»."""
    start = _("с %s") % date_format(membership.start_date, "j E Y г.")
    if membership.end_date is None:
        return _("%s, бессрочно") % start
    return _("%(start)s по %(end)s") % {"start": start, "end": date_format(membership.end_date, "j E Y г.")}


class StateFilter(admin.SimpleListFilter):
    title = _("состояние")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("active", _("действует")), ("ended", _("закончилось")), ("future", _("ещё не началось"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "active":
            return queryset.active(today)
        conditions = {"ended": {"end_date__lt": today}, "future": {"start_date__gt": today}}
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    form = MembershipForm
    list_display = ["organization", "category", period, "state"]
    list_filter = [StateFilter, "category", by_period("start_date")]
    list_select_related = ["organization", "category"]
    search_fields = ["organization__names"]
    fields = ["organization", "category", ("start_date", "end_date")]

    @admin.display(description=_("состояние"))
    def state(self, membership):
        today = timezone.localdate()
        if membership.start_date > today:
            return _("ещё не началось")
        return _("закончилось") if membership.end_date and membership.end_date < today else _("действует")
