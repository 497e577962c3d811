"""Applies every migration of a project to an empty database, takes all back, and applies them again."""

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

executor = MigrationExecutor(connection)
latest = executor.loader.graph.leaf_nodes()
call_command("migrate", verbosity=0)
for app in sorted({app for app, _ in latest}):
    call_command("migrate", app, "zero", verbosity=0)
left = MigrationLoader(connection).applied_migrations
assert not left, f"still applied: {sorted(left)}"
own = [config.label for config in apps.get_app_configs() if "site-packages" not in config.path]
heads = [node for node in latest if node[0] in own]
assert len(heads) == len({app for app, _ in heads}), f"two ends of one line: {heads}"
call_command("migrate", verbosity=0)
print(len(executor.loader.disk_migrations))
