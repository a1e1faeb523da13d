from django.urls import path

from .feeds import EventFeed, MaterialFeed
from .views import archive, calendars, events, files, materials, outcomes, people, share_images, slides

app_name = "events"

urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/calendar.ics", calendars.calendar_ics, name="calendar"),
    path("events/feed/", EventFeed(), name="event_feed"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/event.ics", calendars.event_ics, name="event_ics"),
    path("events/<slug:slug>/card.png", share_images.card, name="card"),
    path("events/<slug:slug>/cover/", files.cover, name="cover"),
    path("events/<slug:slug>/materials.zip", archive.materials_zip, name="materials_zip"),
    path("outcomes/", outcomes.OutcomeList.as_view(), name="outcomes"),
    path("people/", people.PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("people/<slug:slug>/card.png", share_images.person_card, name="person_card"),
    path("people/<slug:slug>/photo/", files.portrait, name="portrait"),
    path("materials/", materials.MaterialList.as_view(), name="materials"),
    path("materials/feed/", MaterialFeed(), name="material_feed"),
    path("materials/<int:pk>/", materials.material, name="material"),
    path("materials/<int:pk>/download/", files.download, name="download"),
    path("materials/<int:pk>/pdf/", files.pdf, name="pdf"),
    path("materials/<int:pk>/slides/<int:number>/", materials.slide, name="slide"),
    path("materials/<int:pk>/slides/<int:number>/image/", slides.slide_image, name="slide_image"),
    path("photos/<int:pk>/", files.photo, name="photo"),
]
