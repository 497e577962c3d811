"""Prints what of the project's own migrations would break the release that is still running while they are applied.

    python lint_migrations.py PACKAGES

In the directory PACKAGES is django-migration-linter, which the project itself does without.
"""

import io
import sys
from contextlib import redirect_stdout

from django.conf import settings

# Last, so that the project's own packages win.
sys.path.append(sys.argv[1])
settings.INSTALLED_APPS.append("django_migration_linter")

import django

django.setup()

from django.apps import apps
from django.core.management import call_command

# Making the index of a unique name locks the table of accounts, which is small when this is chosen: once, and early.
LOCKS_FOR_A_MOMENT = "0002_user_username"

own = [config.label for config in apps.get_app_configs() if "site-packages" not in config.path]
said = io.StringIO()
with redirect_stdout(said):
    try:
        words = ["--no-cache", "--warnings-as-errors", "--ignore-name", LOCKS_FOR_A_MOMENT, "--include-apps", *own]
        call_command("lintmigrations", *words)
    except SystemExit:
        sys.stderr.write(said.getvalue())
checked = [line for line in said.getvalue().splitlines() if line.startswith("(") and not line.endswith("IGNORE")]
print(len(checked), *(line for line in checked if not line.endswith("OK")), sep="\n")
