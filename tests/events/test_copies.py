"""«Создать по образцу»: what comes again, and nothing of the day."""

import pytest

from events.models import Event
from tests import files
from tests.conftest import signed_in
from tests.factories import (
    AppearanceFactory,
    CommitteeFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_copy_has_the_structure_and_nothing_of_the_day(editor):
    series = SeriesFactory()
    source = EventFactory(
        title="III съезд", series=series, edition=3, place="Примерск", lead="Как было.", cover=files.picture()
    )
    EventRegionFactory(event=source), EventOrganizationFactory(event=source, role="support")
    StopFactory(event=source, day=1, title="Осмотр", host=PersonFactory(), total_area_then_ha=5, state_then="Стройка.")
    session = SessionFactory(event=source, day=1, starts_at="10:00", title="Открытие", kind="opening")
    AppearanceFactory(event=source, talk=TalkFactory(event=source, session=session))
    AppearanceFactory(event=source)
    CommitteeFactory().events.add(source)
    files.material(event=source)
    address = f"/admin/events/event/{source.pk}/copy/"
    assert "III съезд" in editor.get(address).content.decode()
    assert "обязательное поле" in editor.post(address, {"title": " "}).content.decode().lower()
    answer = editor.post(address, {"title": "IV съезд"})
    event = Event.objects.get(title="IV съезд")
    assert answer.headers["Location"] == f"/admin/events/event/{event.pk}/change/"
    assert (event.series, event.edition, event.place, event.type) == (series, 4, "Примерск", source.type)
    assert (event.start, event.lead, event.published_at, bool(event.cover)) == (None, "", None, False)
    stop, copied = event.stops.get(), event.sessions.get()
    assert (stop.title, stop.host, stop.host_name_then, stop.total_area_then_ha, stop.state_then) == (
        "Осмотр",
        None,
        "",
        None,
        "",
    )
    assert (copied.title, copied.kind, f"{copied.starts_at:%H:%M}") == ("Открытие", "opening", "10:00")
    assert event.organization_roles.get().role == "support"
    assert event.region_roles.count() == event.committees.count() == 1
    for rows in (event.talks, event.appearances, event.materials, event.photos):
        assert not rows.exists()


def test_copy_needs_the_right_to_add_events():
    event = EventFactory()
    address = f"/admin/events/event/{event.pk}/copy/"
    staff = signed_in(UserFactory(is_staff=True))
    assert staff.get(address).status_code == staff.post(address, {"title": "Иное"}).status_code == 403
    assert Event.objects.count() == 1
