from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.http import HttpRequest

from .models import Item


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin[Item]):
    list_display = ("title", "owner", "priority", "done_at", "deleted_at")
    list_filter = (
        "priority",
        ("done_at", EmptyFieldListFilter),
        ("deleted_at", EmptyFieldListFilter),
    )
    list_select_related = ("owner",)
    search_fields = ("title", "owner__email")
    ordering = ("-created_at",)
    readonly_fields = ("public_id", "owner", "position", "created_at")
    fields = ("title", "priority", "done_at", "deleted_at", *readonly_fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People fill their own lists."""
        return False
