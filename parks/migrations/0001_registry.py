import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.files.fields
import parks.models.park
import parks.requisites
from core.migration_steps import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_russian_collation"),
        ("association", "0001_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    core.fields.NameField(db_collation="russian", max_length=120, unique=True, verbose_name="название"),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        unique=True,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "iso_code",
                    models.CharField(
                        blank=True,
                        help_text="Например, RU-SMO.",
                        max_length=6,
                        null=True,
                        unique=True,
                        verbose_name="код ISO 3166-2",
                    ),
                ),
                ("okato", models.CharField(blank=True, max_length=5, verbose_name="код ОКАТО")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("republic", "республика"),
                            ("krai", "край"),
                            ("oblast", "область"),
                            ("federal_city", "город федерального значения"),
                            ("autonomous_oblast", "автономная область"),
                            ("autonomous_okrug", "автономный округ"),
                        ],
                        max_length=20,
                        verbose_name="вид",
                    ),
                ),
                (
                    "federal_district",
                    models.CharField(
                        choices=[
                            ("central", "Центральный"),
                            ("northwestern", "Северо-Западный"),
                            ("southern", "Южный"),
                            ("north_caucasian", "Северо-Кавказский"),
                            ("volga", "Приволжский"),
                            ("ural", "Уральский"),
                            ("siberian", "Сибирский"),
                            ("far_eastern", "Дальневосточный"),
                        ],
                        max_length=20,
                        verbose_name="федеральный округ",
                    ),
                ),
                (
                    "genitive",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Парки (чего?) «Смоленской области».",
                        max_length=120,
                        verbose_name="родительный",
                    ),
                ),
                (
                    "dative",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Поездка по (чему?) «Смоленской области».",
                        max_length=120,
                        verbose_name="дательный",
                    ),
                ),
                (
                    "accusative",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Тур в (что?) «Смоленскую область».",
                        max_length=120,
                        verbose_name="винительный",
                    ),
                ),
                (
                    "instrumental",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Гордимся (чем?) «Смоленской областью».",
                        max_length=120,
                        verbose_name="творительный",
                    ),
                ),
                (
                    "prepositional",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="В (чём?) «Смоленской области».",
                        max_length=120,
                        verbose_name="предложный",
                    ),
                ),
                (
                    "aliases",
                    models.TextField(
                        blank=True,
                        help_text="По одному в строке: «Подмосковье», «МО». По ним тоже ищут.",
                        verbose_name="другие названия",
                    ),
                ),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="широта центра")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="долгота центра")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("Europe/Kaliningrad", "Калининград"),
                            ("Europe/Moscow", "Москва"),
                            ("Europe/Kirov", "Киров"),
                            ("Europe/Volgograd", "Волгоград"),
                            ("Europe/Samara", "Самара"),
                            ("Europe/Astrakhan", "Астрахань"),
                            ("Europe/Saratov", "Саратов"),
                            ("Europe/Ulyanovsk", "Ульяновск"),
                            ("Asia/Yekaterinburg", "Екатеринбург"),
                            ("Asia/Omsk", "Омск"),
                            ("Asia/Novosibirsk", "Новосибирск"),
                            ("Asia/Barnaul", "Барнаул"),
                            ("Asia/Tomsk", "Томск"),
                            ("Asia/Novokuznetsk", "Новокузнецк"),
                            ("Asia/Krasnoyarsk", "Красноярск"),
                            ("Asia/Irkutsk", "Иркутск"),
                            ("Asia/Chita", "Чита"),
                            ("Asia/Yakutsk", "Якутск"),
                            ("Asia/Vladivostok", "Владивосток"),
                            ("Asia/Magadan", "Магадан"),
                            ("Asia/Sakhalin", "Сахалин"),
                            ("Asia/Kamchatka", "Камчатка"),
                            ("Asia/Anadyr", "Анадырь"),
                            ("Europe/Minsk", "Минск"),
                            ("Europe/Istanbul", "Стамбул"),
                            ("Asia/Baku", "Баку"),
                            ("Asia/Yerevan", "Ереван"),
                            ("Asia/Tbilisi", "Тбилиси"),
                            ("Asia/Almaty", "Астана, Алма-Ата"),
                            ("Asia/Tashkent", "Ташкент"),
                            ("Asia/Bishkek", "Бишкек"),
                            ("Asia/Dubai", "Дубай"),
                            ("Asia/Tehran", "Тегеран"),
                            ("Asia/Kolkata", "Дели"),
                            ("Asia/Shanghai", "Пекин"),
                            ("Asia/Tokyo", "Токио"),
                            ("Asia/Seoul", "Сеул"),
                            ("Asia/Ho_Chi_Minh", "Ханой"),
                            ("Europe/Berlin", "Берлин, Париж, Рим"),
                            ("Europe/London", "Лондон"),
                        ],
                        help_text="Пусто — московское время.",
                        max_length=30,
                        verbose_name="часовой пояс",
                    ),
                ),
                ("investment_portal", models.URLField(blank=True, verbose_name="инвестиционный портал")),
                ("is_hidden", models.BooleanField(default=False, verbose_name="не показывать на сайте")),
            ],
            options={
                "verbose_name": "регион",
                "verbose_name_plural": "регионы",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-90, 90))),
                        name="region_latitude_is_on_the_globe",
                        violation_error_message="Широта бывает от −90 до 90 градусов.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("longitude__range", (-180, 180))),
                        name="region_longitude_is_on_the_globe",
                        violation_error_message="Долгота бывает от −180 до 180 градусов.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Без правовой формы и кавычек: Алвидпроф; Администрация Смоленской области.",
                        max_length=255,
                        verbose_name="название",
                    ),
                ),
                (
                    "short_name",
                    core.fields.NameField(
                        blank=True, db_collation="russian", max_length=120, verbose_name="краткое название"
                    ),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        unique=True,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True,
                        help_text="ООО, АО, ПАО, ЗАО, АНО, ГБУ… или «Группа»: встанет перед названием в кавычках.",
                        max_length=30,
                        verbose_name="правовая форма",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authority", "орган власти"),
                            ("development_agency", "корпорация или агентство развития"),
                            ("management_company", "управляющая компания"),
                            ("company", "компания"),
                            ("association", "ассоциация или союз"),
                            ("cluster", "кластер"),
                            ("chamber", "торгово-промышленная палата"),
                            ("bank", "банк"),
                            ("academia", "вуз или НИИ"),
                            ("media", "СМИ"),
                            ("other", "прочее"),
                        ],
                        default="company",
                        max_length=24,
                        verbose_name="вид",
                    ),
                ),
                (
                    "inn",
                    models.CharField(
                        blank=True, max_length=12, validators=[parks.requisites.validate_inn], verbose_name="ИНН"
                    ),
                ),
                (
                    "ogrn",
                    models.CharField(
                        blank=True, max_length=15, validators=[parks.requisites.validate_ogrn], verbose_name="ОГРН"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organizations",
                        to="parks.region",
                        verbose_name="регион",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AT", "Австрия"),
                            ("AZ", "Азербайджан"),
                            ("DZ", "Алжир"),
                            ("AR", "Аргентина"),
                            ("AM", "Армения"),
                            ("AF", "Афганистан"),
                            ("BD", "Бангладеш"),
                            ("BH", "Бахрейн"),
                            ("BY", "Беларусь"),
                            ("BE", "Бельгия"),
                            ("BG", "Болгария"),
                            ("BA", "Босния и Герцеговина"),
                            ("BR", "Бразилия"),
                            ("GB", "Великобритания"),
                            ("HU", "Венгрия"),
                            ("VE", "Венесуэла"),
                            ("VN", "Вьетнам"),
                            ("DE", "Германия"),
                            ("GR", "Греция"),
                            ("GE", "Грузия"),
                            ("DK", "Дания"),
                            ("EG", "Египет"),
                            ("IL", "Израиль"),
                            ("IN", "Индия"),
                            ("ID", "Индонезия"),
                            ("IQ", "Ирак"),
                            ("IR", "Иран"),
                            ("IE", "Ирландия"),
                            ("ES", "Испания"),
                            ("IT", "Италия"),
                            ("KP", "КНДР"),
                            ("KZ", "Казахстан"),
                            ("KH", "Камбоджа"),
                            ("CA", "Канада"),
                            ("QA", "Катар"),
                            ("CY", "Кипр"),
                            ("KG", "Киргизия"),
                            ("CN", "Китай"),
                            ("CU", "Куба"),
                            ("KW", "Кувейт"),
                            ("LA", "Лаос"),
                            ("LV", "Латвия"),
                            ("LT", "Литва"),
                            ("LU", "Люксембург"),
                            ("MY", "Малайзия"),
                            ("MA", "Марокко"),
                            ("MX", "Мексика"),
                            ("MD", "Молдавия"),
                            ("MN", "Монголия"),
                            ("MM", "Мьянма"),
                            ("NG", "Нигерия"),
                            ("NL", "Нидерланды"),
                            ("NO", "Норвегия"),
                            ("AE", "ОАЭ"),
                            ("OM", "Оман"),
                            ("PK", "Пакистан"),
                            ("PL", "Польша"),
                            ("PT", "Португалия"),
                            ("RO", "Румыния"),
                            ("US", "США"),
                            ("SA", "Саудовская Аравия"),
                            ("MK", "Северная Македония"),
                            ("RS", "Сербия"),
                            ("SG", "Сингапур"),
                            ("SY", "Сирия"),
                            ("SK", "Словакия"),
                            ("SI", "Словения"),
                            ("TJ", "Таджикистан"),
                            ("TH", "Таиланд"),
                            ("TN", "Тунис"),
                            ("TM", "Туркмения"),
                            ("TR", "Турция"),
                            ("UZ", "Узбекистан"),
                            ("UA", "Украина"),
                            ("PH", "Филиппины"),
                            ("FI", "Финляндия"),
                            ("FR", "Франция"),
                            ("HR", "Хорватия"),
                            ("ME", "Черногория"),
                            ("CZ", "Чехия"),
                            ("CH", "Швейцария"),
                            ("SE", "Швеция"),
                            ("LK", "Шри-Ланка"),
                            ("EE", "Эстония"),
                            ("ET", "Эфиопия"),
                            ("ZA", "ЮАР"),
                            ("KR", "Южная Корея"),
                            ("JP", "Япония"),
                        ],
                        help_text="Пусто — Россия.",
                        max_length=2,
                        verbose_name="страна",
                    ),
                ),
                ("foreign_region", models.CharField(blank=True, max_length=200, verbose_name="регион за рубежом")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="parks.organization",
                        verbose_name="входит в",
                    ),
                ),
                ("phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="телефон")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("postal_address", models.CharField(blank=True, max_length=500, verbose_name="почтовый адрес")),
                ("website", models.URLField(blank=True, verbose_name="сайт")),
                (
                    "logo",
                    core.files.fields.OwnedImageField(
                        blank=True, max_length=200, upload_to="logos", verbose_name="логотип"
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="описание")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Пусто — черновик, на сайте не виден.",
                        null=True,
                        verbose_name="показывать с",
                    ),
                ),
            ],
            options={
                "verbose_name": "организация",
                "verbose_name_plural": "организации",
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["kind", "name"], name="organization_by_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("legal_form", "name"),
                        name="organization_is_entered_once",
                        violation_error_message="Такая организация уже есть. Найдите её в списке.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("inn", ""), _negated=True),
                        fields=("inn",),
                        name="organization_inn_is_its_own",
                        violation_error_message="Организация с таким ИНН уже есть.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("inn__regex", "^(\\d{10}|\\d{12})?$")),
                        name="organization_inn_is_10_or_12_digits",
                        violation_error_message="ИНН — 10 или 12 цифр.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ogrn__regex", "^(\\d{13}|\\d{15})?$")),
                        name="organization_ogrn_is_13_or_15_digits",
                        violation_error_message="ОГРН — 13 или 15 цифр.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="organization_is_not_part_of_itself",
                        violation_error_message="Организация не может входить сама в себя.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Park",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_parks",
                        to="parks.organization",
                        verbose_name="собственник",
                    ),
                ),
                (
                    "developer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="developed_parks",
                        to="parks.organization",
                        verbose_name="застройщик",
                    ),
                ),
                ("postal_address", models.CharField(blank=True, max_length=500, verbose_name="почтовый адрес")),
                (
                    "investor_contact",
                    models.CharField(
                        blank=True,
                        help_text="Имя человека в управляющей компании.",
                        max_length=200,
                        verbose_name="контакт для инвесторов",
                    ),
                ),
                ("investor_position", models.CharField(blank=True, max_length=300, verbose_name="его должность")),
                ("investor_phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="его телефон")),
                ("investor_email", models.EmailField(blank=True, max_length=254, verbose_name="его почта")),
                (
                    "investor_consent",
                    models.BooleanField(
                        default=False,
                        help_text="Без согласия контакт видят только сотрудники.",
                        verbose_name="человек согласен, чтобы это было на сайте",
                    ),
                ),
                (
                    "name",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Без слов «индустриальный парк» и кавычек: Феникс.",
                        max_length=255,
                        verbose_name="название",
                    ),
                ),
                (
                    "short_name",
                    core.fields.NameField(
                        blank=True, db_collation="russian", max_length=120, verbose_name="краткое название"
                    ),
                ),
                (
                    "aliases",
                    models.TextField(
                        blank=True,
                        help_text="По одному названию в строке. По ним тоже ищут.",
                        verbose_name="как ещё пишут",
                    ),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        unique=True,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parks",
                        to="parks.region",
                        verbose_name="регион",
                    ),
                ),
                (
                    "municipality",
                    core.fields.NameField(
                        blank=True, db_collation="russian", max_length=255, verbose_name="муниципальное образование"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="адрес")),
                (
                    "latitude",
                    models.FloatField(blank=True, help_text="Например, 54.7826.", null=True, verbose_name="широта"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, help_text="Например, 32.0453.", null=True, verbose_name="долгота"),
                ),
                ("point_is_approximate", models.BooleanField(default=False, verbose_name="точка приблизительная")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("industrial_park", "индустриальный парк"),
                            ("industrial_technopark", "промышленный технопарк"),
                            ("technopark", "технопарк"),
                            ("agro_park", "агропромышленный парк"),
                            ("special_economic_zone", "особая экономическая зона"),
                            ("priority_development_area", "территория опережающего развития"),
                            ("eco_technopark", "экотехнопарк"),
                            ("site", "площадка"),
                        ],
                        default="industrial_park",
                        max_length=30,
                        verbose_name="вид",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("operating", "действующий"),
                            ("under_construction", "создаваемый"),
                            ("planned", "планируемый"),
                            ("closed", "закрыт"),
                        ],
                        max_length=20,
                        verbose_name="статус",
                    ),
                ),
                (
                    "site_type",
                    models.CharField(
                        blank=True,
                        choices=[("greenfield", "гринфилд"), ("brownfield", "браунфилд")],
                        max_length=12,
                        verbose_name="тип площадки",
                    ),
                ),
                (
                    "ownership",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("private", "частный"),
                            ("state", "государственный"),
                            ("municipal", "муниципальный"),
                            ("mixed", "смешанный"),
                        ],
                        max_length=10,
                        verbose_name="собственность",
                    ),
                ),
                (
                    "management_company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_parks",
                        to="parks.organization",
                        verbose_name="управляющая компания",
                    ),
                ),
                ("specialization", models.CharField(blank=True, max_length=500, verbose_name="специализация")),
                (
                    "year_launched",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[parks.models.park.is_a_year, parks.models.park.is_not_a_future_year],
                        verbose_name="год запуска",
                    ),
                ),
                (
                    "year_planned",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[parks.models.park.is_a_year],
                        verbose_name="планируемый год запуска",
                    ),
                ),
                ("phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="телефон")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("website", models.URLField(blank=True, verbose_name="сайт")),
                ("about", models.TextField(blank=True, verbose_name="описание")),
                (
                    "total_area_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="общая площадь, га"
                    ),
                ),
                (
                    "free_area_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="свободная площадь, га"
                    ),
                ),
                (
                    "total_buildings_m2",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="помещения всего, м²"
                    ),
                ),
                (
                    "free_buildings_m2",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="помещения свободные, м²"
                    ),
                ),
                (
                    "ceiling_height_m",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="высота потолков, м"
                    ),
                ),
                (
                    "hazard_class",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Самый опасный из допустимых: от 1 до 5.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="класс опасности производств",
                    ),
                ),
                (
                    "electricity",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="электричество",
                    ),
                ),
                (
                    "electricity_total_mw",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="мощность всего, МВт"
                    ),
                ),
                (
                    "electricity_free_mw",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="мощность свободная, МВт"
                    ),
                ),
                (
                    "gas",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="газ",
                    ),
                ),
                (
                    "gas_total_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="газ всего, м³/ч"
                    ),
                ),
                (
                    "gas_free_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="газ свободно, м³/ч"
                    ),
                ),
                (
                    "heat",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="тепло",
                    ),
                ),
                (
                    "heat_total_gcalh",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="тепло всего, Гкал/ч"
                    ),
                ),
                (
                    "heat_free_gcalh",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="тепло свободно, Гкал/ч"
                    ),
                ),
                (
                    "water",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="вода",
                    ),
                ),
                (
                    "water_total_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="вода всего, м³/ч"
                    ),
                ),
                (
                    "water_free_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="вода свободно, м³/ч"
                    ),
                ),
                (
                    "sewage",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="канализация",
                    ),
                ),
                (
                    "sewage_total_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="канализация всего, м³/ч"
                    ),
                ),
                (
                    "sewage_free_m3h",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="канализация свободно, м³/ч",
                    ),
                ),
                (
                    "storm_drains",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="ливневая канализация",
                    ),
                ),
                (
                    "telecom",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="связь",
                    ),
                ),
                ("nearest_city", models.CharField(blank=True, max_length=120, verbose_name="ближайший город")),
                (
                    "nearest_city_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до ближайшего города, км"
                    ),
                ),
                (
                    "regional_centre_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до центра региона, км"
                    ),
                ),
                (
                    "moscow_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до Москвы, км"
                    ),
                ),
                ("federal_road", models.CharField(blank=True, max_length=120, verbose_name="федеральная трасса")),
                (
                    "federal_road_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до федеральной трассы, км"
                    ),
                ),
                (
                    "rail_terminal_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до грузовой станции, км"
                    ),
                ),
                (
                    "airport_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до аэропорта, км"
                    ),
                ),
                (
                    "rail_access",
                    models.CharField(
                        blank=True,
                        choices=[("no", "нет"), ("possible", "примыкание возможно"), ("on_site", "пути на территории")],
                        max_length=10,
                        verbose_name="железная дорога",
                    ),
                ),
                ("customs", models.CharField(blank=True, max_length=255, verbose_name="таможня")),
                (
                    "land_price_rub_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="цена земли, руб./га"
                    ),
                ),
                (
                    "rent_rub_m2_year",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="аренда, руб./м² в год"
                    ),
                ),
                ("offers_sale", models.BooleanField(default=False, verbose_name="продажа")),
                ("offers_rent", models.BooleanField(default=False, verbose_name="аренда")),
                ("offers_auction", models.BooleanField(default=False, verbose_name="через аукцион")),
                (
                    "offers_built_to_suit",
                    models.BooleanField(default=False, verbose_name="строительство под заказчика (built-to-suit)"),
                ),
                ("services", models.TextField(blank=True, verbose_name="услуги")),
                ("preferential_regime", models.CharField(blank=True, max_length=255, verbose_name="льготный режим")),
                ("tax_benefits", models.TextField(blank=True, verbose_name="налоговые льготы")),
                ("state_support", models.TextField(blank=True, verbose_name="господдержка")),
                (
                    "residents_declared",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="заявлено резидентов"),
                ),
                (
                    "residents_operating",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="действующих резидентов"),
                ),
                ("jobs", models.PositiveIntegerField(blank=True, null=True, verbose_name="рабочих мест")),
                (
                    "investment_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="инвестиции, руб."
                    ),
                ),
                (
                    "data_as_of",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[parks.models.park.is_not_in_the_future],
                        verbose_name="сведения на дату",
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник сведений")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Пусто — черновик, на сайте не виден.",
                        null=True,
                        verbose_name="показывать с",
                    ),
                ),
            ],
            options={
                "verbose_name": "парк",
                "verbose_name_plural": "парки",
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["status", "name"], name="park_by_status")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "name"),
                        name="park_is_entered_once_in_its_region",
                        violation_error_message="В этом регионе уже есть парк с таким названием.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-90, 90))),
                        name="park_latitude_is_on_the_globe",
                        violation_error_message="Широта бывает от −90 до 90 градусов.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("longitude__range", (-180, 180))),
                        name="park_longitude_is_on_the_globe",
                        violation_error_message="Долгота бывает от −180 до 180 градусов.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="park_point_has_both_coordinates",
                        violation_error_message="Укажите и широту, и долготу.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hazard_class__range", (1, 5))),
                        name="park_hazard_class_is_1_to_5",
                        violation_error_message="Класс опасности — число от 1 до 5.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_area_ha__gte", 0)),
                        name="park_total_area_ha_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_area_ha__gte", 0)),
                        name="park_free_area_ha_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_buildings_m2__gte", 0)),
                        name="park_total_buildings_m2_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_buildings_m2__gte", 0)),
                        name="park_free_buildings_m2_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ceiling_height_m__gte", 0)),
                        name="park_ceiling_height_m_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("electricity_total_mw__gte", 0)),
                        name="park_electricity_total_mw_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("electricity_free_mw__gte", 0)),
                        name="park_electricity_free_mw_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gas_total_m3h__gte", 0)),
                        name="park_gas_total_m3h_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gas_free_m3h__gte", 0)),
                        name="park_gas_free_m3h_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heat_total_gcalh__gte", 0)),
                        name="park_heat_total_gcalh_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heat_free_gcalh__gte", 0)),
                        name="park_heat_free_gcalh_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("water_total_m3h__gte", 0)),
                        name="park_water_total_m3h_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("water_free_m3h__gte", 0)),
                        name="park_water_free_m3h_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sewage_total_m3h__gte", 0)),
                        name="park_sewage_total_m3h_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sewage_free_m3h__gte", 0)),
                        name="park_sewage_free_m3h_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nearest_city_km__gte", 0)),
                        name="park_nearest_city_km_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("regional_centre_km__gte", 0)),
                        name="park_regional_centre_km_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moscow_km__gte", 0)),
                        name="park_moscow_km_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("federal_road_km__gte", 0)),
                        name="park_federal_road_km_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rail_terminal_km__gte", 0)),
                        name="park_rail_terminal_km_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("airport_km__gte", 0)),
                        name="park_airport_km_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("land_price_rub_ha__gte", 0)),
                        name="park_land_price_rub_ha_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rent_rub_m2_year__gte", 0)),
                        name="park_rent_rub_m2_year_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("investment_rub__gte", 0)),
                        name="park_investment_rub_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_area_ha__lte", models.F("total_area_ha"))),
                        name="park_free_area_ha_is_within_total_area_ha",
                        violation_error_message="Свободная площадь больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_buildings_m2__lte", models.F("total_buildings_m2"))),
                        name="park_free_buildings_m2_is_within_total_buildings_m2",
                        violation_error_message="Свободная площадь больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("electricity_free_mw__lte", models.F("electricity_total_mw"))),
                        name="park_electricity_free_mw_is_within_electricity_total_mw",
                        violation_error_message="Свободная мощность больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gas_free_m3h__lte", models.F("gas_total_m3h"))),
                        name="park_gas_free_m3h_is_within_gas_total_m3h",
                        violation_error_message="Свободная мощность больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heat_free_gcalh__lte", models.F("heat_total_gcalh"))),
                        name="park_heat_free_gcalh_is_within_heat_total_gcalh",
                        violation_error_message="Свободная мощность больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("water_free_m3h__lte", models.F("water_total_m3h"))),
                        name="park_water_free_m3h_is_within_water_total_m3h",
                        violation_error_message="Свободная мощность больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sewage_free_m3h__lte", models.F("sewage_total_m3h"))),
                        name="park_sewage_free_m3h_is_within_sewage_total_m3h",
                        violation_error_message="Свободная мощность больше общей.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("residents_operating__lte", models.F("residents_declared"))),
                        name="park_residents_operating_is_within_residents_declared",
                        violation_error_message="Действующих резидентов больше, чем заявленных.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPark",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("postal_address", models.CharField(blank=True, max_length=500, verbose_name="почтовый адрес")),
                (
                    "investor_contact",
                    models.CharField(
                        blank=True,
                        help_text="Имя человека в управляющей компании.",
                        max_length=200,
                        verbose_name="контакт для инвесторов",
                    ),
                ),
                ("investor_position", models.CharField(blank=True, max_length=300, verbose_name="его должность")),
                ("investor_phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="его телефон")),
                ("investor_email", models.EmailField(blank=True, max_length=254, verbose_name="его почта")),
                (
                    "investor_consent",
                    models.BooleanField(
                        default=False,
                        help_text="Без согласия контакт видят только сотрудники.",
                        verbose_name="человек согласен, чтобы это было на сайте",
                    ),
                ),
                (
                    "name",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Без слов «индустриальный парк» и кавычек: Феникс.",
                        max_length=255,
                        verbose_name="название",
                    ),
                ),
                (
                    "short_name",
                    core.fields.NameField(
                        blank=True, db_collation="russian", max_length=120, verbose_name="краткое название"
                    ),
                ),
                (
                    "aliases",
                    models.TextField(
                        blank=True,
                        help_text="По одному названию в строке. По ним тоже ищут.",
                        verbose_name="как ещё пишут",
                    ),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        unique=False,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "municipality",
                    core.fields.NameField(
                        blank=True, db_collation="russian", max_length=255, verbose_name="муниципальное образование"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="адрес")),
                (
                    "latitude",
                    models.FloatField(blank=True, help_text="Например, 54.7826.", null=True, verbose_name="широта"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, help_text="Например, 32.0453.", null=True, verbose_name="долгота"),
                ),
                ("point_is_approximate", models.BooleanField(default=False, verbose_name="точка приблизительная")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("industrial_park", "индустриальный парк"),
                            ("industrial_technopark", "промышленный технопарк"),
                            ("technopark", "технопарк"),
                            ("agro_park", "агропромышленный парк"),
                            ("special_economic_zone", "особая экономическая зона"),
                            ("priority_development_area", "территория опережающего развития"),
                            ("eco_technopark", "экотехнопарк"),
                            ("site", "площадка"),
                        ],
                        default="industrial_park",
                        max_length=30,
                        verbose_name="вид",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("operating", "действующий"),
                            ("under_construction", "создаваемый"),
                            ("planned", "планируемый"),
                            ("closed", "закрыт"),
                        ],
                        max_length=20,
                        verbose_name="статус",
                    ),
                ),
                (
                    "site_type",
                    models.CharField(
                        blank=True,
                        choices=[("greenfield", "гринфилд"), ("brownfield", "браунфилд")],
                        max_length=12,
                        verbose_name="тип площадки",
                    ),
                ),
                (
                    "ownership",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("private", "частный"),
                            ("state", "государственный"),
                            ("municipal", "муниципальный"),
                            ("mixed", "смешанный"),
                        ],
                        max_length=10,
                        verbose_name="собственность",
                    ),
                ),
                ("specialization", models.CharField(blank=True, max_length=500, verbose_name="специализация")),
                (
                    "year_launched",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[parks.models.park.is_a_year, parks.models.park.is_not_a_future_year],
                        verbose_name="год запуска",
                    ),
                ),
                (
                    "year_planned",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[parks.models.park.is_a_year],
                        verbose_name="планируемый год запуска",
                    ),
                ),
                ("phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="телефон")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("website", models.URLField(blank=True, verbose_name="сайт")),
                ("about", models.TextField(blank=True, verbose_name="описание")),
                (
                    "total_area_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="общая площадь, га"
                    ),
                ),
                (
                    "free_area_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="свободная площадь, га"
                    ),
                ),
                (
                    "total_buildings_m2",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="помещения всего, м²"
                    ),
                ),
                (
                    "free_buildings_m2",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="помещения свободные, м²"
                    ),
                ),
                (
                    "ceiling_height_m",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="высота потолков, м"
                    ),
                ),
                (
                    "hazard_class",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Самый опасный из допустимых: от 1 до 5.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="класс опасности производств",
                    ),
                ),
                (
                    "electricity",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="электричество",
                    ),
                ),
                (
                    "electricity_total_mw",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="мощность всего, МВт"
                    ),
                ),
                (
                    "electricity_free_mw",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="мощность свободная, МВт"
                    ),
                ),
                (
                    "gas",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="газ",
                    ),
                ),
                (
                    "gas_total_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="газ всего, м³/ч"
                    ),
                ),
                (
                    "gas_free_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="газ свободно, м³/ч"
                    ),
                ),
                (
                    "heat",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="тепло",
                    ),
                ),
                (
                    "heat_total_gcalh",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="тепло всего, Гкал/ч"
                    ),
                ),
                (
                    "heat_free_gcalh",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="тепло свободно, Гкал/ч"
                    ),
                ),
                (
                    "water",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="вода",
                    ),
                ),
                (
                    "water_total_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="вода всего, м³/ч"
                    ),
                ),
                (
                    "water_free_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="вода свободно, м³/ч"
                    ),
                ),
                (
                    "sewage",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="канализация",
                    ),
                ),
                (
                    "sewage_total_m3h",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="канализация всего, м³/ч"
                    ),
                ),
                (
                    "sewage_free_m3h",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="канализация свободно, м³/ч",
                    ),
                ),
                (
                    "storm_drains",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="ливневая канализация",
                    ),
                ),
                (
                    "telecom",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "есть"), ("no", "нет"), ("possible", "возможно создание")],
                        max_length=8,
                        verbose_name="связь",
                    ),
                ),
                ("nearest_city", models.CharField(blank=True, max_length=120, verbose_name="ближайший город")),
                (
                    "nearest_city_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до ближайшего города, км"
                    ),
                ),
                (
                    "regional_centre_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до центра региона, км"
                    ),
                ),
                (
                    "moscow_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до Москвы, км"
                    ),
                ),
                ("federal_road", models.CharField(blank=True, max_length=120, verbose_name="федеральная трасса")),
                (
                    "federal_road_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до федеральной трассы, км"
                    ),
                ),
                (
                    "rail_terminal_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до грузовой станции, км"
                    ),
                ),
                (
                    "airport_km",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="до аэропорта, км"
                    ),
                ),
                (
                    "rail_access",
                    models.CharField(
                        blank=True,
                        choices=[("no", "нет"), ("possible", "примыкание возможно"), ("on_site", "пути на территории")],
                        max_length=10,
                        verbose_name="железная дорога",
                    ),
                ),
                ("customs", models.CharField(blank=True, max_length=255, verbose_name="таможня")),
                (
                    "land_price_rub_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="цена земли, руб./га"
                    ),
                ),
                (
                    "rent_rub_m2_year",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="аренда, руб./м² в год"
                    ),
                ),
                ("offers_sale", models.BooleanField(default=False, verbose_name="продажа")),
                ("offers_rent", models.BooleanField(default=False, verbose_name="аренда")),
                ("offers_auction", models.BooleanField(default=False, verbose_name="через аукцион")),
                (
                    "offers_built_to_suit",
                    models.BooleanField(default=False, verbose_name="строительство под заказчика (built-to-suit)"),
                ),
                ("services", models.TextField(blank=True, verbose_name="услуги")),
                ("preferential_regime", models.CharField(blank=True, max_length=255, verbose_name="льготный режим")),
                ("tax_benefits", models.TextField(blank=True, verbose_name="налоговые льготы")),
                ("state_support", models.TextField(blank=True, verbose_name="господдержка")),
                (
                    "residents_declared",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="заявлено резидентов"),
                ),
                (
                    "residents_operating",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="действующих резидентов"),
                ),
                ("jobs", models.PositiveIntegerField(blank=True, null=True, verbose_name="рабочих мест")),
                (
                    "investment_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="инвестиции, руб."
                    ),
                ),
                (
                    "data_as_of",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[parks.models.park.is_not_in_the_future],
                        verbose_name="сведения на дату",
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник сведений")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Пусто — черновик, на сайте не виден.",
                        null=True,
                        verbose_name="показывать с",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="собственник",
                    ),
                ),
                (
                    "developer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="застройщик",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.region",
                        verbose_name="регион",
                    ),
                ),
                (
                    "management_company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="управляющая компания",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "прежнее состояние парка",
                "verbose_name_plural": "historical парки",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrganization",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "name",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Без правовой формы и кавычек: Алвидпроф; Администрация Смоленской области.",
                        max_length=255,
                        verbose_name="название",
                    ),
                ),
                (
                    "short_name",
                    core.fields.NameField(
                        blank=True, db_collation="russian", max_length=120, verbose_name="краткое название"
                    ),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        unique=False,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True,
                        help_text="ООО, АО, ПАО, ЗАО, АНО, ГБУ… или «Группа»: встанет перед названием в кавычках.",
                        max_length=30,
                        verbose_name="правовая форма",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authority", "орган власти"),
                            ("development_agency", "корпорация или агентство развития"),
                            ("management_company", "управляющая компания"),
                            ("company", "компания"),
                            ("association", "ассоциация или союз"),
                            ("cluster", "кластер"),
                            ("chamber", "торгово-промышленная палата"),
                            ("bank", "банк"),
                            ("academia", "вуз или НИИ"),
                            ("media", "СМИ"),
                            ("other", "прочее"),
                        ],
                        default="company",
                        max_length=24,
                        verbose_name="вид",
                    ),
                ),
                (
                    "inn",
                    models.CharField(
                        blank=True, max_length=12, validators=[parks.requisites.validate_inn], verbose_name="ИНН"
                    ),
                ),
                (
                    "ogrn",
                    models.CharField(
                        blank=True, max_length=15, validators=[parks.requisites.validate_ogrn], verbose_name="ОГРН"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AT", "Австрия"),
                            ("AZ", "Азербайджан"),
                            ("DZ", "Алжир"),
                            ("AR", "Аргентина"),
                            ("AM", "Армения"),
                            ("AF", "Афганистан"),
                            ("BD", "Бангладеш"),
                            ("BH", "Бахрейн"),
                            ("BY", "Беларусь"),
                            ("BE", "Бельгия"),
                            ("BG", "Болгария"),
                            ("BA", "Босния и Герцеговина"),
                            ("BR", "Бразилия"),
                            ("GB", "Великобритания"),
                            ("HU", "Венгрия"),
                            ("VE", "Венесуэла"),
                            ("VN", "Вьетнам"),
                            ("DE", "Германия"),
                            ("GR", "Греция"),
                            ("GE", "Грузия"),
                            ("DK", "Дания"),
                            ("EG", "Египет"),
                            ("IL", "Израиль"),
                            ("IN", "Индия"),
                            ("ID", "Индонезия"),
                            ("IQ", "Ирак"),
                            ("IR", "Иран"),
                            ("IE", "Ирландия"),
                            ("ES", "Испания"),
                            ("IT", "Италия"),
                            ("KP", "КНДР"),
                            ("KZ", "Казахстан"),
                            ("KH", "Камбоджа"),
                            ("CA", "Канада"),
                            ("QA", "Катар"),
                            ("CY", "Кипр"),
                            ("KG", "Киргизия"),
                            ("CN", "Китай"),
                            ("CU", "Куба"),
                            ("KW", "Кувейт"),
                            ("LA", "Лаос"),
                            ("LV", "Латвия"),
                            ("LT", "Литва"),
                            ("LU", "Люксембург"),
                            ("MY", "Малайзия"),
                            ("MA", "Марокко"),
                            ("MX", "Мексика"),
                            ("MD", "Молдавия"),
                            ("MN", "Монголия"),
                            ("MM", "Мьянма"),
                            ("NG", "Нигерия"),
                            ("NL", "Нидерланды"),
                            ("NO", "Норвегия"),
                            ("AE", "ОАЭ"),
                            ("OM", "Оман"),
                            ("PK", "Пакистан"),
                            ("PL", "Польша"),
                            ("PT", "Португалия"),
                            ("RO", "Румыния"),
                            ("US", "США"),
                            ("SA", "Саудовская Аравия"),
                            ("MK", "Северная Македония"),
                            ("RS", "Сербия"),
                            ("SG", "Сингапур"),
                            ("SY", "Сирия"),
                            ("SK", "Словакия"),
                            ("SI", "Словения"),
                            ("TJ", "Таджикистан"),
                            ("TH", "Таиланд"),
                            ("TN", "Тунис"),
                            ("TM", "Туркмения"),
                            ("TR", "Турция"),
                            ("UZ", "Узбекистан"),
                            ("UA", "Украина"),
                            ("PH", "Филиппины"),
                            ("FI", "Финляндия"),
                            ("FR", "Франция"),
                            ("HR", "Хорватия"),
                            ("ME", "Черногория"),
                            ("CZ", "Чехия"),
                            ("CH", "Швейцария"),
                            ("SE", "Швеция"),
                            ("LK", "Шри-Ланка"),
                            ("EE", "Эстония"),
                            ("ET", "Эфиопия"),
                            ("ZA", "ЮАР"),
                            ("KR", "Южная Корея"),
                            ("JP", "Япония"),
                        ],
                        help_text="Пусто — Россия.",
                        max_length=2,
                        verbose_name="страна",
                    ),
                ),
                ("foreign_region", models.CharField(blank=True, max_length=200, verbose_name="регион за рубежом")),
                ("phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="телефон")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("postal_address", models.CharField(blank=True, max_length=500, verbose_name="почтовый адрес")),
                ("website", models.URLField(blank=True, verbose_name="сайт")),
                ("logo", models.TextField(blank=True, max_length=200, verbose_name="логотип")),
                ("about", models.TextField(blank=True, verbose_name="описание")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Пусто — черновик, на сайте не виден.",
                        null=True,
                        verbose_name="показывать с",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.region",
                        verbose_name="регион",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="входит в",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "прежнее состояние организации",
                "verbose_name_plural": "historical организации",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OrganizationName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                ("name", core.fields.NameField(db_collation="russian", max_length=255, verbose_name="название")),
                (
                    "kind",
                    models.CharField(
                        choices=[("alias", "так тоже пишут"), ("former", "прежнее название")],
                        default="alias",
                        max_length=10,
                        verbose_name="вид",
                    ),
                ),
                ("since", core.fields.PartialDateField(blank=True, null=True, verbose_name="с")),
                ("until", core.fields.PartialDateField(blank=True, null=True, verbose_name="по")),
            ],
            options={
                "verbose_name": "другое название организации",
                "verbose_name_plural": "другие названия организации",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "name"),
                        name="organization_name_is_listed_once",
                        violation_error_message="Это название уже записано.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("since__regex", "^(\\d{4}(-\\d{2}(-\\d{2})?)?|--\\d{2}-\\d{2})$")),
                        name="organization_name_since_is_a_date",
                        violation_error_message="Это не дата.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__regex", "^(\\d{4}(-\\d{2}(-\\d{2})?)?|--\\d{2}-\\d{2})$")),
                        name="organization_name_until_is_a_date",
                        violation_error_message="Это не дата.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            models.Q(
                                ("since__isnull", False),
                                models.Q(
                                    models.Q(("since__startswith", "--"), ("until__startswith", "--")),
                                    models.Q(
                                        models.Q(("since__startswith", "--"), _negated=True),
                                        models.Q(("until__startswith", "--"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    django.db.models.lookups.LessThanOrEqual(
                                        django.db.models.functions.text.Left(
                                            models.F("since"), django.db.models.functions.text.Length("until")
                                        ),
                                        django.db.models.functions.text.Left(
                                            models.F("until"), django.db.models.functions.text.Length("since")
                                        ),
                                    ),
                                    models.Q(
                                        ("since__startswith", "--"), ("since__gte", "--07"), ("until__lt", "--07")
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            ("since__isnull", True),
                            _connector="OR",
                        ),
                        name="organization_name_ends_after_it_starts",
                        violation_error_message="Окончание раньше начала, или год указан только у одной из двух дат.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalResidency",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prospective", "потенциальный"),
                            ("agreed", "подписано соглашение"),
                            ("designing", "проектирует"),
                            ("building", "строит"),
                            ("operating", "действует"),
                            ("left", "выбыл"),
                        ],
                        max_length=12,
                        verbose_name="статус",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=500, verbose_name="что производит")),
                (
                    "investment_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="инвестиции, руб."
                    ),
                ),
                ("jobs", models.PositiveIntegerField(blank=True, null=True, verbose_name="рабочих мест")),
                ("since", core.fields.PartialDateField(blank=True, null=True, verbose_name="с")),
                ("until", core.fields.PartialDateField(blank=True, null=True, verbose_name="по")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="примечание")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "прежнее состояние резидента",
                "verbose_name_plural": "historical резиденты парков",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Residency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residencies",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residencies",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prospective", "потенциальный"),
                            ("agreed", "подписано соглашение"),
                            ("designing", "проектирует"),
                            ("building", "строит"),
                            ("operating", "действует"),
                            ("left", "выбыл"),
                        ],
                        max_length=12,
                        verbose_name="статус",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=500, verbose_name="что производит")),
                (
                    "investment_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="инвестиции, руб."
                    ),
                ),
                ("jobs", models.PositiveIntegerField(blank=True, null=True, verbose_name="рабочих мест")),
                ("since", core.fields.PartialDateField(blank=True, null=True, verbose_name="с")),
                ("until", core.fields.PartialDateField(blank=True, null=True, verbose_name="по")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="примечание")),
            ],
            options={
                "verbose_name": "резидент парка",
                "verbose_name_plural": "резиденты парков",
                "ordering": ["organization__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "park"),
                        name="residency_is_one_for_company_and_park",
                        violation_error_message="Эта организация уже записана резидентом этого парка.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("investment_rub__gte", 0)),
                        name="residency_investment_rub_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("since__regex", "^(\\d{4}(-\\d{2}(-\\d{2})?)?|--\\d{2}-\\d{2})$")),
                        name="residency_since_is_a_date",
                        violation_error_message="Это не дата.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__regex", "^(\\d{4}(-\\d{2}(-\\d{2})?)?|--\\d{2}-\\d{2})$")),
                        name="residency_until_is_a_date",
                        violation_error_message="Это не дата.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            models.Q(
                                ("since__isnull", False),
                                models.Q(
                                    models.Q(("since__startswith", "--"), ("until__startswith", "--")),
                                    models.Q(
                                        models.Q(("since__startswith", "--"), _negated=True),
                                        models.Q(("until__startswith", "--"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    django.db.models.lookups.LessThanOrEqual(
                                        django.db.models.functions.text.Left(
                                            models.F("since"), django.db.models.functions.text.Length("until")
                                        ),
                                        django.db.models.functions.text.Left(
                                            models.F("until"), django.db.models.functions.text.Length("since")
                                        ),
                                    ),
                                    models.Q(
                                        ("since__startswith", "--"), ("since__gte", "--07"), ("until__lt", "--07")
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            ("since__isnull", True),
                            _connector="OR",
                        ),
                        name="residency_ends_after_it_starts",
                        violation_error_message="Окончание раньше начала, или год указан только у одной из двух дат.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkAccreditation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accreditations",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="номер в реестре")),
                ("since", models.DateField(blank=True, null=True, verbose_name="в реестре с")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="исключён")),
            ],
            options={
                "verbose_name": "аккредитация Минпромторга",
                "verbose_name_plural": "аккредитация Минпромторга",
                "ordering": ["-since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("left_on__gte", models.F("since"))),
                        name="park_accreditation_ends_after_it_starts",
                        violation_error_message="Исключён раньше, чем включён.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                (
                    "standard",
                    models.CharField(
                        choices=[("association", "сертификат АИП"), ("gost", "ГОСТ Р 56301")],
                        max_length=12,
                        verbose_name="сертификат",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="номер")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="действует с")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="действует по")),
            ],
            options={
                "verbose_name": "сертификат парка",
                "verbose_name_plural": "сертификаты",
                "ordering": ["-valid_until", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="park_certificate_ends_after_it_starts",
                        violation_error_message="Сертификат кончается раньше, чем начинается.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkPhase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phases",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="очередь"
                    ),
                ),
                (
                    "area_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="площадь, га"
                    ),
                ),
                (
                    "investment_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="инвестиции, руб."
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, validators=[parks.models.park.is_a_year], verbose_name="год"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "намечена"),
                            ("under_construction", "строится"),
                            ("operating", "работает"),
                        ],
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
            ],
            options={
                "verbose_name": "очередь парка",
                "verbose_name_plural": "очереди",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "number"),
                        name="park_phase_is_listed_once",
                        violation_error_message="Эта очередь уже записана.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_ha__gte", 0)),
                        name="park_phase_area_ha_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("investment_rub__gte", 0)),
                        name="park_phase_investment_rub_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="рейтинг")),
                (
                    "year",
                    models.PositiveSmallIntegerField(validators=[parks.models.park.is_a_year], verbose_name="год"),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="место"
                    ),
                ),
            ],
            options={
                "verbose_name": "место в рейтинге",
                "verbose_name_plural": "места в рейтингах",
                "ordering": ["-year", "place", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "name", "year"),
                        name="park_rating_is_listed_once",
                        violation_error_message="Это место в рейтинге уже записано.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkStatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_changes",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("operating", "действующий"),
                            ("under_construction", "создаваемый"),
                            ("planned", "планируемый"),
                            ("closed", "закрыт"),
                        ],
                        max_length=20,
                        verbose_name="статус",
                    ),
                ),
                ("since", core.fields.PartialDateField(blank=True, null=True, verbose_name="с")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник")),
            ],
            options={
                "verbose_name": "смена статуса парка",
                "verbose_name_plural": "история статуса",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "status", "since"),
                        name="park_status_change_is_listed_once",
                        violation_error_message="Эта смена статуса уже записана.",
                    )
                ],
            },
        ),
    ]
    operations = at_once(operations)
