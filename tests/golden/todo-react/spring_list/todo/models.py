from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ids import uuid7


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class Item(models.Model):
    """Something to do, on the list of the one person who owns it."""

    # What URLs show: a primary key would tell how many items there are.
    public_id = models.UUIDField(
        _("public id"), default=uuid7, unique=True, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="items",
        verbose_name=_("owner"),
    )
    title = models.CharField(_("title"), max_length=200)
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority, default=Priority.NORMAL
    )
    position = models.IntegerField(
        _("position"), help_text=_("Items with a lower one come first.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "position"), name="todo_item_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""), name="todo_item_has_a_title"
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=Priority.values),
                name="todo_item_has_a_known_priority",
            ),
        )
        indexes = (
            # What is done piles up; what is still to do stays quick to find.
            models.Index(
                fields=("owner", "position"),
                condition=models.Q(done_at=None, deleted_at=None),
                name="todo_item_to_do",
            ),
        )

    def __str__(self) -> str:
        return self.title
