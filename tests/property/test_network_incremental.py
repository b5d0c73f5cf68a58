"""After any edits the dates that stand equal a full pass over the network as edited, bit for bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import strategies as st
from tests.property.network_oracle import Case, F, S, always, any_kind, int32

from tongchou.network.critical_path import Dates, passes
from tongchou.network.incremental import (
    Moved,
    Standing,
    change_duration,
    change_lag,
    change_release,
    dates_as_they_stand,
    stand,
)
from tongchou.network.model import INF

both = any_kind()
NAMES = [field.name for field in dataclasses.fields(Dates)]
Edit = tuple[str, int, int]


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    """What is changed, a number of which the place is taken, the new value."""
    value = st.integers(0, 700) | st.just(0) | st.just(INF)
    one = st.tuples(st.sampled_from(["durations", "release"]), st.integers(0, 99), value)
    lag = st.tuples(st.just("lag"), st.integers(0, 99), st.integers(-250, 250))
    return draw(st.lists(one | lag, min_size=1, max_size=12))


def edited(case: Case, edit: Edit) -> Case:
    what, number, value = edit
    if what == "lag":
        arcs = list(case.arcs)
        arcs[number % len(arcs)] = (*arcs[number % len(arcs)][:2], value)
        return dataclasses.replace(case, arcs=arcs)
    values = list(getattr(case, what))
    values[number % case.n] = value
    return dataclasses.replace(case, **{what: values})


def change(standing: Standing, case: Case, edit: Edit) -> Moved:
    what, number, value = edit
    if what == "lag":
        return change_lag(standing=standing, link=number % len(case.arcs), lag=value)
    if what == "release":
        return change_release(standing=standing, activity=number % case.n, release=value)
    return change_duration(standing=standing, activity=number % case.n, duration=value)


def full(case: Case, bounded: bool) -> Dates:
    bounds = int32(case.bounds) if bounded else None
    return passes(network=case.network(), durations=int32(case.durations), deadlines=bounds)


def values(dates: Dates) -> list[list[int]]:
    return [getattr(dates, name).tolist() for name in NAMES]


def follow(case: Case, bounded: bool, steps: list[Edit], most: int | None) -> int:
    """Each edit in turn: what stands equals a full pass, what moved is what differs; how often it was not whole."""
    bounds = int32(case.bounds) if bounded else None
    standing = stand(network=case.network(), durations=int32(case.durations), deadlines=bounds, most=most)
    before, sparse = full(case, bounded), 0
    for edit in steps:
        if edit[0] == "lag" and not case.arcs:
            continue
        case = edited(case, edit)
        moved, after = change(standing, case, edit), full(case, bounded)
        assert values(dates_as_they_stand(standing=standing)) == values(after)
        assert values(moved.dates) == [getattr(after, name)[moved.activities].tolist() for name in NAMES]
        differs = np.any([getattr(after, name) != getattr(before, name) for name in NAMES], axis=0)
        everywhere = np.ones_like(differs)
        assert (
            sorted(moved.activities.tolist())
            == np.flatnonzero(everywhere if moved.whole else differs).tolist()
        )
        before, sparse = after, sparse + (not moved.whole)
    return sparse


@always(both, st.booleans(), edits())
def test_dates_after_edits_equal_a_full_pass(case: Case, bounded: bool, steps: list[Edit]) -> None:
    follow(case, bounded, steps, 100)


@always(both, st.booleans(), edits(), st.integers(0, 3))
def test_dates_after_edits_equal_a_full_pass_where_few_may_move(
    case: Case, bounded: bool, steps: list[Edit], most: int
) -> None:
    follow(case, bounded, steps, most)


def larger(dice: np.random.Generator, only_fs: bool) -> Case:
    """150 activities, links of every kind with lags of either sign, two calendars, some deadlines."""
    n, arcs = 150, []
    for _ in range(350):
        pred = int(dice.integers(0, n - 1))
        succ = int(min(n - 1, pred + 1 + dice.integers(0, 40)))
        ends = (F, S) if only_fs else (int(dice.integers(0, 2)), int(dice.integers(0, 2)))
        arcs.append(((pred, ends[0]), (succ, ends[1]), int(dice.integers(-150, 250))))
    return Case(
        n=n,
        arcs=arcs,
        release=dice.integers(0, 3000, n).tolist(),
        calendar=dice.integers(0, 2, n).tolist(),
        calendars=[[True] * 60, (np.arange(60) % 7 < 5).tolist()],
        durations=dice.integers(0, 700, n).tolist(),
        bounds=[int(each) if dice.random() < 0.3 else INF for each in dice.integers(0, 9000, n)],
    )


@pytest.mark.parametrize("only_fs", [True, False])
@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_dates_after_many_edits_of_a_larger_network_equal_a_full_pass(
    seed: int, bounded: bool, only_fs: bool
) -> None:
    dice = np.random.default_rng(seed)
    steps = [
        ("lag", int(dice.integers(0, 350)), int(dice.integers(-250, 250)))
        if dice.random() < 0.3
        else (
            str(dice.choice(["durations", "release"])),
            int(dice.integers(0, 150)),
            int(dice.integers(0, 3000)),
        )
        for _ in range(100)
    ]
    sparse = follow(larger(dice, only_fs), bounded, steps, 300)
    assert sparse > 50  # most edits are spread, not answered by a full pass
