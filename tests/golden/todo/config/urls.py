from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

admin.site.site_header = admin.site.site_title = settings.SITE_TITLE

urlpatterns = [
    path("", include("config.modules_urls")),
    path("", include("errand_book.crawlers")),
    path("", include("errand_book.pages.urls")),
    path("accounts/", include("errand_book.accounts.urls")),
    path("todo/", include("errand_book.todo.urls")),
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
]
