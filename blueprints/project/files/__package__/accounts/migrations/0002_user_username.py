import re

import django.contrib.auth.validators
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Lower


def give_everybody_one(
    apps: StateApps, schema_editor: BaseDatabaseSchemaEditor
) -> None:
    """What stands before the @ of their address, with a number where somebody has it already."""
    users = apps.get_model("accounts", "User").objects.using(
        schema_editor.connection.alias
    )
    taken = set(users.exclude(username=None).values_list("username", flat=True))
    for user in users.filter(username=None).order_by("pk").iterator():
        stem = re.sub(r"[^\w.+-]", "", user.email.partition("@")[0]) or "user"
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}{number}", number + 1
        taken.add(name)
        user.username = name
        user.save(update_fields=["username"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="username",
            field=models.CharField(
                error_messages={"unique": "A user with that username already exists."},
                max_length=150,
                null=True,
                unique=True,
                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                verbose_name="username",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("username", Lower("username"))),
                name="accounts_user_username_is_lower_case",
            ),
        ),
        migrations.RunPython(give_everybody_one, migrations.RunPython.noop),
    ]
