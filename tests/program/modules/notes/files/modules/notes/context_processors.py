from django.conf import settings
from django.http import HttpRequest


def notes(_request: HttpRequest) -> dict[str, object]:
    return {
        "note_labels": settings.NOTES_LABELS,
        "notes_read_only": settings.NOTES_READ_ONLY,
    }


def archive(_request: HttpRequest) -> dict[str, object]:
    return {"notes_kept_days": settings.NOTES_KEEP_SECONDS // (24 * 60 * 60)}
