from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config.api import urls as api_urls

admin.site.site_header = admin.site.site_title = settings.SITE_TITLE

urlpatterns = [
    path("", include("config.modules_urls")),
    path("", include("spring_list.crawlers")),
    path("", include("spring_list.pages.urls")),
    path("accounts/", include("spring_list.accounts.urls")),
    path("todo/", include("spring_list.todo.urls")),
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
    path("api/", api_urls),
]
