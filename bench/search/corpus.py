"""The corpus of the quality bench: the demo with its slides, fictional presentations, and filler pages.

`documents()` returns the title and text of each document as its page shows them. It shares no code with the index, so
whatever the index leaves out shows up as missing.
"""

import datetime as dt
import json
import random
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from association.demo import smolensk_files
from events.models import Appearance, Event, EventRegion, Material, MaterialVersion, Person, Preview, Slide, Stop, Talk
from parks.models import Organization, Park, Region

from . import fiction

SLIDES = [Path(__file__).parent / name for name in ("slides.txt", "more_slides.txt")]
SLIDES_OF_A_FILLER = 20
NOUNS = [
    "парк парка парку парком парки парков паркам",
    "резидент резидента резиденту резидентом резиденты резидентов резидентам",
    "проект проекта проекту проектом проекты проектов проектам",
    "площадка площадки площадке площадкой площадки площадок площадкам",
    "участок участка участку участком участки участков участкам",
    "инвестор инвестора инвестору инвестором инвесторы инвесторов инвесторам",
    "мощность мощности мощностью мощностей мощностям",
    "производство производства производству производством производств",
    "компания компании компанией компаний компаниям",
    "образец образца образцу образцом образцы образцов",
]
BESIDE = (
    "развитие инфраструктуры условия договора план работ сроки отчёт за год новые соседние промышленный область "
    "поддержка встреча опыт вопросы показатели рабочих мест плата услуги зона строительство управление материалы"
)
UNITS = ["га", "МВт", "м²", "м³/ч", "км", "млн рублей", "рабочих мест", "%"]


class Document(NamedTuple):
    kind: str
    pk: int
    title: str
    text: str

    @property
    def key(self):
        return f"{self.kind}:{self.pk}"


# --- Write ---------------------------------------------------------------------------------------------------------


def make(pages, releases=None):
    """Create the rows. The demo must be loaded; `pages` is the number of filler pages."""
    make_demo_slides()
    fiction.make()
    event = Event.objects.create(
        title="Вымышленные чтения о промышленных площадках",
        slug="quality-readings",
        type=Event.Type.CONFERENCE,
        start="2022-04-14",
        place="Примерск",
        published_at=dt.datetime(2022, 4, 1, tzinfo=dt.UTC),
    )
    for presentation in read_slides():
        add_presentation(event, **presentation)
    lot = random.Random("filler")
    for start in range(0, pages, SLIDES_OF_A_FILLER):
        count = min(SLIDES_OF_A_FILLER, pages - start)
        slides = [(f"Образец страницы {start + at}", filler(lot)) for at in range(1, count + 1)]
        add_presentation(event, title=f"Вымышленное приложение {start // SLIDES_OF_A_FILLER + 1}", slides=slides)
    for file in sorted(Path(releases).glob("*.json")) if releases else []:
        add_release(json.loads(file.read_text("utf-8")), file.with_suffix(".txt").read_text("utf-8"))


def read_slides():
    """The presentations of the files, as `add_presentation` takes them."""
    texts = [re.split(r"^# ", file.read_text("utf-8"), flags=re.MULTILINE)[1:] for file in SLIDES]
    for presentation in (presentation for of_file in texts for presentation in of_file):
        head, *slides = re.split(r"^## ", presentation, flags=re.MULTILINE)
        _key, title, access = (part.strip() for part in head.split("|"))
        yield {
            "title": title,
            "access": access,
            "slides": [(heading, text.strip()) for heading, _, text in (slide.partition("\n") for slide in slides)],
        }


def filler(lot):
    """A page of common words in random forms: it has words of many queries and answers none."""
    lines = []
    for _ in range(lot.randrange(3, 7)):
        words = [lot.choice(lot.choice(NOUNS).split()) for _ in range(3)] + lot.sample(BESIDE.split(), 3)
        lot.shuffle(words)
        lines.append(f"{' '.join(words).capitalize()}: {lot.randrange(1, 9000)} {lot.choice(UNITS)}.")
    return "\n".join(lines)


def add_presentation(event, title, slides, access="public"):
    material = Material.objects.create(event=event, title=title, access=access)
    version = MaterialVersion(
        material=material,
        number=1,
        original_name="образец.pdf",
        content_type="application/pdf",
        sha256="0" * 64,
        size=1,
        pages=len(slides),
    )
    version.file.name = f"materials/{material.pk}"  # only a name: the file is never opened
    MaterialVersion.objects.bulk_create([version])
    Material.objects.filter(pk=material.pk).update(current_version=version)
    add_slides(version, slides)


def add_slides(version, slides):
    Slide.objects.bulk_create(
        Slide(version=version, number=number, title=title[:300], text=f"{title}\n{text}")
        for number, (title, text) in enumerate(slides, 1)
    )
    Preview.objects.update_or_create(
        version=version,
        defaults={"state": Preview.State.READY, "steps_done": len(slides), "steps_total": len(slides)},
    )


