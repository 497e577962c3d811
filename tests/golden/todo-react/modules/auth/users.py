"""The project's user model, and the request of somebody who is signed in."""

from spring_list.accounts.models import User
from spring_list.http import AuthenticatedHttpRequest

__all__ = ["AuthenticatedHttpRequest", "User"]
