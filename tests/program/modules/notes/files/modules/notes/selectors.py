from django.conf import settings
from django.db.models import QuerySet

from .models import Note


def notes_of(owner_id: int) -> QuerySet[Note]:
    order = "title" if settings.NOTES_ORDERING == "title" else "-created"
    return Note.objects.filter(owner_id=owner_id).order_by(order)
