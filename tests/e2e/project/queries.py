"""How many queries each page takes with one row of every model, and with fifty, as JSON."""

import json
from dataclasses import asdict

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pages import HEADERS, main
from rows import fill, signed_in


def counted(client: Client, path: str) -> int:
    # The first answer fills caches that later ones share.
    client.get(path, **HEADERS)
    with CaptureQueriesContext(connection) as queries:
        client.get(path, **HEADERS)
    return len(queries)


pages = [page for page in main(1).pages if page.viewer == 200]
client = signed_in()
few = {page.path: counted(client, page.path) for page in pages}
fill(50)
print(json.dumps([{**asdict(page), "few": few[page.path], "many": counted(client, page.path)} for page in pages]))
