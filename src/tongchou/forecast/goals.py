"""Whether each goal is met in each future: its activities by the deadline AND its indicators on target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import UNITS, GoalTest, IndicatorTest, Model
from tongchou.forecast.sample import IndicatorDraws
from tongchou.network.model import Int32

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTile:
    """One tile of futures: goals met (n_goals, n_trials), activities' part alone, and each indicator test by id."""

    met: Bool
    works: Bool
    tests: dict[str, Bool]


def evaluate(*, model: Model, events: Int32, draws: dict[str, IndicatorDraws]) -> GoalTile:
    """Test every goal in a tile of futures.

    Parameters
    ----------
    events : int32 ticks, shape (n_events, n_trials), from the forward pass
    draws : by indicator test id
    """
    works = np.array([on_time(goal=goal, model=model, events=events) for goal in model.goals])
    tests = {
        test.id: passed(test=test, model=model, events=events, draws=draws[test.id])
        for goal in model.goals
        for test in goal.tests
    }
    met = works.reshape(len(model.goals), events.shape[1]).copy()
    for row, goal in enumerate(model.goals):
        for test in goal.tests:
            met[row] &= tests[test.id]
    return GoalTile(met=met, works=works.reshape(met.shape), tests=tests)


def on_time(*, goal: GoalTest, model: Model, events: Int32) -> Bool:
    """Whether every required activity is finished by the deadline, shape (n_trials,)."""
    finishes = events[model.network.finish_event[goal.required]]
    return np.asarray(np.all(finishes <= goal.deadline, axis=0))


def passed(*, test: IndicatorTest, model: Model, events: Int32, draws: IndicatorDraws) -> Bool:
    """Whether an indicator is on target at its due date, shape (n_trials,)."""
    value = indicator_value(test=test, model=model, events=events, draws=draws)
    low, high = round(test.low * UNITS), round(test.high * UNITS)
    above, below = value >= low, value <= high
    if test.operator == ">=":
        return np.asarray(above)
    if test.operator == "<=":
        return np.asarray(below)
    return np.asarray(above & below)


def indicator_value(*, test: IndicatorTest, model: Model, events: Int32, draws: IndicatorDraws) -> Int64:
    """The indicator at its due date with the effects that count by then, int64 millionths, shape (n_trials,)."""
    value = draws.base.copy()
    for number, effect in enumerate(test.effects):
        which = model.network.finish_event if effect.after == "finish" else model.network.start_event
        since = test.due - effect.delay - events[which[effect.activity]].astype(np.int64)
        if effect.ramp > 0:
            value += draws.sizes[number] * np.clip(since, 0, effect.ramp) // effect.ramp
        else:
            value += np.where(since >= 0, draws.sizes[number], 0)
    return value
