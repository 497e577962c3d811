from django.contrib.auth.views import LogoutView
from django.urls import path

from ..pages.views import open_page, page

app_name = "accounts"

urlpatterns = [
    path("login/", open_page, name="login"),
    # For the pages that Django draws itself; the others sign out through the interface.
    path("logout/", LogoutView.as_view(), name="logout"),
    path("profile/", page, name="profile"),
    path("password/", page, name="password_change"),
    path("password/reset/", open_page, name="password_reset"),
    path("password/reset/<uidb64>/<token>/", open_page, name="password_reset_confirm"),
]
