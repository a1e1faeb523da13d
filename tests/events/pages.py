"""What tests of pages of events share."""

import re

from events.models import Appearance, EventRegion, Material
from tests import files
from tests.factories import (
    AppearanceFactory,
    CommitteeFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
)


def page(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def titles(html):
    """The headings of the rows, in the order of the page."""
    return re.findall(r'(?:row__title"|<h3)><a[^>]*>([^<]+)<', html.replace("\u00a0", " "))


def years(html):
    """Everything that looks like a year, except primary keys in addresses."""
    return re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"/\d+/", "/key/", html))


def visit(size, **fields):
    """An event with `size` rows of everything that its page shows."""
    event = EventFactory(**fields)
    for role in (EventRegion.Role.HOST, EventRegion.Role.PARTICIPANTS):
        for _ in range(size):
            EventRegionFactory(event=event, role=role)
    for number in range(size):
        EventOrganizationFactory(event=event)
        StopFactory(event=event, day=number + 1, organization=OrganizationFactory(), host=PersonFactory())
        session = SessionFactory(event=event, day=number + 1)
        AppearanceFactory(event=event, session=session, role=Appearance.Role.MODERATOR)
        for where in (session, None):
            talk = TalkFactory(event=event, session=where)
            AppearanceFactory(event=event, talk=talk, organization=OrganizationFactory())
            for access in ("public", "members"):
                files.material(event=event, talk=talk, title="", access=access)
        AppearanceFactory(event=event, role=Appearance.Role.GUEST_OF_HONOUR)
        MaterialFactory(event=event, kind=Material.Kind.PROGRAMME)
        event.photos.create(image=files.picture(), caption="Вымышленный снимок")
        CommitteeFactory().events.add(event)
    return event
