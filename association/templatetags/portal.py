"""What every template may say without loading it: Russian plurals, sizes, typography."""

from django import template

register = template.Library()
NBSP = "\u00a0"


@register.filter
def counted(number, forms):
    """`{{ 5|counted:_("резидент,резидента,резидентов") }}` is «5 резидентов»."""
    return f"{spaced(number)}{NBSP}{plural(number, forms)}"


@register.filter
def plural(number, forms):
    """The form of the three, for 1, 2 and 5, that goes with the number."""
    one, few, many = forms.split(",")
    number = abs(int(number))
    if number % 100 in range(11, 15) or number % 10 in (0, *range(5, 10)):
        return many
    return one if number % 10 == 1 else few


@register.filter
def spaced(number):
    """«12 345»: thousands apart by a space that does not break; four digits stay together."""
    digits = str(number)
    return f"{int(number):,}".replace(",", NBSP) if len(digits) > 4 else digits
