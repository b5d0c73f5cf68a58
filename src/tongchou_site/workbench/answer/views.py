"""Goals, bureaus, projects and places, as the latest answer has them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tongchou_site.records.outcome import TaskForecast, task_forecasts
from tongchou_site.records.queries.bureaus import ItemLight, item_lights, light_counts, replies
from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.workbench.answer.bureaus import bureau_lines, bureau_page
from tongchou_site.workbench.answer.goal import goal_page
from tongchou_site.workbench.answer.places import place_lines, place_page
from tongchou_site.workbench.answer.tasks import Known
from tongchou_site.workbench.answer.works import work_page
from tongchou_site.workbench.answers import page_of, scene_of
from tongchou_site.workbench.doors import door, show

KEPT = 8


def _no_answer(request: HttpRequest, here: Here, room: str) -> HttpResponse:
    return show(request, here, "common/no_answer.html", room=room)


@lru_cache(maxsize=KEPT)
def _forecasts(run: int) -> dict[str, TaskForecast]:
    return task_forecasts(outcome=scene_of(run=run).outcome)


def _known(here: Here, run: int) -> Known:
    def lights(codes: tuple[str, ...]) -> dict[str, ItemLight]:
        return item_lights(plan=here.plan, codes=codes, within=here.scope("ledger.read"))

    return Known(forecasts=_forecasts(run), lights=lights)


def _found(page: Any) -> Any:
    """What was asked for.

    Raises
    ------
    Http404
        The plan has no such thing.
    """
    if page is None:
        raise Http404
    return page


@door("forecast.read")
def goals(request: HttpRequest, here: Here) -> HttpResponse:
    """All goals on one screen, their coupling, green lights the forecast does not share."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "goals")
    return show(request, here, "answer/goals.html", room="goals", page=page_of(run=answer.run), answer=answer)


@door("forecast.read")
def goal(request: HttpRequest, here: Here, goal: str) -> HttpResponse:
    """One goal."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "goals")
    run = answer.run
    page = page_of(run=run)
    found = _found(goal_page(goal=goal, scene=scene_of(run=run), page=page, known=_known(here, run)))
    return show(request, here, "answer/goal.html", room="goals", page=page, goal=found)


@door("forecast.read")
def bureaus(request: HttpRequest, here: Here) -> HttpResponse:
    """Every bureau with its load and what is late."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "bureaus")
    lines = bureau_lines(scene=scene_of(run=answer.run))
    return show(request, here, "answer/bureaus.html", room="bureaus", lines=lines)


@door("forecast.read")
def bureau(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One bureau, its own commitments first."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "bureaus")
    run = answer.run
    found = _found(
        bureau_page(
            code=code,
            scene=scene_of(run=run),
            page=page_of(run=run),
            known=_known(here, run),
            replies=replies(plan=here.plan),
        )
    )
    counts = light_counts(plan=here.plan, owner=code, within=here.scope("ledger.read"))
    return show(request, here, "answer/bureau.html", room="bureaus", bureau=found, counts=counts)


@door("forecast.read")
def project(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One project."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "schedule")
    run = answer.run
    page = page_of(run=run)
    found = _found(
        work_page(
            code=code,
            scene=scene_of(run=run),
            page=page,
            known=_known(here, run),
            replies=replies(plan=here.plan),
        )
    )
    return show(request, here, "answer/project.html", room="schedule", page=page, work=found)


@door("forecast.read")
def places(request: HttpRequest, here: Here) -> HttpResponse:
    """Every place of the plan."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "schedule")
    lines = place_lines(scene=scene_of(run=answer.run))
    return show(request, here, "answer/places.html", room="schedule", lines=lines)


@door("forecast.read")
def place(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One place with what is below it."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return _no_answer(request, here, "schedule")
    run = answer.run
    found = _found(place_page(code=code, scene=scene_of(run=run), known=_known(here, run)))
    return show(request, here, "answer/place.html", room="schedule", place=found)
