"""Fictional events around the real visit, so that lists, filters and the map have something to show.

Each unusual case comes once in every forty events: a draft, a cancelled event, sixty talks, no talks, no year.
"""

import datetime as dt
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from events.models import (
    Access,
    Appearance,
    Attendance,
    Event,
    EventOrganization,
    EventRegion,
    Material,
    Person,
    Photo,
    Session,
    Stop,
    Talk,
)
from events.uploads.verdicts import judge
from events.uploads.versions import add_version
from parks.models import Organization, Park, Region

from ..models import Committee, User
from . import fiction_files, pictures
from . import fiction_places as places
from .accounts import MEMBER, PARTICIPANT

EVENT = "vymysel"
BATCH = 250
# Only the first events get files. With one for each talk, a bench of 10,000 events would make 30,000 files.
EVENTS_WITH_FILES = 60
# Some of these take place in the weeks after they are made. When all are over, the next run adds a few.
SOON, MOST_WEEKS, ADDED_SOON = range(2, EVENTS_WITH_FILES + 1, 8), 4, 4

Type = Event.Type
TITLES = [
    (Type.STUDY_TOUR, "Вымышленный ознакомительный тур № {n} {into}"),
    (Type.FIELD_SEMINAR, "Вымышленный выездной семинар-совещание № {n} {at}"),
    (Type.SEMINAR, "Вымышленный семинар № {n} {at}"),
    (Type.FORUM, "Вымышленный форум № {n} {at}"),
    (Type.CONFERENCE, "Вымышленная конференция № {n} {at}"),
    (Type.ROUND_TABLE, "Вымышленный круглый стол № {n} {at}"),
    (Type.BUSINESS_MISSION, "Вымышленная бизнес-миссия № {n} {into}"),
    (Type.WORKING_MEETING, "Вымышленная рабочая встреча № {n} {at}"),
    (Type.GENERAL_MEETING, "Вымышленное общее собрание № {n} {at}"),
    (Type.STRATEGY_SESSION, "Вымышленная стратегическая сессия № {n} {at}"),
    (Type.TRAINING, "Вымышленное обучение № {n} {at}"),
    (Type.WEBINAR, "Вымышленный вебинар № {n}"),
    (Type.EXHIBITION, "Вымышленная выставка № {n} {at}"),
]
LONG = (
    " о примерах, образцах и макетах создания, развития, обустройства, обслуживания и продвижения индустриальных, "
    "агропромышленных и технологических парков, а также об опыте вымышленных регионов"
)
WITH_ROUTE = {Type.STUDY_TOUR, Type.FIELD_SEMINAR, Type.BUSINESS_MISSION}

DRAFT, MEMBERS_ONLY, PARTICIPANTS_ONLY, CANCELLED, WITHOUT_YEAR, LONG_NAME = 3, 5, 7, 9, 11, 13
WITHOUT_TALKS, SIXTY_TALKS, POSTPONED, STAFF_ONLY, YEAR_ONLY, MONTH_ONLY = 15, 17, 19, 21, 23, 25
OVER_MONTHS_END, PUBLISHED_LATER, WITHOUT_DATE, WITH_LINKS = 27, 29, 31, 33
NO_DAY = {YEAR_ONLY: "%Y", MONTH_ONLY: "%Y-%m", WITHOUT_DATE: ""}

POSITIONS = [
    "Генеральный директор",
    "Директор по развитию",
    "Начальник отдела",
    "Главный инженер",
    "Руководитель проекта",
]
REPORT = "Участники осмотрели образцы, обсудили примеры и разъехались."
PROMISE = "Участники осмотрят образцы и обсудят примеры. Придумано и это: приезжать никуда не нужно."
NOTES = ["", "Каска и закрытая обувь", "Паспорт"]


