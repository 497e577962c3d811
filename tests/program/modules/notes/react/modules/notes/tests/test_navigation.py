from django.test import Client
from django.urls import reverse

from modules.auth.users import User


def test_the_frontend_is_told_of_the_links(client: Client, person: User) -> None:
    client.force_login(person)

    document = client.get(reverse("pages:dashboard")).text

    for link in (reverse("notes:list"), reverse("notes:export")):
        assert f'href="{link}"' in document.split("<template", 1)[1]
