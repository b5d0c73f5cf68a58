"""The principal constraint, what could be tried, what was decided, how well forecasts did, and the evidence."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongchou.cycle.backtest import back_test
from tongchou.kernel.errors import BadInput
from tongchou_site.records.actions.decisions import Draft, record_decision
from tongchou_site.records.queries.bureaus import item_lights
from tongchou_site.records.queries.calibration import earlier
from tongchou_site.records.queries.decisions import decisions as decided
from tongchou_site.records.queries.people import Here
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.ui.given import whole
from tongchou_site.workbench.answers import page_of, scene_of
from tongchou_site.workbench.constraint.calibration import calibration
from tongchou_site.workbench.constraint.decided import lines
from tongchou_site.workbench.constraint.trial import PREFIX, asked, ready_of, trial
from tongchou_site.workbench.constraint.workshop import workshop
from tongchou_site.workbench.doors import door, show

NONE = "common/no_answer.html"
PREPARED = 204  # nothing to say: the futures are held now


@require_GET
@door("forecast.read")
def principal(request: HttpRequest, here: Here) -> HttpResponse:
    """One horizon: the sentence, the ranking, what may be tried, the form of a decision; a what-if where one is asked."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, NONE, room="principal")
    run, query = answer.run, request.GET
    scene, pulls = scene_of(run=run), asked(query=query)
    page = page_of(run=run)
    given = {pull.lever: query.get(PREFIX + pull.lever, "") for pull in pulls}
    horizon, decide = query.get("horizon", ""), query.get("decide", "")
    shop = workshop(page=page, scene=scene, horizon=horizon, given=given, decide=decide)
    if shop is None:
        raise Http404
    return show(
        request,
        here,
        "constraint/principal.html",
        room="principal",
        page=page,
        answer=answer,
        shop=shop,
        other=(query.get("lever", ""), query.get("days", "")),
        trial=trial(run=run, pulls=pulls, horizon=horizon, scene=scene) if pulls else None,
        problems=(),
    )


@require_GET
@door("forecast.read")
def tried(request: HttpRequest, here: Here) -> HttpResponse:
    """A what-if as a piece of a page; with `ready` alone the futures are only drawn, so that the next one is quick."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        raise Http404
    if "ready" in request.GET:
        ready_of(run=answer.run)
        return HttpResponse(status=PREPARED)
    scene, horizon = scene_of(run=answer.run), request.GET.get("horizon", "")
    if horizon not in {"", *(each.horizon for each in scene.outcome.horizons)}:
        raise Http404
    found, problems = None, ()
    try:
        found = trial(run=answer.run, pulls=asked(query=request.GET), horizon=horizon, scene=scene)
    except BadInput as error:
        problems = error.problems
    return show(
        request,
        here,
        "constraint/trial.html",
        room="principal",
        status=422 if problems else 200,
        trial=found,
        problems=problems,
    )


@require_GET
@door("forecast.read")
def decisions(request: HttpRequest, here: Here) -> HttpResponse:
    """Every decision and what became of it."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, NONE, room="decisions")
    rows = decided(plan=here.plan)
    tasks = {task for row in rows for each in row.led_to for task in each.tasks}
    lights = item_lights(plan=here.plan, codes=tasks, within=here.scope("ledger.read"))
    return show(
        request,
        here,
        "constraint/decisions.html",
        room="decisions",
        lines=lines(rows=rows, scene=scene_of(run=answer.run), lights=lights),
    )


@require_POST
@door("decision.record")
def record(request: HttpRequest, here: Here) -> HttpResponse:
    """Record a decision and show it among the others."""
    form = request.POST
    draft = Draft(
        run=whole(form.get("run", "")),
        horizon=form.get("horizon", ""),
        lever=form.get("lever", ""),
        choice=form.get("choice", ""),
        note=form.get("note", ""),
        activities=tuple(dict.fromkeys(form.getlist("activities"))),
    )
    on = here.judged_on or timezone.localdate()
    code = record_decision(plan=here.key, draft=draft, on=on, by=here.actor, at=timezone.now())
    return redirect(f"{reverse('decisions', kwargs={'plan': here.key})}#{code}")


@require_GET
@door("forecast.read")
def calibrated(request: HttpRequest, here: Here) -> HttpResponse:
    """How well forecasts did, as far as is known."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, NONE, room="decisions")
    found = calibration(
        rows=back_test(outcome=answer.outcome, plan=answer.plan),
        earlier=earlier(plan=here.plan),
        scene=scene_of(run=answer.run),
    )
    return show(
        request,
        here,
        "constraint/calibration.html",
        room="decisions",
        page=page_of(run=answer.run),
        found=found,
    )


@require_GET
@door("forecast.read")
def proof(request: HttpRequest, here: Here) -> HttpResponse:
    """Assumptions, computations, statements and sources, each with the anchor its figures lead to."""
    answer = latest_answer(plan=here.plan)
    if answer is None:
        return show(request, here, NONE, room="")
    return show(request, here, "constraint/proof.html", room="", page=page_of(run=answer.run))
