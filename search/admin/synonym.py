"""The admin of synonyms."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin

from ..models import Synonym


@admin.register(Synonym)
class SynonymAdmin(PortalAdmin):
    list_display = ["members_in_a_line"]
    fields = ["words"]
    search_fields = ["words__holds"]

    @admin.display(description=_("слова и выражения"), ordering="words")
    def members_in_a_line(self, synonym):
        return str(synonym)
