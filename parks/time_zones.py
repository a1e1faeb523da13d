"""Time zones to choose from, and those of the regions."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOSCOW = ZoneInfo("Europe/Moscow")
CHOICES = [
    ("Europe/Kaliningrad", gettext_lazy("Калининград")),
    ("Europe/Moscow", gettext_lazy("Москва")),
    ("Europe/Kirov", gettext_lazy("Киров")),
    ("Europe/Volgograd", gettext_lazy("Волгоград")),
    ("Europe/Samara", gettext_lazy("Самара")),
    ("Europe/Astrakhan", gettext_lazy("Астрахань")),
    ("Europe/Saratov", gettext_lazy("Саратов")),
    ("Europe/Ulyanovsk", gettext_lazy("Ульяновск")),
    ("Asia/Yekaterinburg", gettext_lazy("Екатеринбург")),
    ("Asia/Omsk", gettext_lazy("Омск")),
    ("Asia/Novosibirsk", gettext_lazy("Новосибирск")),
    ("Asia/Barnaul", gettext_lazy("Барнаул")),
    ("Asia/Tomsk", gettext_lazy("Томск")),
    ("Asia/Novokuznetsk", gettext_lazy("Новокузнецк")),
    ("Asia/Krasnoyarsk", gettext_lazy("Красноярск")),
    ("Asia/Irkutsk", gettext_lazy("Иркутск")),
    ("Asia/Chita", gettext_lazy("Чита")),
    ("Asia/Yakutsk", gettext_lazy("Якутск")),
    ("Asia/Vladivostok", gettext_lazy("Владивосток")),
    ("Asia/Magadan", gettext_lazy("Магадан")),
    ("Asia/Sakhalin", gettext_lazy("Сахалин")),
    ("Asia/Kamchatka", gettext_lazy("Камчатка")),
    ("Asia/Anadyr", gettext_lazy("Анадырь")),
    ("Europe/Minsk", gettext_lazy("Минск")),
    ("Europe/Istanbul", gettext_lazy("Стамбул")),
    ("Asia/Baku", gettext_lazy("Баку")),
    ("Asia/Yerevan", gettext_lazy("Ереван")),
    ("Asia/Tbilisi", gettext_lazy("Тбилиси")),
    ("Asia/Almaty", gettext_lazy("Астана, Алма-Ата")),
    ("Asia/Tashkent", gettext_lazy("Ташкент")),
    ("Asia/Bishkek", gettext_lazy("Бишкек")),
    ("Asia/Dubai", gettext_lazy("Дубай")),
    ("Asia/Tehran", gettext_lazy("Тегеран")),
    ("Asia/Kolkata", gettext_lazy("Дели")),
    ("Asia/Shanghai", gettext_lazy("Пекин")),
    ("Asia/Tokyo", gettext_lazy("Токио")),
    ("Asia/Seoul", gettext_lazy("Сеул")),
    ("Asia/Ho_Chi_Minh", gettext_lazy("Ханой")),
    ("Europe/Berlin", gettext_lazy("Берлин, Париж, Рим")),
    ("Europe/London", gettext_lazy("Лондон")),
]

# By ISO code. All other regions have Moscow time. Yakutia and Sakhalin have several zones; theirs is that of the
# capital.
_ZONES = {
    "Europe/Kaliningrad": "KGD",
    "Europe/Kirov": "KIR",
    "Europe/Volgograd": "VGG",
    "Europe/Samara": "SAM UD",
    "Europe/Astrakhan": "AST",
    "Europe/Saratov": "SAR",
    "Europe/Ulyanovsk": "ULY",
    "Asia/Yekaterinburg": "BA CHE KGN KHM ORE PER SVE TYU YAN",
    "Asia/Omsk": "OMS",
    "Asia/Novosibirsk": "NVS",
    "Asia/Barnaul": "AL ALT",
    "Asia/Tomsk": "TOM",
    "Asia/Novokuznetsk": "KEM",
    "Asia/Krasnoyarsk": "KK KYA TY",
    "Asia/Irkutsk": "BU IRK",
    "Asia/Chita": "ZAB",
    "Asia/Yakutsk": "AMU SA",
    "Asia/Vladivostok": "KHA PRI YEV",
    "Asia/Magadan": "MAG",
    "Asia/Sakhalin": "SAK",
    "Asia/Kamchatka": "KAM",
    "Asia/Anadyr": "CHU",
}
_BY_CODE = {f"RU-{code}": zone for zone, codes in _ZONES.items() for code in codes.split()}


def zone_of_region(iso_code):
    return _BY_CODE.get(iso_code, "Europe/Moscow")


def beside_moscow(zone, day):
    """«МСК+4», the difference on that day; "" if there is none."""
    noon = dt.datetime.combine(day, dt.time(12))
    minutes = int((zone.utcoffset(noon) - MOSCOW.utcoffset(noon)).total_seconds()) // 60
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return _("МСК%(shift)s") % {"shift": f"{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"}
