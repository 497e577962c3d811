"""The JSON interface of the pages in frontend/."""

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI
from ninja.security import SessionAuth

from spring_list.accounts.api import router as accounts
from spring_list.api import explain_refusals
from spring_list.todo.api import router as todo

# Whoever is not signed in is refused, unless an operation says otherwise.
api = NinjaAPI(
    auth=SessionAuth(), urls_namespace="api", docs_url=None, openapi_url=None
)
explain_refusals(api)
api.add_router("", accounts)
api.add_router("todo/", todo)

urls = api.urls
# Its refusal is a plain 401; other views lead to the page where one signs in.
for pattern in urls[0]:
    if pattern.callback:
        login_not_required(pattern.callback)
