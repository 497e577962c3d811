"""What the parts of the JSON interface share. It serves the pages in frontend/ and changes with them."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, JsonResponse
from ninja import Schema
from ninja.security import SessionAuth

from .accounts.models import User


class Anyone(SessionAuth):
    """For what visitors may do too. A change still takes the CSRF token."""

    def authenticate(
        self, request: HttpRequest, key: str | None
    ) -> User | AnonymousUser:
        return request.user


class FormProblem(Schema):
    """Why a form is not accepted: what is wrong with all of it, and with its fields."""

    errors: list[str]
    fields: dict[str, list[str]]


def explain(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Answers what a form or a service of Django's refuses."""
    messages = error.message_dict
    problem = FormProblem(errors=messages.pop(NON_FIELD_ERRORS, []), fields=messages)
    return JsonResponse(problem.model_dump(), status=422)
