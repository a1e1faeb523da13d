from django.urls import path

from .views import events, files, materials, people

app_name = "events"

urlpatterns = [
    path("events/", events.EventList.as_view(), name="events"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/cover/", files.cover, name="cover"),
    path("people/", people.PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("people/<slug:slug>/photo/", files.portrait, name="portrait"),
    path("materials/", materials.MaterialList.as_view(), name="materials"),
    path("materials/<int:pk>/", materials.material, name="material"),
    path("materials/<int:pk>/download/", files.download, name="download"),
    path("photos/<int:pk>/", files.photo, name="photo"),
]
