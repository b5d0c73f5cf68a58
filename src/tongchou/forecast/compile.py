"""From a plan and its network to the simulation: distributions, drivers, risks and the tests of the leaf goals."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import (
    Distribution,
    Driver,
    Effect,
    GoalTest,
    IndicatorTest,
    Model,
    Risk,
    Shape,
)
from tongchou.forecast.money import money_tests
from tongchou.forecast.path import Path, path
from tongchou.kernel.finding import Text
from tongchou.kernel.indicator import interval_of, number_of
from tongchou.network.compile import Compiled
from tongchou.network.model import INF, TICKS_PER_DAY, Int32
from tongchou.plan import causes
from tongchou.plan.asof import current_promises
from tongchou.plan.measures import Indicator, Target
from tongchou.plan.model import Plan
from tongchou.plan.purpose import Goal
from tongchou.plan.select import facets, members
from tongchou.plan.works import Activity

REPORTED = ("evidence", "assumed")  # grounds that are a statement on the activity itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Untested:
    """A leaf goal, or one target of it, that cannot be forecast, and what is missing."""

    goal: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The simulation's model, and what could not be put into it."""

    model: Model
    paths: Mapping[str, Path]  # target id -> path of its indicator
    untested: tuple[Untested, ...]


def prepare(*, plan: Plan, compiled: Compiled) -> Prepared:
    """The simulation model of a plan (as known on the data date) over its compiled network."""
    untested: list[Untested] = []
    paths: dict[str, Path] = {}
    parents = {row.parent for row in plan.goals if row.parent}
    goals = [
        test
        for goal in plan.goals
        if goal.id not in parents
        for test in [_goal_test(goal, plan, compiled, paths, untested)]
        if test is not None
    ]
    picked = facets(plan=plan)
    able = np.array(
        [
            not row.milestone and state != "done"
            for row, state in zip(plan.activities, compiled.states, strict=True)
        ],
        dtype=np.bool_,
    )
    model = Model(
        network=compiled.network,
        durations=tuple(
            duration_of(activity=row, index=index, compiled=compiled)
            for index, row in enumerate(plan.activities)
        ),
        drivers=tuple(
            _driver(row, _open(members(facets=picked, selectors=row.applies_to), able))
            for row in plan.drivers
            if row.active
        ),
        risks=tuple(
            Risk(
                id=row.id,
                members=_open(members(facets=picked, selectors=row.applies_to), able),
                chance=float(row.chance),
                impact=_spread("pert", row.low, row.mode, row.high, Decimal(1)),
            )
            for row in plan.risks
        ),
        goals=tuple(goals),
        money=money_tests(plan=plan, goals=[goal.id for goal in goals]),
        promises=_promises(plan, compiled),
    )
    return Prepared(model=model, paths=paths, untested=tuple(untested))


def _promises(plan: Plan, compiled: Compiled) -> Int32:
    """The tick of the current promise of every activity's finish, INF where nobody promised one."""
    promised = current_promises(plan=plan)
    ticks = [compiled.tick(promised[row.id]) if row.id in promised else INF for row in plan.activities]
    return np.array(ticks, dtype=np.int32)


def duration_of(*, activity: Activity, index: int, compiled: Compiled) -> Distribution:
    """The uncertain duration still to go of one activity [days of its calendar].

    Done: the known days. Milestone: nil; one with a calendar of its own, such as a gate, takes a moment of that day, so
    that it falls on it and not on the end of the day before. Under way with `remaining`: the spread shrunk to it;
    without: the whole duration given that it exceeds the days already gone, or, where only a day is known by which it
    had begun, what is left of something seen at a random moment of its course.
    """
    if compiled.states[index] == "done":
        return Distribution(shape="fixed", mode=float(compiled.fixed[index]) / TICKS_PER_DAY)
    if activity.milestone:
        return Distribution(shape="fixed", mode=1 / TICKS_PER_DAY if activity.calendar else 0.0)
    whole = _spread(activity.shape or "pert", activity.low, activity.mode, activity.high, Decimal(0))
    if compiled.states[index] != "running":
        return whole
    if activity.remaining is not None:
        share = float(activity.remaining) / whole.mode if whole.mode > 0 else 0.0
        return dataclasses.replace(
            whole, low=whole.low * share, mode=whole.mode * share, high=whole.high * share
        )
    return dataclasses.replace(
        whole,
        elapsed=_worked_days(index, compiled),
        underway=bool(compiled.underway[index]),
        unreported=compiled.grounds[index] not in REPORTED,
    )


