"""The first visit, with the facts of the association's page about it. It names no year, so the dates have none."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import (
    Access,
    Appearance,
    Event,
    EventOrganization,
    EventRegion,
    Material,
    Person,
    Session,
    Stop,
    Talk,
)
from events.uploads.versions import add_version
from parks.models import Organization, Park, Region, Residency

from ..models import Committee
from . import smolensk_files as files

SLUG = "smolensk-tour"
SOURCE = "https://indparks.ru/press/news/aip-provela-oznakomitelnyy-tur-v-smolenskuyu-oblast/"

LEAD = (
    "Ассоциация индустриальных парков совместно с Администрацией Смоленской области и Корпорацией развития Смоленской "
    "области организовали выездной семинар-совещание по вопросам развития индустриальных парков, который состоялся "
    "25–26 мая в Смоленске."
)
BODY = """\
В ходе 2-дневной поездки члены Ассоциации из Московской, Белгородской, Орловской, Новосибирской и Нижегородской \
области посетили площадки создаваемых индустриальных парков Смоленской области, приняли участие в семинаре-совещании, \
посвященном актуальным вопросам развития индустриальных парков, а также посетили производства промышленных \
предприятий: ООО «Алвидпроф», ООО «Смоленский завод пластиковых изделий».

На сегодняшний день в Смоленской области в стадии создания находятся два индустриальных парка: «Сафоново» и «Феникс». \
Оба проекта реализуются при поддержке Администрации региона и Минэкономразвития России. Потенциальные резиденты \
промпарков проявляют интерес к обеим площадкам, а некоторые уже приступили к проектированию и в скором времени должны \
начать строительство заводов.

В ходе семинара-совещания, состоявшегося при участии Заместителя Губернатора Смоленской области Ростислава Ровбеля и \
Заместителя директора Департамента развития малого и среднего предпринимательства и конкуренции Минэкономразвития \
России Олеси Тетериной, представители индустриальных парков обсудили острые проблемы создания и развития \
индустриальных парков в России, меры господдержки и обменялись опытом реализации проектов. Кроме того, в ходе \
совещания представители компаний-резидентов промышленных парков Смоленской области рассказали участникам встречи о \
планах реализации своих проектов, а принявшие участие в семинаре члены Комитета по промышленному строительству АИП \
представили основанные на опыте наработки и предложения по повышению эффективности инвестиционных проектов, \
реализуемых компаниями-резидентами в индустриальных парках. В целях решения отдельных обсуждавшихся проблем и вопросов \
участники совещания договорились продолжить их проработку на базе АИП.

