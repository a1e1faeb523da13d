import pytest

from association.templatetags.portal import counted

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
