"""Fictional parks, organizations and people. Each has a number: the same seed and number make the same one."""

import datetime as dt
import random
import re

from django.core.files.base import ContentFile

from events.models import Person
from parks.models import Organization, Park, ParkCertificate, Region, Residency

from ..models import Committee, CommitteeMember, Membership, MembershipCategory
from . import pictures

ABOUT = "Придумано для демонстрации портала."
PARK, ORGANIZATION, PERSON = "primer", "obrazets", "vymyshlennyy-chelovek"
BATCH = 500
# Limits for benches with many events: a country has about a thousand parks, an association some hundreds of members.
MOST_PARKS, LAST_MEMBER = 1_000, 500
WITH_PICTURES = 60  # the first people and organizations

SURNAMES = ["Примеров", "Вымышленников", "Образчиков", "Макетов", "Шаблонов", "Эскизов", "Черновиков", "Наброскин"]
MEN = ["Пётр", "Иван", "Семён", "Артём", "Фёдор", "Алексей", "Николай", "Юрий", "Эдуард", "Тимофей", "Ян", "Лев"]
WOMEN = ["Алёна", "Мария", "Ольга", "Ирина", "Софья", "Юлия", "Евгения", "Елена", "Нина", "Яна", "Дарья", "Эмма"]
MIDDLE = ["Примерович", "Образцович", "Вымыслович"]
ORGANIZATIONS = [
    # legal form, name, kind
    ("ООО", "Образец-{n}", Organization.Kind.COMPANY),
    ("АО", "Пример-{n}", Organization.Kind.COMPANY),
    ("ООО", "Вымышленный завод-{n}", Organization.Kind.COMPANY),
    ("ООО", "Управляющая компания Пример-{n}", Organization.Kind.MANAGEMENT_COMPANY),
    ("ПАО", "Образцовые изделия-{n}", Organization.Kind.COMPANY),
    ("АНО", "Вымышленное агентство развития {n}", Organization.Kind.DEVELOPMENT_AGENCY),
    ("", "Вымышленная администрация {n}", Organization.Kind.AUTHORITY),
    ("ООО", "Макет-{n}", Organization.Kind.COMPANY),
    ("Союз", "Вымышленный кластер {n}", Organization.Kind.CLUSTER),
    ("АО", "Вымышленный банк {n}", Organization.Kind.BANK),
]
PRODUCTS = ["образцы окон", "примерные детали", "вымышленные станки", "макеты упаковки"]


