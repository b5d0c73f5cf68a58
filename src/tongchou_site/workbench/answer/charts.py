"""The schedule as pictures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.workbench.answers import page_of
from tongchou_site.workbench.doors import door, show


@door("forecast.read")
def schedule(request: HttpRequest, here: Here) -> HttpResponse:
    """The schedule."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, "common/no_answer.html", room="schedule")
    return show(request, here, "answer/schedule.html", room="schedule", page=page_of(run=answer.run))


@door("forecast.read")
def bars(request: HttpRequest, here: Here) -> HttpResponse:
    """Nothing yet."""
    raise Http404


network = bars
