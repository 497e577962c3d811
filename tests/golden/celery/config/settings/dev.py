"""Settings of a developer's machine."""

from config.env import env

from .base import *

DEBUG = True

# Mails end in the mail catcher of compose.yaml, at http://localhost:8025.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": env.EMAIL_URL,
    },
}
