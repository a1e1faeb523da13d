from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParksConfig(AppConfig):
    name = "parks"
    verbose_name = _("Парки и организации")

    def ready(self):
        from . import suspicions

        suspicions.register_all()
