"""The Xiong'an forecast held against a second, independent implementation, within the sampling error of both."""

from __future__ import annotations

import dataclasses
import math
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from tests.method import second_draws
from tests.method.second_draws import draw
from tests.method.second_opinion import (
    Bools,
    Event,
    Floats,
    Ints,
    World,
    attained,
    criticality,
    day_of,
    lake_chance,
    members,
    met,
    pulled,
    run,
    world_of,
)

from tongchou.cycle.outcome import Outcome, PrincipalOutcome
from tongchou.cycle.run import run as library_run
from tongchou.cycle.snapshot import Snapshot
from tongchou.workspace.folder import read_plan

FOLDER = Path(__file__).resolve().parents[2] / "examples/xiongan-2021"
ON = date(2021, 8, 3)
THEIRS = 10_240  # futures of the library
OURS = 50_000
SEED = 2021
ERRORS = 3  # combined standard errors two right answers may lie apart
TOP = 5
DAY = timedelta(days=1)

pytestmark = pytest.mark.slow


@dataclasses.dataclass(frozen=True, kw_only=True)
class Opinion:
    """The second opinion on the example: its futures, and in which of them each goal is met."""

    world: World
    work: dict[str, Ints]
    at: dict[Event, Ints]
    goals: dict[str, Bools]


@cache
def library() -> Outcome:
    return library_run(snapshot=Snapshot(plan=read_plan(path=FOLDER)), on=ON, seed=1, trials=THEIRS, map_=map)


@cache
def opinion(stretch: float = 1.0) -> Opinion:
    world = world_of(plan=read_plan(path=FOLDER), on=ON)
    work = draw(world=world, n=OURS, seed=SEED, stretch=stretch)
    at = run(world=world, work=work)
    return Opinion(world=world, work=work, at=at, goals=met(world=world, at=at, seed=SEED))


def required() -> list[str]:
    return sorted({name for goal in opinion().world.plan.goals for name in goal.required})


def apart(spread: float) -> float:
    """How far two estimates may lie apart, for a standard deviation of one future."""
    return ERRORS * spread * math.sqrt(1 / OURS + 1 / THEIRS)


def chances_apart(second: Opinion) -> dict[str, float]:
    """For each goal, its two chances' distance in units of what may be."""
    theirs = {goal.id: goal.chance for goal in library().goals if goal.chance is not None}
    ours = {name: float(good.mean()) for name, good in second.goals.items()}
    assert ours.keys() == theirs.keys()
    out = {}
    for name, p in ours.items():
        allowed = apart(math.sqrt(max(p * (1 - p), theirs[name] * (1 - theirs[name]))))
        out[name] = abs(p - theirs[name]) / allowed if p != theirs[name] else 0.0
    return out


def finishes_astray(stretch: float = 1.0) -> list[str]:
    """Quantiles of required finishes that lie further apart than sampling error and a day of rounding."""
    ours, theirs = opinion(stretch), {row.id: row for row in library().activities}
    out = []
    for name in required():
        row, finish = theirs[name], ours.at[name, "F"]
        for level, day in ((0.1, row.finish_p10), (0.5, row.finish_p50), (0.9, row.finish_p90)):
            room = apart(math.sqrt(level * (1 - level)))
            low, high = (
                day_of(world=ours.world, minute=float(np.quantile(finish, level + side)))
                for side in (-room, room)
            )
            if not low - DAY <= day <= high + DAY:
                out.append(f"{name} P{level:.0%}: {day} not in {low} .. {high}")
    return out


@cache
def change(levers: tuple[str, ...], effort: float, goals: tuple[str, ...]) -> tuple[float, float]:
    """Weighted share of futures that levers pulled together save, and the standard deviation of one future's."""
    ours = opinion()
    work = ours.work
    for lever in levers:
        work = pulled(world=ours.world, work=work, lever=members(world=ours.world, lever=lever), days=effort)
    after = met(world=ours.world, at=run(world=ours.world, work=work), seed=SEED)
    weight = {row.id: float(row.weight or 0) for row in ours.world.plan.goals}
    whole = sum(weight[name] for name in goals)
    saved: Floats = sum(  # type: ignore[assignment]
        weight[name] / whole * (after[name].astype(float) - ours.goals[name]) for name in goals
    )
    return float(saved.mean()), float(saved.std())


