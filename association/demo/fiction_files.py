"""Presentations of the fictional talks. Each topic has its own slides, so that the search has something to find."""

from dataclasses import replace
from functools import cache

from . import charts
from .sample_files import SampleSlide, pdf, pptx

ALL_MADE_UP = "Всё в этом файле придумано: цифры, сроки, имена."
PROGRAMME = [SampleSlide("Вымышленная программа", ["Открытие", "Примеры и образцы", "Обед"])]
PROGRAMME_DRAWINGS = ["meeting", "delegation", "skyline"]
TOPICS = {
    "Вымышленный опыт запуска парка": [
        SampleSlide(
            "Первые три года",
            [
                "Первый год: образец концепции и технико-экономическое обоснование.",
                "Второй год: дороги и сети первой очереди.",
                "Третий год: первый резидент, ООО «Образец».",
            ],
        ),
        SampleSlide(
            "Что заняло больше всего времени",
            ["Перевод земель — 14 придуманных месяцев.", "Проект планировки переделывали трижды."],
        ),
    ],
    "Образец работы с резидентами": [
        SampleSlide(
            "Путь резидента",
            ["Заявка, встреча на площадке, соглашение.", "Один менеджер ведёт завод от звонка до пуска цеха."],
        ),
        SampleSlide(
            "Чего просят чаще всего",
            ["Готовый корпус с потолком 10 м.", "Железнодорожный тупик.", "Столовую и общежитие для работников."],
        ),
    ],
    "Пример подключения к сетям": [
        SampleSlide(
            "Подключение к газу",
            [
                "Заявка, технические условия, договор: 90 вымышленных дней.",
                "Свободно 4\u00a0000 м³/ч на границе участка.",
            ],
        ),
        SampleSlide(
            "Электричество",
            ["Подстанция в 3 км, свободная мощность 25 МВт.", "Вторая очередь — ещё 40 МВт, сроки придуманы."],
        ),
        SampleSlide(
            "Вода и очистные сооружения", ["Водозабор свой.", "Очистные сооружения — на вырост, 1\u00a0200 м³ в сутки."]
        ),
    ],
    "Макет мер поддержки": [
        SampleSlide("Налоговые льготы", ["Вымышленная ОЭЗ: налога на имущество нет пять лет."]),
        SampleSlide(
            "Субсидия на инфраструктуру",
            ["Придуманная область возвращает половину затрат на дороги и сети.", "Условие — 200 рабочих мест."],
        ),
    ],
    "Вымышленные ошибки и чему они учат": [
        SampleSlide(
            "Площадка без дороги", ["Фура застряла в первый же день.", "Сначала дорога, потом лента и ножницы."]
        ),
        SampleSlide(
            "Мощность на бумаге", ["В справке 50 МВт, на границе участка — ни одного.", "Проверяйте подстанцию сами."]
        ),
        SampleSlide(
            "Единственный резидент", ["Он ушёл, и парк опустел.", "Якорный резидент хорош, когда якорей несколько."]
        ),
    ],
}


GAS = [("Заявка", 0, 1), ("Условия", 1, 4), ("Договор", 4, 6), ("Работы", 6, 9)]
LAUNCH = [("Концепция", 0, 5), ("Перевод земель", 3, 17), ("Проект", 10, 22), ("Дороги и сети", 20, 34)]
# For each topic: what is drawn on its first slide, on the others in their order, and a last slide with a table.
FIGURES = {
    "Вымышленный опыт запуска парка": (
        lambda: charts.title("building_site"),
        [
            lambda: charts.bars([("1-й год", 2), ("2-й год", 9), ("3-й год", 16)], "Гектаров с дорогой и сетями"),
            lambda: charts.stages(LAUNCH, range(0, 37, 6)),
        ],
        ("Три года в числах", "Показатель: Значение; Площадь: 96 га; Дороги: 4,2 км; Сети: 11 км; Резиденты: 1"),
    ),
    "Образец работы с резидентами": (
        lambda: charts.title("interior"),
        [
            lambda: charts.steps(["Заявка", "Встреча на площадке", "Соглашение", "Стройка", "Пуск цеха"]),
            lambda: charts.shares([("готовый корпус", 46), ("тупик", 31), ("столовая", 23)]),
        ],
        ("Кто уже работает", "Резидент: Рабочих мест; ООО «Образец»: 120; АО «Пример»: 85; ООО «Макет»: 40"),
    ),
    "Пример подключения к сетям": (
        lambda: charts.title("substation"),
        [
            lambda: charts.stages(GAS, range(10)),
            lambda: charts.scene("substation", 3),
            lambda: charts.scheme([("Водозабор", "0,8 км"), ("Парк", "1,4 км"), ("Очистные", "")]),
        ],
        ("Свободные мощности", "Сеть: Свободно; Газ: 4 000 м³/ч; Электричество: 25 МВт; Вода: 900 м³ в сутки"),
    ),
    "Макет мер поддержки": (
        lambda: charts.title("plan", 4),
        [
            lambda: charts.bars([("без льготы", 22), ("с льготой", 0)], "Налог на имущество, млн руб. в год"),
            lambda: charts.shares([("область", 50), ("парк", 35), ("резиденты", 15)]),
        ],
        ("Меры в одной таблице", "Мера: Срок; Налог на имущество: 5 лет; Субсидия на дороги: 2 года; Аренда: 3 года"),
    ),
    "Вымышленные ошибки и чему они учат": (
        lambda: charts.title("siding"),
        [
            lambda: charts.scene("skyline", 7),
            lambda: charts.bars([("в справке", 50), ("у границы", 0)], "Мощность, МВт"),
            lambda: charts.scene("plan", 2),
        ],
        ("Чего это стоило", "Ошибка: Потеряно; Нет дороги: 5 месяцев; Нет мощности: 11 месяцев; Один резидент: 2 года"),
    ),
}


def topic_of(title):
    """The topic that a talk's title begins with, or the first topic for a talk without a title."""
    return next((topic for topic in TOPICS if title.startswith(topic)), next(iter(TOPICS)))


def programme(number=0):
    """The programme of event `number`, with one of a few drawings."""
    return _programme(PROGRAMME_DRAWINGS[number % len(PROGRAMME_DRAWINGS)])


@cache
def _programme(drawing):
    return "Программа (образец).pdf", pdf([replace(PROGRAMME[0], picture=charts.title(drawing))])


@cache
def presentation(topic, as_pdf):
    slides = illustrated(topic)
    return ("Презентация (образец).pdf", pdf(slides)) if as_pdf else ("Презентация (образец).pptx", pptx(slides))


def illustrated(topic):
    draw_title, drawings, (heading, rows) = FIGURES[topic]
    shown = [replace(slide, picture=draw()) for slide, draw in zip(TOPICS[topic], drawings, strict=True)]
    table = SampleSlide(heading, table=[row.split(": ") for row in rows.split("; ")])
    return [SampleSlide(topic, [ALL_MADE_UP], picture=draw_title()), *shown, table]
