"""Every page is the same document, which frontend/ then fills.

Each has a URL here all the same: an unknown one is a real 404, and a visitor is led to
the page where one signs in.
"""

import json
import re

from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config import modules_urls

from ..accounts.api import session_of


def page(request: HttpRequest, **parameters: str) -> HttpResponse:
    messages = [
        {"level": message.level_tag, "text": str(message)}
        for message in get_messages(request)
    ]
    context = {
        "session": session_of(request).model_dump_json(),
        "messages": json.dumps(messages),
        "documents": json.dumps(documents()),
    }
    return render(request, "app.html", context)


@login_not_required
def open_page(request: HttpRequest, **parameters: str) -> HttpResponse:
    """A page that visitors may see."""
    return page(request, **parameters)


def documents() -> list[str]:
    """Below which paths modules have pages that Django draws, in the words of React Router."""
    prefixes = (str(included.pattern) for included in modules_urls.urlpatterns)
    return [
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r":\1", prefix)
        for prefix in prefixes
        if prefix
    ]
