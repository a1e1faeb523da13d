import pytest

from core import sentences
from core.sentences import read_sentence


@pytest.fixture(params=["rumorph", "pymorphy"])
def library(request, monkeypatch):
    """Each of the two that may read: pymorphy where rumorph has no wheel."""
    if request.param == "pymorphy":
        monkeypatch.setattr(sentences, "_rumorph", lambda: None)
    return request.param


def test_a_word_has_part_case_and_lemma(library):
    readings = read_sentence(["при", "участии", "Заместителя", "Губернатора"])
    deputy = readings[2][0]
    assert (deputy.lemma, deputy.part, deputy.case, deputy.number) == ("заместитель", "NOUN", "Gen", "Sing")
    assert deputy.nominative() == "заместитель"
    assert deputy.is_known


def test_names_of_people_are_told_from_words(library):
    given, surname, city = (readings[0] for readings in read_sentence(["Рустамом", "Ахметовым", "Смоленске"]))
    assert (given.name, given.case, given.lemma) == ("Giv", "Ins", "рустам")
    assert (surname.name, surname.lemma) == ("Sur", "ахметов")
    assert city.name == "Geo"


def test_a_woman_s_surname_has_its_own_lemma(library):
    readings = read_sentence(["Олеси", "Сорокиной"])[1]
    feminine = next(reading for reading in readings if reading.name == "Sur" and reading.case == "Gen")
    assert feminine.lemma == "сорокина"


def test_an_adjective_keeps_its_gender_in_the_nominative(library):
    reading = next(reading for reading in read_sentence(["Витебского", "отделения"])[0] if reading.gender == "Neut")
    assert reading.nominative() == "витебское"


def test_latin_words_and_signs_have_a_reading_each(library):
    assert [len(readings) > 0 for readings in read_sentence(["BOES", ",", "42"])] == [True] * 3


def test_long_rows_of_words_are_read_in_pieces(library):
    words = ["парк"] * (sentences.LONGEST_SENTENCE * 2 + 5)
    assert len(read_sentence(words)) == len(words)


def test_neighbours_order_the_readings():
    """What rumorph is there for: read by itself, «стали» is a verb."""
    assert read_sentence(["Мост", "сделан", "из", "стали"])[3][0].lemma == "сталь"
