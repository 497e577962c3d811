import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from . import health

type GetResponse = Callable[[HttpRequest], HttpResponse]

PROBES = {"/livez/": health.live, "/readyz/": health.ready}

# A request id from a proxy that may go into the log as it is.
USABLE_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)

# What Django has no setting for.
SECURITY_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
        "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(self), screen-wake-lock=(), usb=(), "
        "xr-spatial-tracking=()"
    ),
}

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class HealthCheckMiddleware:
    """Answers probes before the host check and the redirect to HTTPS.

    A probe calls the container by its address and without TLS, so it would pass neither.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path)
        if probe is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = probe()
        response["Cache-Control"] = "no-store"
        return response


class RequestLogMiddleware:
    """Gives each request an id and one line in the log.

    The line names the route, not the path, which may hold a token or an address.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request.headers.get("X-Request-ID", "")
        if not USABLE_ID.fullmatch(request_id):
            request_id = uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else None,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        response["X-Request-ID"] = request_id
        return response


class ResponseHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response
