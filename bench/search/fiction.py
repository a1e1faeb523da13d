"""Fictional parks, organizations, events and people of many regions, for queries that name one of them."""

import datetime as dt

from events.models import Appearance, Event, EventRegion, Person, Talk
from parks.models import Organization, Park, Region, Residency

PUBLISHED = dt.datetime(2022, 4, 1, tzinfo=dt.UTC)
EVERY = 2  # every second region has parks
TYPES = [Event.Type.STUDY_TOUR, Event.Type.FORUM, Event.Type.SEMINAR, Event.Type.CONFERENCE]
# Surnames that are forms of a name or of another surname, so that a stem alone confuses them.
PEOPLE = """
    Иванов Пётр; Петров Иван; Иванова Ольга; Кулик Семён; Куликов Семён; Жук Лев; Жуков Лев; Васильев Василий;
    Васильев Юрий; Фёдоров Глеб; Петров Фёдор; Попов Олег; Поп Олег; Белый Марк; Белов Марк; Сидоров Борис;
    Борисов Сидор; Соболь Нина; Соболева Нина; Мороз Яна; Морозюк Яна; Юрьев Ян; Щербак Юлия; Щербакова Юлия;
    Журавель Артём; Цыбин Эрик; Хохлова Евгения; Чижов Яков; Шульга Жанна; Ершов Алексей
""".replace("\n", " ").split(";")


def make():
    regions = list(Region.objects.filter(is_hidden=False).order_by("pk"))[::EVERY]
    company = Organization.objects.create(name="Вымышленный проектировщик", legal_form="ООО")
    Organization.objects.bulk_create(
        Organization(name=f"Придуманный завод {number}", slug=f"bench-org-{number}", region=region)
        for number, region in enumerate(regions)
    )
    parks = Park.objects.bulk_create(
        Park(
            name=f"Эскиз {number}-{letter}",
            slug=f"bench-park-{number}-{letter}",
            region=region,
            status=Park.Status.OPERATING,
            published_at=PUBLISHED,
        )
        for number, region in enumerate(regions)
        for letter in "abc"[: 1 + number % 3]
    )
    Residency.objects.bulk_create(Residency(organization=company, park=park) for park in parks[:3])
    events = [make_event(number, region) for number, region in enumerate(regions)]
    for number, name in enumerate(PEOPLE):
        last, first = name.split()
        person = Person.objects.create(last_name=last, first_name=first, middle_name="", slug=f"bench-person-{number}")
        talk = Talk.objects.create(event=events[number % len(events)], title="")
        Appearance.objects.create(event=talk.event, talk=talk, person=person, position="Вымышленный докладчик")


def make_event(number, region):
    """Every seventh event is held over New Year."""
    year, month = 2014 + number % 9, 1 + number % 12
    is_over_new_year = number % 7 == 0
    start = dt.date(year, 12, 30) if is_over_new_year else dt.date(year, month, 3 + number % 20)
    event = Event.objects.create(
        title=f"Вымышленная поездка {number}",
        slug=f"bench-event-{number}",
        type=TYPES[number % len(TYPES)],
        start=str(start),
        end=str(dt.date(year + 1, 1, 2)) if is_over_new_year else None,
        place=f"Эскизоград-{number}",
        published_at=PUBLISHED,
    )
    EventRegion.objects.create(event=event, region=region)
    return event
