from django.urls import path

from . import views

# Short, as an application may be called; the namespace in module.kdl is the module's own.
app_name = "search"
urlpatterns = [path("description.xml", views.search_description, name="description")]
