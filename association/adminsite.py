"""The admin site as a whole: its name, its log-in page, the order of its models."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from core.admin.lookups import Autocomplete

from . import help

ORDER = [
    (
        "events",
        [
            "event",
            "series",
            "material",
            "person",
            "talk",
            "appearance",
            "outcome",
            "delegation",
            "session",
            "stop",
            "preview",
            "download",
        ],
    ),
    ("parks", ["park", "organization", "residency", "region"]),
    ("association", ["membership", "membershipcategory", "committee", "user", "textpage"]),
    ("auth", ["group"]),
]
_APPS = [app for app, _models in ORDER]
_MODELS = {(app, model): place for app, models in ORDER for place, model in enumerate(models)}


class PortalAdminSite(AdminSite):
    index_title = _("Управление сайтом")
    empty_value_display = "—"
    enable_nav_sidebar = False  # lists and forms are wide, and every page leads back to the start

    @property
    def site_header(self):
        return _("Портал %s") % settings.ASSOCIATION_SHORT_NAME

    site_title = site_header

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        """Use the portal's own log-in page, which limits guessing. Accounts without staff rights get an explanation."""
        return super().login(request, extra_context)

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)

    def get_urls(self):
        """Django's addresses without /admin/r/…, because pages of the admin link to the site directly."""
        manual = self.admin_view(self.help_view)
        return [
            path("help/", manual, name="help"),
            path("help/<slug:page>/", manual, name="help_page"),
            *(one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"),
        ]

    def help_view(self, request, page=help.CONTENTS):
        if page and page not in help.names():
            raise Http404
        title, text = help.read_page(page)
        context = {
            **self.each_context(request),
            "title": title,
            "text": text,
            "contents_address": help.address_of(help.CONTENTS) if page else "",
        }
        return TemplateResponse(request, "admin/help.html", context)

    def get_app_list(self, request, app_label=None):
        """The models in the order of ORDER, without those of libraries."""
        listed = [app for app in super().get_app_list(request, app_label) if app["app_label"] in _APPS]
        apps = sorted(listed, key=lambda app: _place(_APPS, app["app_label"]))
        for app in apps:
            app["models"].sort(
                key=lambda model, label=app["app_label"]: _MODELS.get((label, model["object_name"].lower()), 99)
            )
        return apps


def _place(order, name):
    return order.index(name) if name in order else len(order)
