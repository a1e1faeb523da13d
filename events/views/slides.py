"""The slides of a material: which of them the reader sees, their addresses and their pictures."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.views import deliver_image

from ..material_page import add_text, load_slides
from ..models import Material, MaterialVersion, Preview, Slide
from .files import asked_version, version_number

WORDS_LENGTH = 200  # characters of the search words, which are repeated in the link of every slide
MONTH = 30 * 24 * 3600


@dataclass
class Deck:
    """The slides of one version of an open material. The one at index `place` is shown, with `words` marked in it."""

    version: MaterialVersion
    preview: Preview | None
    slides: list[Slide]
    place: int | None
    words: str

    @property
    def is_former(self):
        return self.version.pk != self.version.material.current_version_id

    @property
    def slide(self):
        """The shown slide, with its text. The places of its words are another query, if the page marks any."""
        return None if self.place is None else self.slides[self.place]

    @property
    def previous(self):
        return self.slides[self.place - 1] if self.place else None

    @property
    def next(self):
        return self.slides[self.place + 1] if self.place + 1 < len(self.slides) else None

    @property
    def name(self):
        """«Слайд 7 из 18: Площадки»."""
        is_slide = self.version.material.kind == Material.Kind.PRESENTATION
        place = _("Слайд %(number)s из %(total)s") if is_slide else _("Страница %(number)s из %(total)s")
        place %= {"number": self.slide.number, "total": len(self.slides)}
        return f"{place}: {self.slide.title}" if self.slide.title else place

    @property
    def has_pdf(self):
        return _is_ready(self.preview) and bool(self.preview.pdf)

    @cached_property
    def has_pictures(self):
        return any(slide.picture for slide in self.slides)


def deck_of(request, material, number=None):
    """The Deck for the address of a material that is open to the user; None if there is no file.

    Without a number the first slide is shown. If no slide has the number, `deck.slide` is None.
    """
    if "v" not in request.GET and material.current_version_id is None:
        return None
    version = asked_version(material, request.GET.get("v"))
    version.material = material
    preview = getattr(version, "preview", None)
    slides = load_slides(version, request.user) if _is_ready(preview) else []
    words = request.GET.get("q", "")[:WORDS_LENGTH]
    kept = urlencode({name: value for name, value in (("v", request.GET.get("v")), ("q", words)) if value})
    base = reverse("events:slide", args=[material.pk, 0]).removesuffix("0/")  # one call for up to 300 slides
    for slide in slides:
        slide.address = f"{base}{slide.number}/" + (kept and f"?{kept}")
        # The address contains a part of the stored name, so the browser may cache the picture for ever.
        slide.image = f"{base}{slide.number}/image/?v={version.number}&made={PurePath(slide.picture.name).stem[:12]}"
    asked = (place for place, slide in enumerate(slides) if number in (None, slide.number))
    deck = Deck(version, preview, slides, next(asked, None), words)
    if deck.slide:
        add_text(deck.slide)
    return deck


def _is_ready(preview):
    return preview is not None and preview.state == Preview.State.READY


@require_safe
def slide_image(request, pk, number):
    """The picture of a slide. `size=small` is the one for the strip and for lists."""
    version = version_number(request.GET["v"]) if "v" in request.GET else None
    slides = Slide.objects.visible_to(request.user).filter(version__material__pk=pk, number=number)
    slide = get_object_or_404(slides.current() if version is None else slides.filter(version__number=version))
    picture = slide.small_picture if request.GET.get("size") == "small" else slide.picture
    response = deliver_image(request, picture, widths=())  # scaled copies would outlive slides that are rebuilt
    if "made" in request.GET:
        response["Cache-Control"] = f"private, max-age={MONTH}, immutable"
    return response
