"""What the parts of the JSON interface share. It serves the pages in frontend/ and changes with them."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
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


class FormError(Exception):
    def __init__(self, form: BaseForm) -> None:
        super().__init__(form)
        self.form = form


def explain(request: HttpRequest, error: FormError) -> JsonResponse:
    def texts(messages: Iterable[object]) -> list[str]:
        return [str(message) for message in messages]

    form = error.form
    problem = FormProblem(
        errors=texts(form.non_field_errors()),
        fields={
            name: texts(messages)
            for name, messages in form.errors.items()
            if name in form.fields
        },
    )
    return JsonResponse(problem.model_dump(), status=422)
