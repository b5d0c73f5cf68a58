"""The schedule as pictures: a Gantt chart by bureau or goal, its bars as data, the network in layers."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from tongchou.kernel.finding import Text
from tongchou.publish.words import chinese
from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.workbench.answer.network import network as network_of
from tongchou_site.workbench.answer.schedule import LANES, Lane, Span, lanes, sheet
from tongchou_site.workbench.answers import page_of, scene_of
from tongchou_site.workbench.doors import door, show

MOST = 100  # bars of one page without a script
KEPT = 16


@lru_cache(maxsize=KEPT)
def _lanes(run: int, by: str) -> tuple[Lane, ...]:
    return lanes(scene=scene_of(run=run), by=by)


def _asked(request: HttpRequest) -> tuple[str, str | None]:
    """The lanes asked for and the one shown alone; None: all of them."""
    by = request.GET.get("by", LANES[0])
    return (by if by in LANES else LANES[0]), request.GET.get("lane")


@door("forecast.read")
def schedule(request: HttpRequest, here: Here) -> HttpResponse:
    """The Gantt chart with its table, a page at a time; a script draws all of it."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, "common/no_answer.html", room="schedule")
    by, only = _asked(request)
    every = _lanes(answer.run, by)
    chosen = every if only is None else tuple(each for each in every if each.key == only)
    if only is not None and not chosen:
        raise Http404
    found = sheet(lanes=chosen, first=_first(request), most=MOST, on=answer.outcome.on)
    page = page_of(run=answer.run)
    return show(
        request,
        here,
        "answer/schedule.html",
        room="schedule",
        page=page,
        lanes=every,
        sheet=found,
        by=by,
        only=chosen[0] if only is not None else None,
        most=MOST,
    )


def _first(request: HttpRequest) -> int:
    text = request.GET.get("from", "1")
    return max(int(text) - 1, 0) if text.isascii() and text.isdigit() and len(text) < 8 else 0


@door("forecast.read")
def bars(request: HttpRequest, here: Here) -> HttpResponse:
    """Every open activity as plain numbers, for the chart that a script draws."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        raise Http404
    by, only = _asked(request)
    every = _lanes(answer.run, by)
    lang = str(getattr(request, "lang", "zh"))
    way = reverse("project", kwargs={"plan": here.key, "code": "-"}).removesuffix("-")
    on = answer.outcome.on
    body = {
        "on": on.isoformat(),
        "lanes": [
            {
                "title": _said(lane.title, lang),
                "hue": lane.hue,
                "bars": [_plain(each, on, way, lang) for each in lane.spans],
            }
            for lane in every
            if only is None or lane.key == only
        ],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _said(text: Text, lang: str) -> str:
    return chinese(text=text.in_language(lang)) if lang == "zh" else text.in_language(lang)


def _plain(each: Span, on: date, way: str, lang: str) -> dict[str, Any]:
    """One bar; days are counted from the day of judgement."""
    row: dict[str, Any] = {
        "title": _said(each.title, lang),
        "owner": _said(each.owner_name, lang),
        "start": (each.start - on).days,
        "p50": (each.p50 - on).days,
        "p80": (each.p80 - on).days,
        "way": f"{way}{each.project}" if each.project else "",
    }
    row |= {"late": (each.late - on).days} if each.late else {}
    row |= {"ink": 1} if each.ink else {}
    row |= {"milestone": 1} if each.milestone else {}
    row |= {"merge": round(each.merge, 1)} if each.merge else {}
    row |= {"marks": [[(day - on).days, int(done)] for day, done in each.marks]} if each.marks else {}
    return row


@door("forecast.read")
def network(request: HttpRequest, here: Here) -> HttpResponse:
    """What can decide a goal, as boxes in layers, with the table of their links."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, "common/no_answer.html", room="schedule")
    scene = scene_of(run=answer.run)
    goal = request.GET.get("goal", "")
    try:
        found = network_of(scene=scene, goal=goal)
    except KeyError as error:
        raise Http404 from error
    return show(
        request,
        here,
        "answer/network.html",
        room="schedule",
        network=found,
        goal=goal,
        goals=tuple((each.id, each.title) for each in scene.leaves),
    )
