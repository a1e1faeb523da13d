"""Find what an event lacks before its publication. Pure.

A finding with `blocks` prevents the publication. The others are only shown, and the editor decides.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.typography import counted

from ..models import Appearance, EventRegion, Material, Preview
from . import timetable
from .facts import EventFacts

SAME_ENOUGH = 15  # a lead with at most this many more letters than the title says nothing new


@dataclass(frozen=True)
class Finding:
    """A problem. `page`, `kind`, `row` and `field` name the form field to correct; `field` may be a «-group» of rows.

    On a page of rows, a finding without a row concerns the page itself.
    """

    text: str
    page: str
    kind: str = ""
    row: int | None = None
    field: str = ""
    blocks: bool = False


def find(facts: EventFacts) -> list[Finding]:
    """The findings, blocking ones first."""
    found = [finding for check in CHECKS for finding in check(facts)]
    return sorted(found, key=lambda finding: not finding.blocks)


def _dates(facts: EventFacts) -> Iterator[Finding]:
    if facts.event.start is None:
        yield Finding(_("Не указано, когда это было или будет."), "main", field="start", blocks=True)
    elif facts.event.start.year is None:
        yield Finding(_("Не указан год."), "main", field="start")


def _content(facts: EventFacts) -> Iterator[Finding]:
    event = facts.event
    if not (event.lead or event.body or facts.stops or facts.sessions or facts.talks or facts.materials):
        yield Finding(
            _("На странице нечего читать: нет ни текста, ни маршрута, ни программы, ни материалов."),
            "main",
            field="lead",
            blocks=True,
        )
    elif not event.lead:
        yield Finding(_("Нет вводки: в списках будет только название."), "main", field="lead")
    elif _repeats(event.lead, event.title):
        yield Finding(_("Вводка повторяет название."), "main", field="lead")
    if not event.cover:
        yield Finding(_("Нет обложки."), "main", field="cover")


def _repeats(lead: str, title: str) -> bool:
    said, name = _letters(lead), _letters(title)
    return bool(name) and said.startswith(name) and len(said) - len(name) < SAME_ENOUGH


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold().replace("ё", "е")))


def _hosts(facts: EventFacts) -> Iterator[Finding]:
    if not facts.event.place and not any(link.role == EventRegion.Role.HOST for link in facts.regions):
        yield Finding(_("Не указано, где: нет ни места, ни региона, который принимает."), "main", field="place")
    if not facts.organizations:
        yield Finding(_("Нет организаторов."), "main", field="organization_roles-group")


def _programme(facts: EventFacts) -> Iterator[Finding]:
    if not (facts.sessions or facts.talks or facts.stops):
        yield Finding(_("Нет ни программы, ни маршрута."), "programme")
    for page, kind, rows in (("programme", "session", facts.sessions), ("route", "stop", facts.stops)):
        for row in timetable.outside(rows, facts.event.number_of_days):
            days = counted(facts.event.number_of_days or 0, _("день,дня,дней"))
            sentence = _("«%(row)s» стоит в дне %(day)s, а в мероприятии %(days)s.")
            names = {"row": name_of(row), "day": row.day, "days": days}
            yield Finding(sentence % names, page, kind, row.pk, "day")
    for earlier, later in timetable.overlaps(facts.sessions):
        sentence = _("«%(later)s» начинается раньше, чем кончается «%(earlier)s».")
        names = {"later": name_of(later), "earlier": name_of(earlier)}
        yield Finding(sentence % names, "programme", "session", later.pk, "starts_at")
    for person, earlier, later in timetable.clashes(facts.sessions, facts.people):
        sentence = _("%(person)s в одно время в двух местах: «%(earlier)s» и «%(later)s».")
        names = {"person": person.name, "earlier": name_of(earlier), "later": name_of(later)}
        kind, row = ("talk", person.talk_id) if person.talk_id else ("session", later.pk)
        yield Finding(sentence % names, "programme", kind, row, "session" if person.talk_id else "starts_at")


def _route(facts: EventFacts) -> Iterator[Finding]:
    for earlier, later, distance, minutes in timetable.too_far(facts.stops):
        sentence = _("От «%(earlier)s» до «%(later)s» %(distance)s км по прямой, а времени на это %(minutes)s.")
        names = {
            "earlier": name_of(earlier),
            "later": name_of(later),
            "distance": distance,
            "minutes": counted(minutes, _("минута,минуты,минут")),
        }
        yield Finding(sentence % names, "route", "stop", later.pk, "starts_at")


def _talks(facts: EventFacts) -> Iterator[Finding]:
    for talk in facts.talks:
        said = {"talk": name_of(talk)}
        if not talk.speakers:
            sentence = _("У выступления «%(talk)s» нет докладчика.") % said
            yield Finding(sentence, "programme", "talk", talk.pk, "appearances-0-person")
        if not talk.title:
            yield Finding(_("У выступления «%(talk)s» нет темы.") % said, "programme", "talk", talk.pk, "title")
        for number, speaker in enumerate(talk.speakers):
            if not speaker.said_as:
                sentence = _("%(person)s выступает без должности и организации.") % {"person": speaker.name}
                yield Finding(sentence, "programme", "talk", talk.pk, f"appearances-{number}-position")
    for guest in facts.guests:
        if guest.role == Appearance.Role.GUEST_OF_HONOUR and not guest.said_as:
            sentence = _("Почётный гость %(person)s без должности и организации.") % {"person": guest.name}
            yield Finding(sentence, "people", "appearance", guest.pk, "position")


def _files(facts: EventFacts) -> Iterator[Finding]:
    for material in facts.materials:
        said = {"material": name_of(material)}
        where: dict[str, Any] = {"page": "materials", "kind": "material", "row": material.pk}
        if material.consent == Material.Consent.REFUSED and material.access != "staff":
            sentence = _("Докладчик против того, чтобы «%(material)s» показывали на сайте. Оставьте его сотрудникам.")
            yield Finding(sentence % said, field="access", blocks=True, **where)
        if material.is_awaited and facts.event.start and facts.event.is_past:
            yield Finding(_("«%(material)s»: файла всё ещё нет.") % said, field="upload", **where)
        if material.is_draft:
            yield Finding(
                _("«%(material)s» — черновик: на странице его не будет.") % said, field="published_at_0", **where
            )
        preview = preview_of(material)
        if preview and preview.state == Preview.State.FAILED:
            sentence = _("Не удалось сделать слайды из «%(material)s»: %(why)s")
            yield Finding(sentence % (said | {"why": preview.progress}), field="upload", **where)
    unasked = [one for one in facts.materials if one.talk_id and not one.consent and one.current_version_id]
    if unasked:
        sentence = _("Не записано, согласен ли докладчик на показ: %(files)s.")
        files = counted(len(unasked), _("файл,файла,файлов"))
        yield Finding(sentence % {"files": files}, "materials", "material", unasked[0].pk, "consent")


def preview_of(material: Material) -> Preview | None:
    """The job that makes the slides of the current file; None without a file, or if the file has no pages."""
    return getattr(material.current_version, "preview", None) if material.current_version_id else None


def name_of(row: Any) -> str:
    """The name of a row of the facts, without a query."""
    return str(getattr(row, "what", "") or row)


CHECKS: list[Callable[[EventFacts], Iterable[Finding]]] = [
    _dates,
    _content,
    _hosts,
    _programme,
    _route,
    _talks,
    _files,
]
