from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context, defaulttags
from django.utils.html import linebreaks, urlize

from core import typography
from core.templatetags.core_tags import counted, prose, querystring

FORMS = "резидент,резидента,резидентов"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 резидентов"),
        (1, "1 резидент"),
        (4, "4 резидента"),
        (5, "5 резидентов"),
        (11, "11 резидентов"),
        (14, "14 резидентов"),
        (21, "21 резидент"),
        (112, "112 резидентов"),
        (12_322, "12 322 резидента"),
    ],
)
def test_counted_agrees_with_the_number(number, said):
    assert counted(number, FORMS) == said.replace(" ", "\u00a0")


def test_prose_makes_paragraphs_and_links_and_escapes_markup():
    html = prose('Визит в "Пример".\n\nПодробно — https://example.org/a?b=1&c=2 <script>alert(1)</script>')
    first, second = html.split("\n\n")
    assert first == "<p>Визит в\u00a0«Пример».</p>"
    link = '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">https://example.org/a?b=1&amp;c=2</a>'
    assert second == f"<p>Подробно\u00a0— {link} &lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    "text",
    [
        "Без ссылок. Точка.Слитно",
        "www.example.ru",
        "См. http://a.example/b?c=d&e",
        "HTTPS://EXAMPLE.RU",
        "a@b.example",
        "example.COM",
    ],
)
def test_prose_makes_the_links_that_urlize_makes(text):
    assert prose(f"{text}\n\n<b>") == linebreaks(
        urlize(typography.typeset(f"{text}\n\n<b>"), nofollow=True, autoescape=True)
    )


@pytest.mark.parametrize("asked", ["", "page=2", "q=а+б%26в&page=2&view=month", "year=2016&year=2017&q=", "q=%22%3E"])
@pytest.mark.parametrize(
    "changes", [{"page": 3}, {"page": None}, {"year": "unknown", "page": None}, {"view": "год & ё"}]
)
def test_addresses_of_a_page_are_those_of_django(asked, changes):
    context = Context()
    context.request = SimpleNamespace(GET=QueryDict(asked))
    assert querystring(context, **changes) == defaulttags.querystring(context, **changes)
