"""Widgets of the forms of the administration."""

from urllib.parse import urlencode

from django.contrib.admin.widgets import AdminFileWidget, AutocompleteSelect
from django.template.loader import render_to_string

from .on_the_spot import NEW, is_new, label_of_new


class AutocompleteInput(AutocompleteSelect):
    """Django's search field. It makes no query for a related object that is already loaded.

    `within` narrows the offers. It becomes part of the address of the search, where the model's admin reads it.
    """

    def __init__(self, *args, within=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.within, self.row = within, None

    def stored_row(self, value):
        """The related object if it is loaded and is the chosen one. None if `within` restricts the choice."""
        if self.within or self.row is None or not self.field.is_cached(self.row):
            return None
        found = getattr(self.row, self.field.name)
        return found if found is not None and str(found.pk) == str(value) else None

    def get_url(self):
        url = super().get_url()
        return f"{url}?{urlencode(self.within)}" if self.within else url

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Leaves out what the script assumes anyway: a page has hundreds of these fields."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        granted = {"data-ajax--cache": "true", "data-ajax--type": "GET", "data-allow-clear": "false"}
        if attrs.get("data-allow-clear") in ("false", "", False):
            granted["data-placeholder"] = ""
        return {name: value for name, value in attrs.items() if str(value).lower() != granted.get(name, "-").lower()}

    def optgroups(self, name, value, attr=None):
        if new := [one for one in value if is_new(one)]:
            label = label_of_new(new[0].removeprefix(NEW))
            return [(None, [self.create_option(name, new[0], label, True, 0)], 0)]
        if self.row is None or not self.field.is_cached(self.row):
            return super().optgroups(name, value, attr)
        chosen = getattr(self.row, self.field.name)
        if chosen is None or [str(chosen.pk)] != [str(pk) for pk in value]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(chosen)
        options.append(self.create_option(name, chosen.pk, label, True, len(options)))
        return [(None, options, 0)]


class PictureInput(AdminFileWidget):
    """A file input with a preview. `address(row)` returns the preview's URL, because stored files have none."""

    template_name = "admin/picture_input.html"

    def __init__(self, attrs=None, *, address=None):
        super().__init__({"accept": "image/png,image/jpeg,image/webp", **(attrs or {})})
        self.address = address

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)  # the renderer of Django's forms finds no templates of ours

    def is_initial(self, value):
        return bool(value and value.instance.pk)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["address"] = self.address(value.instance)
        return context
