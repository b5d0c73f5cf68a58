"""The principal constraint, decisions, evidence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.workbench.answers import page_of
from tongchou_site.workbench.doors import door, show


def _section(name: str, room: str) -> object:
    @door("forecast.read")
    def section(request: HttpRequest, here: Here) -> HttpResponse:
        answer = latest_answer(plan=here.plan)
        if answer is None:
            return show(request, here, "common/no_answer.html", room=room)
        return show(
            request, here, f"constraint/{name}.html", room=room, page=page_of(run=answer.run), answer=answer
        )

    return section


principal = _section("principal", "principal")
decisions = _section("decisions", "decisions")
proof = _section("proof", "")
