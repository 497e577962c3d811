from django.db import models
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    """When a task of `settings.SCHEDULES` is due next."""

    task = models.CharField(_("task"), max_length=200, primary_key=True)
    cron = models.CharField(_("schedule"), max_length=200)
    due_at = models.DateTimeField(_("due"))

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return self.task
