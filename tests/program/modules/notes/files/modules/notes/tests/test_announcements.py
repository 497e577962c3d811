import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from modules.auth.users import User
from modules.notes.services import create_note

type Heard = list[dict[str, int]]


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    """What a system that wants to know about notes has heard of."""
    bodies: Heard = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(
                json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            )
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings.NOTES_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/"
        yield bodies
        server.shutdown()
        thread.join()


def test_a_new_note_is_announced(
    person: User,
    heard: Heard,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note = create_note(owner=person, title="Milk")
    assert heard == [{"note": note.pk}]
