"""Settings of a developer's machine."""

from .base import *

DEBUG = True

# Mails are printed where the server runs.
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}
