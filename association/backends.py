import datetime as dt

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from core.compiled import CompiledQuery, JoinedKeys
from core.kept_pages import generation
from events.models import Attendance
from events.models.access import MEMBERS_PERMISSION

from .models import Membership, User


class AssociationBackend(ModelBackend):
    """Grants staff the permissions of their groups, and members the permission to view members' materials.

    Each request reads the dates of the membership with the account, so a membership that ended yesterday has no effect.
    """

    def get_user(self, user_id):
        user = next(ACCOUNTS.rows(pk=user_id, today=timezone.localdate()), None)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if perm == MEMBERS_PERMISSION and is_member(user_obj):
            return True
        return user_obj.is_staff and super().has_perm(user_obj, perm, obj)

    def get_all_permissions(self, user_obj, obj=None):
        """The permissions of the account and of its groups, in one query."""
        if obj is not None or user_obj.is_superuser or not user_obj.is_active or user_obj.is_anonymous:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            granted = PERMISSIONS.rows(pk=user_obj.pk)
            user_obj._perm_cache = {f"{one.content_type.app_label}.{one.codename}" for one in granted}
        return user_obj._perm_cache

    def has_module_perms(self, user_obj, app_label):
        return user_obj.is_staff and super().has_module_perms(user_obj, app_label)


def _account(pk, today):
    """The account with `is_member`, the keys of the events attended as one text, and the content's `generation`."""
    memberships = Membership.objects.active(today).filter(organization=OuterRef("organization"))
    attended = Attendance.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return User.objects.filter(pk=pk).annotate(
        is_member=Exists(memberships),
        attended=Subquery(attended.annotate(keys=JoinedKeys("event")).values("keys")),
        generation=generation.WITH_ACCOUNT,
    )


ACCOUNTS = CompiledQuery(_account, pk=-1, today=dt.date.min)


def _permissions(pk):
    own = User.user_permissions.through.objects.filter(user=pk).values("permission")
    of_groups = Group.permissions.through.objects.filter(group__user=pk).values("permission")
    return Permission.objects.filter(Q(pk__in=own) | Q(pk__in=of_groups)).select_related("content_type").order_by()


PERMISSIONS = CompiledQuery(_permissions, pk=-1)


def is_member(user):
    """Whether the account's organization is a member today. It takes no query if `get_user` loaded the account."""
    if not hasattr(user, "is_member"):
        user.is_member = Membership.objects.active().filter(organization=user.organization_id).exists()
    return user.is_member
