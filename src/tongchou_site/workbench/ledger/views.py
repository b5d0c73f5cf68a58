"""Pages of the room ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tongchou_site.records.queries.people import Here
from tongchou_site.workbench.doors import door, show


@door("desk.read")
def ledger(request: HttpRequest, here: Here) -> HttpResponse:
    """The room."""
    return show(request, here, "ledger/ledger.html", room="ledger")
