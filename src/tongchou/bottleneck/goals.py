"""Rescue of a whole goal: its activities by the deadline AND each of its indicators, by one activity or link alone.

An indicator test that is missed needs late effects with at least the missing size to come in time. Each late effect k
has a deadline of its own, the due date less its delay, and one pass tells which relief brings it in time; relief i
rescues the test when the sizes of the effects it brings in time fill the gap. Where relief could hurt, because an effect
builds up, worsens the indicator or starts with an activity, or the target has two ends, this does not hold:
`exact` says so, and the caller runs the futures again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.rescue import Rescued, rescued
from tongchou.forecast.goals import indicator_value
from tongchou.forecast.model import UNITS, Distribution, GoalTest, IndicatorTest, Model, Operator
from tongchou.forecast.quantiles import quantile_table
from tongchou.forecast.simulate import Futures
from tongchou.network.model import INF, Int32

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRescue:
    """The futures that miss a goal (`missed`, positions in the block) and what alone rescues each of them.

    `activities` (n_activities, n_missed), `links` (n_arcs, n_missed), `touched` (n_activities, n_missed).
    """

    missed: npt.NDArray[np.int64]
    activities: Bool
    links: Bool
    touched: Bool


def exact(*, goal: GoalTest) -> bool:
    """Whether the counting rule holds for a goal: step effects that help, from finishes, towards one-ended targets."""
    return all(_test_is_exact(test) for test in goal.tests)


def _test_is_exact(test: IndicatorTest) -> bool:
    if test.operator not in (">=", "<="):
        return not test.effects
    return all(
        each.after == "finish" and each.ramp == 0 and _helps(each.size, test.operator)
        for each in test.effects
    )


@lru_cache(maxsize=4096)
def _helps(size: Distribution, operator: Operator) -> bool:
    """Whether every value that can be drawn moves the indicator towards its target, or not at all."""
    table = quantile_table(distribution=size, unit=UNITS)
    return bool((table >= 0).all() if operator == ">=" else (table <= 0).all())


def rescue_goal(*, model: Model, futures: Futures, row: int, effort: Int32) -> GoalRescue:
    """What alone rescues goal number `row` in each future of a block that misses it.

    Parameters
    ----------
    effort : (n_activities + n_arcs,) ticks by which each duration, then each lag, may be shortened
    """
    goal = model.goals[row]
    missed = np.flatnonzero(~futures.goals.met[row])
    bounds = np.full(model.network.n_activities, INF, dtype=np.int32)
    bounds[goal.required] = goal.deadline
    found = _rescued(model, futures, bounds, missed, effort)
    fine = futures.goals.works[row][missed]
    activities, links, touched = found.activities | fine, found.links | fine, found.touched
    for test in goal.tests:
        filled = _rescue_test(model, futures, test, missed, effort)
        activities &= filled.activities
        links &= filled.links
        touched = touched | filled.touched
    return GoalRescue(missed=missed, activities=activities, links=links, touched=touched)


def _rescued(
    model: Model, futures: Futures, bounds: Int32, columns: npt.NDArray[np.int64], effort: Int32
) -> Rescued:
    return rescued(
        network=model.network,
        durations=futures.durations,
        events=futures.events,
        bounds=bounds,
        effort=effort,
        columns=columns,
    )


def _rescue_test(
    model: Model, futures: Futures, test: IndicatorTest, missed: npt.NDArray[np.int64], effort: Int32
) -> Rescued:
    """In which of the missed futures each relief puts an indicator on target (true where it already is)."""
    network = model.network
    gap = _gap(model, futures, test)[missed]
    need = gap > 0
    by_activity = np.zeros((network.n_activities, len(missed)), dtype=np.int64)
    by_link = np.zeros((len(network.source), len(missed)), dtype=np.int64)
    touched = np.zeros_like(by_activity, dtype=np.bool_)
    for number, effect in enumerate(test.effects):
        size = np.abs(futures.draws[test.id].sizes[number][missed])
        bounds = np.full(network.n_activities, INF, dtype=np.int32)
        bounds[effect.activity] = test.due - effect.delay
        asked = np.flatnonzero(need)
        found = _rescued(model, futures, bounds, missed[asked], effort)
        by_activity[:, asked] += found.activities * size[asked]
        by_link[:, asked] += found.links * size[asked]
        touched[:, asked] |= found.touched
    return Rescued(activities=~need | (by_activity >= gap), links=~need | (by_link >= gap), touched=touched)


def _gap(model: Model, futures: Futures, test: IndicatorTest) -> Int64:
    """How much is missing for the target, in millionths; zero or less where it is met."""
    value = indicator_value(test=test, model=model, events=futures.events, draws=futures.draws[test.id])
    if test.operator == ">=":
        return np.asarray(round(test.low * UNITS) - value)
    if test.operator == "<=":
        return np.asarray(value - round(test.high * UNITS))
    inside = (value >= round(test.low * UNITS)) & (value <= round(test.high * UNITS))
    return np.where(inside, np.int64(0), np.int64(2**62))
