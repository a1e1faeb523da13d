"""Arrange the files that were sent to an event for the template of their table."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ...arrivals.proposing import PHOTO, VERSION, is_photo, table_of
from ...arrivals.receiving import PIECE, offset_of
from ...models import Material
from ...readiness.findings import name_of


@dataclass(frozen=True)
class ShownRow:
    """A row with its choices, as proposed or as an editor has sent them."""

    row: Any
    is_taken: bool
    targets: list  # (heading, [(value, label, is_chosen)])
    talks: list
    title: str
    names_talk: bool
    error: str

    @property
    def arrival(self):
        return self.row.arrival

    @property
    def picture_address(self):
        return _picture_address(self.arrival) if is_photo(self.arrival) else ""


@dataclass(frozen=True)
class ShownPhoto:
    arrival: Any

    @property
    def picture_address(self):
        return _picture_address(self.arrival)


def _picture_address(arrival):
    return reverse("admin:events_event_arrival_picture", args=[arrival.event_id, arrival.key])


def dropped(page, request):
    """The template context of the table."""
    table = table_of(page.event)
    facts = page.facts
    unfinished = page.event.arrivals.filter(file="", uploaded_by=request.user)
    return {
        "rows": [_shown(row, page, facts) for row in table.rows],
        "photos": [ShownPhoto(one) for one in table.photos],
        "photos_are_taken": page.typed is None or "take-photos" in page.typed,
        "photo_errors": {page.sentences[one.pk] for one in table.photos if one.pk in page.sentences},
        "archives": table.archives,
        "unfinished": [(one, 100 * offset_of(one) // one.size) for one in unfinished],
        "piece": PIECE,
        "is_empty": not table,
        "open": sum(bool(row.doubt) for row in table.rows),
    }


def _shown(row, page, facts):
    key, typed = row.arrival.pk, page.typed
    target, talk, title, is_taken = row.target, row.talk, row.title, not row.doubt
    if typed is not None and f"as-{key}" in typed:
        target, title = typed[f"as-{key}"], typed.get(f"title-{key}", "")
        talk = int(chosen) if (chosen := typed.get(f"talk-{key}", "")).isdecimal() else None
        is_taken = str(key) in typed.getlist("take")
    kinds = [(kind.value, kind.label) for kind in Material.Kind if kind not in ("link", "video", "photo_report")]
    if is_photo(row.arrival):
        kinds.append((PHOTO, _("в фотографии")))
    versions = [(f"{VERSION}{one.pk}", _version_label(one)) for one in facts.materials if not one.url]
    groups = [(_("Новый материал"), kinds), (_("Следующая версия"), versions)]
    titled = {one.pk for one in facts.talks if one.title}
    return ShownRow(
        row=row,
        is_taken=is_taken,
        targets=[
            (heading, [(value, label, value == target) for value, label in options])
            for heading, options in groups
            if options
        ],
        talks=[(one.pk, _talk_label(one), one.pk == talk) for one in facts.talks],
        title=title,
        names_talk=bool(talk) and talk not in titled,
        error=page.sentences.get(key, ""),
    )


def _talk_label(talk):
    """The surnames, then the title: a phone cuts off the end. The name of an untitled talk contains the surnames."""
    return f"{_surnames(talk)}: {talk.title}" if talk.title and talk.speakers else name_of(talk)


def _version_label(material):
    speakers = _surnames(material.talk) if material.talk_id else ""
    return _("версия: %s") % ", ".join(filter(None, (speakers, name_of(material))))


def _surnames(talk):
    return ", ".join(speaker.person.last_name for speaker in talk.speakers)
