from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by staff: a member's access begins with a membership, not with a form."""
        return False

    def format_email_subject(self, subject):
        return f"{settings.ASSOCIATION_SHORT_NAME}: {subject}"

    def get_reset_password_from_key_url(self, key):
        """The link of a letter never repeats the Host that whoever asked for it sent."""
        uidb36, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uidb36, token])
