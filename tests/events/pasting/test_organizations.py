import pytest

from events.pasting.organizations import NOT_CLEAR, MentionedOrganization, read_organizations
from events.pasting.route import read_route


def shown(text):
    return [(found.value.shown, found.value.role) for found in read_organizations(text)]


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        (
            "Ассоциация парков совместно с Администрацией Озёрной области и Фондом развития района организовали форум",
            [
                ("Ассоциация парков", "organizer"),
                ("Администрация Озёрной области", "organizer"),
                ("Фонд развития района", "organizer"),
            ],
        ),
        (
            "Организаторы — Союз строителей и Правительство НСО.",
            [("Союз строителей", "organizer"), ("Правительство НСО", "organizer")],
        ),
        (
            "Приозёрское отделение Союза провело встречу с руководством Торговой палаты Лугового края.",
            [("Приозёрское отделение Союза", "organizer"), ("Торговая палата Лугового края", "")],
        ),
        (
            'При поддержке Минпромторга России и Фонда развития\nСоорганизаторы: ООО "Арко", АО «Завод «Прогресс»»',
            [
                ("Минпромторг России", "support"),
                ("Фонд развития", "support"),
                ("ООО «Арко»", "co_organizer"),
                ("АО «Завод «Прогресс»»", "co_organizer"),
            ],
        ),
        ("Принимающая сторона: ГУП РМ «Лиса»", [("ГУП РМ «Лиса»", "host")]),
        ("Директора заводов и фабрик обсудили планы компаний", []),
    ],
)
def test_organizations_with_roles(text, organizations):
    assert shown(text) == organizations


def test_the_legal_form_is_kept_apart():
    assert read_organizations('ООО "Алвид"')[0].value == MentionedOrganization("Алвид", "ООО")


def test_a_bare_line_is_taken_with_a_doubt():
    found = read_organizations("Организатор: Сосновый Бор")[0]
    assert (found.value.name, found.value.role, found.doubt) == ("Сосновый Бор", "organizer", NOT_CLEAR)


def test_a_route_by_days():
    text = (
        "День 1\n10:30 Индустриальный парк «Сосновый», встречает директор Иван Тёркин (каска, закрытая обувь)\n"
        "13:00 Обед\nДень 2\nООО «Гранит»"
    )
    first, meal = (found.value for found in read_route(text)[:2])
    assert (first.day, first.park, first.host.name.shown, first.note) == (
        1,
        "Сосновый",
        "Иван Тёркин",
        "каска, закрытая обувь",
    )
    assert (meal.title, meal.park, meal.organization) == ("Обед", "", "")


def test_a_route_with_arrows():
    stops = [found.value for found in read_route("Озёрск → технопарк «Луч» → ООО «Гранит» → музей")]
    assert [(stop.title, stop.park, stop.organization) for stop in stops] == [
        ("Озёрск", "", ""),
        ("технопарк «Луч»", "Луч", ""),
        ("ООО «Гранит»", "", "ООО «Гранит»"),
        ("музей", "", ""),
    ]
