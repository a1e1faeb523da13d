"""Rows that each kept page shows something of."""

from events.models import Access, EventRegion
from tests import factories, files


def make_pages():
    """{name of a view that keeps its page: an address of it}, and one row of everything that they show."""
    appearance = factories.AppearanceFactory()
    event = appearance.event
    park = factories.ParkFactory()
    factories.StopFactory(event=event, park=park)
    factories.EventRegionFactory(event=event, region=park.region)
    resident = factories.ResidencyFactory(park=park).organization
    material = files.version(factories.MaterialFactory(event=event), files.pdf("Слайды"), "Слайды.pdf").material
    files.slides(material.current_version, "Первый", "Второй")
    factories.MembershipFactory(organization=resident)
    factories.CommitteeFactory()
    return {
        "home": "/",
        "about": "/about/",
        "contacts": "/contacts/",
        "privacy": "/privacy/",
        "members": "/members/",
        "search_page": f"/search/?q={event.title}",
        "events": "/events/",
        "event": event.get_absolute_url(),
        "people": "/people/",
        "person": appearance.person.get_absolute_url(),
        "materials": "/materials/",
        "material": material.get_absolute_url(),
        "slide": f"{material.get_absolute_url()}slides/2/",
        "outcomes": "/outcomes/",
        "parks": "/parks/",
        "park": park.get_absolute_url(),
        "compare": f"/parks/compare/?park={park.slug}",
        "regions": "/regions/",
        "region": park.region.get_absolute_url(),
        "organizations": "/organizations/",
        "organization": resident.get_absolute_url(),
    }


def make_rows():
    """Addresses of kept pages, also filtered ones, over an event of each tier."""
    pages = make_pages()
    addresses = list(pages.values())
    for tier in Access.values:
        event = factories.EventFactory(access=tier)
        talk = factories.TalkFactory(event=event)
        factories.AppearanceFactory(event=event, talk=talk)
        material = factories.MaterialFactory(event=event, talk=talk, access=tier)
        version = files.version(material, files.pdf(f"Слайды {tier}"), "Слайды.pdf")
        files.slides(version, "Первый", "Второй")
        addresses += [event.get_absolute_url(), material.get_absolute_url()]
    place = EventRegion.objects.select_related("region").first().region
    filtered = ["?when=upcoming", "?when=past&utm=1", "?q=слово", "?view=month", "?materials=1&page=2"]
    filtered += [f"?region={place.slug}", "?type=forum&year=2024"]
    return [*addresses, *(f"/events/{query}" for query in filtered), "/search/?q=слово", "/materials/?open=1"]
