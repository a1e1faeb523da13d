"""Reads the forms of admin pages, to send them back as a browser does."""

from html.parser import HTMLParser

from django.urls import reverse


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def desk(event, page, kind="", key="add"):
    """A page of the event's desk: its list, or the form of one row."""
    base = f"/admin/events/event/{event.pk}/{page}/"
    return f"{base}{kind}/{key}/" if kind else base


def filled(response):
    """{name: value} of the page's fields, without the empty rows that scripts copy."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return {name: value for name, value in reader.data.items() if "__prefix__" not in name}


def add_row(data, prefix, **values):
    """Adds a row to the inline with that prefix and returns its number."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = number + 1
    data.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})
    return number


def add_untouched_row(data, response, prefix):
    """«Добавить», and nothing written: a row with its defaults alone. Returns its number."""
    reader = _Reader()
    reader.feed(response.content.decode())
    beginning = f"{prefix}-__prefix__-"
    defaults = {
        name.removeprefix(beginning): value for name, value in reader.data.items() if name.startswith(beginning)
    }
    return add_row(data, prefix, **defaults)


def complaints(response):
    """Every error of a refused form as «field: sentence»."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    found = [f"{name}: {text}" for form in forms for name, texts in form.errors.items() for text in texts]
    for inline in response.context["inline_admin_formsets"]:
        found += [f"{inline.formset.prefix}: {text}" for text in inline.formset.non_form_errors()]
    return found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.data, self.inside = {}, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in ("file", "submit", "button"):
            self._input(name, attrs)
        elif tag in ("select", "textarea"):
            self.inside = name
            if tag == "textarea":
                self.data[name] = ""
        elif tag == "option" and self.inside and "selected" in attrs:
            self.data[self.inside] = attrs.get("value", "")

    def _input(self, name, attrs):
        if attrs.get("type") not in ("checkbox", "radio"):
            self.data[name] = attrs.get("value", "")
        elif "checked" in attrs:
            value = attrs.get("value", "on")
            self.data[name] = [*self.data.get(name, []), value] if name == "groups" else value

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.inside = None

    def handle_data(self, text):
        if self.inside and self.inside in self.data and self.lasttag == "textarea":
            self.data[self.inside] += text.removeprefix("\n")
