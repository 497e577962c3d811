"""The project's own accounts, in front of those that a module may have put in front of them."""

from django.urls import include, path

from config.urls import urlpatterns as all_urls

urlpatterns = [
    path("accounts/", include("night_shift.accounts.urls")),
    *all_urls,
]
