"""What becomes of notes when their owner asks for a copy of their data, or leaves."""

from modules.auth.signals import account_deleting, personal_data_requested
from modules.auth.users import User

from . import selectors, services


def connect() -> None:
    personal_data_requested.connect(on_personal_data_requested)
    account_deleting.connect(on_account_deleting)


def on_personal_data_requested(
    user: User, data: dict[str, object], **_kwargs: object
) -> None:
    data["notes"] = selectors.exported(selectors.notes_of(user))


def on_account_deleting(user: User, **_kwargs: object) -> None:
    services.delete_notes_of(owner=user)