def targets(events):
    """How many parks, organizations and people go with so many events."""
    return {PARK: min(4 + events // 4, MOST_PARKS), ORGANIZATION: 10 + events // 2, PERSON: 8 + events // 2}


def last_number(model, stem):
    """The highest number in use. New rows continue from it, so a row that staff deleted does not come back."""
    slugs = model.objects.filter(slug__startswith=f"{stem}-").values_list("slug", flat=True)
    found = (re.fullmatch(rf"{stem}-(\d+)", slug) for slug in slugs)
    return max((int(match[1]) for match in found if match), default=0)


def add(events, seed):
    """Adds the parks, organizations and people that so many events need."""
    wanted = targets(events)
    regions = list(Region.objects.filter(iso_code__isnull=False).order_by("iso_code"))
    add_organizations(range(last_number(Organization, ORGANIZATION) + 1, wanted[ORGANIZATION] + 1), seed, regions)
    add_people(range(last_number(Person, PERSON) + 1, wanted[PERSON] + 1), seed)
    add_parks(range(last_number(Park, PARK) + 1, wanted[PARK] + 1), seed, regions)
    add_committee()


def generator(seed, kind, number):
    return random.Random(f"{seed} {kind} {number}")


def fictional(model, stem):
    return model.objects.filter(slug__startswith=f"{stem}-").order_by("pk")


def add_organizations(numbers, seed, regions):
    rows = []
    for number in numbers:
        legal_form, name, kind = ORGANIZATIONS[number % len(ORGANIZATIONS)]
        rows.append(
            Organization(
                slug=f"{ORGANIZATION}-{number}",
                legal_form=legal_form,
                name=name.format(n=number),
                kind=kind,
                region=generator(seed, ORGANIZATION, number).choice(regions),
                phone=f"8 (000) {number % 1000:03}-00-00" if number % 2 else "",
                email=f"{ORGANIZATION}-{number}@example.org" if number % 3 else "",
                about=ABOUT,
            )
        )
        if number <= WITH_PICTURES and number % 3:
            rows[-1].logo = ContentFile(pictures.logo(number, rows[-1].name), name="logo.png")
    made = Organization.objects.bulk_create(rows, batch_size=BATCH)
    categories = [
        MembershipCategory.objects.get_or_create(name=f"Вымышленная категория {letter}", defaults={"order": order})[0]
        for order, letter in enumerate("АБ", start=1)
    ]
    memberships = []
    for number, organization in zip(numbers, made, strict=True):
        if number % 5 < 2 and number <= LAST_MEMBER:
            ended = number % 5 == 1
            memberships.append(
                Membership(
                    organization=organization,
                    category=categories[number % 2],
                    start_date=dt.date(2014 + number % 8, 1, 1),
                    end_date=dt.date(2022, 12, 31) if ended else None,
                )
            )
    Membership.objects.bulk_create(memberships, batch_size=BATCH)


def add_people(numbers, seed):
    rows = []
    for number in numbers:
        rng = generator(seed, PERSON, number)
        woman, surname, middle = rng.random() < 0.5, rng.choice(SURNAMES), rng.choice([*MIDDLE, ""])
        rows.append(
            Person(
                slug=f"{PERSON}-{number}",
                last_name=f"{surname}а" if woman else surname,
                first_name=rng.choice(WOMEN if woman else MEN),
                middle_name=middle.replace("вич", "вна") if woman else middle,
                bio=ABOUT,
            )
        )
        if number <= WITH_PICTURES and number % 4:
            rows[-1].photo = ContentFile(pictures.portrait(rows[-1].slug, woman), name="portrait.png")
    Person.objects.bulk_create(rows, batch_size=BATCH)


def add_parks(numbers, seed, regions):
    companies = list(fictional(Organization, ORGANIZATION))
    managers = [company for company in companies[:10] if company.kind == Organization.Kind.MANAGEMENT_COMPANY]
    rows = [park(number, generator(seed, PARK, number), regions, managers) for number in numbers]
    made = Park.objects.bulk_create(rows, batch_size=BATCH)
    residencies, certificates = [], []
    for number, row in zip(numbers, made, strict=True):
        rng = generator(seed, "residents", number)
        # Only companies that always exist when this park does, so that the data do not depend on when it was added.
        pool = companies[: max(10, 2 * number + 2)]
        for company in rng.sample(pool, min(len(pool), rng.choice([0, 0, 1, 2, 3, 6]))):
            residencies.append(
                Residency(
                    organization=company,
                    park=row,
                    status=rng.choice(Residency.Status.values),
                    product=rng.choice([*PRODUCTS, ""]),
                    jobs=rng.choice([None, 40, 120, 350]),
                    since=str(2013 + rng.randrange(12)),
                )
            )
        if number % 6 == 1:
            certificates.append(
                ParkCertificate(
                    park=row,
                    standard=ParkCertificate.Standard.ASSOCIATION,
                    number=f"ОБРАЗЕЦ-{number}",
                    valid_from=dt.date(2021, 1, 1),
                    valid_until=dt.date(2023 + number % 8, 12, 31),
                )
            )
    Residency.objects.bulk_create(residencies, batch_size=BATCH)
    ParkCertificate.objects.bulk_create(certificates, batch_size=BATCH)


def park(number, rng, regions, managers):
    """A park. Every third has a full passport, and every third almost none."""
    region = rng.choice(regions)
    row = Park(
        slug=f"{PARK}-{number}",
        name=f"Пример-{number}",
        region=region,
        kind=rng.choice(Park.Kind.values) if number % 4 == 0 else Park.Kind.INDUSTRIAL_PARK,
        status=rng.choice(Park.Status.values),
        about=ABOUT,
    )
    if number % 13 == 0:
        row.published_at = None
    if region.latitude is not None and number % 7:
        row.latitude = round(region.latitude + rng.uniform(-0.4, 0.4), 4)
        row.longitude = round((region.longitude + rng.uniform(-0.6, 0.6) + 180) % 360 - 180, 4)
        row.point_is_approximate = True
    if number % 3:
        fill_land(row, rng)
    if number % 3 == 1:
        fill_passport(row, rng, number)
        row.management_company = rng.choice(managers) if managers else None
    return row


def fill_land(row, rng):
    row.site_type = rng.choice(Park.SiteType.values)
    row.ownership = rng.choice(Park.Ownership.values)
    row.total_area_ha = rng.randrange(20, 900)
    row.free_area_ha = round(row.total_area_ha * rng.random(), 1)
    row.electricity = "yes"
    row.electricity_total_mw = rng.randrange(5, 120)
    row.electricity_free_mw = round(row.electricity_total_mw * rng.random(), 1)
    row.gas = rng.choice(["yes", "no", "possible"])
    row.rail_access = rng.choice(Park.RailAccess.values)


def fill_passport(row, rng, number):
    row.municipality = "Примерский район"
    row.address = f"г. Примерск, ул. Образцовая, {rng.randrange(1, 200)}"
    row.specialization = "Примерное машиностроение, образцы стройматериалов"
    row.year_launched = rng.randrange(2008, 2025) if row.status == Park.Status.OPERATING else None
    row.year_planned = 2028 if row.status == Park.Status.PLANNED else None
    row.phone, row.email = f"+7 (000) {number:03}-00-00, доб. 1", f"{row.slug}@example.org"
    row.website = "https://example.org/"
    row.total_buildings_m2 = rng.randrange(2_000, 90_000)
    row.free_buildings_m2 = round(row.total_buildings_m2 * rng.random())
    row.ceiling_height_m = rng.choice([6, 8.4, 12])
    row.hazard_class = rng.randrange(1, 6)
    for name in ("heat", "water", "sewage", "storm_drains", "telecom"):
        setattr(row, name, rng.choice(["yes", "yes", "no", "possible"]))
    for whole, free in (
        ("gas_total_m3h", "gas_free_m3h"),
        ("heat_total_gcalh", "heat_free_gcalh"),
        ("water_total_m3h", "water_free_m3h"),
        ("sewage_total_m3h", "sewage_free_m3h"),
    ):
        if getattr(row, whole.partition("_")[0]) == "yes":
            setattr(row, whole, rng.randrange(10, 5_000))
            setattr(row, free, round(getattr(row, whole) * rng.random(), 1))
    row.nearest_city, row.nearest_city_km = "Примерск", rng.randrange(1, 60)
    row.regional_centre_km = rng.randrange(5, 300)
    row.moscow_km = rng.randrange(50, 6_000)
    row.federal_road, row.federal_road_km = "М-0 «Примерная»", rng.randrange(0, 30)
    row.regional_road, row.regional_road_km = "Р-00 «Образцовая»", number % 12
    row.rail_terminal_km, row.airport_km = rng.randrange(0, 40), rng.randrange(5, 200)
    row.customs = "Вымышленный таможенный пост"
    row.land_price_rub_ha, row.rent_rub_m2_year = rng.randrange(300_000, 9_000_000), rng.randrange(1_800, 9_000)
    row.offers_sale, row.offers_rent = rng.random() < 0.7, rng.random() < 0.7
    row.offers_auction, row.offers_built_to_suit = rng.random() < 0.2, rng.random() < 0.4
    row.services = "Вымышленное «одно окно», образцовая охрана"
    row.preferential_regime = rng.choice(["", "Вымышленный льготный режим"])
    row.tax_benefits = rng.choice(["", "Пример льготы по налогу на имущество"])
    row.residents_declared = rng.randrange(5, 60)
    row.residents_operating = rng.randrange(0, row.residents_declared + 1)
    row.jobs = rng.choice([None, rng.randrange(50, 6_000)])
    row.investment_rub = rng.randrange(100, 90_000) * 1_000_000
    row.state_investment_rub, row.private_investment_rub = row.investment_rub // 5, row.investment_rub // 2
    row.residents_investment_rub = row.investment_rub - row.state_investment_rub - row.private_investment_rub
    row.offices_m2 = round(row.total_buildings_m2 / 20)
    row.heat_source = "Вымышленная котельная" if row.heat == "yes" else ""
    row.water_source = "Примерная скважина" if row.water == "yes" else ""
    row.land_rent_rub_ha_year = round(row.land_price_rub_ha / 40) if row.offers_rent else None
    row.offers_land_rent = row.offers_rent
    row.data_as_of = dt.date(2024, 1 + rng.randrange(12), 1)


def add_committee():
    committee, made = Committee.objects.get_or_create(
        name="Вымышленный комитет по примерам",
        defaults={"slug": "vymyshlennyy-komitet", "about": ABOUT, "order": 100},
    )
    if made:
        roles = ["Председатель", "Секретарь", "", ""]
        CommitteeMember.objects.bulk_create(
            CommitteeMember(committee=committee, person=person, role=role, order=order)
            for order, (person, role) in enumerate(zip(fictional(Person, PERSON), roles, strict=False), start=1)
        )
