"""The search page and the suggestions of its field."""

from dataclasses import dataclass
from functools import cache, wraps

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.addresses import query_string, quoted
from core.kept_pages.views import kept
from core.typography import quantity
from events.models import Event, Material

from . import Kind, SearchFilters, search, suggest
from .learning import note_asked

SHOWN_QUERY = 300  # characters of the query that the page repeats
FEW = 8  # choices of a facet that are always shown
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
# GET parameter → (field of the filters, heading). Kinds are shown above the results, the rest beside them.
FACETS = {
    "kind": ("kind", _("Что")),
    "year": ("year", _("Год")),
    "region": ("region", _("Регион")),
    "type": ("event_type", _("Вид мероприятия")),
    "park": ("park", _("Парк")),
    "files": ("has_files", _("Файлы")),
}
WITH_FILES = _("С файлами")
SCOPES = ("event", "material")
NOT_A_NEW_QUESTION = (*FACETS, *SCOPES, "sort", "page", "exact")
FOUND = "X-Found"  # a header with the number of hits, which is kept with the page
IN_EVENT, IN_PRESENTATION, IN_MATERIAL = _("Только в мероприятии"), _("Только в презентации"), _("Только в материале")


@dataclass
class FacetLink:
    label: str
    address: str
    count: str = ""
    is_chosen: bool = False


@dataclass
class SearchWithin:
    """The event or material within which to search. A key of 0 finds nothing."""

    event_id: int | None = None
    material_id: int | None = None
    name: str = ""  # the GET parameter and its value
    value: str = ""
    label: str = ""
    title: str = ""
    address: str = ""


def read_scope(params, user):
    """The SearchWithin of `event=<slug>` or `material=<key>`. A row that the user may not see is treated as missing."""
    if slug := params.get("event", "").replace("\x00", ""):
        event = Event.objects.visible_to(user).filter(slug=slug).first()
        if event is None:
            return SearchWithin(event_id=0)
        return SearchWithin(event.pk, None, "event", slug, IN_EVENT, event.title, event.get_absolute_url())
    if key := params.get("material", ""):
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
        material = Material.objects.visible_to(user).select_related("talk").filter(pk=number).first()
        if material is None:
            return SearchWithin(material_id=0)
        label = IN_PRESENTATION if material.kind == Material.Kind.PRESENTATION else IN_MATERIAL
        return SearchWithin(None, material.pk, "material", key, label, str(material), material.get_absolute_url())
    return SearchWithin()


@dataclass
class Facet:
    name: str
    heading: str
    few: list[FacetLink]
    more: list[FacetLink]

    @property
    def is_open(self):
        """Whether the facet is unfolded: one of its choices is chosen."""
        return any(link.is_chosen for link in self.more)


def learned(view):
    """A decorator that counts the query and its hits, even if the page was a kept one."""

    @wraps(view)
    def answer(request):
        response = view(request)
        text = request.GET.get("q", "")
        is_question = request.method == "GET" and not any(request.GET.get(name) for name in NOT_A_NEW_QUESTION)
        if text and is_question and FOUND in response and not request.headers.get("Sec-Purpose"):
            note_asked(text, int(response[FOUND]))
        return response

    return answer


@learned
@kept("q", *FACETS, *SCOPES, "sort", "exact", "page")
@require_safe
def search_page(request):
    """The search page. A wrong parameter finds nothing or is ignored; it never raises."""
    params = request.GET
    text = params.get("q", "").replace("\x00", "")
    sort = params.get("sort") if params.get("sort") in SORTS else "relevance"
    scope = read_scope(params, request.user)
    context = {"query": text.strip()[:SHOWN_QUERY], "scope": scope}
    if context["query"]:
        answer = search(
            text,
            request.user,
            filters=read_filters(params, scope),
            sort=sort,
            page=read_number(params, "page") or 1,
            exact=params.get("exact") == "1",
        )
        facets = {name: facet(request, answer, name) for name in FACETS}
        pages = Paginator(range(answer.pages), 1)
        context |= {
            "answer": answer,
            "kinds": facets.pop("kind"),
            "all_kinds": with_params(request, kind=None, page=None),
            "facets": [shown for shown in facets.values() if shown],
            "has_operators": any(sign in text for sign in ('"', "«", "“", "„", " -", " −")) or text.startswith("-"),
            "is_narrowed": any(params.get(name) for name in FACETS),
            "without_filters": with_params(request, **dict.fromkeys(FACETS)),
            "is_unfolded": any(params.get(name) for name in FACETS if name != "kind"),
            "without_scope": with_params(request, **dict.fromkeys(SCOPES), page=None),
            "as_typed": with_params(request, exact="1", page=None),
            "sorts": [
                FacetLink(label, with_params(request, sort=name, page=None), is_chosen=name == sort)
                for name, label in SORTS.items()
            ],
            "page_obj": pages.get_page(answer.page),
            "page_numbers": list(pages.get_elided_page_range(answer.page, on_each_side=2, on_ends=1)),
            "ellipsis": Paginator.ELLIPSIS,
        }
    response = render(request, "search/search.html", context)
    if context["query"]:
        response[FOUND] = answer.total
    return response


@require_safe
@cache_control(private=True, no_store=True)
def suggestions(request):
    """JSON for the search field while somebody types."""
    found = suggest(request.GET.get("q", "").replace("\x00", ""), request.user)
    rows = [{"title": row.title, "kind": row.note or str(row.kind_label), "address": row.url} for row in found]
    return JsonResponse({"suggestions": rows})


def read_filters(params, scope):
    values = {field: params.get(name, "").replace("\x00", "") for name, (field, _heading) in FACETS.items()}
    values |= {"year": read_number(params, "year"), "has_files": params.get("files") == "1"}
    return SearchFilters(**values, event=scope.event_id, material=scope.material_id)


def read_number(params, name):
    """A year or a page number of at most four digits."""
    value = params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 4 else None


def with_params(request, **changes):
    """The query string of this page with changed parameters; None removes one."""
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if name not in changes]
    return f"?{query_string(pairs + [(name, value) for name, value in changes.items() if value is not None])}"


def facet(request, answer, name):
    """The choices as links that add or remove them; None if there is nothing to choose."""
    field, heading = FACETS[name]
    dropped = with_params(request, **{name: None, "page": None})
    chosen = f"{dropped}{'' if dropped == '?' else '&'}{name}="
    labels = _facet_labels()
    links = [
        FacetLink(
            _capitalized(labels.get((name, choice.value), choice.label)),
            dropped if choice.is_chosen else f"{chosen}{quoted(choice.value)}",
            f"{quantity(choice.count)}{'+' if answer.total_is_more else ''}",
            choice.is_chosen,
        )
        for choice in answer.facets.get(field, [])
        if choice.count or choice.is_chosen
    ]
    if len(links) < 2 and not any(link.is_chosen for link in links) and name != "files":
        return None
    return Facet(name, heading, links[:FEW], links[FEW:]) if links else None


def _capitalized(label):
    return label[:1].upper() + label[1:]


@cache
def _facet_labels():
    """{(facet, value): label} for values whose label is not in the answer."""
    return {("files", "1"): str(WITH_FILES), **{("kind", str(kind)): str(label) for kind, label in KINDS.items()}}
