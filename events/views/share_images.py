"""Preview pictures for messengers. They show only what every visitor may see, because a proxy may cache them."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe

from core.files.sizes import WIDTHS, sized
from core.files.views import or_not_found, share_image
from core.share_image import draw
from parks.outlines import outlines

from ..calendars.entries import load_facts
from ..models import Access, Appearance, Event, Person


@require_safe
@conditional_page
def card(request, slug):
    events = load_facts(Event.objects.visible_to(request.user), AnonymousUser())
    event = get_object_or_404(events, slug=slug)
    regions = [link.region for link in event.hosts]
    picture = draw(
        title=event.title,
        lines=(event.dates, event.place or ", ".join(region.name for region in regions)),
        name=settings.ASSOCIATION_NAME,
        outline=outlines().get(regions[0].iso_code, "") if regions else "",
    )
    return share_image(picture, is_public=event.access == Access.PUBLIC and not event.is_draft)


@require_safe
@conditional_page
def person_card(request, slug):
    everyone = AnonymousUser()
    person = get_object_or_404(Person.objects.visible_to(request.user), slug=slug)
    known = Person.objects.visible_to(everyone).with_newest_post(Appearance.objects.visible_to(everyone))
    public = known.filter(pk=person.pk).first()
    picture = draw(
        title=person.full_name,
        lines=(public.position or "", public.organization_name or "") if public else (),
        name=settings.ASSOCIATION_NAME,
        photo=_photo(person),
    )
    return share_image(picture, is_public=public is not None)


def _photo(person):
    if not person.photo:
        return b""
    with or_not_found(person.photo):
        smaller = sized(person.photo, WIDTHS[0])
        if smaller is None:
            return b""
        with smaller.storage.open(smaller.name) as file:
            return file.read()
