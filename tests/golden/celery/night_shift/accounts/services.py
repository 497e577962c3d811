from django.http import HttpRequest
from django.utils.translation import get_language

from . import tasks


def request_password_reset(*, email: str, request: HttpRequest) -> None:
    tasks.send_password_reset.enqueue(
        email,
        domain=request.get_host(),
        use_https=request.is_secure(),
        language=get_language(),
    )
