from django.conf import settings


def site(request):
    return {
        "site_name": settings.ASSOCIATION_NAME,
        "site_short_name": settings.ASSOCIATION_SHORT_NAME,
        "site_url": settings.SITE_URL,
    }
