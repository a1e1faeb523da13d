"""The history of an event reads as sentences, its rows by name."""

import pytest

from events.models import Appearance, Delegation, Outcome, Quotation, Stop
from tests.factories import AppearanceFactory, EventFactory, ParkFactory, SessionFactory, StopFactory, TalkFactory

pytestmark = pytest.mark.django_db


def history_of(client, event):
    return client.get(f"/admin/events/event/{event.pk}/history/").content.decode().replace("\u00a0", " ")


def test_history_of_an_event_reads_as_sentences(editor, django_assert_max_num_queries):
    event = EventFactory(published_at=None, place="")
    event.place = "Примерск"
    event.save()
    event.published_at = event.history.first().history_date
    event.save()
    event.published_at = None
    event.save()
    session, stop = SessionFactory(event=event, title="Открытие"), StopFactory(event=event)
    session.title, session.starts_at = "Начало", "10:00"
    session.save()
    stop.park = ParkFactory(name="Вымысел")
    stop.save()
    AppearanceFactory(event=event, talk=TalkFactory(event=event, title="О паре")).delete()
    outcome = Outcome.objects.create(event=event, text="Построить вымышленный мост")
    outcome.result = "Построен"
    outcome.save()
    said = Quotation.objects.create(event=event, appearance=AppearanceFactory(event=event), text="Мост есть")
    said.delete()
    Delegation.objects.create(event=event, name="Делегация Примерска")
    with django_assert_max_num_queries(30):
        page = history_of(editor, event)
    for sentence in (
        "Создано.",
        "Место: теперь «Примерск».",
        "Опубликовано ",
        "Снято с сайта.",
        "Добавлено: пункт программы «Открытие».",
        "Название: вместо «Открытие» теперь «Начало».",
        "Пункт программы «Начало».",
        "теперь «Вымысел»",
        "Добавлено: выступление «О паре».",
        "Удалено: докладчик или гость «Пётр Примеров",
        "Добавлено: итог «Построить вымышленный мост».",
        "Что из этого сделано: теперь «Построен».",
        "Удалено: цитата «Мост есть».",
        "Добавлено: делегация «Делегация Примерска».",
    ):
        assert sentence in page, sentence
    assert (Appearance.objects.count(), Stop.objects.count()) == (1, 1)
