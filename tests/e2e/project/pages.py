"""Lists every page of a project from its URL conf, and who sees it, as JSON.

A route with parameters gets them from a row of the application that has them. One that gets none is listed under
"unlisted", which fails the tests: no page can be forgotten.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

import django

django.setup()

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from rows import HAS_AUTH, fill, signed_in, viewer

HEADERS = {"secure": True, "HTTP_HOST": "localhost", "HTTP_ACCEPT": "text/html"}

# Routes that answer programs, or send a person on.
NOT_PAGES = {
    "admin:jsi18n",
    "admin:autocomplete",
    "admin:view_on_site",
    "admin:<catch-all>",
    "admin:<<path:object_id>/>",  # leads to the page of a row
    "api:api-root",  # only names the address of the interface
    # Where providers send people back to, and what is said when they came for nothing.
    "github_callback",
    "google_callback",
    "google_login_by_token",
    "socialaccount_login_error",
}
if not getattr(settings, "SOCIALACCOUNT_PROVIDERS", None):
    # Leads to a provider, and there is none.
    NOT_PAGES.add("auth_provider")


@dataclass
class Page:
    """One address, and how it answers whom."""

    route: str
    path: str
    visitor: int = 0
    viewer: int = 0


@dataclass
class Site:
    session: str
    pages: list[Page] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def routes(patterns: list[URLPattern | URLResolver], space: str = "", app: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every route as its full name, the application it belongs to, and itself."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner, pattern.app_name or app)
        else:
            yield space + (pattern.name or unnamed(pattern)), app, pattern


def unnamed(pattern: URLPattern) -> str:
    return "<catch-all>" if "(?P<url>" in str(pattern.pattern) else f"<{pattern.pattern}>"


def arguments(name: str, app: str, pattern: URLPattern) -> dict[str, object] | None:
    """Values for the parameters of a route; None where nothing is known."""
    wanted = set(pattern.pattern.regex.groupindex)
    if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}:
        # Asked who is there before anything is looked up.
        return {"pk": 1}
    if not wanted:
        return {}
    if wanted == {"uidb64", "token"}:
        identity = urlsafe_base64_encode(force_bytes(viewer().pk))
        return {"uidb64": identity, "token": default_token_generator.make_token(viewer())}
    if HAS_AUTH and (given := arguments_of_auth(name, wanted)):
        return given
    if wanted == {"app_label"}:
        return {"app_label": get_user_model()._meta.app_label}
    if name == "admin:auth_user_password_change":
        return {"id": viewer().pk}
    model = model_of(name, app, wanted)
    row = model and model._base_manager.order_by("pk").first()
    if row is None:
        return None
    return {key: row.pk if key == "object_id" else getattr(row, key) for key in wanted}


def arguments_of_auth(name: str, wanted: set[str]) -> dict[str, object] | None:
    from allauth.account.forms import default_token_generator as links
    from allauth.account.utils import user_pk_to_url_str
    from modules.auth.models import Invitation
    from modules.auth.services import token_of

    if wanted == {"uidb36", "key"}:
        return {"uidb36": user_pk_to_url_str(viewer()), "key": links.make_token(viewer())}
    if wanted == {"provider"}:
        return {"provider": "github"}
    if name == "auth:invitation":
        return {"token": token_of(invitation=Invitation.objects.first())}
    return None


def model_of(name: str, app: str, wanted: set[str]) -> type | None:
    for model in admin.site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            return model
    named = [config for config in apps.get_app_configs() if app and app in {config.label, config.name}]
    # The interface for programs is one namespace for all applications.
    own = [config for config in apps.get_app_configs() if "site-packages" not in config.path]
    models = [model for config in named or own for model in config.get_models()]
    return next((model for model in models if all(hasattr(model, key) for key in wanted)), None)


def status(client: Client, page: Page, site: Site) -> int:
    """How a page answers; 0 when it is not a page but a file, a fragment or a place to post to."""
    answer = client.get(page.path, **HEADERS)
    if answer.status_code == 405:
        return 0
    if answer.status_code >= 400 and answer.status_code not in {401, 403}:
        site.broken.append(f"{page.route}: {answer.status_code} at {page.path}")
    if answer.status_code in {301, 302}:
        # A link with a secret leads to the same page without it; a browser follows.
        target = urlsplit(answer.headers["Location"]).path
        return 200 if resolve(target).view_name == page.route else answer.status_code
    is_page = answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content
    return answer.status_code if is_page else 0


def main(rows: int) -> Site:
    fill(rows)
    visitor, viewers = Client(), signed_in()
    site = Site(session=viewers.cookies[settings.SESSION_COOKIE_NAME].value)
    for name, app, pattern in routes(get_resolver().url_patterns):
        if name in NOT_PAGES:
            continue
        given = arguments(name, app, pattern)
        try:
            path = reverse(name, kwargs=given) if given is not None else None
        except NoReverseMatch:
            path = None
        if path is None:
            site.unlisted.append(f"{name}: no values for {sorted(pattern.pattern.regex.groupindex)}")
            continue
        # Pages of modules stand in front of those that the project has at the same address.
        if any(known.path == path for known in site.pages):
            continue
        page = Page(name, path)
        page.visitor, page.viewer = status(visitor, page, site), status(viewers, page, site)
        if page.visitor or page.viewer:
            site.pages.append(page)
    site.pages.append(Page("404", "/no/such/page/", 404, 404))
    return site


if __name__ == "__main__":
    print(json.dumps(asdict(main(int(sys.argv[1])))))
