"""A fictional portal of any size for the speed bench, with words as unevenly distributed as in real texts."""

import datetime as dt
import functools
import itertools
import random

import pymorphy3
from django.utils import timezone

_COMMON = """
    парк инвестор резидент площадка область проект газ мощность подключение развитие предприятие строительство
"""
_SURNAMES = "Примеров Образцов Вымышленов Выдумкин Придуманский Небывалов Сказочников Условный Мнимов Макетов"
_NAMES = "Пётр Анна Семён Ольга Тимофей Вера Артём Нина Глеб Дарья Лев Инга Марк Ася Юрий Зоя"
COMMON, SURNAMES, NAMES = _COMMON.split(), _SURNAMES.split(), _NAMES.split()
LEMMAS, PER_SLIDE, SLIDES_OF_A_DECK, ATTENDED = 12_000, (40, 140), 20, 500


@functools.cache
def vocabulary():
    """Word forms by lemma, the commonest first, from the dictionary: made-up words would be analysed faster."""
    morphology, drawn = pymorphy3.MorphAnalyzer(lang="ru"), random.Random(4)
    forms, letters = {}, "абвгдезиклмнопрстуфхцчшэюя"
    for prefix in map("".join, itertools.product(letters, letters)):
        for word, parse in itertools.islice(_parses(morphology, prefix), 0, 9000, 37):
            if parse.tag.POS in ("NOUN", "ADJF", "VERB") and len(word) > 3 and not _is_name(parse.tag):
                forms.setdefault(parse.normal_form, []).append(word)
    lemmas = sorted(forms)
    drawn.shuffle(lemmas)
    common = [[form.word for form in morphology.parse(word)[0].lexeme] for word in COMMON]
    return common + [forms[lemma] for lemma in lemmas[:LEMMAS]]


def _parses(morphology, prefix):
    return ((parse.word, parse) for parse in morphology.iter_known_word_parses(prefix))


def _is_name(tag):
    return any(name in tag for name in ("Surn", "Name", "Patr", "Geox", "Abbr"))


class Texts:
    def __init__(self, seed):
        self.random, self.forms = random.Random(seed), vocabulary()
        weights = [1 / (rank + 3) for rank in range(len(self.forms))]
        self.cumulative_weights = list(itertools.accumulate(weights))

    def words(self, count):
        return [
            self.random.choice(forms)
            for forms in self.random.choices(self.forms, cum_weights=self.cumulative_weights, k=count)
        ]

    def slide(self, number):
        words = self.words(self.random.randint(*PER_SLIDE))
        if self.random.random() < 0.95:
            words.insert(self.random.randrange(len(words)), self.random.choice(["парка", "парк", "парков", "парке"]))
        words.insert(9, f"{self.random.randint(2, 400)} МВт")
        lines = [" ".join(words[start : start + 9]) for start in range(0, len(words), 9)]
        return "\n".join(line.capitalize() for line in lines), number

    def title(self, count):
        return " ".join(self.words(count)).capitalize()


