from django.conf import settings
from django.db import models


class Note(models.Model):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes"
    )
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=50, default="inbox", db_default="inbox")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created",)
        permissions = (("export_note", "Can export the notes of other people"),)

    def __str__(self) -> str:
        return self.title
