from django import template

from .. import help

register = template.Library()


@register.simple_tag(takes_context=True)
def help_address(context):
    """The address of the manual's page about this page of the admin."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return help.address_of(help.page_about(match.url_name or "") if match else help.CONTENTS)
