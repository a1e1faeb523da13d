import re
from pathlib import Path

import pytest

from core.templates import narrowed

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.mark.parametrize(
    ("template", "sent"),
    [
        ("<ul>\n  <li>a</li>\n</ul>\n", "<ul>\n<li>a</li>\n</ul>\n"),
        ("a\n  {% if b %}\n    c\n  {% endif %}\nd", "a\n{% if b %}c\n{% endif %}d"),
        (
            "{% for a in b %}\n  {{ a }}\n{% empty %}\n  -\n{% endfor %}\n",
            "{% for a in b %}{{ a }}\n{% empty %}-\n{% endfor %}",
        ),
        ("{% if a %}b{% endif %}\nc", "{% if a %}b{% endif %}\nc"),
        ("a\n{% include 'b' %}\nc", "a\n{% include 'b' %}\nc"),
    ],
)
def test_template_loses_indentation_and_lines_of_tags(template, sent):
    assert narrowed(template) == sent


def test_no_template_needs_its_indentation():
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text("utf-8")
        assert not re.search(r"<(?:pre|textarea)\b", source), path
        assert narrowed(source).split() == source.split() or _words(narrowed(source)) == _words(source), path


def _words(source):
    """The source with a space around each tag of Django, which itself prints nothing."""
    return re.sub(r"(\{%.*?%\})", r" \1 ", source).split()
