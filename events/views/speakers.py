from django.db.models import Exists, OuterRef

from parks.models import Organization

from ..models import Appearance


def appearances_for(user):
    """Appearances with their people, as `events/_said_as.html` shows them: a link only to what the user may see."""
    known = Organization.objects.visible_to(user).filter(pk=OuterRef("organization"))
    return Appearance.objects.select_related("person", "organization").annotate(organization_is_known=Exists(known))
