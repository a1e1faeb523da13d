"""The portal's addresses. Tests, monitors and bookmarks rely on them."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path

from . import views
from .account_urls import urlpatterns as account_urls
from .sitemaps import SITEMAPS

association = [
    path("", views.home, name="home"),
    path("card.png", views.card, name="card"),
    path("about/", views.about, name="about"),
    path("contacts/", views.contacts, name="contacts"),
    path("privacy/", views.privacy, name="privacy"),
    path("appearance/", views.display, name="display"),
    path("members/", views.MemberList.as_view(), name="members"),
    path("account/", views.cabinet, name="cabinet"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("may-send", views.may_send, name="may_send"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "association:sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
]

urlpatterns = [
    path("", include((association, "association"))),
    path("", include("search.urls")),
    path("", include("events.urls")),
    path("", include("parks.urls")),
    path("account/", include(account_urls)),
    path("admin/", admin.site.urls),
]

handler500 = "association.views.errors.server_error"
