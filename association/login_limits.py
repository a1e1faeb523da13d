"""Limit attempts to log in. ACCOUNT_RATE_LIMITS has the numbers.

Failures are counted for each pair of account and IP address. So nobody can lock out the owner of an account from
elsewhere, or colleagues behind the same address. The limits for an account or an address alone are much higher. A
device that has logged in to the account before has its own count, independent of its address.
"""

import secrets

from allauth.account.signals import password_reset
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.dispatch import receiver
from django.utils.crypto import salted_hmac

APP = "allauth.account"
COOKIE = settings.COOKIE_PREFIX + "device"
YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 5  # of one device; the cookie stays small
SALT = "association.device"


def take(request, email):
    """Counts an attempt before its password is checked. Returns a usage to roll back, or None after too many."""
    email = email.lower()
    if mark := marks_of(request).get(_code_of(email)):
        return _consume(request, "login_failed_device", mark)
    steps = (
        ("login_failed_together", _together(request, email)),
        ("login_failed_account", email),
        ("login_failed_address", None),
    )
    taken = ratelimit.RateLimitUsage(usage=[])
    for action, key in steps:
        usage = _consume(request, action, key)
        if not usage:
            taken.rollback()  # a refused attempt does not count, because it checked no password
            return None
        taken.usage += usage.usage
    return taken


def remember(request, response, email):
    """Marks the device as one that has logged in to the account."""
    marks = {_code_of(email.lower()): secrets.token_urlsafe(12), **marks_of(request)}
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(list(marks.items())[:MOST_ACCOUNTS]), salt=SALT),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def marks_of(request):
    """{code of an account: this device's mark for it}; empty without a cookie that we have signed."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {}


@receiver(password_reset)
def forget_failures(sender, request, user, **kwargs):
    """Resets the counts of somebody who has just set a new password by the link."""
    counted = {
        "login_failed_together": _together(request, user.email),
        "login_failed_account": user.email,
        "login_failed_device": marks_of(request).get(_code_of(user.email), ""),
    }
    for action, key in counted.items():
        ratelimit.clear(request, app=APP, action=action, key=key)


def _code_of(email):
    """A digest of the e-mail address, because others may use the same browser."""
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:16]


def _together(request, email):
    return f"{email} {ratelimit.get_ip(request)}"


def _consume(request, action, key):
    return ratelimit.consume(request, app=APP, action=action, key=key)
