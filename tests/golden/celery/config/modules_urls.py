"""What installed modules add to the URLs: managed by quickscale, included by urls.py."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
