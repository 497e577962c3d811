from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from modules.notes.models import Note
from modules.notes.services import create_note
from modules.notes.tasks import purge

User = get_user_model()


@pytest.fixture
def ada(db: None) -> Any:
    return User.objects.create_user("ada@example.com", "correct horse battery staple")


def test_a_note_is_kept_and_listed(client: Client, ada: Any) -> None:
    client.force_login(ada)
    response = client.post(reverse("notes:list"), {"title": "Milk"}, follow=True)
    assert response["X-Notes"] == "installed"
    assert "Milk" in response.content.decode()
    assert response.context["note_labels"] == settings.NOTES_LABELS


def test_pages_link_to_the_notes(client: Client, ada: Any) -> None:
    client.force_login(ada)
    response = client.get(reverse("pages:dashboard"))
    assert reverse("notes:list") in response.content.decode()


def test_old_notes_are_purged(ada: Any) -> None:
    create_note(owner_id=ada.pk, title="Milk")
    assert purge.call() == 0
    Note.objects.update(created="2020-01-01T00:00:00Z")
    assert purge.call() == 1


def test_old_notes_are_purged_by_themselves(ada: Any) -> None:
    create_note(owner_id=ada.pk, title="Milk")
    Note.objects.update(created="2020-01-01T00:00:00Z")

    call_command("scheduler", once=True)
    assert Note.objects.exists()

    apps.get_model("scheduling.Schedule").objects.update(due_at="2020-01-01T00:00:00Z")
    call_command("scheduler", once=True)
    assert not Note.objects.exists()
