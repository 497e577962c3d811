"""Settings of a developer's machine."""

from .base import *

DEBUG = True

# Mails are printed where the server runs, and tasks done where they come up.
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
