from django.urls import path

from . import views

app_name = "parks"
urlpatterns = [
    path("parks/", views.ParkList.as_view(), name="parks"),
    path("parks/map.json", views.park_map, name="map"),
    path("parks/compare/", views.compare, name="compare"),
    path("parks/<slug:slug>/", views.park, name="park"),
    path("parks/<slug:slug>/card.png", views.park_card, name="park_card"),
    path("regions/", views.regions, name="regions"),
    path("regions/<slug:slug>/", views.region, name="region"),
    path("regions/<slug:slug>/card.png", views.region_card, name="region_card"),
    path("organizations/", views.OrganizationList.as_view(), name="organizations"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
    path("organizations/<slug:slug>/card.png", views.organization_card, name="organization_card"),
    path("organizations/<slug:slug>/logo/", views.logo, name="logo"),
]
