import pytest

from events.pasting.tokens import clean, sentences, tokens_of


def kinds(text):
    return [(token.text, token.kind) for token in tokens_of(clean(text))]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('завод "Прогресс" и', "Прогресс"),
        ('"Завод "Прогресс"" и', 'Завод "Прогресс"'),
        ("«ООО «Завод «Прогресс»» и", "ООО «Завод «Прогресс»"),
        ("„Луч“ и", "Луч"),
        ("«Парк «Юг» и сад» и", "Парк «Юг» и сад"),
    ],
)
def test_a_quotation_is_one_token_with_those_within(text, inner):
    assert (inner, "quotation") in kinds(text)


def test_two_quotations_stay_two():
    assert [text for text, kind in kinds('ООО "АРКО" и "Алвид"') if kind == "quotation"] == ["АРКО", "Алвид"]


def test_initials_times_and_abbreviations():
    found = kinds("В 10.30 выступит и. о. директора А.Б. Зуев, до 17:00. 25.05.2016")
    assert {("10.30", "time"), ("и. о.", "abbreviation"), ("А.Б.", "initials"), ("17:00", "time")} <= set(found)
    assert ("25.05.2016", "number") in found


@pytest.mark.parametrize(
    "text",
    [
        "Форум прошёл в г. Туле в 2011 г. на площади 5 га.",
        "Доклад А. Б. Зуева об ул. Заводской.",
        "Строка продолжается\nсо строчной буквы",
    ],
)
def test_abbreviations_end_no_sentence(text):
    assert len(list(sentences(clean(text)))) == 1


def test_sentences_end_at_stops_and_lines():
    assert len(list(sentences(clean("Первое. Второе!\nТретье\n• Четвёртое")))) == 4


def test_tokens_know_their_place():
    text = clean("Слово\u00a0взял «Луч», затем\r\nА. Б. Зуев.")
    for sentence in sentences(text):
        for token in sentence:
            assert token.text in text[slice(*token.span)]


def test_cleaning_mends_letters_and_spaces():
    assert clean("пред\u00adседатель Cовета\u00a0директоров") == "председатель Совета директоров"
    assert clean("и\u0306") == "й"
    assert clean("IT-парк и PROКЛАСТЕРЫ") == "IT-парк и PROКЛАСТЕРЫ"
    assert clean("а\x00б\r\nв\rг") == "аб\nв\nг"
