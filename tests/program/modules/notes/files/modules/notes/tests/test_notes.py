from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from modules.auth.services import delete_account
from modules.auth.tests.factories import create_person
from modules.auth.users import User
from modules.notes.models import Note
from modules.notes.services import create_note
from modules.notes.tasks import purge

LIST = reverse("notes:list")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_a_note_is_kept_and_listed(signed_in: Client) -> None:
    written = {"title": "Milk", "label": "inbox", "text": "Two <b>litres</b>"}
    response = signed_in.post(LIST, written, follow=True)
    assert response["Cache-Control"] == "no-store"
    assert "Two <b>litres</b>" in response.text
    assert "Your note is kept." in response.text
    assert response.context["note_labels"] == settings.NOTES_LABELS


def test_a_note_without_a_title_is_asked_for_again(signed_in: Client) -> None:
    response = signed_in.post(LIST, {"title": "", "label": "inbox", "text": "Kept"})
    assert "Kept" in response.text
    assert not Note.objects.exists()


def test_a_note_is_edited_and_deleted(signed_in: Client, person: User) -> None:
    note = create_note(owner=person, title="Milk")
    page = reverse("notes:edit", args=[note.pk])
    assert "Milk" in signed_in.get(page).text

    signed_in.post(page, {"title": "Bread", "label": "inbox"})
    assert Note.objects.get().title == "Bread"

    signed_in.post(reverse("notes:delete", args=[note.pk]))
    assert not Note.objects.exists()


def test_nobody_sees_the_notes_of_others(signed_in: Client) -> None:
    note = create_note(owner=create_person(), title="Secret")
    assert "Secret" not in signed_in.get(LIST).text
    for name in ("notes:edit", "notes:delete"):
        page = reverse(name, args=[note.pk])
        assert signed_in.post(page, {"title": "Mine"}).status_code == 404
    assert Note.objects.get().title == "Secret"


def test_notes_are_found_by_words_and_by_label(signed_in: Client, person: User) -> None:
    create_note(owner=person, title="Milk", text="Two litres")
    create_note(owner=person, title="Bread", label="work")
    assert "Milk" in signed_in.get(LIST, {"q": "litres"}).text
    assert "Milk" not in signed_in.get(LIST, {"label": "work"}).text
    assert "No note is like that." in signed_in.get(LIST, {"q": "cheese"}).text


def test_a_long_list_has_pages(signed_in: Client, person: User) -> None:
    for number in range(settings.NOTES_PAGE_SIZE * 2 + 1):
        create_note(owner=person, title=f"Note {number}")
    page = signed_in.get(LIST, {"page": 2}).text
    assert "Page 2 of 3" in page
    assert "?page=3" in page


def test_a_note_can_do_no_harm(signed_in: Client, person: User) -> None:
    text = '<script>alert(1)</script><a href="javascript:x">y</a>\n\n& < "z"'
    create_note(owner=person, title="Milk", text=text)
    page = signed_in.get(LIST).text
    assert "alert(1)" not in page
    assert "javascript:" not in page
    assert '&amp; &lt; "z"' in page


def test_a_request_that_is_too_large_is_not_read(signed_in: Client) -> None:
    response = signed_in.post(LIST, {"title": "Milk", "text": "x" * 300_000})
    assert response.status_code == 400
    assert not Note.objects.exists()


def test_pages_link_to_the_notes(signed_in: Client) -> None:
    page = signed_in.get(reverse("pages:dashboard")).text
    for link in (LIST, reverse("notes:export"), reverse("notes_search:description")):
        assert f'href="{link}"' in page


def test_a_browser_is_told_how_to_search(client: Client) -> None:
    page = client.get(reverse("notes_search:description"))
    assert page["Content-Type"] == "application/opensearchdescription+xml"
    assert f'template="http://testserver{LIST}?q={{searchTerms}}"' in page.text


def test_notes_are_taken_along(signed_in: Client, person: User) -> None:
    create_note(owner=person, title="Milk")
    (note,) = signed_in.get(reverse("notes:export")).json()
    assert note["title"] == "Milk"


def test_notes_are_in_the_copy_of_ones_data_and_go_with_the_account(
    person: User,
) -> None:
    from modules.auth.selectors import personal_data

    create_note(owner=person, title="Milk")
    assert personal_data(user=person)["notes"][0]["title"] == "Milk"
    delete_account(user=person)
    assert not Note.objects.exists()


def test_nothing_is_written_while_notes_are_read_only(
    signed_in: Client, person: User, settings: Settings
) -> None:
    note = create_note(owner=person, title="Milk")
    settings.NOTES_READ_ONLY = True
    for page in (LIST, reverse("notes:edit", args=[note.pk])):
        assert "can be read but not changed" in signed_in.get(page).text
    assert signed_in.post(LIST, {"title": "x", "label": "inbox"}).status_code == 403
    signed_in.post(reverse("notes:delete", args=[note.pk]))
    assert Note.objects.get().title == "Milk"


def test_notes_come_in_the_order_that_was_chosen(
    signed_in: Client, person: User, settings: Settings
) -> None:
    settings.NOTES_ORDERING = "title"
    create_note(owner=person, title="Apples")
    create_note(owner=person, title="Zucchini")
    page = signed_in.get(LIST).text
    assert page.index("Apples") < page.index("Zucchini")


def test_old_notes_are_purged_and_that_is_reported(
    person: User, settings: Settings
) -> None:
    settings.NOTES_REPORTS_TO = "notes@example.com"
    create_note(owner=person, title="Milk")
    assert purge.call() == 0
    with time_machine.travel(LONG_AGO):
        create_note(owner=person, title="Bread")
    assert purge.call() == 1
    assert Note.objects.get().title == "Milk"
    assert mail.outbox[0].body == "1 old notes were purged.\n"


def test_old_notes_are_purged_by_themselves(person: User) -> None:
    with time_machine.travel(LONG_AGO):
        create_note(owner=person, title="Milk")

    call_command("scheduler", once=True)
    assert Note.objects.exists()

    apps.get_model("scheduling.Schedule").objects.update(due_at=LONG_AGO)
    call_command("scheduler", once=True)
    assert not Note.objects.exists()
