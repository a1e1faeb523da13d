"""Checks of `manage.py check --deploy` for mistakes that otherwise a visitor would notice first."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.caches, deploy=True)
def check_cache(app_configs, **kwargs):
    if "locmem" not in settings.CACHES["default"]["BACKEND"]:
        return []
    return [
        Warning(
            "Each worker counts failed log-ins by itself: CACHE_URL is a cache of one process.",
            hint="Set CACHE_URL to a shared one: filecache:///var/cache/portal or dbcache://portal_cache",
            id="association.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_email(app_configs, **kwargs):
    if settings.EMAIL_BACKEND.endswith(("smtp.EmailBackend", "locmem.EmailBackend")):
        return []
    return [
        Warning(
            "Letters reach nobody, so a forgotten password cannot be restored: EMAIL_URL sends no mail.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@mail.example:587.",
            id="association.W002",
        )
    ]


@register(Tags.security, deploy=True)
def check_site_url(app_configs, **kwargs):
    if settings.SERVED_OVER_TLS:
        return []
    return [
        Warning(
            f"Passwords and members' files would travel in the open: SITE_URL is {settings.SITE_URL}.",
            hint="Serve the portal over https and say so in SITE_URL.",
            id="association.W003",
        )
    ]
