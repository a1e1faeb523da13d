import re
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Variable, VariableDoesNotExist
from django.template.base import FilterExpression, Parser
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.filters import FilterForm, WordsField
from core.rendering import _by_django, _rendered_by_django, _resolved_by_django, look_up, rendered, resolved
from core.templates import COMMENT, narrowed, prepared
from events.templatetags.event_tags import DateFace

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.mark.parametrize(
    ("template", "sent"),
    [
        (
            "<p>a</p>\n<ul>\n  <li>b <b>c</b>\n<i>d</i>\n</li>\n</ul>\n",
            "<p>a</p><ul><li>b <b>c</b>\n<i>d</i></li></ul>",
        ),
        (
            '<p class="{% if a > b %}c{% endif %}">\nd\n</p>\n<a>e</a>\n<a>',
            '<p class="{% if a > b %}c{% endif %}">d</p><a>e</a>\n<a>',
        ),
        ("a\n<span>b</span>\n<link c>\n<link d>\ne", "a\n<span>b</span><link c><link d>\ne"),
        ("<pre>\n<param>\n<hr>\n", "<pre>\n<param>\n<hr>\n"),
        ("a\n  {% if b %}\n    c\n  {% endif %}\nd", "a\n{% if b %}c\n{% endif %}d"),
        (
            "{% for a in b %}\n  {{ a }}\n{% empty %}\n  -\n{% endfor %}\n",
            "{% for a in b %}{{ a }}\n{% empty %}-\n{% endfor %}",
        ),
        ("{% if a %}b{% endif %}\nc", "{% if a %}b{% endif %}\nc"),
        ("x\n{% if a %}{% if b %}c{% endif %}{% endif %}\nd", "x\n{% if a %}{% if b %}c{% endif %}\n{% endif %}d"),
        ("x\n{% if a %}b{% else %}c{% endif %}\nd", "x\n{% if a %}b{% else %}c{% endif %}\nd"),
        ("x\n{% if a %}b{% endif %}{% if c %}d{% endif %}\ne", "x\n{% if a %}b{% endif %}{% if c %}d{% endif %}\ne"),
        (
            "x\n{% url 'a' as b %}\n{% block c %}\nd\n{% endblock %}\n",
            "x\n{% url 'a' as b %}{% block c %}d\n{% endblock %}",
        ),
        ("a\n{% include 'b' %}\nc", "a\n{% include 'b' %}\nc"),
    ],
)
def test_template_loses_indentation_and_lines_of_tags(template, sent):
    assert narrowed(template) == sent


def test_no_template_needs_its_indentation():
    for path in TEMPLATES.rglob("*.html"):
        source = COMMENT.sub("", path.read_text("utf-8"))
        assert not re.search(r"<(?:pre|textarea)\b(?![^\n]*</)", source), path
        assert narrowed(source).split() == source.split() or _words(narrowed(source)) == _words(source), path


def _words(source):
    """The source with a space around each tag of Django, which itself prints nothing, and at the edges of elements."""
    return re.sub(r"(\{%.*?%\}|(?=<)|(?<=>))", r" \1 ", source).split()


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ('a {% include "b" %} c', "a <b>{{ x }}</b> c"),
        ('{% include "b" with x=y z="t w" %}', '{% with x=y z="t w" %}<b>{{ x }}</b>{% endwith %}'),
        ('{% include "b" with x=y only %}', None),
        ('{% include "sets" %}', None),
        ("{% include name %}", None),
        ('{% include "of another library" %}', None),
        ('{% translate "100 % – да" %}', "100 % – да"),
        ('{% translate "Да" as yes %}', None),
        ('{{ n|counted:_("файл,файла,файлов") }}', '{{ n|counted:"файл,файла,файлов" }}'),
        ("{% blocktranslate %}Всё{% endblocktranslate %}", "Всё"),
        (
            "{% blocktranslate with a=b.c %}Ещё {{ a }} %{% endblocktranslate %}",
            "{% with a=b.c %}Ещё {{ a }} %{% endwith %}",
        ),
        ("{% blocktranslate count n=m %}а{% plural %}б{% endblocktranslate %}", None),
        ('функция_("а")', None),
    ],
)
def test_what_is_the_same_on_every_rendering_is_done_when_a_template_is_loaded(template, made):
    sources = {"b": "<b>{{ x }}</b>", "sets": "{% url 'x' as y %}{{ y }}"}
    assert prepared(template, sources.get) == (made or template)


class Thing:
    name, missing_inside = "имя", property(lambda self: self.nothing)

    @property
    def unknown(self):
        raise ObjectDoesNotExist

    @property
    def broken(self):
        raise ValueError

    def method(self):
        return "сделано"

    def needs(self, argument):
        return argument

    def delete(self):
        raise AssertionError

    delete.alters_data = True


class Filters(FilterForm):
    q = WordsField("слова")


@pytest.mark.parametrize(
    "path",
    [
        "a.name",
        "a.method",
        "a.needs",
        "a.unknown",
        "a.broken",
        "a.delete",
        "a.none",
        "a.missing_inside",
        "a.name.upper",
        "lazy.name",
        "lazy.none",
        "d.x",
        "d.y",
        "d.items",
        "l.0",
        "l.9",
        "t.days",
        "t.count",
        "t.0",
        "none.x",
        "nothing",
        "nothing.x",
        "Thing.name",
        "f",
        "form.is_narrowing",
        "form.q.value",
        "form.nothing",
        "field.label",
        "field.0",
        "field.nothing",
        "autoescape",
    ],
)
def test_variables_are_found_as_by_django(path):
    def found(look):
        try:
            return repr(look(Variable(path), context))
        except (VariableDoesNotExist, AttributeError, ValueError) as error:
            return type(error)

    def in_a_tag(resolve):
        expression = FilterExpression(path, Parser([]))
        try:
            return [repr(resolve(expression, context, is_condition)) for is_condition in (True, False)]
        except (AttributeError, ValueError) as error:
            return type(error)

    values = {"a": Thing(), "lazy": SimpleLazyObject(Thing), "d": {"x": 1, "items": 2}, "l": [3], "none": None}
    values |= {"t": DateFace("1", "2"), "Thing": Thing, "f": lambda: 5, "form": Filters({"q": "а"})}
    values["field"] = values["form"]["q"]
    context = Context(values)
    context.push(inner=1)
    context.template = type("T", (), {"engine": type("E", (), {"string_if_invalid": ""})})
    assert found(look_up) == found(_by_django)
    assert in_a_tag(resolved) == in_a_tag(_resolved_by_django)


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize(
    "value", ['<a href="\'&">', mark_safe("<b>&amp;</b>"), "", gettext_lazy("<i>"), 1234.5, 2016, None, [1, "<"], True]
)
def test_values_are_printed_as_by_django(value, autoescape):
    context = Context(autoescape=autoescape)
    printed, expected = rendered(value, context), _rendered_by_django(value, context)
    assert printed == expected
