from django.urls import path

from .views import open_page, page

app_name = "pages"

urlpatterns = [
    path("", open_page, name="home"),
    path("dashboard/", page, name="dashboard"),
]