def goals_of(answer: PrincipalOutcome) -> tuple[str, ...]:
    ends = {row.id: row.end for row in opinion().world.plan.horizons} | {"": date.max}
    due = {row.id: row.deadline for row in opinion().world.plan.goals}
    return tuple(name for name in opinion().goals if (due[name] or date.max) <= ends[answer.horizon])


def answer_of(horizon: str) -> PrincipalOutcome:
    return next(each for each in (library().principal, *library().horizons) if each.horizon == horizon)


def test_both_give_every_goal_the_same_chance() -> None:
    assert {name: far for name, far in chances_apart(opinion()).items() if far > 1} == {}


def test_the_class_of_the_lake_has_the_chance_of_its_documented_path() -> None:
    parts = dict(next(goal.parts for goal in library().goals if goal.id == "G1"))

    assert parts["TG-lake"] == pytest.approx(
        lake_chance(world=opinion().world, target="TG-lake"), abs=0.001
    )  # one draw in Latin-hypercube blocks of 512 misses by less than 1/512


def test_both_finish_every_required_activity_on_the_same_days() -> None:
    assert finishes_astray() == []


def test_durations_five_percent_longer_would_be_noticed() -> None:
    assert max(chances_apart(opinion(1.05)).values()) > 1
    assert finishes_astray(1.05) != []


def test_durations_three_percent_shorter_would_be_noticed() -> None:
    assert finishes_astray(0.97) != []


def test_causes_that_learn_nothing_of_running_work_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_draws, "DOUBT", 1.0)
    far = chances_apart(opinion.__wrapped__())
    assert min(far[name] for name in ("G2a", "G2b", "G3")) > 3


@pytest.mark.parametrize("goal", ["G2a", "G2b", "G3", "G4"])
def test_both_find_the_same_activities_deciding_a_goal(goal: str) -> None:
    ours = opinion()
    mine = criticality(world=ours.world, at=ours.at, work=ours.work, goal=goal)
    theirs = {row.id: dict(row.criticality).get(goal, 0.0) for row in library().activities}

    far = {name: (mine.get(name, 0.0), share) for name, share in theirs.items()}
    astray = {name: pair for name, pair in far.items() if abs(pair[0] - pair[1]) > apart(0.5)}

    assert max(theirs.values()) > 0.2
    assert astray == {}


@pytest.mark.parametrize("horizon", ["", "year", "two-year"])
def test_brute_force_gives_the_best_levers_the_same_gain(horizon: str) -> None:
    answer = answer_of(horizon)

    for row in answer.levers[:TOP]:
        gain, spread = change((row.id,), answer.effort, goals_of(answer))
        assert abs(gain - row.gain) <= apart(spread), (row.id, gain, row.gain)


def test_brute_force_gives_the_best_pair_the_same_gain() -> None:
    answer = answer_of("")
    assert answer.pair is not None
    assert answer.pair_gain is not None

    gain, spread = change(answer.pair, answer.effort, goals_of(answer))

    assert abs(gain - answer.pair_gain) <= apart(spread)


def test_no_pair_of_the_best_levers_is_clearly_better_than_the_pair_named() -> None:
    answer = answer_of("")
    assert answer.pair is not None
    named, spread = change(answer.pair, answer.effort, goals_of(answer))
    best = [row.id for row in answer.levers[:TOP]]

    others = {pair: change(pair, answer.effort, goals_of(answer))[0] for pair in combinations(best, 2)}

    assert max(others.values()) <= named + apart(spread), others


def test_attainment_is_the_weighted_share_of_goals_met() -> None:
    ours = attained(world=opinion().world, goals=opinion().goals)

    assert abs(float(ours.mean()) - library().attainment) <= apart(float(ours.std()))
