from datetime import timedelta

import httpx
from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.utils import timezone

from .models import Note


@task
def purge() -> int:
    """Deletes notes that are older than the settings let them become."""
    oldest = timezone.now() - timedelta(seconds=settings.NOTES_KEEP_SECONDS)
    deleted, _ = Note.objects.filter(created__lt=oldest).delete()
    if deleted and settings.NOTES_REPORTS_TO:
        text = f"{deleted} old notes were purged.\n"
        send_mail("Notes", text, None, [settings.NOTES_REPORTS_TO])
    return deleted


@task
def announce(note: int) -> None:
    """Says that there is a note, and not what is in it."""
    if url := settings.NOTES_WEBHOOK_URL:
        httpx.post(url, json={"note": note}, timeout=10).raise_for_status()
