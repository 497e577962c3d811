from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = settings.SITE_TITLE

urlpatterns = [
    path("", include("config.modules_urls")),
    path("", include("harbour.crawlers")),
    path("", include("harbour.pages.urls")),
    path("accounts/", include("harbour.accounts.urls")),
    path("admin/", admin.site.urls),
]
