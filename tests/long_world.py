"""The long world: a visit, its people, parks and materials, with text as long as its fields take.

Real records hold addresses of 75 letters, words of 30 and titles of 100 without a place to break a line.
"""

from django.apps import apps
from django.db import models

from events.models import Material
from parks.models import Park
from search import index
from tests import factories, files
from tests.events.pages import visit

WORD = "Рентгеноэлектрокардиографическ"
ADDRESS = "https://www.example.org/vymyshlennoe-meropriyatie/prezentatsiya-obrazec.html"
TITLE = (WORD * 4)[:100]
TEXT = f"{TITLE} {WORD} {ADDRESS} {WORD.upper()}"
assert len(ADDRESS) == 76
assert len(WORD) == 30

PARTS_OF_TEXT = {"title", "name", "caption", "position", "first_name", "last_name"}
NUMBER = "9" * 15
KEPT = {
    "slug",
    "iso_code",
    "inn",
    "ogrn",
    "okato",
    "sha256",
    "content_type",
    "time_zone",
    "key",
    "password",
    "visitor",
    "error",
}


def build(user):
    """Returns {kind of page: its address}. `user` took part in the visit and has downloaded its files."""
    event = visit(3, start="2024-05-25", end="2024-06-02")
    cancelled = visit(1, start="2031-12-30", end="2032-01-02", status="cancelled")
    park = event.stops.first().park
    park.kind, park.region = Park.Kind.PRIORITY_DEVELOPMENT_AREA, event.regions.first()
    park.save()
    park.certificates.create(standard="association", number="1")
    park.status_changes.create(status="planned", since="2014")
    organization = event.organization_roles.first().organization
    factories.ResidencyFactory(park=park, organization=organization)
    factories.ResidencyFactory(park=park, organization=factories.OrganizationFactory(parent=organization))
    park.management_company = organization
    park.save()
    factories.MembershipFactory(organization=organization)
    user.organization = organization
    user.save()
    event.attendances.create(user=user)
    version = files.version(event=event, talk=event.talks.first(), kind=Material.Kind.PRESENTATION)
    files.slides(version, TEXT, f"{TEXT}\n{TEXT}")
    files.version(version.material, files.pdf("вторая версия"))
    version.material.downloads.create(user=user)
    locked = Material.objects.filter(event=event, access="members").first()
    for model in apps.get_models():
        if model._meta.app_label in ("parks", "events", "association") and not model.__name__.startswith("Historical"):
            stretch(model)
    index.rebuild()
    person = event.appearances.first().person
    parks = "&".join(f"park={one.slug}" for one in Park.objects.all()[:3])
    return {
        "home": "/",
        "events": "/events/",
        "events, filtered": f"/events/?q={WORD}&region={event.regions.first().slug}&park={park.slug}",
        "month": "/events/?view=month&month=2024-05",
        "event": event.get_absolute_url(),
        "cancelled event": cancelled.get_absolute_url(),
        "materials": "/materials/",
        "material": version.material.get_absolute_url(),
        "slide": f"{version.material.get_absolute_url()}slides/2/?v=1",
        "locked material": locked.get_absolute_url(),
        "people": f"/people/?q={WORD}",
        "person": person.get_absolute_url(),
        "parks": f"/parks/?compare={park.slug}&q={WORD}",
        "park": park.get_absolute_url(),
        "compare": f"/parks/compare/?{parks}",
        "regions": "/regions/",
        "region": park.region.get_absolute_url(),
        "organizations": f"/organizations/?q={WORD}",
        "organization": organization.get_absolute_url(),
        "members": "/members/",
        "about": "/about/",
        "contacts": "/contacts/",
        "privacy": "/privacy/",
        "display": f"/appearance/?back=/{TITLE}/",
        "search": f"/search/?q={WORD}",
        "search without hits": f"/search/?q={'щ' * 100}",
        "log-in": f"/account/login/?next=/{TITLE}/",
        "password": "/account/password/reset/",
        "cabinet": "/account/",
        "new password": "/account/password/change/",
        "log-out": "/account/logout/",
        "not found": f"/{TITLE}/",
        "styleguide": "/styleguide/",
    }


def stretch(model):
    """Fills every text and number of all rows of the model."""
    for row in model._base_manager.all():
        values = {field.attname: long_value(field, row.pk) for field in model._meta.fields if is_stretched(field)}
        model._base_manager.filter(pk=row.pk).update(**values)


def is_stretched(field):
    kinds = (models.CharField, models.TextField, models.DecimalField)
    is_date = type(field).__name__ == "PartialDateField"
    is_secret = field.name in KEPT or "sha" in field.name
    return isinstance(field, kinds) and not (
        field.choices or is_date or is_secret or isinstance(field, models.FileField)
    )


def long_value(field, number):
    """As much as the field takes; rows differ at the beginning, for what must be unique."""
    if isinstance(field, models.DecimalField):
        return NUMBER[: field.max_digits - field.decimal_places - 2]
    if isinstance(field, models.URLField):
        return f"{ADDRESS}?{number}"
    if isinstance(field, models.EmailField):
        return f"{number}.{WORD}@{'vymyshlennyy-' * 3}obrazec.example.org"
    if type(field).__name__ == "PhoneField":
        return "+7 (000) 000-00-00, доб. 123456; 8 (000) 000-00-01, доб. 123456"
    text = f"{number}{TITLE}" if field.name in PARTS_OF_TEXT else f"{number}{TEXT}"
    return text[: field.max_length or 5000]
