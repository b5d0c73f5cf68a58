"""Pages for everybody."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tongchou_site.public import page, plainly, rows
from tongchou_site.public.doors import KEPT_SECONDS, opened, show, stranger
from tongchou_site.public.opendata import DESCRIPTOR, LICENCE_WORDS, OpenFile, open_data_of
from tongchou_site.records.queries.public import (
    OpenPlan,
    Wanted,
    light_counts,
    open_plans,
    owner_counts,
    public_answer,
    public_item,
    public_items,
)

FEW = 12  # tasks shown on the page of a goal or bureau; the list has them all


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans that are open to everybody."""
    response = show(stranger(request), template="public/plans.html", plans=open_plans())
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    patch_vary_headers(response, ["Cookie"])
    return response


plans.right = "public.read"  # type: ignore[attr-defined]  # read by the tests of every endpoint


@opened
def plan(request: HttpRequest, *, here: OpenPlan) -> HttpResponse:
    """The goals of a plan in plain language, and how its tasks stand."""
    if here.run is None:
        return _none(request)
    answer = public_answer(run=here.run)
    found = page.scene_of(run=here.run)
    roots = [row for row in found.plan.goals if not row.parent]
    return show(
        request,
        template="public/plan.html",
        room="goals",
        root=roots[0] if len(roots) == 1 and found.tops[0].id != roots[0].id else None,
        goals=page.top_goals(run=here.run),
        counts=rows.counted(light_counts(plan=here.plan, wanted=Wanted())),
        outcome=answer.outcome,
        ended_at=answer.ended_at,
        feed="open-feed",
    )


@opened
def goal(request: HttpRequest, *, here: OpenPlan, goal: str) -> HttpResponse:
    """One goal: what, why, how, how far, when, who."""
    if here.run is None:
        return _none(request)
    found = page.goal_view(run=here.run, goal=goal)
    if found is None:
        raise Http404
    wanted = Wanted(goals=found.below)
    some = public_items(plan=here.plan, wanted=wanted, most=FEW)
    return show(
        request,
        template="public/goal.html",
        room="goals",
        goal=found,
        tasks=rows.task_rows(items=some.items, run=here.run),
        total=some.total,
        counts=rows.counted(light_counts(plan=here.plan, wanted=wanted)),
        leads=rows.leads(counts=owner_counts(plan=here.plan, wanted=wanted), run=here.run),
        bodies=page.scene_of(run=here.run).bodies,
        feed="open-goal-feed",
    )


@opened
def tasks(request: HttpRequest, *, here: OpenPlan) -> HttpResponse:
    """The list of tasks (执行公开清单), filtered by the address, page by page."""
    if here.run is None:
        return _none(request)
    found = page.scene_of(run=here.run)
    asked = rows.asked(query=request.GET, scene=found)
    listed = public_items(plan=here.plan, wanted=asked.wanted, after=asked.after)
    return show(
        request,
        template="public/tasks.html",
        room="tasks",
        tasks=rows.task_rows(items=listed.items, run=here.run),
        listed=listed,
        asked=asked,
        next_page=asked.address(after=listed.after) if listed.after is not None else "",
        first_page=asked.address(after=None) if asked.after >= 0 else "",
        goals=tuple((each.id, found.name(each.id)) for each in found.outcome.goals),
        bureaus=tuple(
            (key, found.body(key)) for key in sorted(owner_counts(plan=here.plan, wanted=Wanted())) if key
        ),
        colours=plainly.COLOURS,
        feed="open-feed",
    )


