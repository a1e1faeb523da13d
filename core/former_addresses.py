"""Redirect from the addresses that a page had before its slug changed.

The path of a model's `get_absolute_url` tells which pages it has. Everything below such a path is redirected too, for
example `/events/<slug>/card.png`. `settings.SLUG_PARAMETERS` lists the parameters of lists that contain slugs. There is
no redirect to a row that the reader may not see.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_vary_headers

from .fields import NameSlugField
from .models import FormerSlug

SAMPLE = "sample-slug"


class FormerAddressMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD") and (path := _present_path(request)):
            query = request.META.get("QUERY_STRING", "")
            return _moved(f"{path}?{query}" if query else path)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method not in ("GET", "HEAD") or request.resolver_match.app_name == "admin":
            return None
        query = request.GET.copy()
        named = {name: label for name, label in settings.SLUG_PARAMETERS.items() if any(query.getlist(name))}
        if not named or not FormerSlug.objects.any_of([(label, query.getlist(name)) for name, label in named.items()]):
            return None
        for name, label in named.items():
            slugs = query.getlist(name)
            present = _present_slugs(apps.get_model(label), slugs, request.user)
            query.setlist(name, [present.get(slug, slug) for slug in slugs])
        return None if query == request.GET else _moved(f"{request.path}?{query.urlencode()}")


def _present_path(request: HttpRequest) -> str:
    """The path with the current slug; "" if the slug in it is not a former one."""
    for prefix, model in _pages().items():
        slug, _slash, rest = request.path.removeprefix(prefix).partition("/")
        if request.path.startswith(prefix) and (present := _present_slugs(model, [slug], request.user).get(slug)):
            return f"{prefix}{present}/{rest}"
    return ""


def _present_slugs(model: type[models.Model], slugs: list[str], user: Any) -> dict[str, str]:
    """{former slug: current slug of the same row}, without slugs that another row has now."""
    wanted = {slug for slug in slugs if slug and "\x00" not in slug}
    former = dict(FormerSlug.objects.of(model).filter(slug__in=wanted).values_list("slug", "row"))
    if not former:
        return {}
    taken = set(model._base_manager.filter(slug__in=former).values_list("slug", flat=True))
    present = dict(model.objects.visible_to(user).filter(pk__in=former.values()).values_list("pk", "slug"))
    return {slug: present[row] for slug, row in former.items() if slug not in taken and row in present}


@cache
def _pages() -> dict[str, type[models.Model]]:
    """{"/events/": Event, …} for the models whose pages have a slug in their address."""
    return dict(_find_pages())


def _find_pages() -> Iterator[tuple[str, type[models.Model]]]:
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, NameSlugField) and field.unique]
        if fields and hasattr(model, "get_absolute_url"):
            yield model(slug=SAMPLE).get_absolute_url().removesuffix(f"{SAMPLE}/"), model


def _moved(address: str) -> HttpResponse:
    """A redirect that browsers do not cache. A slug may come back, and two cached redirects would form a loop."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
