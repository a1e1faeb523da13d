from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.addresses import address_of
from core.compiled import now
from core.constraints import not_above, not_negative
from core.fields import NameField, NameSlugField, PhoneField, SlugKeepingQuerySet

from .organization import Organization
from .park_details import ParkDetails
from .region import Region

AREA_ABOVE_TOTAL = _("Свободная площадь больше общей.")
POWER_ABOVE_TOTAL = _("Свободная мощность больше общей.")


def is_a_year(value):
    if not 1700 <= value <= 2100:
        raise ValidationError(_("Такого года быть не может: %(value)s."), params={"value": value})


def is_not_a_future_year(value):
    if timezone.localdate().year < value <= 2100:
        raise ValidationError(_("Этот год ещё не наступил. Для будущего есть «планируемый год запуска»."))


def is_not_in_the_future(day):
    if day > timezone.localdate():
        raise ValidationError(_("Эта дата ещё не наступила, а сведений из будущего не бывает."))


class ParkQuerySet(SlugKeepingQuerySet):
    def visible_to(self, user):
        return self if user.is_staff else self.filter(published_at__lte=now())

    def in_region(self, region):
        return self.filter(region=region)

    def matching(self, words):
        return self.filter(
            Q(name__holds=words)
            | Q(short_name__holds=words)
            | Q(aliases__holds=words)
            | Q(municipality__holds=words)
            | Q(specialization__holds=words)
        )


def figure(label, unit="", *, digits=12, places=2, help_text=""):
    """A column for a number of the passport. NULL means unknown, which is not zero."""
    verbose_name = f"{label}, {unit}" if unit else label
    return models.DecimalField(
        verbose_name, max_digits=digits, decimal_places=places, null=True, blank=True, help_text=help_text
    )


class Availability(models.TextChoices):
    YES = "yes", _("есть")
    NO = "no", _("нет")
    POSSIBLE = "possible", _("возможно создание")


def availability(label):
    return models.CharField(label, max_length=8, choices=Availability, blank=True)


