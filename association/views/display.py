"""«Версия для слабовидящих»: display settings that a cookie keeps. They work on every page, without scripts."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

COOKIE = settings.COOKIE_PREFIX + "appearance"
YEAR = 365 * 24 * 3600


class DisplayForm(forms.Form):
    """The first value of each choice is the usual look of the site."""

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
    letters = forms.ChoiceField(
        label=_("Расстояние между буквами"), choices={"usual": _("обычное"), "wide": _("увеличенное")}
    )
    pictures = forms.ChoiceField(label=_("Картинки"), choices={"usual": _("показывать"), "off": _("не показывать")})

    USUAL = {"size": "1", "scheme": "usual", "letters": "usual", "pictures": "usual"}
    OFFERED = {"size": "2", "scheme": "black-on-white", "letters": "usual", "pictures": "usual"}

    def __init__(self, data, **kwargs):
        super().__init__({**self.USUAL, **data}, **kwargs)


class DisplaySettings:
    """The chosen settings. An object is true if they differ from the usual look of the site."""

    def __init__(self, data):
        self.form = DisplayForm(data, auto_id="display-%s")
        self.chosen = self.form.cleaned_data if self.form.is_valid() else DisplayForm.USUAL

    @classmethod
    def of(cls, request):
        """The settings in the request's cookie, or None without one. An invalid cookie means the usual look."""
        if COOKIE not in request.COOKIES:
            return None
        values = request.COOKIES[COOKIE].split(".")
        return cls(dict(zip(DisplayForm.USUAL, values, strict=False)))

    def __bool__(self):
        return self.chosen != DisplayForm.USUAL

    def __str__(self):
        """The value of the cookie."""
        return ".".join(self.chosen[name] for name in DisplayForm.USUAL)

    @property
    def attributes(self):
        """The attributes of <html> that static/css/display.css uses."""
        usual = DisplayForm.USUAL
        differing = [(name, value) for name, value in self.chosen.items() if value != usual[name]]
        return format_html_join("", ' data-{}="{}"', differing)


@require_http_methods(["GET", "HEAD", "POST"])
def display(request):
    """The form of the settings. Without a cookie it previews the suggested ones; only sending the form saves them."""
    if request.method == "POST":
        # A button of the bar sends one setting, the form of the page sends all of them.
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
    """The page that the visitor came from, or the home page if `back` leads to another site."""
    url = asked.get("back", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else "/"
