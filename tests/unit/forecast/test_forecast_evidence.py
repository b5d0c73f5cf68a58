"""Causes given the work that still runs: fixed durations and even factors, so that every share can be reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.property.bottleneck_cases import goal_of, model_of, network_of

from tongchou.forecast.evidence import DOUBT
from tongchou.forecast.model import Distribution, Driver, Model, Risk, Trials
from tongchou.forecast.sample import draw_durations, make_sampler

TRIALS = Trials(seed=3, blocks=8)
TEN = Distribution(shape="fixed", mode=10.0)
EVEN = Distribution(shape="uniform", low=0.5, mode=1.0, high=1.5)


def running(gone: float) -> Distribution:
    return replace(TEN, elapsed=gone)


def model(*durations: Distribution, **causes: object) -> Model:
    made = model_of(network_of(len(durations), []), [goal_of([0], 1000)])
    return replace(made, durations=durations, **causes)  # type: ignore[arg-type]  # fields by name


def driver(name: str, *members: int, factor: Distribution = EVEN) -> Driver:
    return Driver(id=name, members=np.array(members, dtype=np.int32), factor=factor)


def drawn(asked: Model, *, scale: float = 1.0) -> np.ndarray:
    """Days of every activity; one that waits and takes ten days shows ten times the factor of its causes."""
    sampler = make_sampler(model=asked, trials=TRIALS)
    sampler = replace(sampler, scale=np.rint(sampler.scale * scale).astype(np.int64))
    return np.hstack([draw_durations(sampler=sampler, block=block) for block in range(8)]) / 100


def test_causes_without_running_work_are_drawn_as_before() -> None:
    idle = model(TEN, TEN, drivers=(driver("D", 0),))
    elsewhere = replace(idle, durations=(TEN, running(5)))
    assert make_sampler(model=elsewhere, trials=TRIALS).evidence == ()
    assert drawn(elsewhere)[0].tolist() == drawn(idle)[0].tolist()


def test_work_that_has_run_its_ten_days_leaves_the_factors_above_one() -> None:
    found = drawn(model(TEN, running(10), drivers=(driver("D", 0, 1),)))[0]
    share = DOUBT * 0.5 / (DOUBT * 0.5 + 0.5)
    assert (found < 10).mean() == pytest.approx(share, abs=0.005)
    assert np.median(found) == pytest.approx(12.475, abs=0.1)


def test_work_just_begun_tells_nothing() -> None:
    found = drawn(model(TEN, running(1), drivers=(driver("D", 0, 1),)))[0]
    assert np.quantile(found, [0.1, 0.5, 0.9]) == pytest.approx([6, 10, 14], abs=0.05)


def test_work_that_outran_every_factor_tells_nothing() -> None:
    found = drawn(model(TEN, running(500), drivers=(driver("D", 0, 1),)))[0]
    assert np.quantile(found, [0.1, 0.5, 0.9]) == pytest.approx([6, 10, 14], abs=0.05)


def test_work_nobody_reports_tells_nothing() -> None:
    silent = replace(running(10), unreported=True)
    assert make_sampler(model=model(TEN, silent, drivers=(driver("D", 0, 1),)), trials=TRIALS).evidence == ()


def test_what_always_holds_is_counted_before_a_cause_is_blamed() -> None:
    double = driver("always", 1, factor=Distribution(shape="fixed", mode=2.0))
    found = drawn(model(TEN, running(10), drivers=(driver("D", 0, 1), double)))[0]
    assert np.quantile(found, [0.1, 0.5, 0.9]) == pytest.approx([6, 10, 14], abs=0.05)


def test_two_causes_of_one_running_work_share_the_blame() -> None:
    both = (driver("D", 0, 2), driver("E", 1, 2))
    first, second, _ = drawn(model(TEN, TEN, running(10), drivers=both))
    assert first.mean() == pytest.approx(second.mean(), abs=0.1)
    assert first.mean() > 10.8
    assert np.corrcoef(first, second)[0, 1] < -0.1


def test_running_work_tells_whether_a_risk_has_happened() -> None:
    risk = Risk(
        id="R",
        members=np.arange(2, dtype=np.int32),
        chance=0.5,
        impact=Distribution(shape="fixed", mode=2.0),
    )
    found = drawn(model(TEN, running(15), risks=(risk,)))[0]
    assert (found > 15).mean() == pytest.approx(1 / (1 + DOUBT), abs=0.005)


def test_a_duration_redrawn_twice_as_long_leaves_the_cause_alone() -> None:
    found = drawn(model(TEN, running(10), drivers=(driver("D", 0, 1),)), scale=2.0)[0]
    assert np.quantile(found, [0.1, 0.5, 0.9]) == pytest.approx([12, 20, 28], abs=0.1)


ROWS = {"A": TEN, "B": running(8), "C": replace(EVEN, low=5.0, high=15.0, elapsed=6.0), "D": running(12)}


def shuffled(order: str, drivers: dict[str, str]) -> dict[str, list[float]]:
    """The draws of each of four activities whose rows stand in the given order, and so for drivers and members."""
    made = model(
        *(ROWS[name] for name in order),
        drivers=tuple(driver(name, *map(order.index, who)) for name, who in drivers.items()),
    )
    made = replace(made, network=replace(made.network, ids=tuple(order)))
    return dict(zip(order, drawn(made).tolist(), strict=True))


@pytest.mark.parametrize("order", ["DBAC", "CDBA"])
def test_the_order_of_rows_and_of_members_changes_no_draw(order: str) -> None:
    first = shuffled("ABCD", {"E": "ABCD", "F": "CB", "G": "D"})
    assert shuffled(order, {"G": "D", "F": "BC", "E": "DBCA"}) == first
