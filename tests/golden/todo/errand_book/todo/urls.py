from django.urls import path

from . import views

app_name = "todo"

urlpatterns = [
    path("", views.item_list, name="list"),
    path("<uuid:public_id>/", views.edit, name="edit"),
    path("<uuid:public_id>/complete/", views.complete, name="complete"),
    path("<uuid:public_id>/reopen/", views.reopen, name="reopen"),
    path("<uuid:public_id>/up/", views.up, name="up"),
    path("<uuid:public_id>/down/", views.down, name="down"),
    path("<uuid:public_id>/delete/", views.delete, name="delete"),
    path("<uuid:public_id>/restore/", views.restore, name="restore"),
]
