"""Pages of the runs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongchou_site.jobs.ticker import begin
from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import runs as latest_runs
from tongchou_site.workbench.doors import door, show


@door("forecast.read")
def runs(request: HttpRequest, here: Here) -> HttpResponse:
    """The latest runs, newest first."""
    return show(request, here, "runs/runs.html", room="", runs=latest_runs(plan=here.plan))


@require_POST
@door("run.start")
def start(request: HttpRequest, here: Here) -> HttpResponse:
    """Start a run now, and see it go."""
    begin(plan=here.key, why="asked", at=timezone.now(), by=here.actor)
    return redirect("runs", plan=here.key)


@door("forecast.read")
def progress(request: HttpRequest, here: Here, run: int) -> HttpResponse:
    """One row of the table, again and again while the run goes on."""
    found = next((each for each in latest_runs(plan=here.plan) if each.id == run), None)
    if found is None:
        raise Http404
    return show(request, here, "runs/row.html", room="", each=found)
