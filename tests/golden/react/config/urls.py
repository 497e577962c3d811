from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.api import urls as api_urls

admin.site.site_header = admin.site.site_title = settings.SITE_TITLE

urlpatterns = [
    path("", include("config.modules_urls")),
    path("", include("harvest_desk.crawlers")),
    path("", include("harvest_desk.pages.urls")),
    path("accounts/", include("harvest_desk.accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/", api_urls),
]