class Park(ParkDetails):
    """An industrial park with its passport. Every number may be unknown."""

    class Kind(models.TextChoices):
        INDUSTRIAL_PARK = "industrial_park", _("индустриальный парк")
        INDUSTRIAL_TECHNOPARK = "industrial_technopark", _("промышленный технопарк")
        TECHNOPARK = "technopark", _("технопарк")
        AGRO_PARK = "agro_park", _("агропромышленный парк")
        SPECIAL_ECONOMIC_ZONE = "special_economic_zone", _("особая экономическая зона")
        PRIORITY_DEVELOPMENT_AREA = "priority_development_area", _("территория опережающего развития")
        ECO_TECHNOPARK = "eco_technopark", _("экотехнопарк")
        SITE = "site", _("площадка")

    class Status(models.TextChoices):
        OPERATING = "operating", _("действующий")
        UNDER_CONSTRUCTION = "under_construction", _("создаваемый")
        PLANNED = "planned", _("планируемый")
        CLOSED = "closed", _("закрыт")

    class SiteType(models.TextChoices):
        GREENFIELD = "greenfield", _("гринфилд")
        BROWNFIELD = "brownfield", _("браунфилд")

    class Ownership(models.TextChoices):
        PRIVATE = "private", _("частный")
        STATE = "state", _("государственный")
        MUNICIPAL = "municipal", _("муниципальный")
        MIXED = "mixed", _("смешанный")

    class RailAccess(models.TextChoices):
        NO = "no", _("нет")
        POSSIBLE = "possible", _("примыкание возможно")
        ON_SITE = "on_site", _("пути на территории")

    name = NameField(_("название"), help_text=_("Без слов «индустриальный парк» и кавычек: Феникс."))
    short_name = NameField(_("краткое название"), max_length=120, blank=True)
    aliases = models.TextField(
        _("как ещё пишут"), blank=True, help_text=_("По одному названию в строке. По ним тоже ищут.")
    )
    slug = NameSlugField()
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("регион"), related_name="parks")
    municipality = NameField(_("муниципальное образование"), blank=True)
    address = models.CharField(_("адрес"), max_length=500, blank=True)
    latitude = models.FloatField(_("широта"), null=True, blank=True, help_text=_("Например, 54.7826."))
    longitude = models.FloatField(_("долгота"), null=True, blank=True, help_text=_("Например, 32.0453."))
    point_is_approximate = models.BooleanField(_("точка приблизительная"), default=False)
    kind = models.CharField(_("вид"), max_length=30, choices=Kind, default=Kind.INDUSTRIAL_PARK)
    status = models.CharField(_("статус"), max_length=20, choices=Status)
    site_type = models.CharField(_("тип площадки"), max_length=12, choices=SiteType, blank=True)
    ownership = models.CharField(_("собственность"), max_length=10, choices=Ownership, blank=True)
    management_company = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("управляющая компания"),
        null=True,
        blank=True,
        related_name="managed_parks",
    )
    specialization = models.CharField(_("специализация"), max_length=500, blank=True)
    year_launched = models.PositiveSmallIntegerField(
        _("год запуска"), null=True, blank=True, validators=[is_a_year, is_not_a_future_year]
    )
    year_planned = models.PositiveSmallIntegerField(
        _("планируемый год запуска"), null=True, blank=True, validators=[is_a_year]
    )
    phone = PhoneField()
    email = models.EmailField(_("электронная почта"), blank=True)
    website = models.URLField(_("сайт"), blank=True)
    about = models.TextField(_("описание"), blank=True)

    total_area_ha = figure(_("общая площадь"), _("га"))
    free_area_ha = figure(_("свободная площадь"), _("га"))
    total_buildings_m2 = figure(_("помещения всего"), _("м²"))
    free_buildings_m2 = figure(_("помещения свободные"), _("м²"))
    offices_m2 = figure(_("офисы"), _("м²"))
    ceiling_height_m = figure(_("высота потолков"), _("м"), digits=5)
    hazard_class = models.PositiveSmallIntegerField(
        _("класс опасности производств"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("Самый опасный из допустимых: от 1 до 5."),
    )

    electricity = availability(_("электричество"))
    electricity_total_mw = figure(_("мощность всего"), _("МВт"))
    electricity_free_mw = figure(_("мощность свободная"), _("МВт"))
    gas = availability(_("газ"))
    gas_total_m3h = figure(_("газ всего"), _("м³/ч"))
    gas_free_m3h = figure(_("газ свободно"), _("м³/ч"))
    heat = availability(_("тепло"))
    heat_source = models.CharField(
        _("источник тепла"), max_length=200, blank=True, help_text=_("Своя котельная; сети города.")
    )
    heat_total_gcalh = figure(_("тепло всего"), _("Гкал/ч"))
    heat_free_gcalh = figure(_("тепло свободно"), _("Гкал/ч"))
    water = availability(_("вода"))
    water_source = models.CharField(
        _("источник воды"), max_length=200, blank=True, help_text=_("Скважина; городской водопровод.")
    )
    water_total_m3h = figure(_("вода всего"), _("м³/ч"))
    water_free_m3h = figure(_("вода свободно"), _("м³/ч"))
    sewage = availability(_("канализация"))
    sewage_total_m3h = figure(_("канализация всего"), _("м³/ч"))
    sewage_free_m3h = figure(_("канализация свободно"), _("м³/ч"))
    storm_drains = availability(_("ливневая канализация"))
    telecom = availability(_("связь"))

    nearest_city = models.CharField(_("ближайший город"), max_length=120, blank=True)
    nearest_city_km = figure(_("до ближайшего города"), _("км"), digits=7, places=1)
    regional_centre_km = figure(_("до центра региона"), _("км"), digits=7, places=1)
    moscow_km = figure(_("до Москвы"), _("км"), digits=7, places=1)
    federal_road = models.CharField(_("федеральная трасса"), max_length=120, blank=True)
    federal_road_km = figure(_("до федеральной трассы"), _("км"), digits=7, places=1)
    regional_road = models.CharField(_("региональная дорога"), max_length=120, blank=True)
    regional_road_km = figure(_("до региональной дороги"), _("км"), digits=7, places=1)
    rail_terminal_km = figure(_("до грузовой станции"), _("км"), digits=7, places=1)
    airport_km = figure(_("до аэропорта"), _("км"), digits=7, places=1)
    rail_access = models.CharField(_("железная дорога"), max_length=10, choices=RailAccess, blank=True)
    customs = models.CharField(_("таможня"), max_length=255, blank=True)

    land_price_rub_ha = figure(_("цена земли"), _("руб./га"), digits=14)
    land_rent_rub_ha_year = figure(_("аренда земли"), _("руб./га в год"), digits=14)
    rent_rub_m2_year = figure(_("аренда помещений"), _("руб./м² в год"))
    offers_sale = models.BooleanField(_("продажа"), default=False)
    offers_land_rent = models.BooleanField(_("аренда земли"), default=False)
    offers_rent = models.BooleanField(_("аренда помещений"), default=False)
    offers_auction = models.BooleanField(_("через аукцион"), default=False)
    offers_built_to_suit = models.BooleanField(_("строительство под заказчика (built-to-suit)"), default=False)
    services = models.TextField(_("услуги"), blank=True)
    preferential_regime = models.CharField(_("льготный режим"), max_length=255, blank=True)
    tax_benefits = models.TextField(_("налоговые льготы"), blank=True)
    state_support = models.TextField(_("господдержка"), blank=True)

    residents_declared = models.PositiveIntegerField(_("заявлено резидентов"), null=True, blank=True)
    residents_operating = models.PositiveIntegerField(_("действующих резидентов"), null=True, blank=True)
    jobs = models.PositiveIntegerField(_("рабочих мест"), null=True, blank=True)
    investment_rub = figure(_("инвестиции"), _("руб."), digits=18, help_text=_("Всего, от кого бы они ни были."))
    state_investment_rub = figure(_("инвестиции государства"), _("руб."), digits=18)
    private_investment_rub = figure(_("инвестиции частных инвесторов"), _("руб."), digits=18)
    residents_investment_rub = figure(_("инвестиции резидентов"), _("руб."), digits=18)

    data_as_of = models.DateField(_("сведения на дату"), null=True, blank=True, validators=[is_not_in_the_future])
    source_url = models.URLField(_("источник сведений"), max_length=500, blank=True)
    published_at = models.DateTimeField(
        _("показывать с"),
        default=timezone.now,
        null=True,
        blank=True,
        help_text=_("Пусто — черновик, на сайте не виден."),
    )

    objects = ParkQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние парка"))

    class Meta:
        verbose_name = _("парк")
        verbose_name_plural = _("парки")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="park_is_entered_once_in_its_region",
                violation_error_message=_("В этом регионе уже есть парк с таким названием."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)),
                name="park_latitude_is_on_the_globe",
                violation_error_message=_("Широта бывает от −90 до 90 градусов."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180)),
                name="park_longitude_is_on_the_globe",
                violation_error_message=_("Долгота бывает от −180 до 180 градусов."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="park_point_has_both_coordinates",
                violation_error_message=_("Укажите и широту, и долготу."),
            ),
            models.CheckConstraint(
                condition=Q(hazard_class__range=(1, 5)),
                name="park_hazard_class_is_1_to_5",
                violation_error_message=_("Класс опасности — число от 1 до 5."),
            ),
            *not_negative(
                "park",
                "total_area_ha",
                "free_area_ha",
                "total_buildings_m2",
                "free_buildings_m2",
                "offices_m2",
                "ceiling_height_m",
                "electricity_total_mw",
                "electricity_free_mw",
                "gas_total_m3h",
                "gas_free_m3h",
                "heat_total_gcalh",
                "heat_free_gcalh",
                "water_total_m3h",
                "water_free_m3h",
                "sewage_total_m3h",
                "sewage_free_m3h",
                "nearest_city_km",
                "regional_centre_km",
                "moscow_km",
                "federal_road_km",
                "regional_road_km",
                "rail_terminal_km",
                "airport_km",
                "land_price_rub_ha",
                "land_rent_rub_ha_year",
                "rent_rub_m2_year",
                "investment_rub",
                "state_investment_rub",
                "private_investment_rub",
                "residents_investment_rub",
            ),
            not_above("park", "free_area_ha", "total_area_ha", AREA_ABOVE_TOTAL),
            not_above("park", "free_buildings_m2", "total_buildings_m2", AREA_ABOVE_TOTAL),
            not_above("park", "electricity_free_mw", "electricity_total_mw", POWER_ABOVE_TOTAL),
            not_above("park", "gas_free_m3h", "gas_total_m3h", POWER_ABOVE_TOTAL),
            not_above("park", "heat_free_gcalh", "heat_total_gcalh", POWER_ABOVE_TOTAL),
            not_above("park", "water_free_m3h", "water_total_m3h", POWER_ABOVE_TOTAL),
            not_above("park", "sewage_free_m3h", "sewage_total_m3h", POWER_ABOVE_TOTAL),
            not_above(
                "park", "residents_operating", "residents_declared", _("Действующих резидентов больше, чем заявленных.")
            ),
        ]
        indexes = [models.Index(fields=["status", "name"], name="park_by_status")]

    def __str__(self):
        return f"«{self.name}»"

    def get_absolute_url(self):
        return address_of("parks:park", self.slug)

    def take_names_of(self, other):
        """Adds the names of a merged park to `aliases`. Returns no new rows."""
        known = self.aliases.splitlines()
        names = dict.fromkeys([other.name, other.short_name, *other.aliases.splitlines()])
        self.aliases = "\n".join(
            [*known, *(name for name in names if name and name not in (self.name, self.short_name, *known))]
        )
        return []

    @property
    def full_name(self):
        """«индустриальный парк «Феникс»»."""
        return f"{self.get_kind_display()} «{self.name}»"

    @property
    def is_draft(self):
        return self.published_at is None or self.published_at > timezone.now()

    @property
    def deal_forms(self):
        fields = ("offers_sale", "offers_land_rent", "offers_rent", "offers_auction", "offers_built_to_suit")
        return [self._meta.get_field(name).verbose_name for name in fields if getattr(self, name)]
