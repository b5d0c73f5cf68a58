"""The first page of the room, the table of rights, publication."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tongchou_site.records.actions.plans import open_to_public
from tongchou_site.records.queries.people import Here
from tongchou_site.records.rights import RIGHTS, ROLES
from tongchou_site.workbench.doors import door, show

ENTRIES = (  # key of its words, name of the address, the right that opens it, whether it stands below the plan
    ("people", "people", "people.manage", True),
    ("rights", "rights", "desk.read", True),
    ("audit", "audit", "audit.read", True),
    ("lights", "lights", "ledger.read", True),
    ("runs", "runs", "forecast.read", True),
    ("intake", "intake", "plan.import", True),
    ("new", "new-plan", "plan.import", False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page the room leads to."""

    key: str
    address: str


@require_safe
@door("audit.read")
def manage(request: HttpRequest, here: Here) -> HttpResponse:
    """What can be managed here, and publication."""
    return show(request, here, "manage/manage.html", room="manage", entries=_entries(here))


def _entries(here: Here) -> tuple[Entry, ...]:
    found = []
    for key, name, right, below in ENTRIES:
        if not here.may(right):
            continue
        try:
            address = reverse(name, kwargs={"plan": here.key} if below else {})
        except NoReverseMatch:  # a room that is not built in
            continue
        found.append(Entry(key=key, address=address))
    return tuple(found)


@require_POST
@door("plan.publish")
def publish(request: HttpRequest, here: Here) -> HttpResponse:
    """Open the plan to everybody, or take it off the public pages."""
    wanted = request.POST.get("open", "")
    if wanted in {"0", "1"}:
        open_to_public(plan=here.key, open_=wanted == "1", by=here.actor, at=timezone.now())
    return redirect("manage", plan=here.key)


@require_safe
@door("desk.read")
def rights(request: HttpRequest, here: Here) -> HttpResponse:
    """The permission matrix, in words."""
    return show(request, here, "manage/rights.html", room="manage", roles=ROLES, rights=RIGHTS)
