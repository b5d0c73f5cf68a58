"""What if a lever were pulled: the same futures as the run, the same gains; sizes small enough to count on a calendar."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.cycle.cycle_case import ON, TOWN, TRIALS, activity, changed, link, ran

from tongchou.cycle import what_if as module
from tongchou.cycle.snapshot import Snapshot
from tongchou.cycle.what_if import Pull, Ready, WhatIf, ready, what_if
from tongchou.kernel.errors import BadInput
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal
from tongchou.plan.works import Activity

TWO_PERMITS = changed(
    activities=(
        *TOWN.activities,
        activity("accept", 10, 20, 40, project="P1", permit_class="PC_CONSTR", phase="handover"),
    ),
    links=(
        link("permit", "build"),
        link("build", "accept"),
        dataclasses.replace(link("accept", "open"), lag=Decimal(15)),
        link("permit", "road"),
    ),
)


def made_ready(plan: Plan, trials: int = TRIALS) -> Ready:
    return ready(snapshot=Snapshot(plan=plan), on=ON, seed=1, trials=trials)


def fixed(*names: str, due: date, days: int = 40) -> Plan:
    """Works side by side that take so many days each from the first of March, all of one permit class."""
    rows = tuple(
        Activity(
            id=name,
            title_zh=name,
            permit_class="PC_X",
            low=Decimal(days),
            mode=Decimal(days),
            high=Decimal(days),
        )
        for name in names
    )
    goal = Goal(id="G", title_zh="目标", weight=Decimal(1), deadline=due, required=names, test="working")
    return Plan(id="fixed", title_zh="固定", goals=(goal,), activities=rows)


def pulled(plan: Plan, *pulls: Pull) -> WhatIf:
    return what_if(ready=made_ready(plan), pulls=pulls)


APRIL_1 = date(2021, 4, 1)  # 32 days after the last of February


def test_at_the_effort_of_the_run_every_lever_gains_what_the_run_found() -> None:
    outcome, at = ran(TWO_PERMITS), made_ready(TWO_PERMITS)
    found = {
        (each.horizon, lever.id): what_if(
            ready=at, pulls=(Pull(lever=lever.id, days=each.effort),), horizon=each.horizon
        ).gain.value
        for each in (outcome.principal, *outcome.horizons)
        for lever in each.levers
    }
    stored = {
        (each.horizon, lever.id): lever.gain
        for each in (outcome.principal, *outcome.horizons)
        for lever in each.levers
    }
    assert {"permit:PC_CONSTR", "link:accept-open", "driver:D1"} <= {lever for _, lever in found}
    assert max(stored.values()) > 0.01
    assert found == pytest.approx(stored, abs=1e-9)


def test_before_is_what_the_run_said_of_each_goal() -> None:
    outcome = ran()
    found = pulled(TOWN, Pull(lever="activity:build", days=5))
    assert {each.goal: (each.before.value, each.p50_before) for each in found.goals} == {
        goal.id: (goal.chance, goal.finish_p50) for goal in outcome.goals if goal.chance is not None
    }


def test_forty_days_less_eight_end_on_the_thirty_second_day() -> None:
    (goal,) = pulled(fixed("a", due=APRIL_1), Pull(lever="activity:a", days=8)).goals
    assert (goal.p50_before, goal.p50_after) == (date(2021, 4, 9), APRIL_1)
    assert (goal.before.value, goal.after.value, goal.gained.value) == (0.0, 1.0, 1.0)


def test_seven_days_are_one_too_few() -> None:
    (goal,) = pulled(fixed("a", due=APRIL_1), Pull(lever="activity:a", days=7)).goals
    assert (goal.p50_after, goal.after.value) == (date(2021, 4, 2), 0.0)


def test_a_quarter_of_forty_days_is_ten() -> None:
    found = pulled(fixed("a", due=APRIL_1), Pull(lever="activity:a", share=0.25))
    assert found.pulled[0].removed_days == pytest.approx(10)
    assert found.goals[0].p50_after == date(2021, 3, 30)


def test_a_permit_class_spreads_its_days_over_its_members() -> None:
    found = pulled(fixed("a", "b", due=APRIL_1), Pull(lever="permit:PC_X", days=16))
    assert found.pulled[0].removed_days == pytest.approx(16)
    assert found.goals[0].p50_after == APRIL_1


def test_two_levers_that_gain_nothing_alone_save_the_goal_together() -> None:
    plan = fixed("a", "b", due=APRIL_1)
    one, other = Pull(lever="activity:a", days=8), Pull(lever="activity:b", days=8)
    assert [pulled(plan, one).gain.value, pulled(plan, other).gain.value] == [0.0, 0.0]
    assert pulled(plan, one, other).gain.value == 1.0


def test_a_lag_is_shortened_by_no_more_than_it_has() -> None:
    found = pulled(TWO_PERMITS, Pull(lever="link:accept-open", days=20))
    assert found.pulled[0].removed_days == 15


def test_nothing_stays_changed_after_an_answer() -> None:
    at = made_ready(TWO_PERMITS)
    first = what_if(ready=at, pulls=(Pull(lever="permit:PC_CONSTR", days=10),))
    what_if(
        ready=at, pulls=(Pull(lever="link:accept-open", days=15), Pull(lever="activity:build", share=1.0))
    )
    assert what_if(ready=at, pulls=(Pull(lever="permit:PC_CONSTR", days=10),)) == first


def test_of_a_large_plan_the_first_2048_futures_are_held_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 1)
    whole = ran(TOWN)
    found = what_if(ready=made_ready(TOWN, trials=4096), pulls=(Pull(lever="activity:build", days=5),))
    assert (found.n, found.of) == (2048, 4096)
    chances = {goal.id: goal.chance for goal in whole.goals}
    assert chances["G2"] is not None
    assert abs(found.goals[1].before.value - chances["G2"]) < 0.05


def test_a_horizon_leaves_out_the_goals_beyond_it() -> None:
    at = made_ready(TOWN)
    found = what_if(ready=at, pulls=(Pull(lever="activity:build", days=5),), horizon="year")
    assert [each.goal for each in found.goals] == ["G1"]


@pytest.mark.parametrize(
    ("pulls", "code"),
    [
        ((), "what-if-levers"),
        (tuple(Pull(lever=f"activity:{name}", days=1) for name in "abcd"), "what-if-levers"),
        ((Pull(lever="activity:a", days=1), Pull(lever="activity:a", days=2)), "what-if-twice"),
        ((Pull(lever="activity:none", days=1),), "unknown-lever"),
        ((Pull(lever="activity:a", days=0),), "what-if-size"),
        ((Pull(lever="activity:a", days=float("nan")),), "what-if-size"),
        ((Pull(lever="activity:a", days=float("inf")),), "what-if-size"),
        ((Pull(lever="activity:a", share=1.1),), "what-if-size"),
        ((Pull(lever="activity:a"),), "what-if-size"),
        ((Pull(lever="activity:a", days=1, share=0.5),), "what-if-size"),
    ],
)
def test_nonsense_is_refused_with_its_reason(pulls: tuple[Pull, ...], code: str) -> None:
    with pytest.raises(BadInput) as error:
        pulled(fixed("a", "b", "c", "d", due=APRIL_1), *pulls)
    assert {problem.code for problem in error.value.problems} == {code}
