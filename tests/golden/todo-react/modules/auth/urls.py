from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.socialaccount import views as social
from allauth.urls import build_provider_urlpatterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView

from . import views

# Whoever finds a browser open cannot take data along or close the account.
confirmed = reauthentication_required(app="modules.auth")

own = [
    path("profile/", views.profile, name="profile"),
    path("data/", confirmed(views.data), name="data"),
    path("delete/", confirmed(views.delete), name="delete"),
    path("sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]

urlpatterns = [
    path("", include((own, "auth"))),
    path("<slug:provider>/login/", views.provider_sign_in, name="auth_provider"),
    # allauth forgot to open this one to visitors.
    path(
        "3rdparty/login/error/",
        login_not_required(social.login_error),
        name="socialaccount_login_error",
    ),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    *build_provider_urlpatterns(),
    # The project has pages of its own here, which these stand in front of.
    path("password/", account.password_change, name="auth_password"),
    path(
        "password/reset/<uidb64>/<token>/",
        login_not_required(
            RedirectView.as_view(url=reverse_lazy("account_reset_password"))
        ),
        name="auth_password_link",
    ),
]
