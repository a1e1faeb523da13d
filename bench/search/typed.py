"""Queries made from the corpus by rule: in other forms, letters and spellings. Each comes with its judgment."""

import re
from collections.abc import Iterator

from core.morphology import is_word
from core.text import fold, slugify
from events.models import Event, EventRegion, Person
from parks.models import Park, Region

from . import fiction

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
LOOKALIKES = str.maketrans("аеорсухАВЕКМНОРСТУХ", "aeopcyxABEKMHOPCTYX")
# Words of the corpus with the beginning of a pattern that finds them.
PHRASES = """
    подключение к газу | газопровод высокого давления | энергомощности | технологическое присоединение
    налоговые льготы | подготовка кадров | железнодорожный путь | контейнерная площадка | очистные сооружения
    земельный участок | экспорт продукции | таможенное оформление | склад временного хранения
    промышленная безопасность | санитарно-защитная зона | производственный корпус | переработка отходов
    цифровой двойник | кластер композитных материалов | управляющая компания | льготный заём | бережливое производство
    козловой кран | холодильный склад | газовая котельная | лазерная резка | мебельная фабрика | станкостроение
    полиэтиленовые трубы | сварочный цех | тепличный комплекс | агентство развития | инвестиционная карта
    подъездная дорога | овощехранилище | углеродное волокно | испытательная лаборатория | пожарное депо
    дуальное обучение | сушильные камеры | автокомпоненты | рефрижераторы
"""
ALL_LATIN = "контракт тор весы пост кран ворота охрана карта"
ENDING = r"\w{0,4}"


def queries() -> Iterator[tuple[str, str, str]]:
    """(class, text, judgment)"""
    yield from kinds_and_places()
    yield from dates()
    yield from names()
    yield from numbers()
    for phrase in map(str.strip, re.split(r"[|\n]", PHRASES)):
        if phrase:
            yield from typings(phrase)
    yield from beginnings()
    for first, second in zip(*[iter(_phrases())] * 2, strict=False):
        yield "phrase", f'"{first}"', pattern_of(first)
        yield "phrase", f"«{second}»", pattern_of(second)


def kinds_and_places():
    """Parks by the region's name in four forms, events and organizations in one."""
    regions = Region.objects.filter(pk__in=Park.objects.values("region")).order_by("pk")
    for number, region in enumerate(regions):
        short = region.aliases.splitlines()[:1]
        forms = [
            f"парки {region.genitive}",
            f"индустриальные парки {region.with_preposition}",
            f"{region.name} парки",
            f"парки {short[0]}" if short else f"какие парки есть {region.with_preposition}",
        ]
        form = forms[number % 4]
        yield "kind + place", form, f"@park {re.escape(fold(region.name))}"
    hosted = Region.objects.filter(pk__in=EventRegion.objects.filter(event__slug__startswith="bench-").values("region"))
    for number, region in enumerate(hosted.order_by("pk")):
        if number % 2:
            yield "kind + place", f"мероприятия {region.with_preposition}", f"@event {re.escape(fold(region.name))}"
        elif number % 4:
            yield "kind + place", f"организации {region.genitive}", f"@organization {re.escape(fold(region.name))}"


def dates():
    """An event by the ways to write its date; its text is judged by its title."""
    for number, event in enumerate(Event.objects.filter(slug__startswith="bench-event").order_by("pk")[:24]):
        day, title = event.start, re.escape(fold(event.title)) + r"\b"
        written = [
            f"{day.day:02}.{day.month:02}.{day.year}",
            str(day),
            f"{event.place} {day.year}",
            f"мероприятие {event.dates}",
        ]
        for form in (number % 4, (number + 1) % 4):
            yield "dates", written[form].replace("\u00a0", " "), title


def names():
    for number, name in enumerate(fiction.PEOPLE):
        last, first = name.split()
        judgment = rf"@person ^{fold(last)}\b"
        yield "names", last.lower(), judgment
        if number % 2:
            yield "names", f"{first} {last}".lower(), rf"@person ^{fold(last)} {fold(first)}\b"
        yield "translit", slugify(f"{last} {first}").replace("-", " "), rf"@person ^{fold(last)} {fold(first)}\b"
    for person in Person.objects.exclude(slug__startswith="bench-")[:12]:
        yield "names", person.full_name.lower(), rf"@person ^{re.escape(fold(str(person)))}"


