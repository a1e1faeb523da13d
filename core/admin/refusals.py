"""Say in one sentence which part of an admin form has errors."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _


def refusal(form: Any, formsets: Iterable[Any], files: Iterable[Any]) -> str:
    """«Не сохранено: ошибка в разделе «Фотографии», строка 6. Файлы выберите ещё раз: дом.jpg.»; "" without an error.

    The files are named because a browser does not keep them when it shows the form again.
    """
    formsets = list(formsets)
    places = [*_fields(form), *(place for formset in formsets for place in _rows(formset))]
    if not places and not form.errors:
        return ""
    if not places:
        said = _("Не сохранено: исправьте отмеченное ниже.")
    elif len(places) == 1 and len(form.errors) < 2:
        said = _("Не сохранено: ошибка %s.") % places[0]
    else:
        said = _("Не сохранено: ошибки %s.") % "; ".join(places)
    names = [file.name for file in files]
    return said + (_(" Файлы выберите ещё раз: %s.") % ", ".join(names) if names else "")


def _fields(form: Any) -> Iterator[str]:
    names = [f"«{capfirst(str(form.fields[name].label))}»" for name in form.errors if name in form.fields]
    if len(names) == 1:
        yield _("в поле %s") % names[0]
    elif names:
        yield _("в полях %s") % ", ".join(names)


def _rows(formset: Any) -> Iterator[str]:
    """`formset` is an InlineAdminFormSet."""
    numbers = [str(number) for number, form in enumerate(formset.formset.forms, 1) if form.errors]
    title = capfirst(str(formset.opts.verbose_name_plural))
    if len(numbers) == 1:
        yield _("в разделе «%(title)s», строка %(number)s") % {"title": title, "number": numbers[0]}
    elif numbers:
        yield _("в разделе «%(title)s», строки %(numbers)s") % {"title": title, "numbers": ", ".join(numbers)}
    elif formset.formset.non_form_errors():
        yield _("в разделе «%s»") % title
