"""What a lever does to a block of futures, and two-point durations by full enumeration."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from tests.property.bottleneck_cases import (
    DAY,
    FS,
    Case,
    futures_of,
    goal_of,
    lever,
    model_of,
    network_of,
    pulled,
)

from tongchou.bottleneck.levers import LeverBlock, lever_block, method_of, relieved, rerun, shortened
from tongchou.bottleneck.packages import SubsetGains
from tongchou.forecast.model import UNITS, Distribution, Effect, IndicatorTest
from tongchou.forecast.sample import IndicatorDraws

HALF = Fraction(1, 2)
BRIDGE = [(0, 2, FS, 0), (0, 3, FS, 0), (1, 4, FS, 0), (2, 4, FS, 0), (3, 5, FS, 0), (4, 5, FS, 0)]
SHORT, LONG = 2, 5  # days, each with chance one half


def bridge(deadline: int) -> Case:
    """The bridge with five two-point durations: all 32 futures, each as likely as another; A5 ends it."""
    rows = np.array(list(product((SHORT, LONG), repeat=5)), dtype=np.int32).T * DAY
    durations = np.vstack([rows, np.zeros((1, 32), dtype=np.int32)]).astype(np.int32)
    model = model_of(network_of(6, BRIDGE), [goal_of([5], deadline * DAY)])
    return Case(
        model=model,
        futures=futures_of(model, durations),
        levers=tuple(lever("activity", [k]) for k in range(5)),
        effort=3 * DAY,
    )


def finish(days: tuple[int, ...]) -> int:
    """The bridge by hand."""
    a, b, c, d, e = days
    return max(a + d, b + e, a + c + e)


def by_hand(deadline: int, shortened_ones: tuple[int, ...]) -> Fraction:
    """Chance that the bridge is late and would not be with the given activities at least three days shorter."""
    chance = Fraction(0)
    for days in product((SHORT, LONG), repeat=5):
        relief = tuple(max(0, day - 3) if k in shortened_ones else day for k, day in enumerate(days))
        if finish(days) > deadline >= finish(relief):
            chance += HALF**5
    return chance


def counted(case: Case) -> LeverBlock:
    return lever_block(
        model=case.model, futures=case.futures, levers=case.levers, effort=case.effort, block=0
    )


@pytest.mark.parametrize("deadline", [6, 9, 10, 12])
def test_chance_and_rescue_of_the_bridge_are_exact_fractions(deadline: int) -> None:
    case = bridge(deadline)
    block = counted(case)
    late = sum(HALF**5 for days in product((SHORT, LONG), repeat=5) if finish(days) > deadline)
    assert Fraction(int(block.missed[0]), 32) == late
    assert [Fraction(int(each), 32) for each in block.saved[0]] == [by_hand(deadline, (k,)) for k in range(5)]


@pytest.mark.parametrize("deadline", [6, 9, 10, 12])
def test_shapley_and_last_in_of_the_bridge_are_exact_fractions(deadline: int) -> None:
    case = bridge(deadline)
    saved = np.zeros((32, 1), dtype=np.int64)
    for subset in range(32):
        durations = case.futures.durations
        for k in range(5):
            if subset >> k & 1:
                durations = shortened(durations=durations, lever=case.levers[k], effort=case.effort)
        change = rerun(
            model=case.model, futures=case.futures, durations=durations, rows=[0], columns=np.arange(32)
        )
        saved[subset] = change.sum()
    gains = SubsetGains(saved=saved, n=32)
    value = {frozenset(s): by_hand(deadline, s) for s in _subsets(5)}
    share = [Fraction(0)] * 5
    for order in permutations(range(5)):
        for place, k in enumerate(order):
            share[k] += (value[frozenset(order[: place + 1])] - value[frozenset(order[:place])]) / 120
    assert gains.shapley(weights=np.ones(1)) == pytest.approx([float(each) for each in share], abs=1e-15)
    last = [value[frozenset(range(5))] - value[frozenset(range(5)) - {k}] for k in range(5)]
    assert gains.last_in(weights=np.ones(1)).tolist() == [float(each) for each in last]


def _subsets(n: int) -> list[tuple[int, ...]]:
    return [tuple(k for k in range(n) if subset >> k & 1) for subset in range(1 << n)]


def test_a_group_removes_the_effort_in_all_from_its_members_in_proportion() -> None:
    durations = np.array([[600, 200], [200, 600], [100, 100]], dtype=np.int32)
    changed = shortened(durations=durations, lever=lever("organisation", [0, 1]), effort=400)
    assert changed.tolist() == [[300, 100], [100, 300], [100, 100]]


def test_a_group_with_less_than_the_effort_is_shortened_to_nothing() -> None:
    durations = np.array([[100], [50]], dtype=np.int32)
    changed = shortened(durations=durations, lever=lever("permit_class", [0, 1]), effort=400)
    assert changed.tolist() == [[0], [0]]


def test_an_activity_is_never_shortened_below_nil() -> None:
    durations = np.array([[100, 500]], dtype=np.int32)
    changed = shortened(durations=durations, lever=lever("activity", [0]), effort=300)
    assert changed.tolist() == [[0, 200]]


def test_a_lag_is_never_shortened_below_nil() -> None:
    model = model_of(network_of(2, [(0, 1, FS, 2 * DAY)]), [goal_of([1], 0)])
    assert relieved(model=model, lever=lever("link", [], arc=0), effort=3 * DAY).network.lag.tolist() == [0]


def test_a_lag_that_holds_others_back_is_not_a_lever() -> None:
    model = model_of(network_of(2, [(0, 1, FS, -2 * DAY)]), [goal_of([1], 0)])
    changed = relieved(model=model, lever=lever("link", [], arc=0), effort=3 * DAY)
    assert changed.network.lag.tolist() == [-2 * DAY]


def test_the_effort_a_lever_really_removes_is_counted() -> None:
    model = model_of(network_of(2, [(0, 1, FS, 2 * DAY)]), [goal_of([1], 0)])
    case = Case(
        model=model,
        futures=futures_of(model, np.array([[100, 500], [50, 50]], dtype=np.int32)),
        levers=(lever("activity", [0]), lever("link", [], arc=0), lever("organisation", [0, 1])),
        effort=3 * DAY,
    )
    assert counted(case).removed.tolist() == [100 + 300, 200 + 200, 600]


def test_steps_of_one_chain_carry_one_mark_and_a_rival_another() -> None:
    model = model_of(network_of(3, [(0, 1, FS, 0)]), [goal_of([1], 5 * DAY), goal_of([2], 5 * DAY, name="H")])
    case = Case(
        model=model,
        futures=futures_of(model, np.array([[300, 300], [300, 300], [600, 600]], dtype=np.int32)),
        levers=tuple(lever("activity", [k]) for k in range(3)),
        effort=DAY,
    )
    mark = counted(case).mark
    assert (mark[:, 0] == mark[:, 1]).all()
    assert (mark[:, 0] != mark[:, 2]).all()


def test_a_group_that_touches_no_too_long_path_is_not_run_again() -> None:
    model = model_of(network_of(2, []), [goal_of([0], 5 * DAY)])
    case = Case(
        model=model,
        futures=futures_of(model, np.array([[600], [600]], dtype=np.int32)),
        levers=(lever("organisation", [1]), lever("organisation", [0, 1])),
        effort=2 * DAY,
    )
    block = counted(case)
    assert block.touched.tolist() == [[0, 1]]
    assert block.saved.tolist() == [[0, int(pulled(case, case.levers[1]).sum())]] == [[0, 1]]


def test_a_lever_that_moves_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="moves something"):
        lever("organisation", [])
    with pytest.raises(ValueError, match="names its arc"):
        lever("link", [])


def test_relief_that_hurts_is_counted_as_a_loss_and_found_by_running_again() -> None:
    """A work spoils an indicator once it is done: done sooner, it spoils it before the day it is measured."""
    size = Distribution(shape="fixed", mode=-2.0)
    effect = Effect(id="dredging", activity=0, size=size)
    base = Distribution(shape="fixed", mode=1.0)
    test = IndicatorTest(id="t", operator=">=", low=0.0, high=0.0, due=4 * DAY, base=base, effects=(effect,))
    model = model_of(network_of(1, []), [goal_of([], 0, (test,))])
    draws = {"t": IndicatorDraws(base=np.full(1, UNITS), sizes=np.full((1, 1), -2 * UNITS))}
    futures = futures_of(model, np.array([[5 * DAY]], dtype=np.int32), draws)
    work = lever("activity", [0])
    assert futures.goals.met.tolist() == [[True]]
    block = lever_block(model=model, futures=futures, levers=(work,), effort=2 * DAY, block=0)
    assert block.saved.tolist() == [[-1]]
    assert method_of(model=model, lever=work) == "re-run"


def test_one_work_of_a_goal_without_hurting_effects_is_counted_exactly() -> None:
    case = bridge(6)
    assert method_of(model=case.model, lever=case.levers[0]) == "exact"
    assert method_of(model=case.model, lever=lever("organisation", [0, 1])) == "re-run"
