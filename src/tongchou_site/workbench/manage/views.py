"""Pages of the room manage."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tongchou_site.records.queries.people import Here
from tongchou_site.workbench.doors import door, show


@door("desk.read")
def manage(request: HttpRequest, here: Here) -> HttpResponse:
    """The room."""
    return show(request, here, "manage/manage.html", room="manage")
