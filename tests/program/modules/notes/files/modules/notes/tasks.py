from datetime import timedelta

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from .models import Note


@task
def purge() -> int:
    """Deletes notes that are older than the settings let them become."""
    oldest = timezone.now() - timedelta(seconds=settings.NOTES_KEEP_SECONDS)
    deleted, _ = Note.objects.filter(created__lt=oldest).delete()
    return deleted
