from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from .models import Note
from .selectors import exported
from .views import download


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin[Note]):
    list_display = ("title", "owner", "label", "created")
    list_filter = ("label",)
    list_select_related = ("owner",)
    search_fields = ("title", "owner__email")
    readonly_fields = ("owner", "created")
    actions = ("export",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People keep their own notes."""
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notes.export_note")

    @admin.action(description=_("Export"), permissions=["export"])
    def export(self, _request: HttpRequest, notes: QuerySet[Note]) -> HttpResponse:
        return download(exported(notes))
