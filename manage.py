#!/usr/bin/env python
"""The portal's command line. `python manage.py help` lists the commands."""

import os
import secrets
import sys
from pathlib import Path


def write_first_env(path):
    """Writes a new secret key into `.env`: the demo starts from a bare clone, and no two clones may share a key."""
    path.write_text(f"SECRET_KEY={secrets.token_urlsafe(50)}\n", encoding="utf-8")
    path.chmod(0o600)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")
    env_file = Path(__file__).resolve().parent / ".env"
    if sys.argv[1:2] == ["demo"] and "SECRET_KEY" not in os.environ and not env_file.exists():
        write_first_env(env_file)

    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        _ = settings.SECRET_KEY  # reads the settings, which may refuse a value
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl+C is no error to show a traceback of
