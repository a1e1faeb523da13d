"""Send a link by which the owner of an account sets a password, so that nobody else ever knows it."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str


def send(request, user):
    """Send the letter. Raises OSError, which includes smtplib's errors, if the mail server did not take it."""
    adapter = get_adapter(request)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    context = {
        "request": request,
        "email": user.email,
        "is_first": not user.has_usable_password(),
        "password_link": adapter.get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}"),
    }
    adapter.render_mail("account/email/password_link", user.email, context).send()
