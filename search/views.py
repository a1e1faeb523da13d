"""The page of the search and its suggestions. What is found and who may see it is `search`'s to say."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import Filters, Kind, search, suggest

SHOWN_QUERY = 300  # of a longer one the page repeats the beginning
FEW = 8  # choices of a facet that are shown at once
SORTS = {"relevance": _("по смыслу"), "date": _("по дате")}
KINDS = {
    Kind.EVENT: _("Мероприятия"),
    Kind.PERSON: _("Люди"),
    Kind.PARK: _("Парки"),
    Kind.ORGANIZATION: _("Организации"),
    Kind.REGION: _("Регионы"),
    Kind.MATERIAL: _("Материалы"),
    Kind.SLIDE: _("Слайды"),
}
# Name in the address → field of the filters and heading. The kinds stand above the results, the rest beside them.
FACETS = {
    "kind": ("kind", _("Что")),
    "year": ("year", _("Год")),
    "region": ("region", _("Регион")),
    "type": ("event_type", _("Вид мероприятия")),
    "park": ("park", _("Парк")),
    "files": ("has_files", _("Файлы")),
}
WITH_FILES = _("С файлами")


@dataclass
class Link:
    label: str
    address: str
    count: int | None = None
    is_chosen: bool = False


@dataclass
class Facet:
    name: str
    heading: str
    few: list[Link]
    more: list[Link]

    @property
    def is_open(self):
        """A choice among those that are folded away is not to be overlooked."""
        return any(link.is_chosen for link in self.more)


@require_safe
def search_page(request):
    """A wrong value in the address finds nothing or is left out; it never fails."""
    asked = request.GET
    text = asked.get("q", "").replace("\x00", "")
    sort = asked.get("sort") if asked.get("sort") in SORTS else "relevance"
    context = {"query": text.strip()[:SHOWN_QUERY]}
    if context["query"]:
        answer = search(
            text,
            request.user,
            filters=read_filters(asked),
            sort=sort,
            page=read_number(asked, "page") or 1,
            exact=asked.get("exact") == "1",
        )
        facets = {name: facet(request, answer, name) for name in FACETS}
        pages = Paginator(range(answer.pages), 1)
        context |= {
            "answer": answer,
            "kinds": facets.pop("kind"),
            "all_kinds": address(request, kind=None, page=None),
            "facets": [shown for shown in facets.values() if shown],
            "is_narrowed": any(asked.get(name) for name in FACETS),
            "without_filters": address(request, **dict.fromkeys(FACETS)),
            "as_typed": address(request, exact="1", page=None),
            "sorts": [
                Link(label, address(request, sort=name, page=None), None, name == sort) for name, label in SORTS.items()
            ],
            "page_obj": pages.get_page(answer.page),
            "page_numbers": list(pages.get_elided_page_range(answer.page, on_each_side=2, on_ends=1)),
            "ellipsis": Paginator.ELLIPSIS,
        }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def suggestions(request):
    """While someone types: what they may mean, among what they may see."""
    found = suggest(request.GET.get("q", "").replace("\x00", ""), request.user)
    rows = [{"title": row.title, "kind": row.note or str(row.kind_label), "address": row.url} for row in found]
    return JsonResponse({"suggestions": rows})


def read_filters(asked):
    values = {field: asked.get(name, "").replace("\x00", "") for name, (field, _heading) in FACETS.items()}
    return Filters(**values | {"year": read_number(asked, "year"), "has_files": asked.get("files") == "1"})


def read_number(asked, name):
    """Four figures at most: a year or the number of a page."""
    value = asked.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 4 else None


def address(request, **changes):
    """This page with other parameters; None takes one away."""
    asked = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    return f"?{asked.urlencode()}"


def facet(request, answer, name):
    """Its choices as links that choose them or, once chosen, let them go; nothing where there is nothing to choose."""
    field, heading = FACETS[name]
    links = [
        Link(
            str(WITH_FILES if name == "files" else KINDS.get(choice.value, choice.label)),
            address(request, **{name: None if choice.is_chosen else choice.value, "page": None}),
            choice.count,
            choice.is_chosen,
        )
        for choice in answer.facets.get(field, [])
        if choice.count or choice.is_chosen
    ]
    if len(links) < 2 and not any(link.is_chosen for link in links) and name != "files":
        return None
    return Facet(name, heading, links[:FEW], links[FEW:]) if links else None
