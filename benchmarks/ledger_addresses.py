"""The site's addresses and Django's admin with a list of the same rows: the columns of the ledger, 50 a page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import path

from tongchou_site.records import models
from tongchou_site.urls import handler403, handler404, handler500
from tongchou_site.urls import urlpatterns as ours

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


class Desk(admin.AdminSite):
    """Whoever administers the site may look."""

    def has_permission(self, request: Any) -> bool:
        """As the site's own administrators."""
        return bool(request.user.is_authenticated and request.user.is_administrator)


class Items(admin.ModelAdmin):
    """The list as it comes, with the related rows fetched by one join."""

    list_display = (
        *("code", "title", "goals", "measures", "owner", "helping", "person", "due"),
        *("progress", "light", "chance", "state"),
    )
    list_filter = ("light", "state")
    list_select_related = ("task", "line")
    list_per_page = 50
    ordering = ("position",)
    search_fields = ("line__text",)

    def has_module_permission(self, request: Any) -> bool:
        """Seen by those who may enter."""
        return True

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        """Looked at by those who may enter."""
        return True

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    has_add_permission = has_delete_permission = has_change_permission

    def title(self, item: models.Item) -> str:
        """The task."""
        return str(item.task.title_zh)

    def goals(self, item: models.Item) -> str:
        """The goals it serves."""
        return str(item.line.goals_zh)

    def measures(self, item: models.Item) -> str:
        """The projects that carry it out."""
        return str(item.line.measures_zh)

    def helping(self, item: models.Item) -> str:
        """Who supports."""
        return "、".join(item.task.supporting)

    def person(self, item: models.Item) -> str:
        """Who is named."""
        return str(item.task.person)

    def progress(self, item: models.Item) -> str:
        """How far it is."""
        return str(item.task.state)


desk = Desk()
desk.register(models.Item, Items)
urlpatterns = [*ours, path("admin/", desk.urls)]
