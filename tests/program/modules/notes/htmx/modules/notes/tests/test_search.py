from django.test import Client
from django.urls import reverse

from modules.auth.users import User
from modules.notes.services import create_note


def test_a_search_by_htmx_gets_the_part_that_it_puts_in_place(
    client: Client, person: User
) -> None:
    create_note(owner=person, title="Milk")
    client.force_login(person)
    asked = {"HX-Request": "true", "HX-Target": "notes"}

    part = client.get(reverse("notes:list"), {"q": "milk"}, headers=asked).text
    whole = client.get(reverse("notes:list"), {"q": "milk"}).text

    assert "Milk" in part
    assert "<html" not in part
    assert "<html" in whole
