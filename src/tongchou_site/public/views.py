"""Pages for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongchou_site.records.queries.people import here, open_plans
from tongchou_site.ui.frame import frame


def plans(request: HttpRequest) -> HttpResponse:
    """The plans that are open to everybody."""
    return render(request, "public/plans.html", frame(request) | {"plans": open_plans()})


def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One open plan."""
    found = here(user=None, plan=plan)
    if found is None:
        raise Http404
    request.here = found
    return render(request, "public/plan.html", frame(request))


plans.right = plan.right = "public.read"
