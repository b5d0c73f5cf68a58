"""The jobs: a change leads to one run, a lost run is taken up again, an error ends with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.site.conftest import NOW, TODAY

from tongchou_site.jobs.cycle import compute
from tongchou_site.jobs.ticker import QUIET, begin, start_runs, tick
from tongchou_site.records import models
from tongchou_site.records.actions import runs
from tongchou_site.records.queries.runs import latest_answer
from tongchou_site.records.trail import MACHINE, Actor, act

LATER = NOW + QUIET


def states() -> list[tuple[str, str]]:
    return list(models.Run.objects.order_by("id").values_list("state", "why"))


def test_an_imported_plan_is_run_once_things_are_quiet(plan: models.Plan) -> None:
    start_runs(at=LATER)
    assert states() == [("queued", "change")]


def test_nothing_is_run_while_changes_still_come(plan: models.Plan) -> None:
    with act(action="x", by=MACHINE, at=LATER, plan="small", wake=("run",)):
        pass
    start_runs(at=LATER)
    assert states() == []


def test_changes_that_never_end_are_run_after_two_minutes(plan: models.Plan) -> None:
    late = NOW + timedelta(minutes=2)
    with act(action="x", by=MACHINE, at=late, plan="small", wake=("run",)):
        pass
    start_runs(at=late)
    assert states() == [("queued", "change")]


def test_several_changes_lead_to_one_run(plan: models.Plan) -> None:
    for _ in range(3):
        with act(action="x", by=MACHINE, at=NOW, plan="small", wake=("run",)):
            pass
    start_runs(at=LATER)
    start_runs(at=LATER + QUIET)
    assert states() == [("queued", "change")]


def test_a_plan_is_run_every_night_once(plan: models.Plan) -> None:
    start_runs(at=LATER)
    models.Run.objects.update(asked_at=NOW - timedelta(days=2), state="failed", reason_zh="x", reason_en="x")
    night = NOW.replace(hour=19)  # three in the morning in Beijing
    start_runs(at=night)
    start_runs(at=night + timedelta(minutes=30))
    assert states() == [("failed", "change"), ("queued", "nightly")]


def test_a_plan_imported_at_night_is_run_once(plan: models.Plan) -> None:
    models.Outbox.objects.update(at=NOW.replace(hour=19))
    start_runs(at=NOW.replace(hour=19) + timedelta(seconds=1))
    start_runs(at=NOW.replace(hour=19) + QUIET)
    assert states() == [("queued", "change")]


def test_a_run_ends_with_the_answer_of_its_plan(plan: models.Plan) -> None:
    compute.call(begin(plan="small", why="asked", at=NOW))
    answer = latest_answer(plan=plan.pk)
    assert answer is not None
    assert [goal.id for goal in answer.outcome.goals] == ["G"]


def test_the_forecast_of_a_task_stands_beside_its_item(plan: models.Plan) -> None:
    compute.call(begin(plan="small", why="asked", at=NOW))
    answer = latest_answer(plan=plan.pk)
    assert answer is not None
    school = next(each for each in answer.outcome.activities if each.id == "school")
    item = models.Item.objects.get(code="T1")
    assert (item.chance, item.finish_p50) == (
        pytest.approx(school.promise_chance, abs=1e-6),
        school.finish_p50,
    )


def test_a_plan_that_cannot_be_computed_fails_with_its_reason(plan: models.Plan) -> None:
    models.ROWS["links"].objects.filter(code="L").update(succ="road")
    compute.call(begin(plan="small", why="asked", at=NOW))
    run = models.Run.objects.get()
    assert run.state == "failed"
    assert "road" in run.reason_en


def test_a_run_asked_for_twice_is_queued_once(plan: models.Plan) -> None:
    first = runs.ask_for_run(plan="small", on=TODAY, why="asked", by=MACHINE, at=NOW)
    assert runs.ask_for_run(plan="small", on=TODAY, why="change", by=MACHINE, at=NOW) == first


def lose(plan: str) -> int:
    run = runs.ask_for_run(plan=plan, on=TODAY, why="asked", by=MACHINE, at=NOW)
    runs.start_run(run=run, by=MACHINE, at=NOW)
    return run


def test_a_run_whose_process_ended_fails_with_its_reason_and_is_taken_up_again(plan: models.Plan) -> None:
    models.Outbox.objects.all().delete()
    lose("small")
    start_runs(at=NOW + timedelta(minutes=1))
    assert states() == [("failed", "asked"), ("queued", "resumed")]


def test_a_run_that_still_beats_is_left_alone(plan: models.Plan) -> None:
    run = lose("small")
    runs.beat(run=run, blocks=5, at=NOW + timedelta(seconds=55))
    assert runs.bury_lost_runs(by=MACHINE, at=NOW + timedelta(minutes=1)) == ()


def test_a_plan_whose_runs_are_lost_twice_is_not_tried_again_by_itself(plan: models.Plan) -> None:
    lose("small")
    runs.bury_lost_runs(by=MACHINE, at=NOW + timedelta(minutes=1))
    lose("small")
    assert runs.bury_lost_runs(by=MACHINE, at=NOW + timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("name", "status"), [("office", 302), ("admin", 302), ("edu", 403), ("stranger", 404)]
)
def test_only_who_may_starts_a_run(browser: Callable[[str], Client], name: str, status: int) -> None:
    assert browser(name).post("/p/small/runs/start").status_code == status


def test_the_page_of_runs_shows_why_one_failed(
    browser: Callable[[str], Client], people: dict[str, Actor]
) -> None:
    lose("small")
    runs.bury_lost_runs(by=MACHINE, at=NOW + timedelta(minutes=1))
    assert runs.STOPPED.zh in browser("office").get("/p/small/runs").content.decode()


def lights() -> set[str]:
    return set(models.Item.objects.values_list("light_rule", flat=True))


def test_the_first_tick_lights_every_item(plan: models.Plan) -> None:
    tick(at=NOW, last=None)
    assert "" not in lights()


def test_a_new_day_lights_every_item_again(plan: models.Plan) -> None:
    tick(at=NOW, last=None)
    models.Item.objects.update(light="red", light_rule="")
    tick(at=NOW + timedelta(days=1), last=NOW)
    assert "" not in lights()


def test_within_a_day_only_a_plan_that_changed_is_lit(plan: models.Plan) -> None:
    tick(at=NOW, last=None)
    models.Item.objects.update(light="red", light_rule="")
    tick(at=NOW + timedelta(seconds=2), last=NOW)
    assert lights() == {""}
    with act(action="x", by=MACHINE, at=NOW, plan="small", wake=("lights",)):
        pass
    tick(at=NOW + timedelta(seconds=4), last=NOW + timedelta(seconds=2))
    assert "" not in lights()
