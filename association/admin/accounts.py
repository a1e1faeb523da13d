import logging
from functools import partial

import allauth.account.admin  # noqa: F401  registers EmailAddress, which is unregistered below
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin
from core.admin.forms import PortalForm
from core.admin.namesakes import mark_namesakes, told_apart

from .. import password_links
from ..models import User

logger = logging.getLogger(__name__)

admin.site.unregister(EmailAddress)  # an account has one address, and it is a field of the account

# Django creates the model of this table itself, so its texts cannot stand in a class of ours. Without them, the page
# that confirms a deletion would list «user-group relationship: User_groups object (3)».
User.groups.through._meta.verbose_name = _("роль учётной записи")
User.groups.through._meta.verbose_name_plural = _("роли учётных записей")
User.groups.through.__str__ = lambda row: f"{row.user} — {row.group}"

_NAMES = ("last_name", "first_name", "middle_name")


class AccountForm(PortalForm):
    """A new account has no password: its owner sets one by the link that is sent."""

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.set_unusable_password()
        return super().save(commit)


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(PortalAdmin, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(PortalAdmin):
    """Accounts. Nobody can gain rights here that they do not have.

    Staff who may only view accounts, to record who was on a trip, see only names. Staff who may change accounts can
    assign only roles whose rights they have themselves, and cannot change accounts with more rights than theirs. Nobody
    sets another person's password: the owner gets a link.
    """

    form = AccountForm
    list_display = ["__str__", "email", "organization", "roles", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    list_select_related = ["organization"]
    search_fields = ["last_name__holds", "first_name__holds", "email__holds", "organization__names"]
    ordering = ["last_name", "first_name", "email"]
    readonly_fields = ["password_link", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password_link", _NAMES, "organization", "person"]}),
        (_("Что может"), {"fields": ["is_active", "is_staff", "groups"]}),
        (_("Даты"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", _NAMES, "organization"],
                "description": _("На эту почту придёт письмо со ссылкой: по ней человек сам задаст пароль."),
            },
        )
    ]
    names_only = [(None, {"fields": [_NAMES, "organization"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self):
        view = self.admin_site.admin_view(self.password_link_view)
        return [path("<int:pk>/password/", view, name="auth_user_password_change"), *super().get_urls()]

    def labelled(self, users):
        return mark_namesakes(users, *_NAMES, "organization").select_related("organization")

    def label_of(self, user):
        return told_apart(user, user.organization)

    def get_fieldsets(self, request, obj=None):
        if not self.has_change_permission(request):
            return self.names_only
        if obj is None:
            return self.add_fieldsets
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return [*fieldsets, (_("Без ограничений"), {"fields": ["is_superuser"]})]
        return fieldsets

    def get_list_display(self, request):
        return super().get_list_display(request) if self.has_change_permission(request) else ["__str__", "organization"]

    def get_list_filter(self, request):
        return super().get_list_filter(request) if self.has_change_permission(request) else []

    def get_search_fields(self, request):
        fields = super().get_search_fields(request)
        return fields if self.has_change_permission(request) else [name for name in fields if "email" not in name]

    def lookup_allowed(self, lookup, value, request):
        return self.has_change_permission(request) and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        """Requires the right to change accounts too, because a new account can get a role."""
        return super().has_add_permission(request) and self.has_change_permission(request)

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
            # allauth keeps the addresses of earlier log-ins. The old mailbox must no longer give access.
            EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()

    def response_add(self, request, obj, post_url_continue=None):
        """Send the link and redirect to the full form, because the first form has no roles."""
        # After the commit: a mail server may be slow, and on SQLite nobody else could write until then.
        transaction.on_commit(partial(self.send_password_link, request, obj))
        if "_addanother" not in request.POST and IS_POPUP_VAR not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def password_link_view(self, request, pk):
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            self.send_password_link(request, user)
            return redirect("admin:association_user_change", user.pk)
        context = {**self.admin_site.each_context(request), "title": _("Ссылка для пароля"), "opts": self.opts}
        return TemplateResponse(request, "admin/association/user/password_link.html", context | {"account": user})

    def send_password_link(self, request, user):
        if not user.is_active:
            sentence = _("Письмо не отправлено: эта учётная запись не может входить.")
            return self.message_user(request, sentence, messages.WARNING)
        try:
            password_links.send(request, user)
        except OSError:
            logger.exception("The letter to account %s was not sent", user.pk)
            sentence = _("Письмо со ссылкой на %s не ушло: почта не принимает. Отправьте его ещё раз позже.")
            return self.message_user(request, sentence % user.email, messages.ERROR)
        self.log_change(request, user, str(_("Отправлена ссылка для пароля.")))
        return self.message_user(request, _("На %s отправлена ссылка, чтобы задать пароль.") % user.email)

    @admin.display(description=_("пароль"))
    def password_link(self, user):
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        state, link = _("Ещё не задан."), _("Отправить ссылку ещё раз")
        if user.has_usable_password():
            state, link = _("Задан."), _("Отправить ссылку, чтобы задать новый")
        return format_html('{} <a href="{}">{}</a>', state, address, link)

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
