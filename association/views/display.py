"""«Версия для слабовидящих»: a choice that a cookie remembers, on every page and without a line of script."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

COOKIE = "appearance"
YEAR = 365 * 24 * 3600


class DisplayForm(forms.Form):
    """The first value of each choice is how the site looks by itself."""

    size = forms.ChoiceField(
        label=_("Размер текста"), choices={"1": _("обычный"), "2": _("крупный"), "3": _("очень крупный")}
    )
    scheme = forms.ChoiceField(
        label=_("Цвета"),
        choices={
            "usual": _("обычные"),
            "black-on-white": _("чёрным по белому"),
            "white-on-black": _("белым по чёрному"),
            "blue": _("синим по голубому"),
        },
    )
    letters = forms.ChoiceField(label=_("Между буквами"), choices={"usual": _("обычно"), "wide": _("просторно")})
    pictures = forms.ChoiceField(label=_("Картинки"), choices={"usual": _("показывать"), "off": _("не показывать")})

    USUAL = {"size": "1", "scheme": "usual", "letters": "usual", "pictures": "usual"}
    OFFERED = {"size": "2", "scheme": "black-on-white", "letters": "usual", "pictures": "usual"}

    def __init__(self, data, **kwargs):
        super().__init__({**self.USUAL, **data}, **kwargs)


class DisplaySettings:
    """What is chosen; true where that differs from how the site looks by itself."""

    def __init__(self, data):
        self.form = DisplayForm(data, auto_id="display-%s")
        self.chosen = self.form.cleaned_data if self.form.is_valid() else DisplayForm.USUAL

    @classmethod
    def of(cls, request):
        """Of the cookie; None without one. What makes no sense in it is no choice."""
        if COOKIE not in request.COOKIES:
            return None
        values = request.COOKIES[COOKIE].split(".")
        return cls(dict(zip(DisplayForm.USUAL, values, strict=False)))

    def __bool__(self):
        return self.chosen != DisplayForm.USUAL

    def __str__(self):
        """As the cookie holds it."""
        return ".".join(self.chosen[name] for name in DisplayForm.USUAL)

    @property
    def attributes(self):
        """Of <html>, for static/css/display.css."""
        usual = DisplayForm.USUAL
        differing = [(name, value) for name, value in self.chosen.items() if value != usual[name]]
        return format_html_join("", ' data-{}="{}"', differing)


@require_http_methods(["GET", "HEAD", "POST"])
def display(request):
    """Asked for first, the page shows what it offers in that very look; nothing is kept until the button is pressed."""
    if request.method == "POST":
        # One button of the bar changes one thing, the form of the page changes all.
        before = DisplaySettings.of(request) or DisplaySettings({})
        chosen = {} if "reset" in request.POST else before.chosen | request.POST.dict()
        return _remember(redirect(_back(request, request.POST)), DisplaySettings(chosen))
    shown = DisplaySettings.of(request) or DisplaySettings(DisplayForm.OFFERED)
    return render(request, "association/display.html", {"display": shown, "back": _back(request, request.GET)})


def _remember(response, chosen):
    if not chosen:
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        COOKIE, str(chosen), max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _back(request, asked):
    """Where the visitor came from; never another site."""
    url = asked.get("back", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else "/"
