from itertools import groupby

from django.db.models import F, Prefetch

from events.models import Access, Appearance, EventRegion, Material, Slide, Stop

from ..drafts import TIERS, Clock, Draft, Reach, text_of
from ..interface import Kind
from .base import Source
from .events import EventFacts


class Materials(Source):
    """A material and, where its current version has been drawn, each of its slides."""

    kind, model = Kind.MATERIAL, Material

    def rows(self, keys):
        return (
            super()
            .rows(keys)
            .select_related("event", "talk", "current_version")
            .prefetch_related(
                Prefetch("event__region_roles", EventRegion.objects.select_related("region")),
                Prefetch("event__stops", Stop.objects.select_related("park")),
                Prefetch("talk__appearances", Appearance.objects.select_related("person")),
            )
        )

    def drafts(self, keys):
        slides = Slide.objects.ready().current().filter(version__material__in=keys)
        slides = slides.annotate(material=F("version__material")).order_by("material", "number")
        slides = slides.only("number", "title", "text", "small_picture", "version")
        decks = {key: list(deck) for key, deck in groupby(slides, lambda slide: slide.material)}
        for material in self.rows(keys):
            clock = Clock()
            facts = EventFacts(material.event, clock)
            reach = self._reach(material)
            yield self.draft(material, facts, reach, clock)
            for slide in decks.get(material.pk, ()):
                yield self.slide(slide, material, facts, reach)

    @staticmethod
    def _reach(material):
        """Open to those to whom both the material and its event are."""
        event = material.event
        tier = max(material.access, event.access, key=TIERS.index)
        both = material.published_at and event.published_at
        reach = Reach.of_tier(tier, max(material.published_at, event.published_at) if both else None, event.pk)
        reach.is_announced = bool(
            both and material.is_listed and material.access == Access.MEMBERS and event.access == Access.PUBLIC
        )
        return reach

    @staticmethod
    def _speakers(material):
        if material.talk:
            return [one.person for one in material.talk.appearances.all()]
        return []

    def draft(self, material, facts, reach, clock):
        version, speakers = material.current_version, self._speakers(material)
        form = version.original_name.rpartition(".")[2].upper() if version else ""
        note = ", ".join(part for part in (str(material.get_kind_display()), form) if part)
        return Draft(
            self.kind,
            material.pk,
            reach,
            heading=str(material),
            body=text_of(material.description, *speakers, version and version.original_name.rpartition(".")[0]),
            context=text_of(facts.words(), material.talk and material.talk.title, material.get_kind_display()),
            names=[material.title] if material.title else [],
            material_id=material.pk,
            **facts.narrowing(),
            has_files=version is not None,
            shown={"title": str(material), "note": note, **self._event(material.event)},
            due_at=clock.due_at,
        )

    def slide(self, slide, material, facts, reach):
        title = slide.title or slide.text.partition("\n")[0][:120]
        return Draft(
            Kind.SLIDE,
            slide.pk,
            reach,
            heading=slide.title,
            body=slide.text,
            context=text_of(material, facts.words(), *self._speakers(material)),
            material_id=material.pk,
            **facts.narrowing(),
            has_files=True,
            shown={
                "title": title,
                "material": str(material),
                "number": slide.number,
                "version": material.current_version.number,
                "picture": bool(slide.small_picture),
                **self._event(material.event),
            },
        )

    @staticmethod
    def _event(event):
        return {"event": event.title, "event_slug": event.slug, "place": event.place, "date": event.dates}