def add(size, seed, say):
    """Adds fictional events until there are `size`, and returns how many it added. Existing ones stay as they are."""
    first = places.last_number(Event, EVENT) + 1
    if first > size:
        return 0
    with transaction.atomic():
        places.add(size, seed)
    pool = Pool()
    for start in range(first, size + 1, BATCH):
        numbers = range(start, min(start + BATCH, size + 1))
        with transaction.atomic():
            add_batch(numbers, seed, pool, soon=SOON)
        if size > BATCH:
            say(f"  вымышленные мероприятия: {numbers[-1]} из {size}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # otherwise the planner still takes the tables for empty
    return size + 1 - first


def add_upcoming(seed):
    """Adds a few events in the next weeks if the earlier ones are over, and returns how many it added."""
    last = places.last_number(Event, EVENT)
    today = timezone.localdate()
    upcoming = Event.objects.visible_to(AnonymousUser()).upcoming(today)
    if not last or upcoming.filter(sort_date__lte=today + dt.timedelta(weeks=2 * MOST_WEEKS)).exists():
        return 0
    numbers = range(last + 1, last + 1 + ADDED_SOON)
    with transaction.atomic():
        places.add(numbers[-1], seed)
        add_batch(numbers, seed, Pool(), soon=numbers)
    return len(numbers)


class Pool:
    """The rows that fictional events refer to, read once, in the order of their numbers."""

    def __init__(self):
        self.regions = list(Region.objects.filter(iso_code__isnull=False).order_by("iso_code"))
        self.parks = list(places.fictional(Park, places.PARK))
        self.organizations = list(places.fictional(Organization, places.ORGANIZATION))
        self.people = list(places.fictional(Person, places.PERSON))
        self.committee = Committee.objects.filter(slug="vymyshlennyy-komitet").first()
        self.guests = list(User.objects.filter(email__in=[MEMBER, PARTICIPANT]))

    def available(self, rows, kind, number):
        """The rows that always exist when event `number` does, so that the data do not depend on when it was added."""
        return rows[: places.targets(number)[kind]]


def add_batch(numbers, seed, pool, soon):
    generators = {number: places.generator(seed, EVENT, number) for number in numbers}
    rows = [event(number, generators[number], pool, number in soon) for number in numbers]
    made = list(zip(numbers, Event.objects.bulk_create(rows), strict=True))
    programmes = {number: programme(number, row, generators[number]) for number, row in made}
    save(Session, [session for sessions in programmes.values() for session in sessions])
    talks = {number: talks_of(number, row, programmes[number], generators[number]) for number, row in made}
    save(Talk, [talk for some in talks.values() for talk in some])
    related = {model: [] for model in (Appearance, Stop, EventOrganization, EventRegion, Material, Photo, Attendance)}
    for number, row in made:
        rng = generators[number]
        related[Appearance] += appearances(number, row, talks[number], pool, rng)
        related[Stop] += route(number, row, pool, rng)
        related[EventOrganization] += organizations(number, row, pool, rng)
        related[EventRegion] += regions(row, pool, rng)
        related[Material] += materials(number, row, talks[number], rng)
        related[Photo] += photos(number, row)
        if number % 40 in (PARTICIPANTS_ONLY, MEMBERS_ONLY):
            related[Attendance] += [Attendance(event=row, user=guest) for guest in pool.guests]
    for model, several in related.items():
        save(model, several)
    if pool.committee:
        pool.committee.events.add(*(row for number, row in made if number % 10 == 0))
    with_files = [(number, row) for number, row in made if has_files(number, soon)]
    add_files(with_files, related[Material])


def has_files(number, soon):
    return number <= EVENTS_WITH_FILES or number in soon


def save(model, rows):
    model.objects.bulk_create(rows, batch_size=places.BATCH)


def event(number, rng, pool, is_soon):
    case = number % 40
    kind, title = TITLES[number % len(TITLES)]
    region = rng.choice(pool.regions)
    title = title.format(n=number, into=region.destination, at=region.with_preposition)
    start, end, days = dates_of_next_weeks(number, rng) if is_soon else dates(number, rng)
    row = Event(
        slug=f"{EVENT}-{number}",
        title=(f"{title}{LONG}" if case == LONG_NAME else title)[:300],
        type=kind,
        start=start,
        end=end,
        place=f"Примерск, {region.name}",
        lead=f"Вымышленное мероприятие для демонстрации портала: {title[0].lower()}{title[1:]}.",
        body=f"Всё, что здесь рассказано, придумано.\n\n{PROMISE if is_soon else REPORT}",
        published_at=timezone.now(),
        access={
            MEMBERS_ONLY: Access.MEMBERS,
            PARTICIPANTS_ONLY: Access.PARTICIPANTS,
            STAFF_ONLY: Access.STAFF,
        }.get(case, Access.PUBLIC),
        status={CANCELLED: Event.Status.CANCELLED, POSTPONED: Event.Status.POSTPONED}.get(case, Event.Status.SCHEDULED),
    )
    row.host_region, row.days, row.is_soon = region, days, is_soon
    if is_soon or (number <= EVENTS_WITH_FILES and number % 4 != 3):
        row.cover = ContentFile(pictures.cover(number, kind in WITH_ROUTE), name="cover.webp")
    if case == DRAFT:
        row.published_at = None
    if case == PUBLISHED_LATER:
        row.published_at = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    return row


def dates(number, rng):
    """Start, end and number of days, from 2012 to 2027: some events are over, some are upcoming."""
    case = number % 40
    first = dt.date(2012 + number * 7 % 16, rng.randrange(1, 13), rng.randrange(1, 26))
    length = rng.choice([1, 1, 2, 2, 3])
    if case == OVER_MONTHS_END:
        first, length = first.replace(month=5, day=30), 4
    if case in NO_DAY:
        return first.strftime(NO_DAY[case]) or None, None, 1
    shape = "--%m-%d" if case == WITHOUT_YEAR else "%Y-%m-%d"
    last = first + dt.timedelta(days=length - 1)
    return first.strftime(shape), last.strftime(shape) if length > 1 else None, length


def dates_of_next_weeks(number, rng):
    """Start, end and number of days, on a Tuesday, Wednesday or Thursday from the next week on."""
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=1 + (number // 8 + 1) % MOST_WEEKS)
    length = rng.choice([1, 2, 2])
    first = monday + dt.timedelta(days=rng.randrange(1, 4))
    last = first + dt.timedelta(days=length - 1)
    return first.isoformat(), last.isoformat() if length > 1 else None, length


def programme(number, row, rng):
    if number % 40 == WITHOUT_TALKS:
        return []
    timed = row.start is not None and number % 4 != 0
    sessions = []
    for day in range(1, row.days + 1):
        for order, (kind, title) in enumerate(
            [
                (Session.Kind.OPENING, "Вымышленное открытие"),
                (Session.Kind.PRESENTATIONS, "Примеры и образцы"),
                (Session.Kind.MEAL, "Образцовый обед"),
            ],
            start=1,
        ):
            sessions.append(
                Session(
                    event=row,
                    day=day if row.start else None,
                    order=order,
                    kind=kind,
                    title=title,
                    place="Зал «Образец»",
                    starts_at=dt.time(8 + 2 * order, 0) if timed else None,
                    ends_at=dt.time(9 + 2 * order, rng.choice([0, 30])) if timed else None,
                )
            )
    return sessions


def talks_of(number, row, sessions, rng):
    case = number % 40
    count = 0 if case == WITHOUT_TALKS else 60 if case == SIXTY_TALKS else rng.randrange(1, 7)
    rooms = [session for session in sessions if session.kind == Session.Kind.PRESENTATIONS]
    return [
        Talk(
            event=row,
            session=rooms[order * len(rooms) // (count + 1)] if rooms else None,
            title="" if rng.random() < 0.15 else f"{rng.choice(list(fiction_files.TOPICS))}, часть {order}",
            order=order,
        )
        for order in range(1, count + 1)
    ]


def appearances(number, row, talks, pool, rng):
    people = pool.available(pool.people, places.PERSON, number)
    companies = pool.available(pool.organizations, places.ORGANIZATION, number)
    if not people or not companies:
        return []

    def appearance(order, role, talk=None):
        company = rng.choice(companies)
        return Appearance(
            event=row,
            talk=talk,
            person=rng.choice(people),
            role=role,
            position=rng.choice(POSITIONS),
            organization_name=str(company),
            organization=company,
            order=order,
        )

    rows = [appearance(talk.order, Appearance.Role.SPEAKER, talk) for talk in talks]
    if number % 3 == 0:
        rows.append(appearance(len(talks) + 1, Appearance.Role.GUEST_OF_HONOUR))
    if number % 4 == 0:
        rows.append(appearance(len(talks) + 2, Appearance.Role.MODERATOR))
    return rows


def route(number, row, pool, rng):
    if row.type not in WITH_ROUTE:
        return []
    parks = pool.available(pool.parks, places.PARK, number)
    companies = pool.available(pool.organizations, places.ORGANIZATION, number)
    stops = [
        Stop(
            event=row,
            park=park,
            day=rng.randrange(1, row.days + 1),
            order=order,
            note=rng.choice(NOTES),
            park_status_then=rng.choice(Park.Status.values),
            total_area_then_ha=rng.choice([None, 40, 120]),
        )
        for order, park in enumerate(rng.sample(parks, min(len(parks), rng.randrange(1, 4))), start=1)
    ]
    if companies and number % 2:
        stops.append(Stop(event=row, organization=rng.choice(companies), day=row.days, order=len(stops) + 1))
    return stops


def organizations(number, row, pool, rng):
    companies = pool.available(pool.organizations, places.ORGANIZATION, number)
    roles = [EventOrganization.Role.ORGANIZER, EventOrganization.Role.CO_ORGANIZER, EventOrganization.Role.SUPPORT]
    chosen = rng.sample(companies, min(len(companies), rng.randrange(1, 4)))
    return [
        EventOrganization(event=row, organization=company, role=role, order=order)
        for order, (company, role) in enumerate(zip(chosen, roles, strict=False), start=1)
    ]


def regions(row, pool, rng):
    host, guests = EventRegion.Role.HOST, EventRegion.Role.PARTICIPANTS
    came = rng.sample(pool.regions, rng.randrange(0, 5))
    return [EventRegion(event=row, region=row.host_region, role=host, order=1)] + [
        EventRegion(event=row, region=region, role=guests, order=order) for order, region in enumerate(came, start=1)
    ]


def materials(number, row, talks, rng):
    kind, tiers = (
        Material.Kind,
        [Access.MEMBERS] * 6 + [Access.PUBLIC, Access.PUBLIC, Access.PARTICIPANTS, Access.STAFF],
    )
    rows = []
    if number % 5:
        rows.append(Material(event=row, kind=kind.PROGRAMME, title="Программа", access=Access.PUBLIC))
    rows += [
        Material(event=row, talk=talk, kind=kind.PRESENTATION, access=rng.choice(tiers), is_listed=rng.random() > 0.1)
        for talk in talks
        if rng.random() < 0.7
    ]
    if number % 40 == WITH_LINKS or number % 9 == 0:
        rows.append(
            Material(
                event=row, kind=kind.VIDEO, title="Вымышленная запись", url="https://example.org/video", access="public"
            )
        )
        rows.append(
            Material(event=row, kind=kind.LINK, title="Пример ссылки", url="https://example.org/", access="members")
        )
    for order, material in enumerate(rows, start=1):
        material.order = order
    return rows


def photos(number, row):
    """An album for every third of the first events that are over."""
    if number > EVENTS_WITH_FILES or number % 3 != 1 or not row.is_past:
        return []
    return [
        Photo(event=row, image=ContentFile(content, name="photo.webp"), caption=caption, order=order)
        for order, (content, caption) in enumerate(pictures.album(number), start=1)
    ]


def add_files(events, materials):
    """Gives two of three materials a file. The third stays «ожидается», as do those of upcoming talks."""
    numbers = {row.pk: number for number, row in events}
    for material in materials:
        number = numbers.get(material.event_id)
        if number is None or material.url or (number + material.order) % 3 == 0:
            continue
        if material.event.is_soon and material.talk:
            continue
        if material.kind == Material.Kind.PROGRAMME:
            file = fiction_files.programme(number)
        else:
            topic = fiction_files.topic_of(material.talk.title)
            file = fiction_files.presentation(topic, as_pdf=bool((number + material.order) % 2))
        add_version(material=material, upload=judged(*file), uploaded_by=None)


@cache
def judged(name, content):
    """The file as a judged upload. Each of the few files is judged once, though many materials share it."""
    return judge(ContentFile(content, name=name))
