"""Delegations, guests of honour and participants. Speakers are edited with their talk."""

from django.utils.translation import gettext_lazy as _

from ...models import Appearance, Attendance, Delegation
from ..pasting.people import PeoplePaste
from ..results import DelegationAdmin
from ..talk import AppearanceAdmin
from .page import DeskPage
from .row import Row


class GuestRow(Row, AppearanceAdmin):
    row_model = Appearance
    kind = "appearance"
    add_label = _("Добавить человека")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("person", "role"),
                    "position",
                    ("organization", "organization_name"),
                    ("session", "delegation"),
                    "is_remote",
                ]
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(talk=None)

    def get_changeform_initial_data(self, request):
        return {"role": Appearance.Role.GUEST_OF_HONOUR, **super().get_changeform_initial_data(request)}

    def siblings(self, row):
        return super().siblings(row).filter(talk=None, role=row.role)

    def name_of(self, guest):
        return f"«{guest.name}»"


class DelegationRow(Row, DelegationAdmin):
    row_model = Delegation
    kind = "delegation"
    add_label = _("Добавить делегацию")
    deletion = _("Люди из неё останутся среди гостей.")
    fieldsets = [(None, {"fields": [("name", "size"), ("organization", "region"), ("country", "foreign_region")]})]


class AttendanceRow(Row):
    row_model = Attendance
    kind = "attendance"
    add_label = _("Отметить, кто был")
    is_ordered = False
    fields = ["user"]

    def name_of(self, attendance):
        return f"«{attendance.user}»"


class PeoplePage(DeskPage):
    name = "people"
    title = _("Гости и участники")
    template = "admin/events/event/_people.html"
    paste = PeoplePaste
    rows = [GuestRow, DelegationRow, AttendanceRow]
    hint = _("Кто приехал, кроме докладчиков: они записаны в своих выступлениях.")

    def lists(self):
        roles = {role: [] for role in Appearance.Role}
        for guest in self.facts.guests:
            roles[guest.role].append(guest)
        return {
            "roles": [(role.label, people) for role, people in roles.items() if people],
            "delegations": self.facts.delegations,
            "attendances": self.facts.attendances,
        }
