from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

from . import views

app_name = "pages"

# What locale/ has of the texts in frontend/src/i18n, for any language but English.
translations = JavaScriptCatalog.as_view(
    packages=["spring_list"],
)

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path(
        "translations.js",
        login_not_required(cache_control(max_age=3600)(translations)),
        name="translations",
    ),
]
