import nh3

from .models import Note


def create_note(*, owner_id: int, title: str, label: str = "inbox") -> Note:
    return Note.objects.create(owner_id=owner_id, title=nh3.clean(title), label=label)
