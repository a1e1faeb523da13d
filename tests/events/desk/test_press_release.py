"""«Из пресс-релиза»: a pasted text becomes the demo's event; nothing is stored before it is confirmed."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from association.demo import smolensk
from core.jobs.run import run_all
from events.models import Appearance, Event, Person, ReleaseFile, Source
from parks.models import Organization, Park, Residency
from tests import files
from tests.admin_forms import filled
from tests.benches import CLONE
from tests.factories import EventFactory, SeriesFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = reverse("admin:events_event_press_release")
SEED = (CLONE / "tests" / "association" / "data" / "smolensk-tour.txt").read_text("utf-8")
SHORT = "\n\n".join(
    [
        "Парк «Вымпел» принял гостей",
        "12 мая 2024 года в индустриальный парк «Вымпел» в Тульской области приехали более 40 участников.",
        "О парке рассказал генеральный директор ООО «Вымпел» Пётр Примеров.",
    ]
)
MODELS = (Event, Source, Person, Organization, Park, Residency, Appearance)


def stored():
    return {model.__name__: model.objects.count() for model in MODELS}


@pytest.fixture
def regions(db):
    call_command("load_regions", verbosity=0)


def facts_of(event):
    """What a press release can tell of an event."""
    return {
        "head": (event.title, event.type, event.start, event.end, event.place),
        "lead": event.lead.replace("–", "-"),
        "regions": [(link.region.name, link.role) for link in event.region_roles.all()],
        "organizations": [(str(link.organization), link.role) for link in event.organization_roles.all()],
        "stops": {
            (str(stop.park or ""), str(stop.organization or ""), stop.park_status_then, stop.day)
            for stop in event.stops.all()
        },
        "sessions": [(one.day, one.kind, one.title, one.place) for one in event.sessions.all()],
        "committees": [str(one) for one in event.committees.all()],
        "speakers": [
            (str(talk.session), *((one.name, one.position, one.organization_name) for one in talk.appearances.all()))
            for talk in event.talks.all()
        ],
        "materials": [(one.kind, one.talk.who if one.talk else "") for one in event.materials.all()],
        "residents": {(str(one.organization), one.park.name, one.status) for one in Residency.objects.all()},
    }


def errors_of(page):
    lines = [(line.kind, line.errors) for line in page.context["table"].lines if line.errors]
    return [page.context["event_form"].errors, page.context["source_form"].errors, *lines]


def test_new_park_asks_for_its_status_and_a_refusal_says_so(editor, regions):
    page = editor.post(PAGE, {"text": SHORT})
    table = page.context["table"]
    park = next(line for line in table.lines if line.kind == "park")
    assert table.first_question is park
    refused = editor.post(PAGE, filled(page) | {f"{park.prefix}-status": ""}).content.decode()
    assert "Пока ничего не сохранено" in refused
    assert f'href="#{park.prefix}"' in refused.split("errornote")[1].split("</p>")[0]
    assert not Event.objects.exists()


def test_seed_becomes_the_event_of_the_demo_in_twelve_acts(editor, regions):
    smolensk.load()
    expected = facts_of(Event.objects.get())
    for model in (Event, Residency, Park):
        model.objects.all().delete()
    for model in (Person, Organization):
        model.objects.all().delete()
    before = stored()
    acts = 2  # the text is pasted, «Прочитать» is pressed
    page = editor.post(PAGE, {"text": SEED})
    assert stored() == before
    data = filled(page)
    for name, value in list(data.items()):
        if name.endswith("-taken") and not value:
            data[name] = "yes"
            acts += 1
    for line in page.context["table"].lines:
        if line.prefix + "-taken" not in data:
            data[line.prefix + "-taken"] = "yes"
            acts += 1
    answer = editor.post(PAGE, data)
    acts += 1  # «Завести черновик»
    assert answer.status_code == 302, errors_of(answer)
    event = Event.objects.get()
    assert event.is_draft
    assert facts_of(event) == expected
    assert event.appearances.get(person__last_name="Тетерина").organization_name == "Минэкономразвития России"
    publication = f"/admin/events/event/{event.pk}/publication/"
    editor.post(publication, filled(editor.get(publication)) | {"_publish_now": "1"})
    acts += 3  # «Публикация», «Опубликовать», the page
    event.refresh_from_db()
    assert not event.is_draft
    assert acts <= 12
    source = event.sources.get()
    assert (source.text, bool(source.fingerprint)) == (SEED.replace("\r\n", "\n"), True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Текста нет"),
        ("Мы рады. " * 60_000, "длиннее"),
        ("The park was visited by a delegation of twelve companies on May 12. " * 3, "не на русском"),
        ("Просто слова о том и о сём, которые ничего не говорят и никуда не ведут, потому что так бывает.", "не видно"),
        ("\x00\x01\x02" * 500, "Текста нет"),
    ],
    ids=["empty", "1 MB", "another language", "no event", "binary"],
)
def test_text_without_an_event_gets_a_sentence_and_is_kept(editor, text, says):
    page = editor.post(PAGE, {"text": text})
    assert says in page.context["wrong"]
    assert page.context["text"] == text.replace("\x00", "")
    assert stored() == dict.fromkeys(stored(), 0)


def test_uploaded_page_is_read_and_none_of_its_scripts_shown(editor, regions):
    html = f"<html><script>alert('x')</script><article>{SHORT}</article></html>".replace("\n\n", "<p>")
    page = editor.post(PAGE, {"file": SimpleUploadedFile("новость.html", html.encode())})
    assert page.context["event_form"].instance.start.year == 2024
    assert "alert(" not in page.content.decode()
    wrong = editor.post(PAGE, {"file": SimpleUploadedFile("фото.png", files.picture().read())}).context["wrong"]
    assert "Читаются TXT" in wrong


def test_same_text_offers_the_event_that_is_there(editor, regions):
    def confirm(text, **more):
        page = editor.post(PAGE, {"text": text})
        left_out = {f"{line.prefix}-taken": "no" for line in page.context["table"].lines}
        return editor.post(PAGE, filled(page) | left_out | more)

    first = confirm(SHORT)
    assert first.status_code == 302, errors_of(first)
    reworded = SHORT.replace("рассказал", "поведал").replace("более 40", "свыше 40")
    again = confirm(reworded)
    assert [one.event for one in again.context["same"]] == [Event.objects.get()]
    another = confirm(reworded, is_another="yes")
    assert another.status_code == 302, errors_of(another)
    EventFactory(start="2024-05-12", title="Другое мероприятие", lead="Совсем о другом и в другом месте.")
    assert Event.objects.count() == 3


def test_text_beside_the_draft_leads_both_ways(editor, regions):
    page = editor.post(PAGE, {"text": SHORT})
    html = page.content.decode()
    line = next(line for line in page.context["table"].lines if line.kind == "number")
    place = line["place_in_text"].value()
    assert f'id="at-{place}" href="#{line.prefix}"' in html
    assert f'id="{line.prefix}"' in html
    assert f'href="#at-{place}"' in html
    assert "уверенно" in html


def test_press_releases_are_for_those_who_may_add_all_of_it(editor, member):
    assert member.get(PAGE).status_code == 302
    assert editor.get(PAGE).status_code == 200
    editor.user.groups.first().permissions.remove(Permission.objects.get(codename="add_outcome"))
    assert editor.get(PAGE).status_code == 403


def test_several_files_wait_to_be_confirmed_one_by_one(editor, regions):
    told = [SHORT.encode(), b"\x00\x01" * 900, b"The park was visited by twelve companies on May 12. " * 3]
    sent = [SimpleUploadedFile(f"{number}.txt", content) for number, content in enumerate(told)]
    assert editor.post(PAGE, {"file": sent}).status_code == 302
    assert stored() == dict.fromkeys(stored(), 0)
    run_all(ReleaseFile)
    good, bad, foreign = ReleaseFile.objects.all()
    assert (good.state, bad.state, foreign.state) == ("ready", "failed", "failed")
    queue = editor.get(PAGE).content.decode()
    assert bad.remark in queue
    assert "не на русском" in queue
    page = editor.get(PAGE, {"file": good.pk})
    left_out = {f"{line.prefix}-taken": "no" for line in page.context["table"].lines}
    answer = editor.post(PAGE, filled(page) | left_out)
    assert answer.status_code == 302, errors_of(answer)
    assert list(ReleaseFile.objects.all()) == [bad, foreign]
    for one in (bad, foreign):
        editor.post(PAGE, {"drop": one.pk})
    assert not ReleaseFile.objects.exists()


OTHER = "\n\n".join(
    [
        "Круглый стол о кадрах собрал технопарки в Калуге",
        "20 июня 2024 года в Калуге прошёл круглый стол о кадрах для технопарков Калужской области.",
        "О нехватке наладчиков рассказал директор вымышленного колледжа Семён Образцов. " * 3,
    ]
)


@pytest.mark.parametrize("between", ["\n\n", "\n* * *\n", "\f"], ids=["a title", "a rule", "a page"])
def test_two_releases_in_one_paste_are_asked_about_and_parted(editor, regions, between):
    text = f"{SHORT} {'Гости осмотрели цеха и котельную. ' * 4}{between}{OTHER}"
    page = editor.post(PAGE, {"text": text})
    assert [title for title, _size in page.context["releases"]] == [SHORT.split("\n")[0], OTHER.split("\n")[0]]
    assert page.context["text"] == text
    assert not ReleaseFile.objects.exists()
    assert editor.post(PAGE, {"text": text, "as_one": "yes"}).context["event_form"].instance.start.month == 5
    assert editor.post(PAGE, {"text": text, "apart": "yes"}).status_code == 302
    first, second = ReleaseFile.objects.all()
    assert "".join(f"{first.text}{second.text}".split()) == "".join(text.replace("* * *", "").split())
    assert editor.get(PAGE, {"file": second.pk}).context["event_form"].instance.start.month == 6
    assert stored() == dict.fromkeys(stored(), 0)


def test_new_company_that_the_text_writes_in_two_ways_is_made_once(editor, regions):
    text = f"{SHORT}\n\nМатериалы мероприятия:\n\nАнна Образцова, Инженер, «Вымпел»"
    page = editor.post(PAGE, {"text": text})
    taken = {line.prefix: line.kind in ("guest", "talk", "speaker") for line in page.context["table"].lines}
    data = filled(page) | {f"{name}-taken": "yes" if is_taken else "no" for name, is_taken in taken.items()}
    answer = editor.post(PAGE, data)
    assert answer.status_code == 302, errors_of(answer)
    assert [str(one.organization) for one in Appearance.objects.all()] == ["ООО «Вымпел»"] * 2
    assert Organization.objects.count() == 1


def test_edition_is_linked_to_the_known_series_and_is_one(editor, regions):
    series = SeriesFactory(name="Съезд вымышленных парков")
    text = SHORT.replace("приехали", "на IV Съезд вымышленных парков приехали")

    def confirm(text, **more):
        page = editor.post(PAGE, {"text": text})
        taken = {line.prefix: line.kind == "series" for line in page.context["table"].lines}
        data = filled(page) | {f"{name}-taken": "yes" if is_taken else "no" for name, is_taken in taken.items()}
        return editor.post(PAGE, data | more)

    answer = confirm(text)
    assert answer.status_code == 302, errors_of(answer)
    event = Event.objects.get()
    assert (event.series, event.edition) == (series, 4)
    refused = confirm(text, is_another="yes")
    assert "с этим номером в серии уже есть" in refused.content.decode()
    new = confirm(text.replace("вымышленных", "образцовых"), is_another="yes")
    assert new.status_code == 302, errors_of(new)
    assert Event.objects.latest("pk").series.name == "Съезд образцовых парков"


TODAY = SHORT.replace("12 мая 2024 года", "Сегодня")


def test_today_asks_for_the_day_and_takes_it_from_the_day_of_publication(editor, regions):
    asks = editor.post(PAGE, {"text": TODAY})
    start = {field.name: found for field, found in asks.context["event_fields"]}["start"]
    assert "впишите дату" in start.doubt
    data = filled(asks)
    assert not data["event-start"]
    park = next(line for line in asks.context["table"].lines if line.kind == "park")
    data |= {f"{line.prefix}-taken": "yes" for line in asks.context["table"].lines}
    data |= {f"{park.prefix}-status": Park.Status.OPERATING, "source-published_on": "13.05.2024"}
    answer = editor.post(PAGE, data)
    assert answer.status_code == 302, errors_of(answer)
    assert str(Event.objects.get().start) == "2024-05-13"


def test_day_of_publication_is_given_with_the_text(editor, regions):
    page = editor.post(PAGE, {"text": TODAY, "published_on": "13.05.2024"})
    assert filled(page)["event-start"] == "13.05.2024"
    assert filled(page)["source-published_on"] == "13.05.2024"
    refused = editor.post(PAGE, {"text": TODAY, "published_on": "позавчера"}).content.decode()
    assert "Не понимаем дату публикации" in refused
    assert "Сегодня" in refused
