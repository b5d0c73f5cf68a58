"""Rescue of a goal, on networks small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.property.bottleneck_cases import (
    DAY,
    FF,
    FS,
    SS,
    futures_of,
    goal_of,
    model_of,
    network_of,
)

from tongchou.bottleneck.goals import exact, rescue_goal
from tongchou.forecast.model import UNITS, Distribution, Effect, IndicatorTest, Model
from tongchou.forecast.sample import IndicatorDraws
from tongchou.forecast.simulate import Futures


def saving(model: Model, futures: Futures, days: float) -> list[list[int]]:
    """For goal 0: the activities that save each missed future when shortened by `days`."""
    network = model.network
    efforts = np.full(network.n_activities + len(network.source), round(days * DAY), dtype=np.int32)
    found = rescue_goal(model=model, futures=futures, row=0, effort=efforts)
    return [np.flatnonzero(found.activities[:, k]).tolist() for k in range(len(found.missed))]


def one_future(days: list[float]) -> np.ndarray:
    return np.array([[round(each * DAY)] for each in days], dtype=np.int32)


def test_any_step_of_a_late_chain_saves_the_goal() -> None:
    model = model_of(network_of(3, [(0, 1, FS, 0), (1, 2, FS, 0)]), [goal_of([2], 9 * DAY)])
    futures = futures_of(model, one_future([4, 2, 4]))
    assert saving(model, futures, 1) == [[0, 1, 2]]


def test_a_step_shorter_than_what_is_missing_saves_nothing() -> None:
    model = model_of(network_of(2, [(0, 1, FS, 0)]), [goal_of([1], 8 * DAY)])
    futures = futures_of(model, one_future([9, 1]))
    assert saving(model, futures, 2) == [[0]]


def test_a_milestone_cannot_be_shortened() -> None:
    model = model_of(network_of(2, [(0, 1, FS, 0)]), [goal_of([1], 3 * DAY)])
    futures = futures_of(model, one_future([4, 0]))
    assert saving(model, futures, 1) == [[0]]


def test_of_two_late_parallel_chains_neither_step_saves_the_goal() -> None:
    model = model_of(network_of(3, [(0, 2, FS, 0), (1, 2, FS, 0)]), [goal_of([2], 5 * DAY)])
    futures = futures_of(model, one_future([6, 6, 0]))
    assert saving(model, futures, 1) == [[]]


def test_of_two_required_works_both_late_neither_step_saves_the_goal() -> None:
    model = model_of(network_of(2, []), [goal_of([0, 1], 5 * DAY)])
    futures = futures_of(model, one_future([6, 6]))
    assert saving(model, futures, 1) == [[]]


@pytest.mark.parametrize("late", [0, 1])
def test_a_required_work_that_ends_on_the_deadline_stands_in_nobodys_way(late: int) -> None:
    model = model_of(network_of(2, []), [goal_of([0, 1], 5 * DAY)])
    futures = futures_of(model, one_future([6 if k == late else 5 for k in range(2)]))
    assert saving(model, futures, 1) == [[late]]


def test_a_common_step_saves_two_late_required_works() -> None:
    model = model_of(network_of(3, [(0, 1, FS, 0), (0, 2, FS, 0)]), [goal_of([1, 2], 5 * DAY)])
    futures = futures_of(model, one_future([3, 3, 3]))
    assert saving(model, futures, 1) == [[0]]


def test_a_release_that_is_itself_too_late_leaves_nothing_to_save() -> None:
    model = model_of(network_of(2, [(0, 1, FS, 0)], release=[0, 4 * DAY]), [goal_of([1], 5 * DAY)])
    futures = futures_of(model, one_future([5, 2]))
    assert saving(model, futures, 1) == [[]]


def test_the_bridge_is_saved_by_the_step_all_too_long_paths_share() -> None:
    """Wheatstone: 0 and 1 leave the source, 2 bridges from 0 to 4, 3 follows 0, 4 follows 1 and 2; 5 joins 3 and 4."""
    arcs = [(0, 2, FS, 0), (0, 3, FS, 0), (1, 4, FS, 0), (2, 4, FS, 0), (3, 5, FS, 0), (4, 5, FS, 0)]
    model = model_of(network_of(6, arcs), [goal_of([5], 9 * DAY)])
    futures = futures_of(model, one_future([4, 2, 3, 6, 3, 0]))
    assert futures.events[model.network.finish_event[5], 0] == 10 * DAY
    assert saving(model, futures, 1) == [[0]]


def test_shortening_a_work_stretched_by_a_finish_to_finish_link_saves_nothing() -> None:
    model = model_of(network_of(2, [(0, 1, FF, 0)]), [goal_of([1], 5 * DAY)])
    futures = futures_of(model, one_future([6, 2]))
    assert saving(model, futures, 1) == [[0]]


def test_a_step_that_ends_on_a_rest_day_is_saved_back_before_it() -> None:
    """0 ends on Saturday, 1 may begin on working days only, 2 begins with 1 and ends a day after Monday began."""
    network = network_of(3, [(0, 1, FS, 0), (1, 2, SS, 0)], calendar=[0, 1, 0])
    model = model_of(network, [goal_of([2], 7 * DAY + 40)])
    futures = futures_of(model, np.array([[530], [0], [DAY]], dtype=np.int32))
    assert saving(model, futures, 0.30) == [[]]
    assert saving(model, futures, 0.31) == [[0]]


def indicator(operator: str, effects: list[Effect], low: float = 0.0, high: float = 0.0) -> IndicatorTest:
    base = Distribution(shape="fixed", mode=0.0)
    return IndicatorTest(
        id="T",
        operator=operator,  # type: ignore[arg-type]  # the tests name operators that exist
        low=low,
        high=high,
        due=5 * DAY,
        base=base,
        effects=tuple(effects),
    )


def effect(activity: int, size: Distribution, **more: object) -> Effect:
    return Effect(id=f"E{activity}", activity=activity, size=size, **more)  # type: ignore[arg-type]


def fixed(value: float) -> Distribution:
    return Distribution(shape="fixed", mode=value)


def drawn(base: float, sizes: list[float]) -> dict[str, IndicatorDraws]:
    units = np.array([[round(each * UNITS)] for each in sizes], dtype=np.int64)
    return {"T": IndicatorDraws(base=np.array([round(base * UNITS)]), sizes=units)}


@pytest.mark.parametrize(
    ("sizes", "saved"),
    [([3, 1], [[0]]), ([1, 3], [[1]]), ([2, 2], [[]]), ([3, 3], [[0, 1]])],
)
def test_a_work_saves_an_indicator_when_its_effect_fills_the_gap(
    sizes: list[float], saved: list[list[int]]
) -> None:
    test = indicator(">=", [effect(0, fixed(1)), effect(1, fixed(1))], low=3)
    model = model_of(network_of(2, []), [goal_of([], 0, (test,))])
    futures = futures_of(model, one_future([6, 6]), drawn(0, sizes))
    assert saving(model, futures, 1) == saved


def test_a_step_before_two_works_saves_an_indicator_that_needs_both() -> None:
    test = indicator("<=", [effect(1, fixed(-1)), effect(2, fixed(-1))], high=-4)
    model = model_of(network_of(3, [(0, 1, FS, 0), (0, 2, FS, 0)]), [goal_of([], 0, (test,))])
    futures = futures_of(model, one_future([3, 3, 3]), drawn(0, [-2, -2]))
    assert saving(model, futures, 1) == [[0]]


def test_an_effect_counts_only_after_its_delay() -> None:
    test = indicator(">=", [effect(0, fixed(1), delay=2 * DAY)], low=1)
    model = model_of(network_of(1, []), [goal_of([], 0, (test,))])
    futures = futures_of(model, one_future([4]), drawn(0, [1]))
    assert saving(model, futures, 0.5) == [[]]
    assert saving(model, futures, 1) == [[0]]


def test_an_indicator_out_of_reach_of_all_effects_is_lost() -> None:
    test = indicator(">=", [effect(0, fixed(1))], low=5)
    model = model_of(network_of(1, []), [goal_of([], 0, (test,))])
    futures = futures_of(model, one_future([6]), drawn(0, [1]))
    assert saving(model, futures, 6) == [[]]


def test_a_goal_is_saved_only_when_works_and_indicators_both_are() -> None:
    test = indicator(">=", [effect(1, fixed(1))], low=1)
    model = model_of(network_of(2, []), [goal_of([0], 5 * DAY, (test,))])
    futures = futures_of(model, one_future([6, 6]), drawn(0, [1]))
    assert saving(model, futures, 1) == [[]]


HELPS = Distribution(shape="triangular", low=0.0, mode=1.0, high=2.0)


@pytest.mark.parametrize(
    ("test", "counted"),
    [
        (indicator(">=", [effect(0, HELPS)]), True),
        (indicator("<=", [effect(0, HELPS)]), False),
        (indicator("range", [effect(0, HELPS)]), False),
        (indicator("=", []), True),
        (indicator(">=", [effect(0, HELPS, ramp=1)]), False),
        (indicator(">=", [effect(0, HELPS, after="start")]), False),
        (indicator("<=", [effect(0, Distribution(shape="uniform", low=-5.0, mode=0.0, high=1.0))]), False),
        (indicator(">=", [effect(0, Distribution(shape="empirical", values=(-1.0, 2.0)))]), False),
        (indicator(">=", [effect(0, Distribution(shape="normal", low=0.1, mode=1.0, high=2.0))]), False),
    ],
)
def test_counting_is_called_exact_only_where_no_relief_can_hurt(test: IndicatorTest, counted: bool) -> None:
    assert exact(goal=goal_of([], 0, (test,))) is counted
