"""The demo's accounts. They are created, and their passwords printed, only in a database that the demo itself made."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.crypto import salted_hmac

from events.models import Attendance, Event
from parks.models import Organization

from ..models import Membership, MembershipCategory, User

MEMBER, PARTICIPANT = "member@example.org", "participant@example.org"
GROUPS = {"editor@example.org": "Редактор", "administrator@example.org": "Администратор"}
ROLES = {
    MEMBER: "член ассоциации: видит материалы для членов",
    PARTICIPANT: "участник визита в Смоленск: видит все материалы этого визита",
    "editor@example.org": "редактор: ведёт мероприятия, парки и материалы в /admin/",
    "administrator@example.org": "администратор: ведёт всё, и учётные записи тоже",
}


@dataclass(frozen=True)
class LogIn:
    email: str
    role: str
    password: str
    still_works: bool


def is_ours():
    """Whether the demo made this database: its first account is the demo's, or it has neither accounts nor events."""
    first = User.objects.order_by("pk").first()
    return first.email in ROLES if first else not Event.objects.exists()


@transaction.atomic
def create():
    """Creates the accounts once. Those that staff deleted or changed later stay as they are."""
    if User.objects.exists():
        return
    User.objects.create_user(MEMBER, password_of(MEMBER), last_name="Вымышленный", first_name="Член")
    User.objects.create_user(PARTICIPANT, password_of(PARTICIPANT), last_name="Вымышленный", first_name="Участник")
    for email, group in GROUPS.items():
        user = User.objects.create_user(
            email, password_of(email), last_name="Вымышленный", first_name=group, is_staff=True
        )
        user.groups.add(Group.objects.get(name=group))


@transaction.atomic
def join(event):
    """Makes the member's organization a member, and the participant a participant of the event."""
    organization, made = Organization.objects.get_or_create(
        legal_form="ООО",
        name="Вымышленный член ассоциации",
        defaults={"slug": "vymyshlennyy-chlen-assotsiatsii", "about": "Придумано для демонстрации."},
    )
    if not made:
        return
    category, _ = MembershipCategory.objects.get_or_create(name="Образец категории")
    Membership.objects.create(organization=organization, category=category, start_date=dt.date(2020, 1, 1))
    User.objects.filter(email=MEMBER).update(organization=organization)
    for participant in User.objects.filter(email=PARTICIPANT):
        Attendance.objects.get_or_create(event=event, user=participant)


def password_of(email):
    """The password, which is always the same in this clone and depends on its SECRET_KEY."""
    name = email.partition("@")[0]
    return f"{name}-{salted_hmac('association.demo', email).hexdigest()[:8]}"


def log_ins():
    """The accounts to print. Deleted ones are left out."""
    return [
        LogIn(user.email, ROLES[user.email], password, user.is_active and user.check_password(password))
        for user in sorted(User.objects.filter(email__in=ROLES), key=lambda user: list(ROLES).index(user.email))
        for password in [password_of(user.email)]
    ]
