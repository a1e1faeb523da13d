import pytest

from core.phones import read_phones


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("+7 (4812) 00-00-00", [("+7 (4812) 00-00-00", "tel:+74812000000")]),
        ("8 800 000-00-00", [("8 800 000-00-00", "tel:+78000000000")]),
        ("(4812) 00-00-00", [("(4812) 00-00-00", "tel:+74812000000")]),
        ("00-00-00", [("00-00-00", "tel:000000")]),
        ("+375 17 000-00-00", [("+375 17 000-00-00", "tel:+375170000000")]),
        ("+7 4812 000000 доб. 12", [("+7 4812 000000, доб. 12", "tel:+74812000000;ext=12")]),
        (
            "+7 (4812) 00–00–00, доб. 12;  8\u00a0800 000-00-01 / +7 900 000 00 02",
            [
                ("+7 (4812) 00–00–00, доб. 12", "tel:+74812000000;ext=12"),
                ("8 800 000-00-01", "tel:+78000000001"),
                ("+7 900 000 00 02", "tel:+79000000002"),
            ],
        ),
    ],
)
def test_phones_are_read_as_people_write_them(text, phones):
    assert [(phone.text.replace("\u00a0", " "), phone.href) for phone in read_phones(text)] == phones


@pytest.mark.parametrize("text", ["", "нет", "12", "+7 4812 00-00-00 (Иван)", "info@example.org", "1234567890123456"])
def test_other_text_is_not_a_phone(text):
    with pytest.raises(ValueError, match="not "):
        read_phones(text)
