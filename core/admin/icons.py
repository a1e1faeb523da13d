"""Name Django's yes and no icons in Russian. Screen readers read out «True» and «False» in every language otherwise."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

PICTURES = {True: "icon-yes", False: "icon-no", None: "icon-unknown"}


def boolean_icon(value: bool | None) -> str:
    words = {True: _("да"), False: _("нет"), None: _("неизвестно")}
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/{PICTURES[value]}.svg"), words[value])


def translate() -> None:
    admin_list._boolean_icon = boolean_icon
