"""Numbers, outcomes, quotations, delegations, the stream and the contacts of an event: who sees what of them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import EventNumber
from search.interface import Kind
from search.models import SearchDocument
from tests.events.pages import page
from tests.factories import (
    AppearanceFactory,
    DelegationFactory,
    EventFactory,
    EventNumberFactory,
    MaterialFactory,
    OrganizationFactory,
    OutcomeFactory,
    QuotationFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
OUTCOMES = reverse("events:outcomes")


@pytest.fixture
def event(db):
    """Everything that a press release may tell, with names that are still hidden."""
    larger = EventFactory(title="Вымышленная неделя", access="staff")
    event = EventFactory(
        format="hybrid",
        starts_at=dt.time(10),
        hall="Зал «Байкал»",
        theme="Парки будущего",
        country="CN",
        foreign_region="Провинция Аньхой",
        part_of=larger,
        press_contact="Анна Примерова",
        press_email="press@example.org",
        source_url="",
    )
    EventNumberFactory(event=event, value=200, precision="over")
    outcome = OutcomeFactory(event=event, kind="agreement", text="Подписано соглашение", parties_text="Сторона Б")
    outcome.parties.add(OrganizationFactory(name="Сторона А"), OrganizationFactory(name="Тайная", published_at=None))
    head = DelegationFactory(event=event, name="", country="CN", organization=OrganizationFactory(name="Правительство"))
    leader = AppearanceFactory(event=event, delegation=head, role="delegation_head", position="Замдиректора")
    secret = MaterialFactory(event=event, access="staff", is_listed=False)
    QuotationFactory(appearance=leader, text="Опыт нам полезен", material=secret, slide_number=7)
    SourceFactory(event=event, publisher="Закрытый вестник", text="Текст целиком")
    return event


def test_event_page_tells_all_it_may(visitor, event):
    html = page(visitor, event.get_absolute_url())
    shown = [
        "очно и онлайн",
        "10:00",
        "Зал «Байкал»",
        "Парки будущего",
        "Провинция Аньхой, Китай",
        "более 200 участников",
    ]
    shown += ["Подписано соглашение", "Сторона А", "Сторона Б", "Правительство", "Глава делегации", "Замдиректора"]
    shown += ["«Опыт нам полезен»"]
    text = html.replace("\u00a0", " ")
    assert [words for words in shown if words not in text] == []
    hidden = ["Тайная", "Вымышленная неделя", "слайд 7", "Закрытый вестник", "Текст целиком", "Анна", "press@example"]
    assert [words for words in hidden if words in text] == []
    event.press_consent = True
    event.save()
    assert "Анна Примерова" in page(visitor, event.get_absolute_url()).replace("\u00a0", " ")


def test_stream_is_for_its_tier_and_until_the_event_is_over(visitor, participant):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    event = EventFactory(start=str(tomorrow), stream_url="https://stream.example/1", stream_access="participants")
    participant.attends(event)
    assert ["stream.example" in page(who, event.get_absolute_url()) for who in (visitor, participant)] == [False, True]
    event.stream_access = "public"
    event.save()
    assert "stream.example" in page(visitor, event.get_absolute_url())
    event.start = "2024-05-25"
    event.save()
    assert "stream.example" not in page(visitor, event.get_absolute_url())


def test_outcomes_are_followed_by_their_due_date(visitor, django_assert_num_queries):
    OutcomeFactory(text="Просроченное", state="planned", due="2020-05")
    OutcomeFactory(text="Предстоящее", state="in_progress", due="2999")
    OutcomeFactory(text="Бессрочное", state="planned")
    OutcomeFactory(text="Сделанное", state="done", due="2020")
    OutcomeFactory(text="Закрытое", event=EventFactory(access="members"), state="planned", due="2020")
    texts = ["Просроченное", "Предстоящее", "Бессрочное", "Сделанное", "Закрытое"]

    def found(state):
        html = page(visitor, f"{OUTCOMES}?state={state}")
        return [text for text in texts if text in html]

    assert found("overdue") == ["Просроченное"]
    assert found("due") == ["Предстоящее", "Бессрочное"]
    assert found("finished") == ["Сделанное"]
    assert found("") == found("никакие") == texts[:4]
    with django_assert_num_queries(3):
        visitor.get(f"{OUTCOMES}?page=1")


@pytest.mark.parametrize(
    ("of", "value", "precision", "said"),
    [
        ("participants", 1, "", "1 участник"),
        ("companies", 21, "about", "около 21 компании"),
        ("regions", 5, "over", "более 5 регионов"),
        ("countries", 12, "", "12 стран"),
    ],
)
def test_number_agrees_with_its_noun(of, value, precision, said):
    assert str(EventNumber(of=of, value=value, precision=precision)).replace("\u00a0", " ") == said


def test_search_finds_an_event_by_what_came_of_it(event, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event.outcomes.first().parties.add(OrganizationFactory(name="Третья сторона"))
    found = SearchDocument.objects.get(kind=Kind.EVENT, object_id=event.pk)
    text = f"{found.text} {found.context}"
    words = ["Подписано соглашение", "Третья сторона", "Опыт нам полезен", "Китай"]
    assert [one for one in words if one not in text] == []
    assert [one for one in ("Тайная", "Текст целиком", "Анна") if one in text] == []