def _worked_days(index: int, compiled: Compiled) -> float:
    """Days of the activity's own calendar gone since its evidenced start."""
    calendars = compiled.network.calendars
    worked = calendars.worked[int(compiled.network.calendar[index])]
    today = (compiled.on - calendars.origin).days
    return float(worked[today] - worked[today - int(compiled.elapsed[index])])


def _spread(
    shape: Shape, low: Decimal | None, mode: Decimal | None, high: Decimal | None, default: Decimal
) -> Distribution:
    known = [value for value in (mode, low, high) if value is not None]
    middle = float(known[0] if known else default)
    first = float(low) if low is not None else middle
    last = float(high) if high is not None else middle
    if first == last or shape == "fixed":
        return Distribution(shape="fixed", mode=middle)
    return Distribution(shape=shape, low=first, mode=middle, high=last)


def _open(positions: tuple[int, ...], able: npt.NDArray[np.bool_]) -> Int32:
    """The members a cause can move: neither what has happened nor a milestone, which takes no time."""
    return np.array([each for each in positions if able[each]], dtype=np.int32)


def _driver(row: causes.Driver, picked: Int32) -> Driver:
    if row.rho is not None:
        return Driver(id=row.id, members=picked, rho=float(row.rho))
    return Driver(
        id=row.id, members=picked, factor=_spread("lognormal", row.low, row.mode, row.high, Decimal(1))
    )


def _goal_test(
    goal: Goal, plan: Plan, compiled: Compiled, paths: dict[str, Path], untested: list[Untested]
) -> GoalTest | None:
    if goal.deadline is None:
        untested.append(_lacking(goal, "没有期限", "has no deadline"))
        return None
    tests = [
        test
        for target in plan.targets
        if target.goal == goal.id
        for test in [_indicator_test(target, goal, plan, compiled, paths, untested)]
        if test is not None
    ]
    required = [compiled.position[each] for each in goal.required if each in compiled.position]
    if not required and not tests:
        untested.append(
            _lacking(goal, "没有可以检验的事项或指标", "has no activity and no indicator to test")
        )
        return None
    return GoalTest(
        id=goal.id,
        weight=float(goal.weight or 0),
        deadline=compiled.tick(goal.deadline),
        required=np.array(required, dtype=np.int32),
        tests=tuple(tests),
    )


def _lacking(goal: Goal, zh: str, en: str) -> Untested:
    title = goal.title_en or goal.title_zh
    return Untested(goal=goal.id, text=Text(zh=f"目标“{goal.title_zh}”{zh}", en=f"the goal “{title}” {en}"))


def _indicator_test(
    target: Target,
    goal: Goal,
    plan: Plan,
    compiled: Compiled,
    paths: dict[str, Path],
    untested: list[Untested],
) -> IndicatorTest | None:
    indicator = next((row for row in plan.indicators if row.id == target.indicator), None)
    due = target.due or goal.deadline
    if indicator is None or due is None:
        untested.append(_lacking(goal, f"的指标{target.id}没有到期日", f"has no due date for {target.id}"))
        return None
    interval = interval_of(
        operator=target.operator, value=target.value, value_high=target.value_high, scale=indicator.scale
    )
    readings = _readings(plan, indicator)
    if interval is None or not readings:
        untested.append(
            _lacking(
                goal,
                f"的指标“{indicator.title_zh}”没有读数或目标只是文字",
                f"tests {target.id} without a reading, or against words only",
            )
        )
        return None
    paths[target.id] = path(readings=readings, due=due)
    return IndicatorTest(
        id=target.id,
        operator="<=" if target.operator == "grade" else target.operator,  # type: ignore[arg-type]  # text left above
        low=float(interval.low) if interval.low is not None else 0.0,
        high=float(interval.high) if interval.high is not None else 0.0,
        due=compiled.tick(due),
        base=paths[target.id].value,
        effects=tuple(
            Effect(
                id=row.id,
                activity=compiled.position[row.activity],
                size=_spread("triangular", row.low, row.mode, row.high, Decimal(0)),
                delay=TICKS_PER_DAY * row.delay_days,
                after=row.after,
                ramp=TICKS_PER_DAY * row.ramp_days,
            )
            for row in plan.effects
            if row.indicator == indicator.id and row.activity in compiled.position
        ),
    )


def _readings(plan: Plan, indicator: Indicator) -> list[tuple[date, float]]:
    values = [
        (row.measured_on, number_of(text=row.value, scale=indicator.scale))
        for row in plan.readings
        if row.indicator == indicator.id
    ]
    return [(day, float(value)) for day, value in values if value is not None]