@opened
def task(request: HttpRequest, *, here: OpenPlan, task: str) -> HttpResponse:
    """One task: what, why, how, how far, when, who."""
    item = public_item(plan=here.plan, code=task)
    if item is None:
        raise Http404
    if here.run is None:
        return _none(request)
    found = page.scene_of(run=here.run)
    views = [page.goal_view(run=here.run, goal=each) for each in item.goals]
    outcome = next((each for each in found.outcome.tasks if each.id == task), None)
    return show(
        request,
        template="public/task.html",
        room="tasks",
        task=rows.task_rows(items=(item,), run=here.run)[0],
        goals=[each for each in views if each],
        projects=tuple(found.name(each) for each in outcome.projects) if outcome else (),
        missing=outcome.missing if outcome and outcome.grey else None,
        supporting=tuple((each, found.body(each)) for each in item.supporting),
        works=page.works_by_task(run=here.run).get(task, ()),
        bodies=found.bodies,
        feed="open-feed",
    )


@opened
def bureaus(request: HttpRequest, *, here: OpenPlan) -> HttpResponse:
    """Every body with its tasks and commitments counted."""
    if here.run is None:
        return _none(request)
    return show(
        request,
        template="public/bureaus.html",
        room="bureaus",
        bureaus=rows.bureau_rows(run=here.run, tasks=owner_counts(plan=here.plan, wanted=Wanted())),
        feed="open-feed",
    )


@opened
def bureau(request: HttpRequest, *, here: OpenPlan, bureau: str) -> HttpResponse:
    """One body: what it said it will do, its tasks, its dates and how they fared."""
    if here.run is None:
        return _none(request)
    found = page.scene_of(run=here.run)
    if bureau not in found.bodies:
        raise Http404
    some = public_items(plan=here.plan, wanted=Wanted(bureau=bureau), most=FEW)
    works = page.works_by_owner(run=here.run).get(bureau, ())
    return show(
        request,
        template="public/bureau.html",
        room="bureaus",
        bureau=bureau,
        title_of=found.body(bureau),
        commitments=page.commitments_of(run=here.run, bureau=bureau),
        tasks=rows.task_rows(items=some.items, run=here.run),
        total=some.total,
        counts=rows.counted(light_counts(plan=here.plan, wanted=Wanted(bureau=bureau))),
        works=works,
        kept=rows.kept(works=works),
        bodies=found.bodies,
        feed="open-bureau-feed",
    )


@opened
def data(request: HttpRequest, *, here: OpenPlan) -> HttpResponse:
    """The open data: tables, files, hashes, licence."""
    if here.run is None:
        return _none(request)
    found, answer = open_data_of(run=here.run), public_answer(run=here.run)
    return show(
        request,
        template="public/data.html",
        room="data",
        data=found,
        outcome=answer.outcome,
        licence=LICENCE_WORDS,
    )


@opened
def file(request: HttpRequest, *, here: OpenPlan, file: str) -> HttpResponse:
    """One file of the open data, byte for byte."""
    found: OpenFile | None = open_data_of(run=here.run).files.get(file) if here.run else None
    if found is None:
        raise Http404
    kind = "inline" if file == DESCRIPTOR else "attachment"
    headers = {
        "Content-Disposition": f'{kind}; filename="{here.key}-{found.name}"',
        "Access-Control-Allow-Origin": "*",  # open data: any page may read it
    }
    return HttpResponse(found.body, content_type=found.media_type, headers=headers)


@opened
def method(request: HttpRequest, *, here: OpenPlan) -> HttpResponse:
    """How the figures come about, with everything a re-run needs."""
    if here.run is None:
        return _none(request)
    proof, answer = page.proof_of(run=here.run), public_answer(run=here.run)
    command = _command(answer.outcome)
    return show(
        request,
        template="public/method.html",
        room="data",
        page=proof,
        outcome=answer.outcome,
        command=command,
    )


def _command(outcome: Any) -> str:
    return (
        f"tongchou run {json.dumps(outcome.plan)[1:-1]} --on {outcome.on.isoformat()}"
        f" --seed {outcome.seed} --trials {outcome.trials}"
    )


def _none(request: HttpRequest) -> HttpResponse:
    return show(request, template="public/none.html")
