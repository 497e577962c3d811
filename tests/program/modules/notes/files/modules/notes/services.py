from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from modules.auth.users import User

from . import tasks
from .models import Note


@transaction.atomic
def create_note(
    *, owner: User, title: str, text: str = "", label: str = "inbox"
) -> Note:
    note = Note(owner=owner)
    change_note(note=note, title=title, text=text, label=label)
    if settings.NOTES_WEBHOOK_URL:
        transaction.on_commit(lambda: tasks.announce.enqueue(note.pk))
    return note


def change_note(*, note: Note, title: str, text: str, label: str) -> None:
    may_be_written()
    note.title, note.text, note.label = title, text, label
    note.full_clean()
    note.save()


def delete_note(*, note: Note) -> None:
    may_be_written()
    note.delete()


def delete_notes_of(*, owner: User) -> None:
    Note.objects.filter(owner=owner).delete()


def may_be_written() -> None:
    if settings.NOTES_READ_ONLY:
        raise PermissionDenied("notes are read-only")
