from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = settings.SITE_TITLE

urlpatterns = [
    path("", include("config.modules_urls")),
    path("", include("field_notes.crawlers")),
    path("", include("field_notes.pages.urls")),
    path("accounts/", include("field_notes.accounts.urls")),
    path("admin/", admin.site.urls),
]
