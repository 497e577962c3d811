from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = settings.SITE_TITLE

urlpatterns = [
    path("", include("config.modules_urls")),
    path("", include("acme_crm.crawlers")),
    path("", include("acme_crm.pages.urls")),
    path("accounts/", include("acme_crm.accounts.urls")),
    path("admin/", admin.site.urls),
]
