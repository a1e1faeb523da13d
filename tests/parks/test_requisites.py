"""The numbers here are computed or mostly zeros: no company has them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from parks.requisites import is_inn, is_ogrn, validate_inn, validate_ogrn

INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
LONG_INN_WEIGHTS = (7, *INN_WEIGHTS), (3, 7, *INN_WEIGHTS)


def digits(length):
    return st.text(alphabet="0123456789", min_size=length, max_size=length)


def with_control_digit(number, weights):
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    return f"{number}{total % 11 % 10}"


def accepted_endings(check, number):
    return [number + ending for ending in "0123456789" if check(number + ending)]


@given(digits(9))
def test_inn_of_a_company_has_one_right_ending(number):
    assert accepted_endings(is_inn, number) == [with_control_digit(number, INN_WEIGHTS)]


@given(digits(10))
def test_inn_of_a_person_has_one_right_pair_of_endings(number):
    number = with_control_digit(number, LONG_INN_WEIGHTS[0])
    assert accepted_endings(is_inn, number) == [with_control_digit(number, LONG_INN_WEIGHTS[1])]
    assert not is_inn(f"{number[:-1]}{(int(number[-1]) + 1) % 10}0")


@given(digits(12) | digits(14))
def test_ogrn_has_one_right_ending(number):
    ending = int(number) % (11 if len(number) == 12 else 13) % 10
    assert accepted_endings(is_ogrn, number) == [f"{number}{ending}"]


@pytest.mark.parametrize("inn", ["0000000018", "000000001205"])
def test_right_inn_is_valid(inn):
    validate_inn(inn)


@pytest.mark.parametrize("ogrn", ["0000000000011", "000000000000011"])
def test_right_ogrn_is_valid(ogrn):
    validate_ogrn(ogrn)


@pytest.mark.parametrize("text", ["", "1", "abcdefghij", "١٢٣٤٥٦٧٨٩٠", "0000000018 ", "00000000018", "²000000018"])
def test_text_of_another_form_is_refused(text):
    with pytest.raises(ValidationError):
        validate_inn(text)
    with pytest.raises(ValidationError):
        validate_ogrn(text)