В завершение 2-дневного визита делегация АИП посетила действующие производства промышленных предприятий Смоленска. \
Одна из компаний, Группа «Алвид», имея уже одно действующее производство, построит в парке «Феникс» новый современный \
завод, запуск которого позволит расширить ассортимент производимой продукции и увеличить объемы ее реализации."""

PARTICIPANTS = [
    "Московская область",
    "Белгородская область",
    "Орловская область",
    "Новосибирская область",
    "Нижегородская область",
]
DEPUTY_GOVERNOR = "Заместитель Губернатора Смоленской области"
MINISTRY = "Минэкономразвития России"
STATE_SUPPORT = "Администрация Смоленской области, Минэкономразвития России"


def find():
    return Event.objects.filter(Q(slug=SLUG) | Q(source_url=SOURCE)).first()


@transaction.atomic
def load():
    """Creates the visit in one transaction. A second run changes nothing, because editors may have edited it."""
    smolensk = Region.objects.get(iso_code="RU-SMO")
    event = Event.objects.create(
        title="АИП провела ознакомительный тур в Смоленскую область",
        slug=SLUG,
        type=Event.Type.STUDY_TOUR,
        start="--05-25",
        end="--05-26",
        place="Смоленск",
        lead=LEAD,
        body=BODY,
        access=Access.PUBLIC,
        published_at=timezone.now(),
        source_url=SOURCE,
    )
    add_hosts_and_participants(event, smolensk)
    add_route(event, smolensk)
    seminar = add_programme(event)
    committee, _ = Committee.objects.get_or_create(
        name="Комитет по промышленному строительству АИП", defaults={"slug": "komitet-po-promyshlennomu-stroitelstvu"}
    )
    committee.events.add(event)
    add_guests(event, seminar)
    add_material(event, order=1, kind=Material.Kind.PROGRAMME, title="Программа мероприятия", access=Access.PUBLIC)
    for order, (speaker, position, company) in enumerate(speakers(), start=1):
        add_talk(event, seminar, order, speaker, position, company)
    return event


def organization(name, slug, kind, legal_form="", **fields):
    found, _ = Organization.objects.get_or_create(
        legal_form=legal_form, name=name, defaults={"slug": slug, "kind": kind, **fields}
    )
    return found


def company(name, slug, legal_form="ООО", **fields):
    return organization(name, slug, Organization.Kind.COMPANY, legal_form, **fields)


def ministry():
    return organization(MINISTRY, "minekonomrazvitiya-rossii", Organization.Kind.AUTHORITY)


def person(first_name, last_name):
    found, _ = Person.objects.get_or_create(last_name=last_name, first_name=first_name, middle_name="")
    return found


def add_hosts_and_participants(event, smolensk):
    kind = Organization.Kind
    organizers = [
        organization("Ассоциация индустриальных парков", "aip", kind.ASSOCIATION, short_name="АИП"),
        organization(
            "Администрация Смоленской области", "administratsiya-smolenskoy-oblasti", kind.AUTHORITY, region=smolensk
        ),
        organization(
            "Корпорация развития Смоленской области",
            "korporatsiya-razvitiya-smolenskoy-oblasti",
            kind.DEVELOPMENT_AGENCY,
            region=smolensk,
        ),
    ]
    for order, organizer in enumerate(organizers, start=1):
        EventOrganization.objects.create(event=event, organization=organizer, order=order)
    EventRegion.objects.create(event=event, region=smolensk, order=1)
    for order, name in enumerate(PARTICIPANTS, start=1):
        region = Region.objects.get(name=name)
        EventRegion.objects.create(event=event, region=region, role=EventRegion.Role.PARTICIPANTS, order=order)


def add_route(event, smolensk):
    """Adds the stops. The page gives no day for the parks; the plants came «в завершение 2-дневного визита»."""
    under_construction = Park.Status.UNDER_CONSTRUCTION
    parks = [
        Park.objects.get_or_create(
            region=smolensk,
            name=name,
            defaults={"slug": slug, "status": under_construction, "state_support": STATE_SUPPORT, "source_url": SOURCE},
        )[0]
        for name, slug in (("Сафоново", "safonovo"), ("Феникс", "feniks"))
    ]
    plants = [
        company("Алвидпроф", "alvidprof", region=smolensk),
        company("Смоленский завод пластиковых изделий", "smolenskiy-zavod-plastikovykh-izdeliy", region=smolensk),
    ]
    for order, park in enumerate(parks, start=1):
        Stop.objects.create(event=event, park=park, order=order, park_status_then=under_construction)
    for order, plant in enumerate(plants, start=3):
        Stop.objects.create(event=event, organization=plant, day=2, order=order)
    Residency.objects.get_or_create(
        organization=company("Алвид", "gruppa-alvid", "Группа"),
        park=parks[1],
        defaults={
            "status": Residency.Status.PROSPECTIVE,
            "note": "Имея уже одно действующее производство, построит в парке новый современный завод, запуск которого "
            "позволит расширить ассортимент производимой продукции и увеличить объемы ее реализации.",
        },
    )


def add_programme(event):
    """Adds the sessions, without times because the page gives none. Returns the seminar."""
    Session.objects.create(
        event=event,
        order=1,
        kind=Session.Kind.TOUR,
        title="Посещение площадок создаваемых индустриальных парков Смоленской области",
    )
    seminar = Session.objects.create(
        event=event,
        order=2,
        kind=Session.Kind.SEMINAR,
        title="Семинар-совещание по вопросам развития индустриальных парков",
        place="Смоленск",
    )
    Session.objects.create(
        event=event,
        day=2,
        order=3,
        kind=Session.Kind.TOUR,
        title="Посещение действующих производств промышленных предприятий Смоленска",
    )
    return seminar


def add_guests(event, seminar):
    Appearance.objects.create(
        event=event,
        session=seminar,
        person=person("Ростислав", "Ровбель"),
        role=Appearance.Role.PARTICIPANT,
        position=DEPUTY_GOVERNOR,
        order=1,
    )
    Appearance.objects.create(
        event=event,
        session=seminar,
        person=person("Олеся", "Тетерина"),
        role=Appearance.Role.GUEST_OF_HONOUR,
        position="Заместитель директора Департамента развития малого и среднего предпринимательства и конкуренции",
        organization_name=MINISTRY,
        organization=ministry(),
        order=2,
    )


def speakers():
    """Names, the position as printed, and the organization of each speaker, in the order of the page."""
    cluster = organization(
        "Смоленский композитный кластер", "smolenskiy-kompozitnyy-klaster", Organization.Kind.CLUSTER, "Ассоциация"
    )
    return [
        (
            ("Ростислав", "Ровбель"),
            f"{DEPUTY_GOVERNOR} – начальник Департамента инвестиционного развития Смоленской области",
            None,
        ),
        (("Артем", "Журавлев"), "Финансовый директор", company("Алвид", "zao-alvid", "ЗАО")),
        (("Денис", "Аленин"), "Начальник отдела кластерного развития", cluster),
        (("Наталия", "Лукашенкова"), "Менеджер по развитию бизнеса", company("BOES", "boes", "")),
        (("Инга", "Морозова"), "Ведущий специалист по маркетингу", company("Металимпресс", "metalimpress")),
        (("Александр", "Комаров"), "Генеральный директор", company("АРКО", "arko")),
    ]


def add_talk(event, seminar, order, names, position, spoke_for):
    talk = Talk.objects.create(event=event, session=seminar, order=order)
    Appearance.objects.create(
        event=event,
        talk=talk,
        person=person(*names),
        position=position,
        organization_name=str(spoke_for or ""),
        organization=spoke_for,
        order=order,
    )
    add_material(event, order=order + 1, talk=talk, kind=Material.Kind.PRESENTATION, access=Access.MEMBERS)


def add_material(event, *, order, **fields):
    description = "Демонстрационный файл: он составлен по тексту страницы взамен утраченного."
    material = Material.objects.create(event=event, order=order, description=description, **fields)
    name, content = files.make()[order - 1]
    add_version(
        material=material,
        upload=ContentFile(content, name=name),
        uploaded_by=None,
        reason="Образец вместо утраченного файла",
    )
