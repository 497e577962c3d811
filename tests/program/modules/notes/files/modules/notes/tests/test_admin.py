import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from modules.auth.tests.factories import create_person
from modules.auth.users import User
from modules.notes.services import create_note

LIST = reverse("admin:notes_note_changelist")


@pytest.fixture
def staff(db: None) -> User:
    staff = create_person(is_staff=True)
    allow(staff, "view_note")
    return staff


def allow(user: User, codename: str) -> None:
    permission = Permission.objects.get(
        codename=codename, content_type__app_label="notes"
    )
    user.user_permissions.add(permission)


def export(client: Client, note: int) -> str:
    words = {"action": "export", "_selected_action": [note]}
    return client.post(LIST, words).text


def test_staff_export_notes_only_with_leave(client: Client, staff: User) -> None:
    note = create_note(owner=create_person(), title="Milk").pk
    client.force_login(staff)
    assert '"title": "Milk"' not in export(client, note)

    allow(staff, "export_note")
    client.force_login(staff)
    assert '"title": "Milk"' in export(client, note)


def test_nobody_writes_notes_for_others(client: Client, db: None) -> None:
    client.force_login(create_person(is_staff=True, is_superuser=True))
    assert client.get(reverse("admin:notes_note_add")).status_code == 403
