"""Find the organizations that a name may mean."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core.text import fold
from parks.models import Organization, OrganizationName
from parks.names import kind_of, parted

from ..pasting.phrases import inner_quotes
from .candidate import KnownRow, with_likely

SAME = _("то же название")
SHORT = _("такое у неё краткое название")
OTHER_NAME = _("так её тоже пишут или называли раньше")
OTHER_FORM = _("название то же, правовая форма другая")


def organizations(names: Iterable[str]) -> dict[str, list[KnownRow]]:
    """{written name: the organizations it may mean, likeliest first}. A few queries."""
    wanted: dict[str, list[str]] = {}
    for name in set(names):
        if key := _key(parted(name)[1]):
            wanted.setdefault(key, []).append(name)
    found: dict[str, dict[int, tuple]] = {name: {} for among in wanted.values() for name in among}
    rows = Organization.objects.order_by("pk").values_list("pk", "legal_form", "name", "short_name")
    for pk, form, name, short_name in rows.iterator() if wanted else ():
        for written in wanted.get(_key(name), ()):
            found[written][pk] = _by_form(parted(written)[0], form)
        for written in wanted.get(_key(short_name), ()) if short_name else ():
            found[written].setdefault(pk, (SHORT, True))
    others = OrganizationName.objects.order_by("pk").values_list("organization", "name")
    for pk, name in others.iterator() if wanted else ():
        for written in wanted.get(_key(parted(name)[1]), ()):
            found[written].setdefault(pk, (OTHER_NAME, True))
    stored = Organization.objects.in_bulk({pk for likely in found.values() for pk in likely})
    known = {
        written: [
            KnownRow(stored[pk], reason, is_sure)
            for pk, (reason, is_sure) in sorted(likely.items(), key=lambda one: not one[1][1])
        ]
        for written, likely in found.items()
    }
    return with_likely(known, set(found), organization_of)


def organization_of(written: str) -> Organization:
    """A new, unsaved organization of this name."""
    legal_form, name = parted(written)
    return Organization(name=name, legal_form=legal_form, kind=kind_of(legal_form, name))


def short_for(names: Iterable[str]) -> dict[str, str]:
    """{«Вымысел»: «ООО «Вымысел»»} for names of which one lacks the legal form: both mean one organization."""
    formed: dict[str, set[str]] = {}
    for name in names:
        if parted(name)[0]:
            formed.setdefault(_key(parted(name)[1]), set()).add(name)
    bare = {name: formed.get(_key(parted(name)[1]), set()) for name in names if not parted(name)[0]}
    return {name: next(iter(found)) for name, found in bare.items() if len(found) == 1}


def _by_form(written: str, stored: str) -> tuple:
    """(reason, is_sure) for a known name. With another legal form it may be another organization: «ЗАО «Алвид»»."""
    is_same = not written or not stored or fold(written) == fold(stored)
    return (SAME, True) if is_same else (OTHER_FORM, False)


def _key(name: str) -> str:
    return " ".join(re.findall(r"[\w№+&]+", fold(inner_quotes(name))))
