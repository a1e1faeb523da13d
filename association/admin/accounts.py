import allauth.account.admin  # noqa: F401  registers EmailAddress, which is unregistered below
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin
from core.admin.forms import PortalForm

from ..models import User

admin.site.unregister(EmailAddress)  # an account has one address, and it is a field of the account

# Django creates the model of this table itself, so its texts cannot stand in a class of ours. Without them, the page
# that confirms a deletion would list «user-group relationship: User_groups object (3)».
User.groups.through._meta.verbose_name = _("роль учётной записи")
User.groups.through.__str__ = lambda row: f"{row.user} — {row.group}"

_NAMES = ("last_name", "first_name", "middle_name")


class AccountForm(PortalForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        field_classes = {}


class NewAccountForm(PortalForm, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", *_NAMES, "organization"]


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(PortalAdmin, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(PortalAdmin, UserAdmin):
    """Accounts. Nobody can gain rights here that they do not have.

    Those who may only view accounts, to record who was on a trip, see names alone. Those who may change accounts can
    assign roles whose rights they have themselves, and cannot change accounts with more rights than theirs.
    """

    form = AccountForm
    add_form = NewAccountForm
    list_display = ["__str__", "email", "organization", "roles", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    list_select_related = ["organization"]
    search_fields = ["last_name__holds", "first_name__holds", "email__holds", "organization__name__holds"]
    ordering = ["last_name", "first_name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", _NAMES, "organization", "person"]}),
        (_("Что может"), {"fields": ["is_active", "is_staff", "groups"]}),
        (_("Даты"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", _NAMES, "organization"]}),
        (_("Пароль"), {"fields": ["password1", "password2"]}),
    ]
    names_only = [(None, {"fields": [_NAMES, "organization"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        if not self.has_change_permission(request):
            return self.names_only
        fieldsets = super().get_fieldsets(request, obj)
        if obj and request.user.is_superuser:
            return [*fieldsets, (_("Без ограничений"), {"fields": ["is_superuser"]})]
        return fieldsets

    def get_list_display(self, request):
        return super().get_list_display(request) if self.has_change_permission(request) else ["__str__", "organization"]

    def get_list_filter(self, request):
        return super().get_list_filter(request) if self.has_change_permission(request) else []

    def get_search_fields(self, request):
        fields = super().get_search_fields(request)
        return fields if self.has_change_permission(request) else [name for name in fields if "email" not in name]

    def lookup_allowed(self, lookup, value, request=None):
        return self.has_change_permission(request) and super().lookup_allowed(lookup, value, request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_change(request.user, obj)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["queryset"] = Group.objects.exclude(permissions__in=_rights_beyond(request.user)).order_by("name")
            kwargs["help_text"] = _("Чтобы роль действовала, отметьте и «сотрудник».")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # allauth keeps the addresses of earlier log-ins. The old mailbox must not open the account any more.
            EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()

    @admin.display(description=_("роли"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())


def _rights_beyond(user):
    """Permissions that the user does not have."""
    if user.is_superuser:
        return Permission.objects.none()
    return Permission.objects.exclude(Q(user=user) | Q(group__user=user))


def _may_change(actor, user):
    """Whether the actor has every right of the user, counted as if the user's account were active."""
    if user is None or actor.is_superuser:
        return True
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return not user.is_superuser and not given.filter(pk__in=_rights_beyond(actor)).exists()