def crowd(pages):
    from association.models import Membership, MembershipCategory, User
    from events.models import (
        Appearance,
        Attendance,
        Event,
        EventRegion,
        Material,
        MaterialVersion,
        Person,
        Preview,
        Slide,
        Stop,
        Talk,
    )
    from parks.models import Organization, Park, Region

    texts, drawn, now = Texts(pages), random.Random(pages), timezone.now() - dt.timedelta(days=9)
    events_count, people_count = max(pages // 10, 20), max(pages // 20, 10)
    regions = list(Region.objects.all())
    organizations = Organization.objects.bulk_create(
        Organization(
            name=f"{texts.title(2)} {number}", slug=f"o-{number}", legal_form="ООО", region=drawn.choice(regions)
        )
        for number in range(people_count // 2)
    )
    member = Organization.objects.create(name="Член", slug="member")
    category = MembershipCategory.objects.create(name="Член")
    Membership.objects.create(organization=member, category=category, start_date=dt.date(2020, 1, 1))
    User.objects.create_user("member@example.org", organization=member)
    parks = Park.objects.bulk_create(
        Park(name=f"{texts.title(1)} {number}", slug=f"p-{number}", region=drawn.choice(regions), status="operating")
        for number in range(max(pages // 100, 5))
    )
    people = Person.objects.bulk_create(
        Person(
            last_name=f"{drawn.choice(SURNAMES)[:-2]}{texts.words(1)[0][:6]}ов",
            first_name=drawn.choice(NAMES),
            slug=f"h-{n}",
        )
        for n in range(people_count)
    )
    events = []
    for number in range(events_count):
        day = dt.date(2010, 1, 1) + dt.timedelta(days=drawn.randrange(5800))
        events.append(
            Event(
                title=f"{drawn.choice(['Тур', 'Семинар', 'Форум'])}: {texts.title(5)} парка",
                slug=f"e-{number}",
                type=drawn.choice(Event.Type.values),
                start=str(day),
                sort_date=day,
                last_day=day,
                place=texts.title(1),
                lead=texts.title(20),
                body=texts.title(80),
                access="public" if drawn.random() < 0.85 else "members",
                published_at=now,
            )
        )
    events = Event.objects.bulk_create(events, batch_size=1000)
    EventRegion.objects.bulk_create(EventRegion(event=event, region=drawn.choice(regions)) for event in events)
    traveller = User.objects.create_user("traveller@example.org")
    Attendance.objects.bulk_create(
        Attendance(user=traveller, event=event) for event in drawn.sample(events, min(ATTENDED, len(events)))
    )
    Stop.objects.bulk_create(Stop(event=event, park=drawn.choice(parks)) for event in events)
    talks = Talk.objects.bulk_create(Talk(event=event, title=texts.title(6)) for event in events)
    Appearance.objects.bulk_create(
        Appearance(
            event=talk.event,
            talk=talk,
            person=people[number] if number < len(people) else drawn.choice(people),
            position="Генеральный директор",
            organization_name=str(drawn.choice(organizations)),
        )
        for number, talk in enumerate(talks)
    )
    decks = max(pages // SLIDES_OF_A_DECK, 1)
    materials = Material.objects.bulk_create(
        Material(
            event=talk.event,
            talk=talk,
            title=texts.title(5),
            access=drawn.choices(["public", "members", "participants"], [5, 4, 1])[0],
            published_at=now,
        )
        for talk in drawn.choices(talks, k=decks)
    )
    versions = MaterialVersion.objects.bulk_create(
        MaterialVersion(material=material, number=1, file="x", original_name="слайды.pdf", sha256="0" * 64, size=1)
        for material in materials
    )
    for material, version in zip(materials, versions, strict=True):
        material.current_version = version
    Material.objects.bulk_update(materials, ["current_version"], batch_size=500)
    Preview.objects.bulk_create(Preview(version=version, state=Preview.State.READY) for version in versions)
    made = 0
    for some in (versions[start : start + 100] for start in range(0, len(versions), 100)):
        slides = []
        for version in some:
            for number in range(1, min(SLIDES_OF_A_DECK, pages - made) + 1):
                text, made = texts.slide(number)[0], made + 1
                slides.append(Slide(version=version, number=number, title=text.partition("\n")[0], text=text))
        Slide.objects.bulk_create(slides, batch_size=1000)


def questions(count=40):
    """Queries by class. The order of the vocabulary tells which words are rare."""
    drawn, forms = random.Random(11), vocabulary()

    def pick(low, high):
        return drawn.choice(drawn.choice(forms[low:high]))

    def wrong(word):
        place = drawn.randrange(2, len(word) - 1)
        return word[:place] + word[place + 1 :]

    long_words = [form for some in forms[50:3000] for form in some if len(form) > 7]
    every = ["парк", "парка", "парков", "парке", "парки", "паркам"]
    return {
        "rare word": [pick(4000, 12000) for _ in range(count)],
        "common word": [pick(1, 60) for _ in range(count)],
        "in nearly every document": [drawn.choice(every) for _ in range(count)],
        "common and common": [f"{pick(1, 40)} {pick(1, 40)}" for _ in range(count)],
        "every and rare": [f"парк {pick(2000, 12000)}" for _ in range(count)],
        "three or four words": [" ".join(pick(1, 900) for _ in range(drawn.choice([3, 4]))) for _ in range(count)],
        "phrase": [f'"{pick(0, 20)} {pick(0, 20)}"' for _ in range(count)],
        "minus": [f"парк -{pick(1, 60)}" for _ in range(count)],
        "wrong letter": [wrong(drawn.choice(long_words)) for _ in range(count)],
        "figure": [f"{drawn.randint(2, 400)} МВт" for _ in range(count)],
        "nothing": ["йцукенгшщ" + "абв"[n % 3] * 3 for n in range(count)],
        "suggestions": [
            drawn.choice([pick(1, 3000), "Примеров", "Сказочник"])[: drawn.randint(2, 6)] for _ in range(count)
        ],
    }
