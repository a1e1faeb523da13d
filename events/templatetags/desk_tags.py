from django import template

from ..readiness.waiting import load_waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context):
    """The Waiting of the front page of the admin; None for those who may not see events."""
    user = context["request"].user
    return load_waiting() if user.has_perms(["events.view_event", "events.view_material"]) else None
