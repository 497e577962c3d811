from django.urls import path

from ..pages.views import open_page, page

app_name = "accounts"

urlpatterns = [
    path("login/", open_page, name="login"),
    path("profile/", page, name="profile"),
    path("password/", page, name="password_change"),
    path("password/reset/", open_page, name="password_reset"),
    path("password/reset/<uidb64>/<token>/", open_page, name="password_reset_confirm"),
]
