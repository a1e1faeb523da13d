from django import template
from django.urls import reverse

from core import suspicions

from ..readiness.waiting import load_waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def what_waits(context):
    """The Waiting for the front page of the admin; None for people who may not see events."""
    user = context["request"].user
    return load_waiting() if user.has_perms(["events.view_event", "events.view_material"]) else None


@register.simple_tag(takes_context=True)
def suspected_doubles(context):
    """[(«люди», number of pairs, address)] of models with suspected doubles that this person may see."""
    user = context["request"].user
    found = [
        (model._meta, number)
        for model, number in suspicions.counts().items()
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]
    return [
        (opts.verbose_name_plural, number, reverse(f"admin:{opts.app_label}_{opts.model_name}_doubles"))
        for opts, number in found
    ]
