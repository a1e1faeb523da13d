import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.fields import AngleFormField, DecimalFormField, FloatFormField, IntegerFormField
from core.filters import NumberField
from core.numbers import plain, read_angle, read_pair
from core.typography import number, quantity

SPACES = {"space": " ", "no-break": "\u00a0", "narrow": "\u202f", "thin": "\u2009"}


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
@pytest.mark.parametrize("field", [DecimalFormField(), FloatFormField()])
def test_fields_take_a_number_back_as_the_site_prints_it(field, space):
    assert float(field.clean(f"1{space}234,5")) == 1234.5
    assert float(field.clean(f"−1{space}234{space}567.25")) == -1234567.25


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_whole_numbers_and_filters_take_spaces_too(space):
    assert IntegerFormField().clean(f"21{space}500") == 21500
    assert IntegerFormField().clean("−5") == -5
    assert float(NumberField(label="").clean(f"1{space}234,5")) == 1234.5


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_printed_number_reads_back(value):
    assert DecimalFormField().clean(number(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("21,2 млрд руб.", 21_200_000_000),
        ("−1.5 млн", -1_500_000),
        ("300 тыс. ₽", 300_000),
        ("2\u00a0трлн", 2 * 10**12),
    ],
)
def test_shortened_sum_reads_back(text, value):
    assert DecimalFormField().clean(text) == value


@given(st.integers(min_value=0, max_value=10**13))
def test_printed_sum_reads_back(value):
    assert DecimalFormField().clean(quantity(value, "руб.").removesuffix("руб.")) == value


def test_number_reads_back_with_the_unit_of_its_field():
    for typed, label in (
        ("1 234,5 га", "свободно, га"),
        ("7,2 МВт", "Мощность, МВт"),
        ("300 м2", "помещения, м²"),
        ("21 500 руб", "цена, руб."),
        ("21,5 тыс. рублей", "цена, руб."),
        ("\u200e12\ufeff", "площадь, га"),
    ):
        assert DecimalFormField(label=label).clean(typed) > 0
    for typed in ("5 м²", "5 га га", "га", "5 тыс. га"):
        with pytest.raises(ValidationError):
            DecimalFormField(label="свободно, га").clean(typed)


@pytest.mark.parametrize("text", ["1,234.5", "1,2 млрд га", "млн", "1,2,3", "много", "1-2", "5 га", "--5"])
def test_what_is_no_number_stays_none(text):
    with pytest.raises(ValueError, match=r"."):
        float(plain(text))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("54.7826, 32.0453", (54.7826, 32.0453)),
        ("54,7826, 32,0453", (54.7826, 32.0453)),
        ("54,7826; 32,0453", (54.7826, 32.0453)),
        ("54.7826,32.0453", (54.7826, 32.0453)),
        ("54.7826\u00a032.0453", (54.7826, 32.0453)),
        ("−33,9 18,4", (-33.9, 18.4)),
        ("(54.7826, 32.0453)", (54.7826, 32.0453)),
        ("N54.7826 E32.0453", (54.7826, 32.0453)),
        ("32.0453E, 54.7826N", (54.7826, 32.0453)),
        ("54,7826 с. ш., 32,0453 в. д.", (54.7826, 32.0453)),
        ("54º46′57″, 32˚02′43″", (54.7825, 32.045278)),
        ("с. ш. 54°46′57″, в. д. 32°02′43″", (54.7825, 32.045278)),
        ("54°46′57″ с. ш., 32°02′43″ в. д.", (54.7825, 32.045278)),
        ("54°46′57″ с.\u00a0ш. 32°02′43″ в.\u00a0д.", (54.7825, 32.045278)),
        ("32°02′43″ в. д., 54°46′57″ с. ш.", (54.7825, 32.045278)),
        ("54°46'57\"N 32°02'43\"E", (54.7825, 32.045278)),
        ("N 54° 46.95' E 32° 2.7'", (54.7825, 32.045)),
        ("33°52′ ю. ш., 151°12′ в. д.", (-33.866667, 151.2)),
        ("54°46′57″ северной широты, 32°02′43″ восточной долготы", (54.7825, 32.045278)),
        ("54,7826", None),
        ("54,32", None),
        ("Смоленск, 54.7826, 32.0453", None),
        ("54 32 1", None),
        ("", None),
    ],
)
def test_pair_of_coordinates_is_read(text, pair):
    assert read_pair(text) == pair


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("54°46′57″ с. ш.", 54.7825), ("54°30′", 54.5), ("33°30′ ю.ш.", -33.5), ("54.5°", 54.5), ("54.5", None)],
)
def test_angle_is_read(text, degrees):
    assert read_angle(text) == degrees


@pytest.mark.parametrize("text", ["54°60′", "54°75′10″ с. ш.", "54°10′60″", "54°10′75.5″", "54.5°30′", "54°30.5′10″"])
def test_coordinate_that_cannot_be_is_refused_with_a_sentence(text):
    for typed in (text, f"{text} 32°02′43″", f"32°02′43″, {text}"):
        with pytest.raises(ValidationError, match="минут и секунд бывает от 0 до 59"):
            AngleFormField().clean(typed)


def test_last_minute_and_second_of_a_degree_are_taken():
    assert AngleFormField().clean("54°59′59.9″") == pytest.approx(54.999972)
