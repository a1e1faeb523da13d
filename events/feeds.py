"""Atom feeds. Feed readers do not log in, so the feeds contain only what a visitor sees."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.kept_pages.address import only_known
from core.text import without_controls

from .calendars.entries import changed_at, load_facts, places
from .filters import EventFilters, MaterialFilters
from .models import Event, Material

MAX_ITEMS = 50


def _tag(name):
    """A tag URI (RFC 4151), because Atom requires ids that are IRIs and never change."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"


class CleanAtomFeed(Atom1Feed):
    """Atom without characters that XML forbids. With one of them in any item Django would answer 500."""

    def add_item(self, **values):
        values["categories"] = list(map(without_controls, values.get("categories") or ()))
        super().add_item(
            **{name: without_controls(value) if isinstance(value, str) else value for name, value in values.items()}
        )


class PublicFeed(Feed):
    """A feed with absolute addresses from SITE_URL. Answers 304 if the reader already has it."""

    feed_type = CleanAtomFeed
    language = "ru"

    @method_decorator([require_safe, conditional_page])
    def __call__(self, request, *args, **kwargs):
        with only_known(request, tuple(self.filters.base_fields)):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request):
        request.filters = self.filters(request.GET, AnonymousUser())
        return request

    def feed_url(self, request):
        return settings.SITE_URL + request.get_full_path()

    def feed_guid(self, request):
        """An id with the keys of regions and parks, because programs identify a feed by its id and slugs may change."""
        if not (keys := request.filters.keys):
            return self.feed_url(request)
        query = request.GET.copy()
        for name, key in keys.items():
            query[name] = key
        return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"

    def link(self, request):
        query = request.GET.urlencode()
        return settings.SITE_URL + reverse(self.page) + (f"?{query}" if query else "")

    def author_name(self):
        return settings.ASSOCIATION_NAME

    def item_link(self, row):
        return settings.SITE_URL + row.get_absolute_url()

    def item_guid(self, row):
        """An id that does not depend on the address. Otherwise a renamed entry would appear as new."""
        return _tag(f"{row._meta.model_name}-{row.pk}")

    def item_pubdate(self, row):
        return row.published_at


class EventFeed(PublicFeed):
    page, filters = "events:events", EventFilters

    def title(self, request):
        return _("%s: мероприятия") % settings.ASSOCIATION_SHORT_NAME

    def subtitle(self, request):
        return _("Новое в разделе «Мероприятия»")

    def items(self, request):
        visitor = AnonymousUser()
        found = request.filters.narrow(Event.objects.visible_to(visitor))
        return load_facts(found.order_by("-published_at", "-pk")[:MAX_ITEMS], visitor)

    def item_title(self, event):
        return event.title

    def item_description(self, event):
        where = ", ".join(places(event))
        return "\n\n".join(part for part in (event.dates, where, event.lead) if part)

    def item_categories(self, event):
        return [event.get_type_display().capitalize()]

    def item_updateddate(self, event):
        return max(changed_at(event), event.published_at)


class MaterialFeed(PublicFeed):
    page, filters = "events:materials", MaterialFilters

    def title(self, request):
        return _("%s: материалы") % settings.ASSOCIATION_SHORT_NAME

    def subtitle(self, request):
        return _("Новые презентации и документы")

    def items(self, request):
        visitor = AnonymousUser()
        found = request.filters.narrow(Material.objects.visible_to(visitor))
        return found.order_by("-published_at", "-pk").with_speakers(visitor)[:MAX_ITEMS]

    def item_title(self, material):
        return material.heading

    def item_description(self, material):
        speakers = material.talk.speakers if material.talk else []
        who = [", ".join(filter(None, (one.name, one.said_as))) for one in speakers]
        parts = (*who, material.event.title, material.event.dates, material.description)
        return "\n\n".join(part for part in parts if part)

    def item_updateddate(self, material):
        version = material.current_version
        return max(material.published_at, version.uploaded_at) if version else material.published_at

    def item_categories(self, material):
        return [material.get_kind_display().capitalize()]
