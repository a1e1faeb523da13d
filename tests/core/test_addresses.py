import pytest
from django.template import Context, Engine
from django.template.backends.django import get_installed_libraries
from django.urls import NoReverseMatch, set_script_prefix

from core.addresses import _reversed

ENGINE = Engine(builtins=["core.templatetags.core_tags"], libraries=get_installed_libraries())


def page(source, **values):
    return ENGINE.from_string(source).render(Context(values))


def test_address_is_made_once_and_is_that_of_django():
    _reversed.cache_clear()
    for _time in range(2):
        assert page("{% url 'events:event' slug %}", slug="a") == "/events/a/"
        assert page("{% url 'events:slide' 7 number %}", number=1) == "/materials/7/slides/1/"
    assert (_reversed.cache_info().misses, _reversed.cache_info().hits) == (2, 2)


def test_other_forms_of_the_tag_work_as_before():
    assert page("{% url 'events:event' slug='a' %}") == "/events/a/"
    assert page("{% url 'events:event' 'a' as address %}[{{ address }}]") == "[/events/a/]"
    assert page("{% url 'nothing' as address %}[{{ address }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        page("{% url 'events:event' %}")


def test_address_begins_where_the_portal_stands():
    assert page("{% url 'events:events' %}") == "/events/"
    set_script_prefix("/portal/")
    try:
        assert page("{% url 'events:events' %}") == "/portal/events/"
    finally:
        set_script_prefix("/")
