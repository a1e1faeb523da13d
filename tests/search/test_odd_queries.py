"""Three hundred odd queries, the same at every run, never raise."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser

from search import SearchFilters, highlight, index, search, suggest
from tests import factories, files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]
PIECES = [
    *"\"'«»“”„()[]{}*^:+-−–—~!?.,;@#$%&|\\/<>=_`§¶·ˆ°²½№",
    *["AND", "OR", "NOT", "NEAR", "NEAR(парк газ, 2)", "парк*", "^парк", "terms:парк", "парк:*", "!парк", "парк & газ"],
    *[
        "парк",
        "газ",
        "ПАРК",
        "парк-газ",
        "-парк",
        '-"парк газ"',
        "и",
        "в",
        "ООО",
        "150МВт",
        "1 234,5",
        "25.05.2016",
        "BOES",
    ],
    *[
        "\x00",
        "\t",
        "\n",
        "\r",
        "\u00a0",
        "\u200b",
        "\u00ad",
        "\u202e",
        "\u0301",
        "\ufeff",
        "\ud800",
        "\U0001f600",
        "\U0001f468\u200d\U0001f469",
    ],
    *[
        "עברית",
        "العربية",
        "漢字",
        "ⅫⅣ",
        "ﬁ",
        "İ",
        "ß",
        "Ǆ",
        "٣",
        "१२",
        "%s",
        "%(x)s",
        "{}",
        "'; DROP TABLE events_event; --",
    ],
]


def odd_strings(count=300):
    drawn = random.Random(2016)
    for number in range(count):
        if number % 100 == 99:
            yield drawn.choice(PIECES) * (65_536 // 4)
        else:
            separator = drawn.choice(["", " ", " ", "-"])
            yield separator.join(drawn.choice(PIECES) for _ in range(drawn.randint(1, 9)))


def test_odd_strings_never_raise():
    event = factories.EventFactory(title="Парк и газ")
    files.slides(files.material(event=event).current_version, "парк газ 150 МВт")
    index.catch_up()
    index.rebuild()
    user = AnonymousUser()
    for text in odd_strings():
        answer = search(text, user, filters=SearchFilters(region=text[:90], kind=text[:20]))
        assert answer.total == 0
        search(text, user, sort=text[:9], page=text[:9])
        suggest(text, user)
        highlight("парк и газ", text)
