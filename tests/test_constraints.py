"""Every constraint of the database, by its name, with a row that it refuses. A constraint without a case fails.

The dates of an event are tried closer in tests/events/test_event_dates.py, keys of two columns in
tests/core/test_constraints.py.
"""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, connection, models, transaction

from association.models import CommitteeMember
from core.constraints import CompositeForeignKey
from core.models import FormerSlug, SuspectedDouble
from events.models import Arrival, Download, MaterialVersion, Preview, ReleaseFile, Slide
from parks.models import (
    OrganizationName,
    ParkAccreditation,
    ParkCertificate,
    ParkFigure,
    ParkPhase,
    ParkRating,
    ParkStatusChange,
)
from search.models import AskedQuery, SearchAlias, SearchDocument
from tests.factories import (
    AppearanceFactory,
    AttendanceFactory,
    CommitteeFactory,
    DelegationFactory,
    EventFactory,
    EventNumberFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    MembershipFactory,
    OrganizationFactory,
    OutcomeFactory,
    ParkFactory,
    PersonFactory,
    QuotationFactory,
    RegionFactory,
    ResidencyFactory,
    SeriesFactory,
    SessionFactory,
    SourceFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.both

ROOMS = {"association", "search", "events", "parks", "core"}
TODAY, YESTERDAY = dt.date(2024, 5, 26), dt.date(2024, 5, 25)


def changed(make, **columns):
    """Write into the row directly, past the model and its forms."""
    row = make()
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


def twice(make, **columns):
    row = make(**columns)
    same = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
    if "slug" in same:
        same["slug"] = ""
    type(row)(**same).save(force_insert=True)


def other_name(**columns):
    return OrganizationName.objects.create(organization=OrganizationFactory(), name="Прежний Образец", **columns)


def status_change(**columns):
    return ParkStatusChange.objects.create(park=ParkFactory(), status="planned", **columns)


def certificate(**columns):
    return ParkCertificate.objects.create(park=ParkFactory(), standard="gost", **columns)


def release_file(**columns):
    return ReleaseFile.objects.create(name="x.txt", file="x.txt", **columns)


def accreditation(**columns):
    return ParkAccreditation.objects.create(park=ParkFactory(), **columns)


def phase(**columns):
    return ParkPhase.objects.create(park=ParkFactory(), **{"number": 1, **columns})


def rating(**columns):
    return ParkRating.objects.create(park=ParkFactory(), **{"name": "Образцовый", "year": 2024, "place": 1, **columns})


def figure(**columns):
    told = {"name": "free_area_ha", "value": 20, "as_of": "2019", "source": "slide"}
    return ParkFigure.objects.create(park=ParkFactory(), **told | columns)


def committee_member(**columns):
    return CommitteeMember.objects.create(committee=CommitteeFactory(), person=PersonFactory(), **columns)


def version(**columns):
    return MaterialVersion.objects.create(
        material=MaterialFactory(),
        **{"number": 1, "file": "x", "original_name": "x.pdf", "sha256": "0" * 64, "size": 1, **columns},
    )


def preview(**columns):
    return Preview.objects.create(version=version(), **columns)


def slide(**columns):
    return Slide.objects.create(**{"version": version(), "number": 1, **columns})


def download(**columns):
    return Download.objects.create(**{"material": MaterialFactory(), "user": UserFactory(), **columns})


def arrival(**columns):
    named = {"event": EventFactory(), "uploaded_by": UserFactory(), "name": "Доклад.pdf", "size": 1}
    return Arrival.objects.create(**named | columns)


def arrival_begun_twice():
    first = arrival()
    arrival(event=first.event, uploaded_by=first.uploaded_by)


def version_of_another_material():
    changed(MaterialFactory, current_version=version())
    connection.check_constraints()


def of_another_event(make, **columns):
    changed(make, **columns)
    connection.check_constraints()


def dates_of(name, make, start, end):
    """The constraints of a pair of partial dates; the first two break no other one of the pair."""
    return {
        f"{name}_{start}_is_a_date": lambda: changed(make, **{start: "весной", end: None}),
        f"{name}_{end}_is_a_date": lambda: changed(make, **{start: "2024-05-25", end: "2024-05-2x"}),
        f"{name}_ends_after_it_starts": lambda: changed(make, **{start: "2024-05-26", end: "2024-05-25"}),
    }


def negative(name, make, fields):
    return {
        f"{name}_{field}_is_not_negative": lambda field=field: changed(make, **{field: -1}) for field in fields.split()
    }


def above(name, make, pairs):
    return {
        f"{name}_{part}_is_within_{whole}": lambda part=part, whole=whole: changed(make, **{part: 2, whole: 1})
        for part, whole in pairs.items()
    }


def double(one, other):
    SuspectedDouble.objects.create(model="parks.park", one=one, other=other, score=1)


REFUSED = {
    # association
    "former_slug_leads_to_one_row": lambda: [
        FormerSlug.objects.create(model="parks.park", slug="образец", row=key) for key in range(2)
    ],
    "suspected_double_is_listed_once": lambda: [double(1, 2) for _ in range(2)],
    "suspected_double_is_in_order": lambda: double(2, 1),
    "search_document_is_one_for_a_row": lambda: [
        SearchDocument.objects.create(id=key, kind="event", object_id=1, digest="") for key in range(2)
    ],
    "search_alias_has_one_owner": lambda: SearchAlias.objects.create(key="газ", words="газ"),
    "asked_query_is_counted_by_day": lambda: [AskedQuery.objects.create(day=TODAY, text="газ") for _ in range(2)],
    # parks
    "region_latitude_is_on_the_globe": lambda: changed(RegionFactory, latitude=90.1, longitude=30),
    "region_longitude_is_on_the_globe": lambda: changed(RegionFactory, latitude=50, longitude=-180.1),
    "organization_is_entered_once": lambda: twice(OrganizationFactory),
    "organization_inn_is_its_own": lambda: [OrganizationFactory(inn="0000000018") for _ in range(2)],
    "organization_inn_is_10_or_12_digits": lambda: changed(OrganizationFactory, inn="00000000018"),
    "organization_ogrn_is_13_or_15_digits": lambda: changed(OrganizationFactory, ogrn="00000000000011"),
    "organization_is_not_part_of_itself": lambda: changed(OrganizationFactory, parent=models.F("pk")),
    "organization_name_is_listed_once": lambda: twice(other_name),
    **dates_of("organization_name", other_name, "since", "until"),
    "park_is_entered_once_in_its_region": lambda: twice(ParkFactory),
    "park_latitude_is_on_the_globe": lambda: changed(ParkFactory, latitude=-90.1, longitude=30),
    "park_longitude_is_on_the_globe": lambda: changed(ParkFactory, latitude=50, longitude=180.1),
    "park_point_has_both_coordinates": lambda: changed(ParkFactory, latitude=50),
    "park_hazard_class_is_1_to_5": lambda: changed(ParkFactory, hazard_class=6),
    **negative(
        "park",
        ParkFactory,
        "total_area_ha free_area_ha total_buildings_m2 free_buildings_m2 ceiling_height_m electricity_total_mw "
        "electricity_free_mw gas_total_m3h gas_free_m3h heat_total_gcalh heat_free_gcalh water_total_m3h "
        "water_free_m3h sewage_total_m3h sewage_free_m3h nearest_city_km regional_centre_km moscow_km federal_road_km "
        "rail_terminal_km airport_km land_price_rub_ha rent_rub_m2_year investment_rub offices_m2 regional_road_km "
        "land_rent_rub_ha_year state_investment_rub private_investment_rub residents_investment_rub",
    ),
    **above(
        "park",
        ParkFactory,
        {
            "free_area_ha": "total_area_ha",
            "free_buildings_m2": "total_buildings_m2",
            "electricity_free_mw": "electricity_total_mw",
            "gas_free_m3h": "gas_total_m3h",
            "heat_free_gcalh": "heat_total_gcalh",
            "water_free_m3h": "water_total_m3h",
            "sewage_free_m3h": "sewage_total_m3h",
            "residents_operating": "residents_declared",
        },
    ),
    "park_status_change_is_listed_once": lambda: twice(status_change, since="2024"),
    "park_certificate_ends_after_it_starts": lambda: changed(certificate, valid_from=TODAY, valid_until=YESTERDAY),
    "park_accreditation_ends_after_it_starts": lambda: changed(accreditation, since=TODAY, left_on=YESTERDAY),
    "park_phase_is_listed_once": lambda: twice(phase),
    **negative("park_phase", phase, "area_ha investment_rub"),
    "park_rating_is_listed_once": lambda: twice(rating),
    "park_figure_is_listed_once": lambda: twice(figure),
    "park_figure_is_of_a_known_year": lambda: changed(figure, as_of="--05-25"),
    **negative("park_figure", figure, "value"),
    "residency_is_one_for_company_and_park": lambda: twice(ResidencyFactory),
    **negative("residency", ResidencyFactory, "investment_rub"),
    **dates_of("residency", ResidencyFactory, "since", "until"),
    # events
    "event_has_a_title": lambda: changed(EventFactory, title=""),
    **dates_of("event", EventFactory, "start", "end"),
    "event_edition_counts_from_1_in_a_series": lambda: changed(EventFactory, edition=4),
    "event_edition_is_one_of_its_series": lambda: twice(EventFactory, series=SeriesFactory(), edition=4),
    "series_has_a_name": lambda: changed(SeriesFactory, name=""),
    "event_organization_has_a_role_once": lambda: twice(EventOrganizationFactory),
    "event_region_has_a_role_once": lambda: twice(EventRegionFactory),
    "arrival_goes_on_where_it_stopped": arrival_begun_twice,
    "attendance_is_recorded_once": lambda: twice(AttendanceFactory),
    "stop_names_what_is_visited": lambda: changed(StopFactory, park=None),
    "stop_day_counts_from_1": lambda: changed(StopFactory, day=0),
    **negative("stop", StopFactory, "total_area_then_ha free_area_then_ha"),
    "stop_free_area_is_within_total_area": lambda: changed(StopFactory, free_area_then_ha=2, total_area_then_ha=1),
    "session_day_counts_from_1": lambda: changed(SessionFactory, day=0),
    "session_with_an_end_has_a_start": lambda: changed(SessionFactory, ends_at=dt.time(10)),
    "session_ends_after_it_starts": lambda: changed(SessionFactory, starts_at=dt.time(10), ends_at=dt.time(9, 59)),
    "person_has_a_last_name": lambda: changed(PersonFactory, last_name=""),
    "talk_is_in_a_session_of_its_event": lambda: of_another_event(TalkFactory, session=SessionFactory()),
    "appearance_is_in_a_delegation_of_its_event": lambda: of_another_event(
        AppearanceFactory, delegation=DelegationFactory()
    ),
    "delegation_is_from_somewhere": lambda: changed(DelegationFactory, name=""),
    "event_number_is_given_once": lambda: twice(EventNumberFactory),
    "event_number_counts_from_1": lambda: changed(EventNumberFactory, value=0),
    "outcome_says_what": lambda: changed(OutcomeFactory, text=""),
    **negative("outcome", OutcomeFactory, "amount_rub"),
    "quotation_has_a_text": lambda: changed(QuotationFactory, text=""),
    "quotation_slide_is_of_a_material": lambda: changed(QuotationFactory, slide_number=1),
    "quotation_is_of_somebody_at_its_event": lambda: of_another_event(QuotationFactory, appearance=AppearanceFactory()),
    "release_file_has_no_more_steps_than_there_are": lambda: changed(release_file, steps_total=1, steps_done=2),
    "source_says_something": lambda: changed(SourceFactory, publisher=""),
    "appearance_in_a_talk_is_listed_once": lambda: twice(talk_appearance),
    "appearance_at_an_event_is_listed_once": lambda: twice(AppearanceFactory),
    "appearance_is_in_a_talk_of_its_event": lambda: of_another_event(AppearanceFactory, talk=TalkFactory()),
    "appearance_is_in_a_session_of_its_event": lambda: of_another_event(AppearanceFactory, session=SessionFactory()),
    "material_hangs_on_a_talk_of_its_event": lambda: of_another_event(MaterialFactory, talk=TalkFactory()),
    "material_current_version_is_its_own": version_of_another_material,
    "material_version_number_is_used_once": lambda: twice(version),
    "material_version_counts_from_1": lambda: changed(version, number=0),
    "preview_has_no_more_pages_than_there_are": lambda: changed(preview, steps_total=18, steps_done=19),
    "slide_number_is_used_once": lambda: twice(slide),
    "slide_counts_from_1": lambda: changed(slide, number=0),
    "material_version_has_a_sha256": lambda: changed(version, sha256="A" * 64),
    "download_is_counted_once_a_day": lambda: twice(download),
    "download_of_a_visitor_is_counted_once_a_day": lambda: twice(download, user=None, is_anonymous=True, visitor="0f"),
    "download_is_an_accounts_or_a_visitors": lambda: changed(download, visitor="0f"),
    "download_is_one_or_a_nameless_sum_of_a_month": lambda: changed(download, number=2),
    # association
    "committee_member_is_listed_once": lambda: twice(committee_member),
    "membership_ends_after_it_starts": lambda: changed(MembershipFactory, start_date=TODAY, end_date=YESTERDAY),
    "membership_starts_once_a_day": lambda: twice(MembershipFactory),
    "user_email_is_its_own_in_any_case": lambda: [UserFactory(email=email) for email in ("a@b.example", "A@b.example")],
}


def talk_appearance():
    talk = TalkFactory()
    return AppearanceFactory(talk=talk, event=talk.event)


def constraints():
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return {rule.name: (model, rule) for model in ours for rule in model._meta.constraints}


CONSTRAINTS = constraints()


def what_sqlite_says(model, rule):
    """SQLite names a constraint only if it is a check or an index over an expression."""
    if isinstance(rule, CompositeForeignKey):
        return "foreign key"
    if isinstance(rule, models.UniqueConstraint) and rule.fields:
        columns = [f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in rule.fields]
        return f"UNIQUE constraint failed: {', '.join(columns)}$"
    return rule.name


def is_target_of_a_composite_key(model, rule):
    """Always true, as it has the primary key: it exists so that foreign keys can refer to it."""
    return isinstance(rule, models.UniqueConstraint) and "id" in rule.fields


def test_every_constraint_has_a_case():
    tried = {name for name, (model, rule) in CONSTRAINTS.items() if not is_target_of_a_composite_key(model, rule)}
    assert set(REFUSED) == tried


@pytest.mark.parametrize("name", sorted(REFUSED))
@pytest.mark.django_db
def test_database_refuses(name):
    says = name if connection.vendor == "postgresql" else what_sqlite_says(*CONSTRAINTS[name])
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        REFUSED[name]()


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
@pytest.mark.django_db
def test_constraint_is_in_the_database(name):
    """Migrations made it; on SQLite some of them recreated the table."""
    table = CONSTRAINTS[name][0]._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass UNION "
                "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass",
                [table, table],
            )
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s", [table])
        assert any(name in (text or "") for (text,) in cursor.fetchall())


def models_with_a_form():
    pages = list(admin.site._registry.values())
    return {page.model for page in pages} | {inline.model for page in pages for inline in page.inlines}


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_rule_that_a_form_can_meet_speaks_russian(name):
    """Django's own sentence names the constraint; it has a better one for columns that must differ."""
    model, rule = CONSTRAINTS[name]
    if model not in models_with_a_form() or name in ONLY_PROGRAMS_MEET:
        return
    message = str(rule.get_violation_error_message())
    has_a_sentence_of_django = isinstance(rule, models.UniqueConstraint) and rule.fields and not rule.condition
    assert has_a_sentence_of_django or not re.search("[A-Za-z]", message)
    assert has_a_sentence_of_django or message != rule.default_violation_error_message % {"name": name}


# Rules for columns that no form shows.
ONLY_PROGRAMS_MEET = {
    "material_current_version_is_its_own",
    "material_version_counts_from_1",
    "material_version_has_a_sha256",
    "download_of_a_visitor_is_counted_once_a_day",
    "download_is_an_accounts_or_a_visitors",
    "download_is_one_or_a_nameless_sum_of_a_month",
    "preview_has_no_more_pages_than_there_are",
    "release_file_has_no_more_steps_than_there_are",
}
