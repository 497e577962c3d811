from django.conf import settings
from django.http import HttpRequest


def notes(request: HttpRequest) -> dict[str, object]:
    return {"note_labels": settings.NOTES_LABELS}
