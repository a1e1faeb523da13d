from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AssociationConfig(AppConfig):
    default = True
    name = "association"
    verbose_name = _("Ассоциация")

    def ready(self):
        from . import checks  # noqa: F401  they register themselves


class PortalAdminConfig(admin.AdminConfig):
    default = False
    default_site = "association.adminsite.PortalAdminSite"
