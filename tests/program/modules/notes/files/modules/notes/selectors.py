from django.conf import settings
from django.db.models import Q, QuerySet

from modules.auth.users import User

from .models import Note


def notes_of(owner: User, *, words: str = "", label: str = "") -> QuerySet[Note]:
    """Somebody's notes, or those of them that are looked for."""
    order = "title" if settings.NOTES_ORDERING == "title" else "-created"
    notes = Note.objects.filter(owner=owner).order_by(order, "-pk")
    if label:
        notes = notes.filter(label=label)
    if words:
        way = "search" if settings.NOTES_SEARCH == "full-text" else "icontains"
        found = Q((f"title__{way}", words)) | Q((f"text__{way}", words))
        notes = notes.filter(found)
    return notes


def exported(notes: QuerySet[Note]) -> list[dict[str, object]]:
    rows = notes.values("title", "text", "label", "created")
    return [dict(row) for row in rows]
