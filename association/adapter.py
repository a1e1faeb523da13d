from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from . import login_limits


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Always False: staff create accounts, and a member's access begins with a membership."""
        return False

    def format_email_subject(self, subject):
        return f"{settings.ASSOCIATION_SHORT_NAME}: {subject}"

    def is_safe_url(self, url):
        """Allow only the host of the request. allauth allows any of ALLOWED_HOSTS."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, self.request.is_secure())

    def get_reset_password_from_key_url(self, key):
        """A link that starts with SITE_URL, because an attacker could choose the Host header."""
        uidb36, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uidb36, token])

    def send_password_reset_mail(self, user, email, context):
        """Send at most a few letters an hour to an account. Further requests get the same answer but no letter."""
        if ratelimit.consume(self.request, app=login_limits.APP, action="reset_password_letter", key=user.email):
            super().send_password_reset_mail(user, email, context)

    def pre_authenticate(self, request, **credentials):
        self._login_failed_rl_usage = login_limits.take(request, credentials["email"])
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        login_limits.remember(request, response, user.email)
        return response