def numbers():
    for typed, pattern in {
        "12 400 м2": r"12 ?400 м",
        "12400 м²": r"12 ?400 м",
        "12\u202f400": r"12 ?400 м",
        "8 750": r"8 ?750",
        "8750 м2": r"8 ?750",
        "2 500 000": r"2 500 000",
        "2500000 рублей": r"2 500 000",
        "1 750 000": r"1 750 000",
        "1 234,5": r"1 234,5",
        "1234,5 м3": r"1 234,5",
        "1234.5": r"1 234,5",
        "210.75 м": r"210,75",
        "12 150 430": r"12 150 430",
        "150 430": r"12 150 430",
        "12150430": r"12 150 430",
        "263 511": r"17 263 511",
        "44-ФЗ": r"\b44-фз",
        "44 фз": r"\b44-фз",
        "44фз": r"\b44-фз",
        "115-фз": r"115-фз",
        "М-4": r"м-4\b",
        "м4 юг": r"м-4\b",
        "трасса М 4": r"м-4\b",
        "А-130": r"а-130",
        "3D": r"\b3d-",
        "3д": r"\b3d-",
        "3д модель": r"3d-модел",
    }.items():
        yield "numbers", typed, pattern


def typings(phrase):
    """The phrase in Latin, in the other layout, with look-alikes, with wrong spaces, with a wrong letter."""
    judgment = pattern_of(phrase)
    yield "translit", slugify(phrase).replace("-", " "), judgment
    yield "layout", phrase.translate(str.maketrans(CYRILLIC, LATIN)), judgment
    first, _, rest = phrase.partition(" ")
    if rest and len(phrase) % 2:
        yield "layout", f"{first} {rest.translate(str.maketrans(CYRILLIC, LATIN))}", judgment
    yield "look-alikes", phrase.translate(LOOKALIKES), judgment
    longest = max(phrase.split(), key=len)
    middle = len(longest) // 2
    if " " in phrase and len(phrase) % 3:
        yield "spaces", phrase.replace(" ", ""), judgment
    elif len(longest) > 9:
        yield "spaces", phrase.replace(longest, f"{longest[:middle]} {longest[middle:]}"), judgment
    if "-" not in longest and len(longest) > 7:
        swapped = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
        yield "typo", phrase.replace(longest, swapped if swapped != longest else longest[:3] + longest[4:]), judgment
        yield "typo", phrase.replace(longest, longest[:4] + longest[5:]), judgment


def beginnings():
    """The beginning of a word, as somebody sends it without finishing."""
    for word in ["смолен", "ровб", "сафон", "алвидп", "лукаш", "металимп", "тетер", "журавл", "белгор", "минэконом"]:
        yield "beginning", word, rf"\b{word}"
    for phrase in _phrases():
        word = fold(max(phrase.split(), key=len))
        # A beginning that is a word itself, such as «производстве», means that word.
        beginning = next((word[:-cut] for cut in (4, 3, 5, 2) if not is_word(word[:-cut])), "")
        if beginning and "-" not in word and len(word) > 8:
            yield "beginning", beginning, rf"\b{beginning}"
    for word in ALL_LATIN.split():
        stem = word.rstrip("аы")
        yield "look-alikes", word.upper().translate(LOOKALIKES), rf"\b{stem}(а|у|ом|е|ы|и|ой|ов|ами|ах|)\b"


def _phrases():
    return [phrase.strip() for phrase in re.split(r"[|\n]", PHRASES) if phrase.strip()]


def pattern_of(phrase):
    """The phrase in any of its forms: stems by cutting the endings, which is enough for these phrases."""
    words = [
        re.sub(r"(ого|ому|ая|ое|ые|ый|ий|ой|ие|ия|ию|ей|у|а|ы|и|е|о|ь|ок|ек)$", "", fold(w)) for w in phrase.split()
    ]
    return r"[\s«-]+".join(f"{word[: max(3, len(word) - 1)] if len(word) > 6 else word}{ENDING}" for word in words)
