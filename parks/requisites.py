"""Check ИНН and ОГРН by their control digits, with the weights that the tax service publishes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def is_inn(text):
    if not (text.isascii() and text.isdigit()):
        return False
    if len(text) == 10:
        return _inn_digit(text[:9]) == text[9]
    return len(text) == 12 and _inn_digit(text[:10]) == text[10] and _inn_digit(text[:11]) == text[11]


def _inn_digit(digits):
    weights = _INN_WEIGHTS[-len(digits) :]
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return str(total % 11 % 10)


def is_ogrn(text):
    if not (text.isascii() and text.isdigit() and len(text) in (13, 15)):
        return False
    return text[-1] == str(int(text[:-1]) % (len(text) - 2) % 10)


def validate_inn(value):
    if not is_inn(value):
        raise ValidationError(_("Это не ИНН: нужно 10 или 12 цифр, и последние не сходятся с остальными."), code="inn")


def validate_ogrn(value):
    if not is_ogrn(value):
        raise ValidationError(
            _("Это не ОГРН: нужно 13 или 15 цифр, и последняя не сходится с остальными."), code="ogrn"
        )
