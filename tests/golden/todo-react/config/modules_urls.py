"""What installed modules add to the URLs: managed by quickscale, included by urls.py."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("modules.auth.urls")),
]
