from django.conf import settings

from core.kept_pages.address import here

from . import demo
from .views.display import DisplaySettings


def site(request):
    return {
        "site_name": settings.ASSOCIATION_NAME,
        "site_short_name": settings.ASSOCIATION_SHORT_NAME,
        "site_url": settings.SITE_URL,
        "is_demo": demo.is_shown(),
        "display": DisplaySettings.of(request),
        "here": here(request),
    }
