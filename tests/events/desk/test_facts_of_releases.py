"""Each labelled fact of a press release is confirmed, shown on the event's page, and exported.

LABELLED_RELEASES names further folders of texts (NN.txt with NN.json) to try.
"""

import html
import json
import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction

from core.text import fold
from events.models import Event, Source
from parks.models import Park
from tests.admin_forms import filled
from tests.benches import CLONE
from tests.factories import EventFactory

from .test_press_release import PAGE, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OWN = CLONE / "tests" / "data" / "press_releases"
SEED = CLONE / "tests" / "association" / "data" / "smolensk-tour.txt"
MORE = [text for name in os.environ.get("LABELLED_RELEASES", "").split() for text in sorted(Path(name).glob("*.txt"))]
TEXTS = [SEED, *(OWN / f"{number}.txt" for number in (71, 77)), *MORE]


def labels_of(text):
    path = text.with_suffix(".json")
    return json.loads((path if path.exists() else text.with_suffix(".gold.json")).read_text("utf-8"))


def plain(text):
    """As bench/press_release.py compares, for dashes and spaces too."""
    text = re.sub(r"[«»“”„\"\s]+", " ", re.sub("[–—−]", "-", text))
    return fold(re.sub(r"\s*-\s*", "-", text)).strip()


def confirmed(editor, text, place):
    """The event of a text, every line of which is taken. The editor writes the place and says that new parks work."""
    page = editor.post(PAGE, {"text": text})
    data = filled(page) | {"event-place": place}
    for line in page.context["table"].lines:
        data[f"{line.prefix}-taken"] = "yes"
        if "status" in line.fields and line.kind == "park" and not data[f"{line.prefix}-status"]:
            data[f"{line.prefix}-status"] = Park.Status.OPERATING
        for link in line.links:
            if data.get(f"{line.prefix}-{link.name}") == "" and line.choices[link.name].default == "":
                data[f"{line.prefix}-{link.name}"] = line.fields[link.name].choices[1][0]
    answer = editor.post(PAGE, data)
    assert answer.status_code == 302, errors_of(answer)
    return Event.objects.get()


def words_of(person):
    """Of the position and the organization, which may be parted in two ways; without their endings."""
    return ["", *(word[:5] for word in re.findall(r"\w+", plain(f"{person['position']} {person['organisation']}")))]


def facts_of(labels):
    """{key: values} of what the labels tell, each value as words."""
    lists = ("regions", "participant_regions", "organisers", "supporters", "organisations", "companies", "parks")
    facts = {key: labels.get(key, []) for key in (*lists, "visited_companies", "sessions")}
    facts["regions"] = [*facts["regions"], *labels.get("regions_inferred", [])]
    facts["people"] = [f"{one['name']}: {word}" for one in labels["people"] for word in words_of(one)]
    facts["materials"] = [f"{one['kind']} {one['title']} {one['speaker']}" for one in labels.get("materials", [])]
    facts["companies"] = [*facts["companies"], *(one["company"] for one in labels.get("residencies", []))]
    facts["residencies"] = [f"{one['company']} {one['park']}" for one in labels.get("residencies", [])]
    facts["park_status"] = [f"{park} {status}" for park, status in labels.get("park_status", {}).items()]
    for key in ("title", "start_date", "end_date", "place"):
        facts[key] = [labels[key]] if labels.get(key) else []
    return {key: {plain(value) for value in values} for key, values in facts.items()}


def test_every_labelled_fact_is_on_the_page_and_in_the_export(editor):
    call_command("load_regions", verbosity=0)
    lost = {}
    for path in TEXTS:
        with transaction.atomic():
            lost[path.stem] = lost_of(editor, path)
            transaction.set_rollback(True)
    lost = {name: values for name, values in lost.items() if values}
    assert not lost, json.dumps(lost, ensure_ascii=False, indent=1)


def lost_of(editor, path):
    """What the labels tell and the export or the page does not."""
    labels = labels_of(path)
    event = confirmed(editor, path.read_text("utf-8"), labels.get("place", ""))
    exported = editor.get(f"/admin/events/event/{event.pk}/export/").json()
    facts, kept = facts_of(labels), facts_of(exported)
    for delegation in exported["delegations"]:  # whose it is may be all that is told of its people
        words = words_of({"position": delegation["name"], "organisation": ""})
        kept["people"] |= {plain(f"{name}: {word}") for name in delegation["people"] for word in words}
    kept["organisations"] |= kept["companies"]  # a bare acronym does not tell which of the two it is
    lost = [f"{key}: {value}" for key in facts for value in facts[key] - kept[key]]
    page = editor.get(event.get_absolute_url()).content.decode()
    page = plain(html.unescape(re.sub(r"<[^>]+>", " ", page)))
    return lost + [f"page: {value}" for value in shown_of(labels) if plain(value) not in page]


def shown_of(labels):
    lists = ("regions", "participant_regions", "organisers", "supporters", "organisations", "companies", "parks")
    people = [person[key] for person in labels["people"] for key in ("name", "position")]
    return [
        labels["title"],
        labels.get("place", ""),
        *people,
        *(value for key in lists for value in labels.get(key, [])),
    ]


def test_sources_are_exported_to_those_who_may_view_them(editor, member, visitor):
    event = EventFactory()
    Source.objects.create(event=event, text="Текст, как он был")
    address = f"/admin/events/event/{event.pk}/export/"
    assert [client.get(address).status_code for client in (visitor, member)] == [302, 302]
    assert editor.get(address).json()["sources"][0]["text"] == "Текст, как он был"
    editor.user.groups.first().permissions.remove(Permission.objects.get(codename="view_source"))
    assert "sources" not in editor.get(address).json()


WITH_OUTCOME = """Парк «Вымпел» получит вторую очередь

12 мая 2024 года в Тульской области прошло совещание. Стороны подписали соглашение о второй очереди парка.

До 31 декабря 2026 года решено вложить 1,25 млрд рублей."""


def test_sum_and_due_day_of_an_outcome_are_confirmed_shown_and_exported(editor):
    call_command("load_regions", verbosity=0)
    event = confirmed(editor, WITH_OUTCOME, "")
    outcome = event.outcomes.last()
    assert (outcome.amount_rub, str(outcome.due)) == (1_250_000_000, "2026-12-31")
    page = plain(html.unescape(re.sub(r"<[^>]+>", " ", editor.get(event.get_absolute_url()).content.decode())))
    assert plain("рублей. 1,25 млрд руб.") in page
    assert plain("срок 31 декабря 2026") in page
    [_agreement, exported] = editor.get(f"/admin/events/event/{event.pk}/export/").json()["outcomes"]
    assert (exported["amount_rub"], exported["due"]) == (1_250_000_000, "2026-12-31")
