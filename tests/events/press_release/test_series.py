import pytest

from events.press_release.reader import read
from events.press_release.series import series_name

LEAD = "12 мая 2024 года в Туле прошёл {}. В нём приняли участие более 40 человек из вымышленных парков."


@pytest.mark.parametrize(
    ("said", "number", "name"),
    [
        ("IV Съезд индустриальных парков", 4, "Съезд индустриальных парков"),
        ("третий форум промышленных территорий «Образец»", 3, "Форум промышленных территорий «Образец»"),
        ("II Съезд резидентов ОЭЗ «Вымысел»", 2, "Съезд резидентов ОЭЗ «Вымысел»"),
        ("5-й форум при поддержке вымышленного министерства", 5, "Форум"),
    ],
)
def test_name_of_the_series_ends_with_its_noun_phrase(said, number, name):
    draft = read("Парки встретились в Туле\n\n" + LEAD.format(said))
    assert (draft.edition.value.number, series_name(draft.text, draft.edition)) == (number, name)
