"""What the parts of the JSON interface share. It serves the pages in frontend/ and changes with them."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as SchemaError
from ninja.security import SessionAuth

from .accounts.models import User
from .limits import WINDOW, is_exceeded

# The key that frontend/ keeps an answer by, and the answer.
type Answer = tuple[list[object], object]


def answer(operation: str, given: Mapping[str, object], data: Schema) -> Answer:
    """What a page would get for an operation, to be sent along with the document."""
    return [operation, given], data.model_dump(mode="json")


class Anyone(SessionAuth):
    """For what visitors may do too. A change still takes the CSRF token."""

    def authenticate(
        self, request: HttpRequest, key: str | None
    ) -> User | AnonymousUser:
        return request.user


class Problem(Schema):
    """Why a request is refused. https://www.rfc-editor.org/rfc/rfc9457"""

    status: int
    title: str


class FormProblem(Problem):
    """Why a form is not accepted: what is wrong with all of it, and with its fields."""

    errors: list[str]
    fields: dict[str, list[str]]


class TooManyTriesError(Exception):
    """Somebody guesses a password, or floods an inbox."""


def limit(request: HttpRequest, whose: str, *, times: int) -> None:
    """Refuses more than so many requests like this one about somebody in five minutes."""
    if is_exceeded(request.path, whose, times):
        raise TooManyTriesError


def refusal(status: int, **more: object) -> JsonResponse:
    problem = {"status": status, "title": HTTPStatus(status).phrase, **more}
    return JsonResponse(problem, status=status, content_type="application/problem+json")


def explain_form(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Answers what a form or a service of Django's refuses."""
    fields = error.message_dict
    return refusal(422, errors=fields.pop(NON_FIELD_ERRORS, []), fields=fields)


def explain_schema(request: HttpRequest, error: SchemaError) -> JsonResponse:
    """Answers what does not fit the schema of an operation."""
    fields = {str(problem["loc"][-1]): [problem["msg"]] for problem in error.errors}
    return refusal(422, errors=[], fields=fields)


def explain_limit(request: HttpRequest, error: TooManyTriesError) -> JsonResponse:
    response = refusal(429)
    response["Retry-After"] = str(WINDOW)
    return response


def explain_status(request: HttpRequest, error: HttpError) -> JsonResponse:
    return refusal(error.status_code)


def explain_absence(request: HttpRequest, error: Http404) -> JsonResponse:
    return refusal(404)


def explain_refusals(api: NinjaAPI) -> None:
    """Has every refusal say why, in one form."""
    api.exception_handler(ValidationError)(explain_form)
    api.exception_handler(SchemaError)(explain_schema)
    api.exception_handler(TooManyTriesError)(explain_limit)
    api.exception_handler(HttpError)(explain_status)
    api.exception_handler(Http404)(explain_absence)
