from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Never: staff create accounts, and a member's access begins with a membership."""
        return False

    def format_email_subject(self, subject):
        return f"{settings.ASSOCIATION_SHORT_NAME}: {subject}"

    def get_reset_password_from_key_url(self, key):
        """The link starts with SITE_URL: the Host header comes from whoever asked for the letter."""
        uidb36, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uidb36, token])
