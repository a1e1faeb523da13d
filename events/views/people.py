from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Substr
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept
from core.pagination import PagedListView
from core.text import sort_key

from ..filters import PersonFilters
from ..models import Appearance, Person
from ..person_page import load_person
from ..structured_data import person_metadata


@method_decorator(kept(*PersonFilters.base_fields, "page"), name="dispatch")
class PersonList(PagedListView):
    template_name = "events/person_list.html"
    context_object_name = "people"

    def get_queryset(self):
        user = self.request.user
        known = Person.objects.visible_to(user)
        self.filters = PersonFilters(self.request.GET, user, letters_of(known))
        return self.filters.narrow(known)

    def complete_rows(self, rows):
        visible = Appearance.objects.visible_to(self.request.user)
        own = visible.filter(person=OuterRef("pk"))
        events = own.order_by().values("person").annotate(total=Count("event", distinct=True)).values("total")
        people = Person.objects.filter(pk__in=rows.values("pk")).with_newest_post(visible)
        return people.annotate(
            events_count=Coalesce(Subquery(events), 0),
            newest_event=Subquery(own.newest_first().values("event__title")[:1]),
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
    found, appearances = load_person(slug, request.user)
    context = {
        "person": found,
        "appearances": appearances,
        "newest": next((one for one in appearances if one.said_as), None),
        "metadata": person_metadata(found),
    }
    return render(request, "events/person_detail.html", context)
