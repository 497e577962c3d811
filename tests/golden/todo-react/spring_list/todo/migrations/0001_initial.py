import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ..ids import uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid7,
                        editable=False,
                        unique=True,
                        verbose_name="public id",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                        ],
                        default="normal",
                        max_length=6,
                        verbose_name="priority",
                    ),
                ),
                (
                    "position",
                    models.IntegerField(
                        help_text="Items with a lower one come first.",
                        verbose_name="position",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="created at"),
                ),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="done at"),
                ),
                (
                    "deleted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="deleted at"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("done_at", None)),
                        fields=["owner", "position"],
                        name="todo_item_to_do",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "position"), name="todo_item_has_its_own_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="todo_item_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", ["low", "normal", "high"])),
                        name="todo_item_has_a_known_priority",
                    ),
                ],
            },
        ),
    ]
