"""The door of every officers' page: who comes, before which plan, with which right. Each view names its right once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tongchou_site.records.conflict import Conflict
from tongchou_site.records.queries.people import Here, here
from tongchou_site.ui.failures import no_right
from tongchou_site.ui.frame import came_from, frame

View = Callable[..., HttpResponse]

ROOMS = (  # at most nine: key, address, the right that opens it
    ("inbox", "inbox", "desk.read"),
    ("ledger", "ledger", "ledger.read"),
    ("goals", "goals", "forecast.read"),
    ("principal", "principal", "forecast.read"),
    ("schedule", "schedule", "forecast.read"),
    ("bureaus", "bureaus", "forecast.read"),
    ("decisions", "decisions", "forecast.read"),
    ("briefings", "briefings", "briefing.write"),
    ("manage", "manage", "audit.read"),
)


def door(right: str) -> Callable[[View], View]:
    """Let in who has the right in this plan; a stranger is asked to sign in, who has no post here sees nothing."""

    def of(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, plan: str, **where: Any) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("login"))
            found = here(user=user.pk, plan=plan)
            if found is None or found.role == "public":
                raise Http404
            request.here = found
            if not found.may(right):
                return no_right(request)
            try:
                response = view(request, found, **where)
            except Conflict as conflict:
                response = _conflict(request, found, conflict)
            response.headers.setdefault("Cache-Control", "private, no-cache")  # not for a cache between
            return response

        entered.right = right
        return entered

    return of


def _conflict(request: HttpRequest, here: Here, conflict: Conflict) -> HttpResponse:
    """Both versions side by side, and the way back to the page the form stood on."""
    came = came_from(request, otherwise=request.path)
    page = {"differences": conflict.differences, "back_to": came}
    return show(request, here, "conflict.html", room="", status=409, **page)


def show(
    request: HttpRequest, here: Here, template: str, *, room: str, status: int = 200, **page: Any
) -> HttpResponse:
    """Render a page of a room inside the layout."""
    rooms = tuple(
        (key, reverse(name, kwargs={"plan": here.key})) for key, name, right in ROOMS if here.may(right)
    )
    proof = reverse("proof", kwargs={"plan": here.key})
    context = frame(request) | {"rooms": rooms, "room": room, "proof": proof} | page
    return render(request, template, context, status=status)
