"""Applies every migration to an empty database, takes those of the project back, and applies them again."""

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

# Packages answer for their own: some of theirs only go forward.
own = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
heads = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in own]
assert len(heads) == len({app for app, _ in heads}), f"two ends of one line: {heads}"
call_command("migrate", verbosity=0)
applied = MigrationLoader(connection).applied_migrations
for app, _ in heads:
    call_command("migrate", app, "zero", verbosity=0)
left = MigrationLoader(connection).applied_migrations
assert not own & {app for app, _ in left}, f"still applied: {sorted(left)}"
call_command("migrate", verbosity=0)
print(len(applied) - len(left))
