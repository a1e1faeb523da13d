from django.contrib import admin

from core.admin.base import PortalAdmin

from ..models import TextPage


@admin.register(TextPage)
class TextPageAdmin(PortalAdmin):
    list_display = ["__str__"]
    fields = ["slug", "body"]
    search_fields = ["body__holds"]
