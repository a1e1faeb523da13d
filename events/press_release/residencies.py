"""Find companies that build in a park: «Группа «Алвид» построит в парке «Феникс» новый завод». Pure."""

import re
from collections.abc import Sequence

from ..pasting.found import Found, Span
from ..pasting.organizations import MentionedOrganization
from .draft import DraftPark, DraftResidency
from .page import Page

_BUILDS = re.compile(
    r"постро[ия]|стро[ия]т|возвед|размести|откр(?:ыл|оет|ыва)|запусти|резидент|локализ|станет|стал", re.IGNORECASE
)

BY_SENTENCE = "Компания и парк названы в одном предложении: проверьте, что речь о резиденте."


def residencies_of(
    page: Page, companies: Sequence[Found[MentionedOrganization]], parks: Sequence[Found[DraftPark]]
) -> list[Found[DraftResidency]]:
    """Companies and parks from sentences that name one park and say that the company builds there."""
    found = []
    for sentence in page.sentences:
        said = page.said(sentence)
        if not _BUILDS.search(said):
            continue
        named_parks = [
            park.value.name for park in parks if f"«{park.value.name}»" in said or f'"{park.value.name}"' in said
        ]
        named = [
            company for company in companies if sentence[0].span.start <= company.span.start < sentence[-1].span.end
        ]
        if len(named_parks) == 1 and len(named) == 1 and named[0].value.name != named_parks[0]:
            span = Span(sentence[0].span.start, sentence[-1].span.end)
            found.append(Found(DraftResidency(named[0].value.shown, named_parks[0]), span, BY_SENTENCE))
    return found
