"""The project's user model, and the request of somebody who is signed in."""

from harbour.accounts.models import User
from harbour.http import AuthenticatedHttpRequest

__all__ = ["AuthenticatedHttpRequest", "User"]
