from django.urls import path

from ..pages.views import page

app_name = "todo"

urlpatterns = [path("", page, name="list")]
