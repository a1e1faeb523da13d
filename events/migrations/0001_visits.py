import datetime
import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.constraints
import core.fields
import core.files.fields
from core.migration_steps import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("association", "0001_accounts"),
        ("parks", "0001_registry"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPerson",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("last_name", core.fields.NameField(db_collation="russian", max_length=120, verbose_name="фамилия")),
                (
                    "first_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="имя"),
                ),
                (
                    "middle_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="отчество"),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        source="__str__",
                        unique=False,
                        verbose_name="адрес страницы",
                    ),
                ),
                ("photo", models.TextField(blank=True, max_length=200, verbose_name="фотография")),
                ("bio", models.TextField(blank=True, verbose_name="о человеке")),
                (
                    "aliases",
                    models.TextField(
                        blank=True,
                        help_text="По одному в строке: «Р. Л. Ровбель». По ним тоже ищут.",
                        verbose_name="как ещё пишут",
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
                "verbose_name": "прежнее состояние человека",
                "verbose_name_plural": "historical люди",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_name", core.fields.NameField(db_collation="russian", max_length=120, verbose_name="фамилия")),
                (
                    "first_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="имя"),
                ),
                (
                    "middle_name",
                    core.fields.NameField(blank=True, db_collation="russian", max_length=120, verbose_name="отчество"),
                ),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        source="__str__",
                        unique=True,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "photo",
                    core.files.fields.OwnedImageField(
                        blank=True, max_length=200, upload_to="portraits", verbose_name="фотография"
                    ),
                ),
                ("bio", models.TextField(blank=True, verbose_name="о человеке")),
                (
                    "aliases",
                    models.TextField(
                        blank=True,
                        help_text="По одному в строке: «Р. Л. Ровбель». По ним тоже ищут.",
                        verbose_name="как ещё пишут",
                    ),
                ),
            ],
            options={
                "verbose_name": "человек",
                "verbose_name_plural": "люди",
                "ordering": ["last_name", "first_name", "middle_name", "pk"],
                "indexes": [
                    models.Index(fields=["last_name", "first_name", "middle_name", "id"], name="person_alphabetical")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_name", ""), _negated=True),
                        name="person_has_a_last_name",
                        violation_error_message="Напишите фамилию.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("processing", "обрабатывается"),
                            ("ready", "готово"),
                            ("failed", "не удалось"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="Почему не удалось или чего не хватает.",
                        max_length=300,
                        verbose_name="пояснение",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="попыток")),
                ("priority", models.SmallIntegerField(default=0, verbose_name="важность")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="не раньше")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="занято до")),
                ("steps_done", models.PositiveIntegerField(default=0, verbose_name="сделано")),
                ("steps_total", models.PositiveIntegerField(blank=True, null=True, verbose_name="всего")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255, verbose_name="имя файла")),
                ("file", core.files.fields.OwnedFileField(max_length=200, upload_to="releases", verbose_name="файл")),
                ("text", models.TextField(blank=True, verbose_name="текст")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
            ],
            options={
                "verbose_name": "файл пресс-релиза",
                "verbose_name_plural": "файлы пресс-релизов",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("steps_total__isnull", True), ("steps_done__lte", models.F("steps_total")), _connector="OR"
                        ),
                        name="release_file_has_no_more_steps_than_there_are",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    core.fields.NameField(
                        db_collation="russian",
                        help_text="Без номера и года: «Съезд индустриальных парков».",
                        max_length=255,
                        unique=True,
                        verbose_name="название",
                    ),
                ),
            ],
            options={
                "verbose_name": "серия мероприятий",
                "verbose_name_plural": "серии мероприятий",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="series_has_a_name",
                        violation_error_message="Напишите название серии.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[("in_person", "очно"), ("online", "онлайн"), ("hybrid", "очно и онлайн")],
                        max_length=10,
                        verbose_name="формат",
                    ),
                ),
                (
                    "stream_url",
                    models.URLField(
                        blank=True,
                        help_text="Запись потом заводится материалом.",
                        max_length=500,
                        verbose_name="ссылка на трансляцию",
                    ),
                ),
                (
                    "stream_access",
                    models.CharField(
                        choices=[
                            ("public", "всем"),
                            ("members", "членам ассоциации"),
                            ("participants", "участникам мероприятия"),
                            ("staff", "только сотрудникам"),
                        ],
                        default="participants",
                        max_length=12,
                        verbose_name="кому видна ссылка",
                    ),
                ),
                (
                    "starts_at",
                    models.TimeField(
                        blank=True,
                        help_text="Час начала, если программы по часам нет.",
                        null=True,
                        verbose_name="начало в",
                    ),
                ),
                ("hall", models.CharField(blank=True, max_length=200, verbose_name="зал или этаж")),
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
                (
                    "foreign_region",
                    models.CharField(
                        blank=True,
                        help_text="Провинция Аньхой; Брестская область.",
                        max_length=200,
                        verbose_name="регион за рубежом",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=500, verbose_name="тема или девиз")),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="parts",
                        to="events.event",
                        verbose_name="в рамках",
                    ),
                ),
                (
                    "part_of_name",
                    models.CharField(
                        blank=True,
                        help_text="Российская энергетическая неделя.",
                        max_length=300,
                        verbose_name="в рамках (если на портале его нет)",
                    ),
                ),
                ("press_contact", models.CharField(blank=True, max_length=200, verbose_name="контакт для прессы")),
                ("press_phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="телефон для прессы")),
                ("press_email", models.EmailField(blank=True, max_length=254, verbose_name="почта для прессы")),
                (
                    "press_consent",
                    models.BooleanField(
                        default=False,
                        help_text="Без согласия контакт видят только сотрудники.",
                        verbose_name="человек согласен, чтобы это было на сайте",
                    ),
                ),
                ("title", core.fields.NameField(db_collation="russian", max_length=300, verbose_name="название")),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        source="title",
                        unique=True,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("study_tour", "ознакомительный тур"),
                            ("field_seminar", "выездной семинар-совещание"),
                            ("field_conference", "выездная конференция"),
                            ("seminar", "семинар"),
                            ("forum", "форум"),
                            ("conference", "конференция"),
                            ("round_table", "круглый стол"),
                            ("business_mission", "бизнес-миссия"),
                            ("working_meeting", "рабочая встреча"),
                            ("general_meeting", "общее собрание или правление"),
                            ("strategy_session", "стратегическая сессия"),
                            ("training", "обучение"),
                            ("internship", "стажировка"),
                            ("webinar", "вебинар"),
                            ("exhibition", "выставка"),
                            ("other", "другое"),
                        ],
                        max_length=20,
                        verbose_name="вид",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("scheduled", "по плану"), ("postponed", "перенесено"), ("cancelled", "отменено")],
                        default="scheduled",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "start",
                    core.fields.PartialDateField(
                        blank=True,
                        help_text="25.05.2016; если день неизвестен — 05.2016 или 2016; если неизвестен год — 25.05. Можно и сразу обе даты: «25–26 мая 2016».",
                        null=True,
                        verbose_name="начало",
                    ),
                ),
                (
                    "end",
                    core.fields.PartialDateField(
                        blank=True, help_text="Пусто, если всё прошло в один день.", null=True, verbose_name="окончание"
                    ),
                ),
                (
                    "sort_date",
                    core.fields.BoundaryDateField(default=datetime.date(1, 1, 1), last=False, sources=("start",)),
                ),
                (
                    "last_day",
                    core.fields.BoundaryDateField(default=datetime.date(1, 1, 1), last=True, sources=("end", "start")),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="Город или площадка: Смоленск.", max_length=300, verbose_name="место"
                    ),
                ),
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
                        help_text="Пусто — как в регионе, который принимает. Выберите, если мероприятие за границей.",
                        max_length=30,
                        verbose_name="часовой пояс",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True, help_text="Один абзац: что, где, с кем. Виден в списках.", verbose_name="вводка"
                    ),
                ),
                (
                    "body",
                    models.TextField(blank=True, help_text="Абзацы разделяйте пустой строкой.", verbose_name="текст"),
                ),
                (
                    "cover",
                    core.files.fields.OwnedImageField(
                        blank=True, max_length=200, upload_to="covers", verbose_name="обложка"
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "всем"),
                            ("members", "членам ассоциации"),
                            ("participants", "участникам мероприятия"),
                            ("staff", "только сотрудникам"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="кому видно",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Пусто — черновик. Будущая дата — появится само.",
                        null=True,
                        verbose_name="дата публикации",
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник")),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="events.series",
                        verbose_name="серия",
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Какое по счёту: 4, если это «IV съезд».",
                        null=True,
                        verbose_name="номер в серии",
                    ),
                ),
            ],
            options={
                "verbose_name": "мероприятие",
                "verbose_name_plural": "мероприятия",
                "ordering": ["-sort_date", models.OrderBy(models.F("start"), descending=True, nulls_last=True), "-pk"],
                "permissions": [("view_members_material", "Видит материалы для членов ассоциации")],
                "indexes": [
                    models.Index(fields=["-sort_date", "-start", "-id"], name="event_newest_first"),
                    models.Index(fields=["last_day"], name="event_by_last_day"),
                    models.Index(fields=["type", "-sort_date"], name="event_by_type"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("start__regex", "^(\\d{4}(-\\d{2}(-\\d{2})?)?|--\\d{2}-\\d{2})$")),
                        name="event_start_is_a_date",
                        violation_error_message="Это не дата.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__regex", "^(\\d{4}(-\\d{2}(-\\d{2})?)?|--\\d{2}-\\d{2})$")),
                        name="event_end_is_a_date",
                        violation_error_message="Это не дата.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__isnull", True),
                            models.Q(
                                ("start__isnull", False),
                                models.Q(
                                    models.Q(("start__startswith", "--"), ("end__startswith", "--")),
                                    models.Q(
                                        models.Q(("start__startswith", "--"), _negated=True),
                                        models.Q(("end__startswith", "--"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    django.db.models.lookups.LessThanOrEqual(
                                        django.db.models.functions.text.Left(
                                            models.F("start"), django.db.models.functions.text.Length("end")
                                        ),
                                        django.db.models.functions.text.Left(
                                            models.F("end"), django.db.models.functions.text.Length("start")
                                        ),
                                    ),
                                    models.Q(("start__startswith", "--"), ("end__lt", "--07"), ("start__gte", "--07")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="event_ends_after_it_starts",
                        violation_error_message="Окончание раньше начала, или год указан только у одной из двух дат.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="event_has_a_title",
                        violation_error_message="Напишите название.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("edition__isnull", True),
                            models.Q(("edition__gte", 1), ("series__isnull", False)),
                            _connector="OR",
                        ),
                        name="event_edition_counts_from_1_in_a_series",
                        violation_error_message="Номер считается с 1, и к нему нужна серия.",
                    ),
                    models.UniqueConstraint(
                        fields=("series", "edition"),
                        name="event_edition_is_one_of_its_series",
                        violation_error_message="Мероприятие с этим номером в серии уже есть.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
            ],
            options={
                "verbose_name": "участие",
                "verbose_name_plural": "кто был",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "user"),
                        name="attendance_is_recorded_once",
                        violation_error_message="Этот участник уже записан.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Делегация Правительства провинции Аньхой.",
                        max_length=300,
                        verbose_name="как написано",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="parks.organization",
                        verbose_name="от организации",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="parks.region",
                        verbose_name="из региона",
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
                        max_length=2,
                        verbose_name="из страны",
                    ),
                ),
                ("foreign_region", models.CharField(blank=True, max_length=200, verbose_name="регион за рубежом")),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="сколько человек",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "делегация",
                "verbose_name_plural": "делегации",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "event"), name="delegation_is_known_with_its_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("country", ""), _negated=True),
                            ("organization__isnull", False),
                            ("region__isnull", False),
                            _connector="OR",
                        ),
                        name="delegation_is_from_somewhere",
                        violation_error_message="Напишите, откуда делегация: организация, регион, страна или как написано.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255, verbose_name="имя файла")),
                ("size", models.PositiveBigIntegerField(verbose_name="размер, байт")),
                ("modified", models.BigIntegerField(default=0)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="когда")),
                (
                    "file",
                    core.files.fields.OwnedFileField(
                        blank=True, max_length=200, upload_to="arrivals", verbose_name="файл"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.JSONField(default=list)),
                ("taken_at", models.CharField(blank=True, max_length=30)),
                ("unpacked", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "принятый файл",
                "verbose_name_plural": "принятые файлы",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("file", "")),
                        fields=("event", "uploaded_by", "name", "size", "modified"),
                        name="arrival_goes_on_where_it_stopped",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[
                            ("participants", "участники"),
                            ("companies", "компании"),
                            ("regions", "регионы"),
                            ("countries", "страны"),
                        ],
                        max_length=12,
                        verbose_name="кого",
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[("about", "около"), ("over", "более")],
                        help_text="Пусто — точно.",
                        max_length=5,
                        verbose_name="точность",
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="сколько"
                    ),
                ),
            ],
            options={
                "verbose_name": "сколько",
                "verbose_name_plural": "сколько было участников, компаний, регионов, стран",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "of"),
                        name="event_number_is_given_once",
                        violation_error_message="Это число уже записано.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 1)),
                        name="event_number_counts_from_1",
                        violation_error_message="Неизвестное число оставьте пустым.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventOrganization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organization_roles",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_roles",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("organizer", "организатор"),
                            ("co_organizer", "соорганизатор"),
                            ("support", "при поддержке"),
                            ("host", "принимающая сторона"),
                            ("participant", "участник"),
                            ("partner", "партнёр"),
                            ("general_partner", "генеральный партнёр"),
                            ("information_partner", "информационный партнёр"),
                            ("programme_partner", "партнёр программы"),
                            ("operator", "оператор"),
                        ],
                        default="organizer",
                        max_length=20,
                        verbose_name="роль",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "организация",
                "verbose_name_plural": "организаторы и участники",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "organization", "role"),
                        name="event_organization_has_a_role_once",
                        violation_error_message="Эта организация уже записана в этой роли.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventRegion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="region_roles",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_roles",
                        to="parks.region",
                        verbose_name="регион",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("host", "принимает"), ("participants", "приехали участники")],
                        default="host",
                        max_length=12,
                        verbose_name="роль",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "регион",
                "verbose_name_plural": "регионы",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "region", "role"),
                        name="event_region_has_a_role_once",
                        violation_error_message="Этот регион уже записан в этой роли.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDelegation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Делегация Правительства провинции Аньхой.",
                        max_length=300,
                        verbose_name="как написано",
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
                        max_length=2,
                        verbose_name="из страны",
                    ),
                ),
                ("foreign_region", models.CharField(blank=True, max_length=200, verbose_name="регион за рубежом")),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="сколько человек",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="от организации",
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
                        verbose_name="из региона",
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
                "verbose_name": "прежнее состояние делегации",
                "verbose_name_plural": "historical делегации",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutcome",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "соглашение"),
                            ("memorandum", "меморандум"),
                            ("contract", "договор"),
                            ("decision", "решение"),
                            ("instruction", "поручение"),
                            ("arrangement", "договорённость"),
                            ("award", "награда"),
                            ("election", "избрание"),
                        ],
                        default="decision",
                        max_length=12,
                        verbose_name="вид",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Подписано соглашение о сотрудничестве в подготовке кадров.",
                        verbose_name="что решили",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True, help_text="Подготовка кадров.", max_length=300, verbose_name="предмет"
                    ),
                ),
                (
                    "parties_text",
                    models.CharField(
                        blank=True,
                        help_text="Через точку с запятой.",
                        max_length=500,
                        verbose_name="стороны, как написано",
                    ),
                ),
                (
                    "amount_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="сумма, руб."
                    ),
                ),
                (
                    "due",
                    core.fields.PartialDateField(
                        blank=True,
                        help_text="31.12.2027; если день неизвестен — 12.2027 или 2027.",
                        null=True,
                        verbose_name="срок",
                    ),
                ),
                ("due_day", core.fields.BoundaryDateField(default=datetime.date(1, 1, 1), last=True, sources=("due",))),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "намечено"),
                            ("in_progress", "идёт"),
                            ("done", "выполнено"),
                            ("dropped", "снято"),
                        ],
                        help_text="Пусто — неизвестно.",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="что из этого сделано")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
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
                "verbose_name": "прежнее состояние итога",
                "verbose_name_plural": "historical итоги",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSession",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Пусто, если день неизвестен.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="день",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="начало")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="конец")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "открытие"),
                            ("plenary", "пленарное заседание"),
                            ("seminar", "семинар"),
                            ("presentations", "выступления"),
                            ("discussion", "обсуждение"),
                            ("tour", "посещение площадки"),
                            ("signing", "подписание"),
                            ("meal", "обед или кофе"),
                            ("transfer", "переезд"),
                            ("other", "другое"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="вид",
                    ),
                ),
                ("title", models.CharField(max_length=500, verbose_name="название")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="место")),
                ("description", models.TextField(blank=True, verbose_name="описание")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
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
                "verbose_name": "прежнее состояние пункта программы",
                "verbose_name_plural": "historical программа",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "соглашение"),
                            ("memorandum", "меморандум"),
                            ("contract", "договор"),
                            ("decision", "решение"),
                            ("instruction", "поручение"),
                            ("arrangement", "договорённость"),
                            ("award", "награда"),
                            ("election", "избрание"),
                        ],
                        default="decision",
                        max_length=12,
                        verbose_name="вид",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Подписано соглашение о сотрудничестве в подготовке кадров.",
                        verbose_name="что решили",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True, help_text="Подготовка кадров.", max_length=300, verbose_name="предмет"
                    ),
                ),
                (
                    "parties_text",
                    models.CharField(
                        blank=True,
                        help_text="Через точку с запятой.",
                        max_length=500,
                        verbose_name="стороны, как написано",
                    ),
                ),
                (
                    "amount_rub",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="сумма, руб."
                    ),
                ),
                (
                    "due",
                    core.fields.PartialDateField(
                        blank=True,
                        help_text="31.12.2027; если день неизвестен — 12.2027 или 2027.",
                        null=True,
                        verbose_name="срок",
                    ),
                ),
                ("due_day", core.fields.BoundaryDateField(default=datetime.date(1, 1, 1), last=True, sources=("due",))),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "намечено"),
                            ("in_progress", "идёт"),
                            ("done", "выполнено"),
                            ("dropped", "снято"),
                        ],
                        help_text="Пусто — неизвестно.",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="что из этого сделано")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "parties",
                    models.ManyToManyField(
                        blank=True,
                        related_name="outcomes",
                        to="parks.organization",
                        verbose_name="стороны из справочника",
                    ),
                ),
            ],
            options={
                "verbose_name": "итог",
                "verbose_name_plural": "итоги",
                "ordering": ["order", "pk"],
                "indexes": [models.Index(fields=["state", "due_day"], name="outcome_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="outcome_says_what",
                        violation_error_message="Напишите, что решили.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_rub__gte", 0)),
                        name="outcome_amount_rub_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStop",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Пусто, если день неизвестен.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="день",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="время")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Если это не парк и не организация: музей, обед, переезд.",
                        max_length=300,
                        verbose_name="что это",
                    ),
                ),
                (
                    "host_name_then",
                    core.fields.FrozenNameField(
                        blank=True,
                        editable=False,
                        max_length=400,
                        of="host",
                        source="full_name",
                        verbose_name="имя встречающего в тот день",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Каска, закрытая обувь, паспорт.",
                        max_length=300,
                        verbose_name="что взять",
                    ),
                ),
                (
                    "park_status_then",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("operating", "действующий"),
                            ("under_construction", "создаваемый"),
                            ("planned", "планируемый"),
                            ("closed", "закрыт"),
                        ],
                        max_length=20,
                        verbose_name="статус парка в тот день",
                    ),
                ),
                (
                    "total_area_then_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="площадь в тот день, га"
                    ),
                ),
                (
                    "free_area_then_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="свободно в тот день, га"
                    ),
                ),
                ("state_then", models.TextField(blank=True, verbose_name="каким он был в тот день")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
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
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="предприятие или организация",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.person",
                        verbose_name="кто встречает",
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
                "verbose_name": "прежнее состояние точки маршрута",
                "verbose_name_plural": "historical маршрут",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "image",
                    core.files.fields.OwnedImageField(
                        height_field="height",
                        max_length=200,
                        upload_to="photos",
                        verbose_name="снимок",
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, null=True)),
                ("height", models.PositiveIntegerField(editable=False, null=True)),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="подпись")),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="автор")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "фотография",
                "verbose_name_plural": "фотографии",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEvent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[("in_person", "очно"), ("online", "онлайн"), ("hybrid", "очно и онлайн")],
                        max_length=10,
                        verbose_name="формат",
                    ),
                ),
                (
                    "stream_url",
                    models.URLField(
                        blank=True,
                        help_text="Запись потом заводится материалом.",
                        max_length=500,
                        verbose_name="ссылка на трансляцию",
                    ),
                ),
                (
                    "stream_access",
                    models.CharField(
                        choices=[
                            ("public", "всем"),
                            ("members", "членам ассоциации"),
                            ("participants", "участникам мероприятия"),
                            ("staff", "только сотрудникам"),
                        ],
                        default="participants",
                        max_length=12,
                        verbose_name="кому видна ссылка",
                    ),
                ),
                (
                    "starts_at",
                    models.TimeField(
                        blank=True,
                        help_text="Час начала, если программы по часам нет.",
                        null=True,
                        verbose_name="начало в",
                    ),
                ),
                ("hall", models.CharField(blank=True, max_length=200, verbose_name="зал или этаж")),
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
                (
                    "foreign_region",
                    models.CharField(
                        blank=True,
                        help_text="Провинция Аньхой; Брестская область.",
                        max_length=200,
                        verbose_name="регион за рубежом",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=500, verbose_name="тема или девиз")),
                (
                    "part_of_name",
                    models.CharField(
                        blank=True,
                        help_text="Российская энергетическая неделя.",
                        max_length=300,
                        verbose_name="в рамках (если на портале его нет)",
                    ),
                ),
                ("press_contact", models.CharField(blank=True, max_length=200, verbose_name="контакт для прессы")),
                ("press_phone", core.fields.PhoneField(blank=True, max_length=200, verbose_name="телефон для прессы")),
                ("press_email", models.EmailField(blank=True, max_length=254, verbose_name="почта для прессы")),
                (
                    "press_consent",
                    models.BooleanField(
                        default=False,
                        help_text="Без согласия контакт видят только сотрудники.",
                        verbose_name="человек согласен, чтобы это было на сайте",
                    ),
                ),
                ("title", core.fields.NameField(db_collation="russian", max_length=300, verbose_name="название")),
                (
                    "slug",
                    core.fields.NameSlugField(
                        blank=True,
                        help_text="Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. Если измените, прежние ссылки приведут на новый адрес.",
                        max_length=90,
                        source="title",
                        unique=False,
                        verbose_name="адрес страницы",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("study_tour", "ознакомительный тур"),
                            ("field_seminar", "выездной семинар-совещание"),
                            ("field_conference", "выездная конференция"),
                            ("seminar", "семинар"),
                            ("forum", "форум"),
                            ("conference", "конференция"),
                            ("round_table", "круглый стол"),
                            ("business_mission", "бизнес-миссия"),
                            ("working_meeting", "рабочая встреча"),
                            ("general_meeting", "общее собрание или правление"),
                            ("strategy_session", "стратегическая сессия"),
                            ("training", "обучение"),
                            ("internship", "стажировка"),
                            ("webinar", "вебинар"),
                            ("exhibition", "выставка"),
                            ("other", "другое"),
                        ],
                        max_length=20,
                        verbose_name="вид",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("scheduled", "по плану"), ("postponed", "перенесено"), ("cancelled", "отменено")],
                        default="scheduled",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "start",
                    core.fields.PartialDateField(
                        blank=True,
                        help_text="25.05.2016; если день неизвестен — 05.2016 или 2016; если неизвестен год — 25.05. Можно и сразу обе даты: «25–26 мая 2016».",
                        null=True,
                        verbose_name="начало",
                    ),
                ),
                (
                    "end",
                    core.fields.PartialDateField(
                        blank=True, help_text="Пусто, если всё прошло в один день.", null=True, verbose_name="окончание"
                    ),
                ),
                (
                    "sort_date",
                    core.fields.BoundaryDateField(default=datetime.date(1, 1, 1), last=False, sources=("start",)),
                ),
                (
                    "last_day",
                    core.fields.BoundaryDateField(default=datetime.date(1, 1, 1), last=True, sources=("end", "start")),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="Город или площадка: Смоленск.", max_length=300, verbose_name="место"
                    ),
                ),
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
                        help_text="Пусто — как в регионе, который принимает. Выберите, если мероприятие за границей.",
                        max_length=30,
                        verbose_name="часовой пояс",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True, help_text="Один абзац: что, где, с кем. Виден в списках.", verbose_name="вводка"
                    ),
                ),
                (
                    "body",
                    models.TextField(blank=True, help_text="Абзацы разделяйте пустой строкой.", verbose_name="текст"),
                ),
                ("cover", models.TextField(blank=True, max_length=200, verbose_name="обложка")),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "всем"),
                            ("members", "членам ассоциации"),
                            ("participants", "участникам мероприятия"),
                            ("staff", "только сотрудникам"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="кому видно",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Пусто — черновик. Будущая дата — появится само.",
                        null=True,
                        verbose_name="дата публикации",
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="источник")),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Какое по счёту: 4, если это «IV съезд».",
                        null=True,
                        verbose_name="номер в серии",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="в рамках",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.series",
                        verbose_name="серия",
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
                "verbose_name": "прежнее состояние мероприятия",
                "verbose_name_plural": "historical мероприятия",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Пусто, если день неизвестен.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="день",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="начало")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="конец")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "открытие"),
                            ("plenary", "пленарное заседание"),
                            ("seminar", "семинар"),
                            ("presentations", "выступления"),
                            ("discussion", "обсуждение"),
                            ("tour", "посещение площадки"),
                            ("signing", "подписание"),
                            ("meal", "обед или кофе"),
                            ("transfer", "переезд"),
                            ("other", "другое"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="вид",
                    ),
                ),
                ("title", models.CharField(max_length=500, verbose_name="название")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="место")),
                ("description", models.TextField(blank=True, verbose_name="описание")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "пункт программы",
                "verbose_name_plural": "программа",
                "ordering": [
                    models.OrderBy(models.F("day"), nulls_first=True),
                    "order",
                    models.OrderBy(models.F("starts_at"), nulls_last=True),
                    "pk",
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "event"), name="session_is_known_with_its_event"),
                    models.CheckConstraint(
                        condition=models.Q(("day__gte", 1)),
                        name="session_day_counts_from_1",
                        violation_error_message="Дни считаются с первого.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__isnull", True), ("starts_at__isnull", False), _connector="OR"),
                        name="session_with_an_end_has_a_start",
                        violation_error_message="У пункта программы есть конец, но нет начала.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gte", models.F("starts_at")),
                            models.Q(("ends_at__lte", datetime.time(9, 0)), ("starts_at__gte", datetime.time(17, 0))),
                            _connector="OR",
                        ),
                        name="session_ends_after_it_starts",
                        violation_error_message="Пункт программы кончается раньше, чем начинается.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                ("publisher", models.CharField(blank=True, max_length=300, verbose_name="кто опубликовал")),
                (
                    "published_on",
                    core.fields.PartialDateField(
                        blank=True, help_text="Часто не день мероприятия.", null=True, verbose_name="когда"
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="адрес")),
                ("text", models.TextField(blank=True, verbose_name="текст, как он был")),
                ("fingerprint", models.JSONField(blank=True, default=list, editable=False)),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "источник",
                "verbose_name_plural": "источники",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("publisher", ""), ("text", ""), ("url", ""), _negated=True),
                        name="source_says_something",
                        violation_error_message="Напишите, кто опубликовал, вставьте адрес или текст.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Пусто, если день неизвестен.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="день",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="время")),
                (
                    "park",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
                        to="parks.park",
                        verbose_name="парк",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
                        to="parks.organization",
                        verbose_name="предприятие или организация",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Если это не парк и не организация: музей, обед, переезд.",
                        max_length=300,
                        verbose_name="что это",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_stops",
                        to="events.person",
                        verbose_name="кто встречает",
                    ),
                ),
                (
                    "host_name_then",
                    core.fields.FrozenNameField(
                        blank=True,
                        editable=False,
                        max_length=400,
                        of="host",
                        source="full_name",
                        verbose_name="имя встречающего в тот день",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Каска, закрытая обувь, паспорт.",
                        max_length=300,
                        verbose_name="что взять",
                    ),
                ),
                (
                    "park_status_then",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("operating", "действующий"),
                            ("under_construction", "создаваемый"),
                            ("planned", "планируемый"),
                            ("closed", "закрыт"),
                        ],
                        max_length=20,
                        verbose_name="статус парка в тот день",
                    ),
                ),
                (
                    "total_area_then_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="площадь в тот день, га"
                    ),
                ),
                (
                    "free_area_then_ha",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="свободно в тот день, га"
                    ),
                ),
                ("state_then", models.TextField(blank=True, verbose_name="каким он был в тот день")),
            ],
            options={
                "verbose_name": "точка маршрута",
                "verbose_name_plural": "маршрут",
                "ordering": [models.OrderBy(models.F("day"), nulls_first=True), "order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("park__isnull", False),
                            ("organization__isnull", False),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stop_names_what_is_visited",
                        violation_error_message="Укажите парк, организацию или напишите, что это за остановка.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__gte", 1)),
                        name="stop_day_counts_from_1",
                        violation_error_message="Дни считаются с первого.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_area_then_ha__gte", 0)),
                        name="stop_total_area_then_ha_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_area_then_ha__gte", 0)),
                        name="stop_free_area_then_ha_is_not_negative",
                        violation_error_message="Число не может быть отрицательным.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("free_area_then_ha__lte", models.F("total_area_then_ha"))),
                        name="stop_free_area_is_within_total_area",
                        violation_error_message="Свободная площадь больше общей.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTalk",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="Пусто, если тема неизвестна.", max_length=500, verbose_name="тема"
                    ),
                ),
                ("abstract", models.TextField(blank=True, verbose_name="о чём")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.session",
                        verbose_name="пункт программы",
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
                "verbose_name": "прежнее состояние выступления",
                "verbose_name_plural": "historical выступления",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="talks",
                        to="events.session",
                        verbose_name="пункт программы",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="Пусто, если тема неизвестна.", max_length=500, verbose_name="тема"
                    ),
                ),
                ("abstract", models.TextField(blank=True, verbose_name="о чём")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "выступление",
                "verbose_name_plural": "выступления",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "event"), name="talk_is_known_with_its_event"),
                    core.constraints.CompositeForeignKey(
                        fields=("session", "event"),
                        name="talk_is_in_a_session_of_its_event",
                        references=("id", "event"),
                        violation_error_message="Этот пункт программы из другого мероприятия.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="events.talk",
                        verbose_name="выступление",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appearances",
                        to="events.session",
                        verbose_name="пункт программы",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="events.person",
                        verbose_name="человек",
                    ),
                ),
                (
                    "name_then",
                    core.fields.FrozenNameField(
                        blank=True,
                        help_text="Пусто — как сейчас в списке людей. Потом не меняется.",
                        max_length=400,
                        of="person",
                        source="full_name",
                        verbose_name="имя в тот день",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("speaker", "докладчик"),
                            ("moderator", "модератор"),
                            ("welcome", "приветствие"),
                            ("guest_of_honour", "почётный гость"),
                            ("participant", "участник"),
                            ("delegation_head", "глава делегации"),
                            ("delegate", "в составе делегации"),
                            ("receives", "принимает"),
                            ("escorts", "сопровождает"),
                            ("expert", "эксперт"),
                            ("signatory", "подписант"),
                            ("awarded", "награждён"),
                            ("elected", "избран"),
                        ],
                        default="speaker",
                        max_length=16,
                        verbose_name="роль",
                    ),
                ),
                ("is_remote", models.BooleanField(default=False, verbose_name="по видеосвязи")),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="members",
                        to="events.delegation",
                        verbose_name="делегация",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        help_text="Как в программе. Потом не меняется.",
                        max_length=500,
                        verbose_name="должность в тот день",
                    ),
                ),
                (
                    "organization_name",
                    models.CharField(blank=True, max_length=300, verbose_name="организация в тот день"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="parks.organization",
                        verbose_name="организация в справочнике",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "докладчик или гость",
                "verbose_name_plural": "докладчики и гости",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "event"), name="appearance_is_known_with_its_event"),
                    models.UniqueConstraint(
                        fields=("talk", "person", "role"),
                        name="appearance_in_a_talk_is_listed_once",
                        violation_error_message="Этот человек уже записан в этой роли.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("session__isnull", True), ("talk__isnull", True)),
                        fields=("event", "person", "role"),
                        name="appearance_at_an_event_is_listed_once",
                        violation_error_message="Этот человек уже записан в этой роли.",
                    ),
                    core.constraints.CompositeForeignKey(
                        fields=("talk", "event"),
                        name="appearance_is_in_a_talk_of_its_event",
                        references=("id", "event"),
                        violation_error_message="Это выступление из другого мероприятия.",
                    ),
                    core.constraints.CompositeForeignKey(
                        fields=("session", "event"),
                        name="appearance_is_in_a_session_of_its_event",
                        references=("id", "event"),
                        violation_error_message="Этот пункт программы из другого мероприятия.",
                    ),
                    core.constraints.CompositeForeignKey(
                        fields=("delegation", "event"),
                        name="appearance_is_in_a_delegation_of_its_event",
                        references=("id", "event"),
                        violation_error_message="Эта делегация из другого мероприятия.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppearance",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "name_then",
                    core.fields.FrozenNameField(
                        blank=True,
                        help_text="Пусто — как сейчас в списке людей. Потом не меняется.",
                        max_length=400,
                        of="person",
                        source="full_name",
                        verbose_name="имя в тот день",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("speaker", "докладчик"),
                            ("moderator", "модератор"),
                            ("welcome", "приветствие"),
                            ("guest_of_honour", "почётный гость"),
                            ("participant", "участник"),
                            ("delegation_head", "глава делегации"),
                            ("delegate", "в составе делегации"),
                            ("receives", "принимает"),
                            ("escorts", "сопровождает"),
                            ("expert", "эксперт"),
                            ("signatory", "подписант"),
                            ("awarded", "награждён"),
                            ("elected", "избран"),
                        ],
                        default="speaker",
                        max_length=16,
                        verbose_name="роль",
                    ),
                ),
                ("is_remote", models.BooleanField(default=False, verbose_name="по видеосвязи")),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        help_text="Как в программе. Потом не меняется.",
                        max_length=500,
                        verbose_name="должность в тот день",
                    ),
                ),
                (
                    "organization_name",
                    models.CharField(blank=True, max_length=300, verbose_name="организация в тот день"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.talk",
                        verbose_name="выступление",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.session",
                        verbose_name="пункт программы",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.person",
                        verbose_name="человек",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.delegation",
                        verbose_name="делегация",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parks.organization",
                        verbose_name="организация в справочнике",
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
                "verbose_name": "прежнее состояние появления",
                "verbose_name_plural": "historical докладчики и гости",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMaterial",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("programme", "программа"),
                            ("presentation", "презентация"),
                            ("paper", "доклад"),
                            ("resolution", "резолюция"),
                            ("report", "отчёт"),
                            ("photo_report", "фотоотчёт"),
                            ("video", "видео"),
                            ("document", "документ"),
                            ("link", "ссылка"),
                        ],
                        default="presentation",
                        max_length=14,
                        verbose_name="вид",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Пусто — назовём по виду и докладчику.",
                        max_length=500,
                        verbose_name="название",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="описание")),
                (
                    "language",
                    models.CharField(
                        choices=[("ru", "русский"), ("en", "английский"), ("other", "другой")],
                        default="ru",
                        max_length=5,
                        verbose_name="язык",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, help_text="Для видео и ссылок, вместо файла.", max_length=500, verbose_name="ссылка"
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "всем"),
                            ("members", "членам ассоциации"),
                            ("participants", "участникам мероприятия"),
                            ("staff", "только сотрудникам"),
                        ],
                        default="members",
                        max_length=12,
                        verbose_name="кому доступен",
                    ),
                ),
                (
                    "is_listed",
                    models.BooleanField(
                        default=True,
                        help_text="Кому файл недоступен, увидит название, тему, докладчика, вид, число слайдов и приглашение войти.",
                        verbose_name="показывать в списке остальным",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[(None, "не записано"), ("given", "согласен"), ("refused", "против")],
                        help_text="Видят только сотрудники. Если докладчик против, мероприятие с этим файлом не опубликовать.",
                        max_length=8,
                        verbose_name="докладчик о показе на сайте",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Пусто — черновик.",
                        null=True,
                        verbose_name="дата публикации",
                    ),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="удалён")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.talk",
                        verbose_name="выступление",
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
                "verbose_name": "прежнее состояние материала",
                "verbose_name_plural": "historical материалы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalQuotation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(help_text="Без кавычек вокруг.", verbose_name="что сказал")),
                (
                    "slide_number",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="номер слайда",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "appearance",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="events.appearance",
                        verbose_name="кто сказал",
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
                "verbose_name": "прежнее состояние цитаты",
                "verbose_name_plural": "historical цитаты",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="materials",
                        to="events.talk",
                        verbose_name="выступление",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("programme", "программа"),
                            ("presentation", "презентация"),
                            ("paper", "доклад"),
                            ("resolution", "резолюция"),
                            ("report", "отчёт"),
                            ("photo_report", "фотоотчёт"),
                            ("video", "видео"),
                            ("document", "документ"),
                            ("link", "ссылка"),
                        ],
                        default="presentation",
                        max_length=14,
                        verbose_name="вид",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Пусто — назовём по виду и докладчику.",
                        max_length=500,
                        verbose_name="название",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="описание")),
                (
                    "language",
                    models.CharField(
                        choices=[("ru", "русский"), ("en", "английский"), ("other", "другой")],
                        default="ru",
                        max_length=5,
                        verbose_name="язык",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, help_text="Для видео и ссылок, вместо файла.", max_length=500, verbose_name="ссылка"
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "всем"),
                            ("members", "членам ассоциации"),
                            ("participants", "участникам мероприятия"),
                            ("staff", "только сотрудникам"),
                        ],
                        default="members",
                        max_length=12,
                        verbose_name="кому доступен",
                    ),
                ),
                (
                    "is_listed",
                    models.BooleanField(
                        default=True,
                        help_text="Кому файл недоступен, увидит название, тему, докладчика, вид, число слайдов и приглашение войти.",
                        verbose_name="показывать в списке остальным",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[(None, "не записано"), ("given", "согласен"), ("refused", "против")],
                        help_text="Видят только сотрудники. Если докладчик против, мероприятие с этим файлом не опубликовать.",
                        max_length=8,
                        verbose_name="докладчик о показе на сайте",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Пусто — черновик.",
                        null=True,
                        verbose_name="дата публикации",
                    ),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="удалён")),
            ],
            options={
                "verbose_name": "материал",
                "verbose_name_plural": "материалы",
                "ordering": ["order", "pk"],
                "indexes": [
                    models.Index(fields=["event", "order", "id"], name="material_in_manual_order"),
                    models.Index(fields=["-published_at", "-id"], name="material_newest_first"),
                ],
                "constraints": [
                    core.constraints.CompositeForeignKey(
                        fields=("talk", "event"),
                        name="material_hangs_on_a_talk_of_its_event",
                        references=("id", "event"),
                        violation_error_message="Это выступление из другого мероприятия.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="downloads",
                        to="events.material",
                        verbose_name="материал",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="downloads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="без входа")),
                ("visitor", models.CharField(blank=True, max_length=16)),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="downloads",
                        to="parks.organization",
                        verbose_name="организация",
                    ),
                ),
                ("day", models.DateField(default=django.utils.timezone.localdate, verbose_name="день")),
                ("is_sum", models.BooleanField(default=False, verbose_name="сумма за месяц")),
                ("number", models.PositiveIntegerField(default=1, verbose_name="скачиваний")),
            ],
            options={
                "verbose_name": "скачивание",
                "verbose_name_plural": "скачивания",
                "ordering": ["-day", "-pk"],
                "indexes": [models.Index(fields=["day"], name="download_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "material", "day"), name="download_is_counted_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("visitor", ""), _negated=True),
                        fields=("visitor", "material", "day"),
                        name="download_of_a_visitor_is_counted_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_anonymous", False), ("visitor", "")),
                            models.Q(("is_anonymous", True), ("organization__isnull", True), ("user__isnull", True)),
                            _connector="OR",
                        ),
                        name="download_is_an_accounts_or_a_visitors",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_sum", False), ("number", 1)),
                            models.Q(("is_sum", True), ("number__gte", 1), ("user__isnull", True), ("visitor", "")),
                            _connector="OR",
                        ),
                        name="download_is_one_or_a_nameless_sum_of_a_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="events.material",
                        verbose_name="материал",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="версия")),
                ("file", core.files.fields.OwnedFileField(max_length=200, upload_to="materials", verbose_name="файл")),
                ("original_name", models.CharField(editable=False, max_length=255, verbose_name="имя файла")),
                ("content_type", models.CharField(editable=False, max_length=120, verbose_name="тип")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="размер, байт")),
                (
                    "pages",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="страниц или слайдов"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="когда"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="Что изменилось в новой версии.", max_length=300, verbose_name="почему"
                    ),
                ),
            ],
            options={
                "verbose_name": "версия файла",
                "verbose_name_plural": "версии файла",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("material", "number"), name="material_version_number_is_used_once"),
                    models.UniqueConstraint(
                        fields=("id", "material"), name="material_version_is_known_with_its_material"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="material_version_counts_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="material_version_has_a_sha256"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotations",
                        to="events.event",
                        verbose_name="мероприятие",
                    ),
                ),
                (
                    "appearance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotations",
                        to="events.appearance",
                        verbose_name="кто сказал",
                    ),
                ),
                ("text", models.TextField(help_text="Без кавычек вокруг.", verbose_name="что сказал")),
                (
                    "material",
                    models.ForeignKey(
                        blank=True,
                        help_text="Пусто — в пресс-релизе.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="quotations",
                        to="events.material",
                        verbose_name="где сказано",
                    ),
                ),
                (
                    "slide_number",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="номер слайда",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "цитата",
                "verbose_name_plural": "цитаты",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="quotation_has_a_text",
                        violation_error_message="Напишите, что сказано.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slide_number__isnull", True),
                            models.Q(("material__isnull", False), ("slide_number__gte", 1)),
                            _connector="OR",
                        ),
                        name="quotation_slide_is_of_a_material",
                        violation_error_message="Номер слайда — с 1 и вместе с материалом.",
                    ),
                    core.constraints.CompositeForeignKey(
                        fields=("appearance", "event"),
                        name="quotation_is_of_somebody_at_its_event",
                        references=("id", "event"),
                        violation_error_message="Этот человек из другого мероприятия.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("processing", "обрабатывается"),
                            ("ready", "готово"),
                            ("failed", "не удалось"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="Почему не удалось или чего не хватает.",
                        max_length=300,
                        verbose_name="пояснение",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="попыток")),
                ("priority", models.SmallIntegerField(default=0, verbose_name="важность")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="не раньше")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="занято до")),
                ("steps_done", models.PositiveIntegerField(default=0, verbose_name="сделано")),
                ("steps_total", models.PositiveIntegerField(blank=True, null=True, verbose_name="всего")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview",
                        to="events.materialversion",
                        verbose_name="версия файла",
                    ),
                ),
                (
                    "pdf",
                    core.files.fields.OwnedFileField(
                        blank=True, max_length=200, upload_to="previews", verbose_name="в PDF"
                    ),
                ),
            ],
            options={
                "verbose_name": "слайды файла",
                "verbose_name_plural": "слайды: состояние файлов",
                "indexes": [models.Index(fields=["state", "due_at"], name="preview_by_what_is_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("steps_total__isnull", True), ("steps_done__lte", models.F("steps_total")), _connector="OR"
                        ),
                        name="preview_has_no_more_pages_than_there_are",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slides",
                        to="events.materialversion",
                        verbose_name="версия файла",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="номер")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="заголовок")),
                ("text", models.TextField(blank=True, verbose_name="текст")),
                (
                    "picture",
                    core.files.fields.OwnedFileField(
                        blank=True, max_length=200, upload_to="slides", verbose_name="картинка"
                    ),
                ),
                (
                    "small_picture",
                    core.files.fields.OwnedFileField(
                        blank=True, max_length=200, upload_to="slides", verbose_name="малая картинка"
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="ширина картинки")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="высота картинки")),
                ("word_boxes", models.TextField(blank=True, default="", editable=False)),
            ],
            options={
                "verbose_name": "слайд",
                "verbose_name_plural": "слайды",
                "ordering": ["version", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="slide_number_is_used_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="slide_counts_from_1"),
                ],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="organizations",
            field=models.ManyToManyField(
                related_name="events", through="events.EventOrganization", to="parks.organization"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="regions",
            field=models.ManyToManyField(related_name="events", through="events.EventRegion", to="parks.region"),
        ),
        migrations.AddField(
            model_name="event",
            name="attendees",
            field=models.ManyToManyField(
                related_name="events", through="events.Attendance", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalmaterial",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="events.materialversion",
                verbose_name="текущая версия",
            ),
        ),
        migrations.AddField(
            model_name="historicalquotation",
            name="material",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Пусто — в пресс-релизе.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="events.material",
                verbose_name="где сказано",
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="current_version",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="events.materialversion",
                verbose_name="текущая версия",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=core.constraints.CompositeForeignKey(
                fields=("current_version", "id"),
                name="material_current_version_is_its_own",
                references=("id", "material"),
            ),
        ),
    ]
    operations = at_once(operations)
