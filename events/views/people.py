from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, Substr
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept
from core.pagination import PagedListView
from core.text import sort_key

from ..filters import PersonFilters
from ..models import Appearance, Event, Material, Person
from ..structured_data import person_metadata


@method_decorator(kept(*PersonFilters.base_fields, "page"), name="dispatch")
class PersonList(PagedListView):
    template_name = "events/person_list.html"
    context_object_name = "people"

    def get_queryset(self):
        user = self.request.user
        known = Person.objects.visible_to(user)
        self.filters = PersonFilters(self.request.GET, letters_of(known))
        return self.filters.narrow(known)

    def complete_rows(self, rows):
        own = Appearance.objects.visible_to(self.request.user).filter(person=OuterRef("pk"))
        newest = own.newest_first()
        events = own.order_by().values("person").annotate(total=Count("event", distinct=True)).values("total")
        return Person.objects.filter(pk__in=rows.values("pk")).annotate(
            events_count=Coalesce(Subquery(events), 0),
            position=Subquery(newest.values("position")[:1]),
            organization_name=Subquery(newest.values("organization_name")[:1]),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(filters=self.filters, **kwargs)


def letters_of(people):
    """The first letters of the last names, sorted."""
    letters = people.order_by().annotate(letter=Substr("last_name", 1, 1)).values_list("letter", flat=True).distinct()
    return sorted(letters, key=sort_key)


@kept()
@require_safe
def person(request, slug):
    user = request.user
    found = get_object_or_404(Person.objects.visible_to(user), slug=slug)
    appearances = (
        Appearance.objects.with_people_for(user)
        .filter(person=found, event__in=Event.objects.visible_to(user))
        .newest_first()
        .select_related("event", "talk")
        .prefetch_related(
            Prefetch("talk__materials", Material.objects.listed_for(user).mark_open(user), to_attr="listed_materials"),
        )
    )
    context = {"person": found, "appearances": list(appearances), "metadata": person_metadata(found)}
    return render(request, "events/person_detail.html", context)
