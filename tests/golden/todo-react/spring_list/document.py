"""The one document of all pages. frontend/ draws them in it."""

import re

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config import modules_urls

from .accounts.api import session_of
from .api import Answer


def document(request: HttpRequest, page: str, *answers: Answer) -> HttpResponse:
    """The document that begins with the page whose code is in this file of frontend/src.

    It names that file, so that it comes together with the rest, and brings what the page
    would ask for first, so that nobody waits for an answer.
    """
    known = {
        "site_title": settings.SITE_TITLE,
        "session": session_of(request).model_dump(mode="json"),
        "answers": answers,
        "messages": [
            {"level": message.level_tag, "text": str(message)}
            for message in get_messages(request)
        ],
        "languages": settings.LANGUAGES,
        "documents": drawn_by_django(),
    }
    return render(request, "app.html", {"page": f"src/{page}", "known": known})


def drawn_by_django() -> list[str]:
    """Below which paths modules have pages, with `:name` for what varies."""
    prefixes = (str(included.pattern) for included in modules_urls.urlpatterns)
    return [
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r":\1", prefix)
        for prefix in prefixes
        if prefix
    ]
