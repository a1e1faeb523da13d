from django.conf import settings

from . import demo
from .views.appearance import Appearance


def site(request):
    return {
        "site_name": settings.ASSOCIATION_NAME,
        "site_short_name": settings.ASSOCIATION_SHORT_NAME,
        "site_url": settings.SITE_URL,
        "is_demo": demo.is_shown(),
        "appearance": Appearance.of(request),
    }