def make_demo_slides():
    """Slides of the demo's files, from the texts that those files are made of, without a converter."""
    visit = Event.objects.get(slug="smolensk-tour")
    Slide.objects.all().delete()
    title = [smolensk_files.VISIT, smolensk_files.WHEN]
    parks, seminar = smolensk_files.PARKS, smolensk_files.SEMINAR
    rest = [
        smolensk_files.PROGRAMME,
        [parks, smolensk_files.PLANT],
        [seminar],
        [parks, seminar],
        [seminar],
        [seminar, smolensk_files.PLANTS],
        [seminar],
    ]
    for material, slides in zip(visit.materials.order_by("order"), rest, strict=True):
        speaker = material.talk and material.talk.appearances.select_related("person").first()
        first = [(speaker.person.full_name, "\n".join([speaker.said_as, *title]))] if speaker else []
        add_slides(material.current_version, first + [(slide.heading, "\n".join(slide.lines)) for slide in slides])


def add_release(release, text):
    """Create an event from a press release: the facts of NN.json and the text."""
    regions = list(Region.objects.filter(name__in=release["regions"]))
    event = Event.objects.create(
        title=release["title"],
        type=release["event_type"],
        start=release["start_date"],
        end=release["end_date"] if release["end_date"] != release["start_date"] else None,
        place=release["place"],
        body=text.partition("\n")[2].strip(),
        published_at=dt.datetime(2022, 4, 1, tzinfo=dt.UTC),
    )
    for region in regions:
        EventRegion.objects.create(event=event, region=region)
    for name in release["parks"] if regions else []:
        park, _ = Park.objects.get_or_create(region=regions[0], name=name, defaults={"status": Park.Status.OPERATING})
        Stop.objects.create(event=event, park=park)
    for order, said in enumerate(release["people"]):
        first, *middle, last = said["name"].split()
        person, _ = Person.objects.get_or_create(last_name=last, first_name=first, middle_name=" ".join(middle))
        Appearance.objects.get_or_create(
            event=event,
            person=person,
            role=Appearance.Role.PARTICIPANT,
            defaults={"position": said["position"], "organization_name": said["organisation"], "order": order},
        )


# --- Read ----------------------------------------------------------------------------------------------------------


def documents():
    """Every document that the search knows."""
    spoken = defaultdict(list)
    for appearance in Appearance.objects.select_related("person"):
        spoken["talk", appearance.talk_id].append(appearance)
        spoken["event", appearance.event_id].append(appearance)
        spoken["person", appearance.person_id].append(appearance)
    found = [*_events(spoken), *_people(spoken), *_places(), *_materials(spoken)]
    for slide in Slide.objects.current():
        found.append(Document("slide", slide.pk, slide.title, slide.text.partition("\n")[2]))
    return found


def presentation_by_slide():
    """Keys of presentations by those of their slides: both are one hit."""
    slides = Slide.objects.current().values_list("pk", "version__material")
    return {f"slide:{slide}": f"material:{material}" for slide, material in slides}


def key_by_address():
    """Keys of rows by URL, because a suggestion has only a URL."""
    models = {"event": Event, "person": Person, "park": Park, "organization": Organization, "region": Region}
    models["material"] = Material
    return {row.get_absolute_url(): f"{kind}:{row.pk}" for kind, model in models.items() for row in model.objects.all()}


def _events(spoken):
    talks = defaultdict(list)
    for talk in Talk.objects.exclude(title=""):
        talks[talk.event_id].append(talk.title)
    for event in Event.objects.prefetch_related("sessions", "stops__park", "stops__organization", "regions"):
        text = [event.place, event.lead, event.body, *talks[event.pk], *(region.name for region in event.regions.all())]
        text += [session.title for session in event.sessions.all()] + [stop.what for stop in event.stops.all()]
        text += [f"{said.person.full_name}, {said.said_as}" for said in spoken["event", event.pk]]
        yield Document("event", event.pk, event.title, "\n".join(text))


def _people(spoken):
    for person in Person.objects.all():
        said = [appearance.said_as for appearance in spoken["person", person.pk]]
        yield Document("person", person.pk, str(person), "\n".join([person.aliases, person.bio, *said]))


def _places():
    for park in Park.objects.select_related("region", "management_company"):
        text = [
            park.region.name,
            park.municipality,
            park.specialization,
            park.about,
            str(park.management_company or ""),
        ]
        yield Document("park", park.pk, park.full_name, "\n".join([*text, park.state_support, park.tax_benefits]))
    for organization in Organization.objects.select_related("region"):
        title = f"{organization} {organization.short_name}"
        yield Document("organization", organization.pk, title, f"{organization.about}\n{organization.region or ''}")
    for region in Region.objects.all():
        yield Document("region", region.pk, region.name, region.aliases)


def _materials(spoken):
    for material in Material.objects.select_related("event", "talk"):
        speakers = (
            [appearance.person.full_name for appearance in spoken["talk", material.talk_id]] if material.talk else []
        )
        title = material.title or f"{material.get_kind_display()}: {', '.join(speakers)}"
        yield Document("material", material.pk, title, "\n".join([material.description, material.event.title]))
