"""Load the page of a material, by queries whose SQL is compiled once for all readers of a kind."""

from functools import cache

from django.db.models import Exists, OuterRef
from django.http import Http404

from core.compiled import CompiledQuery

from .models import Appearance, Material, MaterialVersion, Slide, Talk
from .models.access import Reader

READER, MATERIAL, TALK, VERSION, SLIDE = -1, -2, -3, -4, -5


def load_material(pk, user):
    """The Material with `is_open`, its downloads and `talk.speakers`. Raises Http404 if the user may not know of it."""
    queries = _queries(Reader.like(user, pk=READER))
    material = next(queries["material"].rows(material=pk, user=user.pk), None)
    if material is None:
        raise Http404
    if material.talk_id:
        material.talk = next(queries["talk"].rows(talk=material.talk_id), None)
    if material.talk_id:
        material.talk.speakers = list(queries["speakers"].rows(talk=material.talk_id))
    return material


def load_versions(material):
    """All versions, newest first, each with `is_shown`: whether the viewer has its slides."""
    return list(VERSIONS.rows(material=material.pk))


def load_slides(version, user):
    """The slides that the user may see, without the columns that only the shown one needs."""
    return list(_queries(Reader.like(user, pk=READER))["slides"].rows(version=version.pk, user=user.pk))


def add_text(slide):
    for row in TEXTS.rows(slide=slide.pk):
        slide.text = row.text


VERSIONS = CompiledQuery(
    lambda material: MaterialVersion.objects.filter(material=material).annotate(
        is_shown=Exists(Slide.objects.ready().filter(version=OuterRef("pk")))
    ),
    material=MATERIAL,
)
TEXTS = CompiledQuery(lambda slide: Slide.objects.filter(pk=slide).order_by().only("text"), slide=SLIDE)


@cache
def _queries(reader):
    def material(material, user):
        found = Material.objects.listed_for(reader).filter(pk=material).order_by()
        found = found.mark_open(reader).numbered().count_downloads()
        return found.select_related("event", "current_version__preview")

    def slides(version, user):
        return Slide.objects.visible_to(reader).filter(version=version).defer("text", "word_boxes")

    return {
        "material": CompiledQuery(material, material=MATERIAL, user=READER),
        "talk": CompiledQuery(lambda talk: Talk.objects.filter(pk=talk).order_by().numbered(), talk=TALK),
        "speakers": CompiledQuery(lambda talk: Appearance.objects.with_people_for(reader).filter(talk=talk), talk=TALK),
        "slides": CompiledQuery(slides, version=VERSION, user=READER),
    }
