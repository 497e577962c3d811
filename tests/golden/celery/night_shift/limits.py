"""Limits on tries, so that nobody guesses a password or floods an inbox."""

import time
from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

type View = Callable[..., HttpResponseBase]

# As long as a cache keeps a value by default.
WINDOW = 300


def is_exceeded(what: str, whose: str, times: int) -> bool:
    """Counts a try; says whether it is one too many within five minutes.

    The count goes by whom a try is about, not by where it comes from: behind a proxy
    everyone may seem to come from one place.
    """
    digest = salted_hmac(what, whose.strip().lower(), algorithm="sha256").hexdigest()
    key = f"limit:{digest}:{int(time.time()) // WINDOW}"
    cache.add(key, 0, timeout=WINDOW)
    return cache.incr(key) > times


def limit_posts(field: str, *, times: int) -> Callable[[View], View]:
    """Answers 429 to more than so many posts with the same `field` in five minutes."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            if request.method == "POST" and is_exceeded(
                request.path, request.POST.get(field, ""), times
            ):
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(WINDOW)
                return response
            return view(request, *args, **kwargs)

        return limited

    return decorate
