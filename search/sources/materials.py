"""Documents of materials and slides."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import F

from core.compiled import QueryOfKeys
from events.models import Access, Appearance, Event, Material, Slide, Stop, Talk
from events.slides.text import clean_title, title_of

from ..interface import Kind
from .base import DocumentSource
from .document import TIERS, PublicationClock, SourceDocument, Visibility, lines
from .events import EventContext, host_regions
from .related import PARK, RelatedRows, with_parents


def _slides(keys: list[int]) -> Any:
    slides = Slide.objects.findable(Material.objects.filter(pk__in=keys))
    slides = slides.annotate(material=F("version__material"), version_number=F("version__number"))
    return slides.only("version", "number", "title", "text", "small_picture", "width", "height").order_by()


SLIDES = QueryOfKeys(_slides)
TALKS = QueryOfKeys(lambda keys: Talk.objects.filter(pk__in=keys).numbered())
SPEAKERS = RelatedRows(Talk, "appearances", lambda: Appearance.objects.select_related("person"))
OF_EVENT = [
    RelatedRows(Event, "region_roles", host_regions),
    RelatedRows(Event, "stops", lambda: with_parents(Stop.objects, park=PARK)),
]


class MaterialSource(DocumentSource):
    """A material and, once its current version has a preview, each of its slides."""

    kind, model = Kind.MATERIAL, Material

    def own(self) -> Any:
        return super().own().select_related("event", "current_version").numbered()

    def rows(self, keys: list[int]) -> list[Material]:
        found = super().rows(keys)
        talks = {talk.pk: talk for talk in TALKS.rows(one.talk_id for one in found if one.talk_id)}
        SPEAKERS.load(talks.values())
        for material in found:
            material.talk = talks.get(material.talk_id)
        for related in OF_EVENT:
            related.load(material.event for material in found)
        return found

    def documents(self, keys: list[int]) -> Iterator[SourceDocument]:
        slides = sorted(SLIDES.rows(keys), key=lambda slide: (slide.material, slide.number))
        decks = {key: list(deck) for key, deck in groupby(slides, lambda slide: slide.material)}
        for material in self.rows(keys):
            clock = PublicationClock()
            facts = EventContext(material.event, clock)
            visibility = self._visibility(material)
            yield self._material(material, facts, visibility, clock)
            for slide in decks.get(material.pk, ()):
                yield self._slide(slide, material, facts, visibility)

    @staticmethod
    def _visibility(material: Material) -> Visibility:
        """The material is visible to people who may see both it and its event."""
        event = material.event
        tier = max(material.access, event.access, key=TIERS.index)
        if not material.published_at or not event.published_at:
            return Visibility()
        visibility = Visibility.for_tier(tier, max(material.published_at, event.published_at))
        visibility.is_announced = (
            material.is_listed and material.access == Access.MEMBERS and event.access == Access.PUBLIC
        )
        return visibility

    @staticmethod
    def _row(material: Material, facts: EventContext) -> str:
        """What visitors see of a locked material in lists, on the page of its event and on its card."""
        talk = material.talk
        said = [lines(one.name, one.said_as) for one in talk.appearances.all()] if talk else []
        return lines(
            material,
            talk and talk.title,
            *said,
            material.get_kind_display(),
            material.event.title,
            material.event.dates,
        )

    @staticmethod
    def _speakers(material: Material) -> list[str]:
        if material.talk:
            return [name for one in material.talk.appearances.all() for name in one.names]
        return []

    def _material(
        self, material: Material, facts: EventContext, visibility: Visibility, clock: PublicationClock
    ) -> SourceDocument:
        version, speakers = material.current_version, self._speakers(material)
        form = version.original_name.rpartition(".")[2].upper() if version else ""
        note = ", ".join(part for part in (str(material.get_kind_display()), form) if part)
        return SourceDocument(
            self.kind,
            material.pk,
            visibility,
            heading=str(material),
            body=lines(material.description, *speakers),
            unshown=version.original_name.rpartition(".")[0] if version else "",
            row=self._row(material, facts) if visibility.is_announced else "",
            context=lines(facts.context(), material.talk and material.talk.title, material.get_kind_display()),
            names=[material.title] if material.title else [],
            material_id=material.pk,
            **facts.filter_fields(),
            has_files=version is not None,
            shown={"title": str(material), "note": note, **self._event_shown(material.event)},
            due_at=clock.due_at,
        )

    def _slide(self, slide: Slide, material: Material, facts: EventContext, visibility: Visibility) -> SourceDocument:
        title, of_text = clean_title(slide.title), title_of(slide.text)
        if not title or of_text.startswith(f"{title} "):  # older slides have only its first line
            title = of_text[:120]
        return SourceDocument(
            Kind.SLIDE,
            slide.pk,
            visibility,
            heading=title if slide.title else "",
            body=slide.text,
            context=lines(material, facts.context(), *self._speakers(material)),
            material_id=material.pk,
            **facts.filter_fields(),
            has_files=True,
            shown={
                "title": title,
                "material": str(material),
                "number": slide.number,
                "version": slide.version_number,
                "is_former": slide.version_id != material.current_version_id,
                "picture": [slide.width, slide.height] if slide.small_picture else None,
                **self._event_shown(material.event),
            },
        )

    @staticmethod
    def _event_shown(event: Event) -> dict[str, str]:
        return {"event": event.title, "event_slug": event.slug, "place": event.place, "date": event.dates}
