"""Where and in which order futures are computed changes nothing: workers, tiles, numbering of the activities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.bottleneck_cases import lever

from tongchou.bottleneck import rescue
from tongchou.bottleneck.counting import LeverCounts, count_levers
from tongchou.bottleneck.levers import Lever
from tongchou.forecast.model import Distribution, Driver, Effect, GoalTest, IndicatorTest, Model, Risk, Trials
from tongchou.forecast.simulate import Forecast, chances, forecast
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.model import Int32
from tongchou.workers import open_workers

N = 24
WEEK = np.arange(400) % 7 < 5
TRIALS = Trials(seed=11, blocks=3, block_size=64)
EFFORT = 300


def made(order: list[int]) -> tuple[Model, tuple[Lever, ...]]:
    """A plan of every sort (calendars, releases, lags, drivers, a risk, an indicator), its rows in the given order."""
    generator = np.random.default_rng(5)
    place = np.argsort(order).astype(np.int32)
    pred = generator.integers(0, N - 1, 40)
    succ = generator.integers(pred + 1, N)
    turn = np.argsort([order[k % N] + N * (k % 3) for k in range(40)])  # the rows of links move as well
    links = Links(
        pred=place[pred][turn],
        succ=place[succ][turn],
        kind=generator.integers(0, 4, 40)[turn],
        lag=generator.integers(-100, 300, 40)[turn],
    )
    release, calendar = generator.integers(0, 500, N), generator.integers(0, 2, N)
    modes = generator.uniform(2, 20, N)
    network = assemble(
        ids=[f"A{k}" for k in order],
        links=links,
        release=release[order].astype(np.int32),
        calendar=calendar[order].astype(np.int32),
        calendars=make_calendars(origin=date(2026, 1, 1), n_days=400, working={"week": WEEK}),
    )
    durations = [Distribution(shape="pert", low=m / 2, mode=m, high=3 * m) for m in modes]
    for k in (3, 4, 5):  # running under no factor, under a driver, under a risk
        durations[k] = replace(durations[k], elapsed=modes[k])
    size = Distribution(shape="uniform", low=0.0, high=4.0)
    effects = tuple(Effect(id=f"e{k}", activity=int(place[k]), size=size, delay=50) for k in (N - 1, N - 2))
    base = Distribution(shape="normal", low=-6.0, mode=-3.0, high=0.0)
    test = IndicatorTest(id="t", operator=">=", low=0.0, high=0.0, due=9000, base=base, effects=effects)
    factor = Distribution(shape="lognormal", low=0.8, mode=1.0, high=1.4)
    model = Model(
        network=network,
        durations=tuple(durations[k] for k in order),
        drivers=(
            Driver(id="D", members=at(place, range(0, N, 2)), factor=factor),
            Driver(id="C", members=at(place, range(0, N, 3)), rho=0.4),
        ),
        risks=(Risk(id="R", members=at(place, (1, 5)), chance=0.3, impact=factor),),
        goals=(
            GoalTest(id="G", weight=0.5, deadline=7000, required=at(place, (N - 1, N - 3)), tests=(test,)),
            GoalTest(id="H", weight=0.5, deadline=6000, required=at(place, (N - 2,))),
        ),
    )
    levers = [lever("activity", [int(place[k])], name=f"A{k}") for k in range(N)]
    levers += [lever("organisation", at(place, range(k, N, 4)).tolist(), name=f"o{k}") for k in range(4)]
    return model, tuple(levers)


def at(place: Int32, members: Iterable[int]) -> Int32:
    return place[list(members)]


FIRST = made(list(range(N)))


def counted(spec: str) -> tuple[Forecast, LeverCounts]:
    model, levers = FIRST
    with open_workers(spec) as map_:
        return forecast(model=model, trials=TRIALS, map_=map_), count_levers(
            model=model, trials=TRIALS, map_=map_, levers=levers, effort=EFFORT
        )


def bytes_of(result: Forecast | LeverCounts) -> dict[str, object]:
    values = {each.name: getattr(result, each.name) for each in fields(result)}
    return {
        name: value.tobytes() if isinstance(value, np.ndarray) else value for name, value in values.items()
    }


@pytest.mark.parametrize("spec", ["here:2", "processes:2"])
def test_workers_change_no_byte(spec: str) -> None:
    for alone, together in zip(counted("here:1"), counted(spec), strict=True):
        assert bytes_of(together) == bytes_of(alone)


@pytest.mark.parametrize("tile", [1, 7, 64])
def test_the_size_of_a_tile_changes_no_count(tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counted("here:1")[1]
    monkeypatch.setattr(rescue, "TILE", tile)
    assert bytes_of(counted("here:1")[1]) == bytes_of(before)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(N)))
def test_the_order_of_the_activities_changes_no_answer(order: list[int]) -> None:
    model, levers = made(order)
    found = forecast(model=model, trials=TRIALS, map_=map)
    first = forecast(model=FIRST[0], trials=TRIALS, map_=map)
    assert found.met.tolist() == first.met.tolist()
    assert found.goal_finish.tolist() == first.goal_finish.tolist()
    for name in ("last", "on_time", "criticality", "quantiles", "merge_days"):
        assert getattr(found, name).tolist() == getattr(first, name)[..., order].tolist(), name
    asked = {"trials": TRIALS, "map_": map, "effort": EFFORT}
    ours = count_levers(model=model, levers=levers, **asked)
    theirs = count_levers(model=FIRST[0], levers=FIRST[1], **asked)
    assert bytes_of(ours) == bytes_of(theirs)


def test_some_levers_save_some_futures() -> None:
    counts = counted("here:1")[1]
    assert (counts.saved.sum(axis=(0, 1)) > 0).sum() > 3
    assert 0.1 < counts.missed.sum() / counts.n / 2 < 0.9


def test_chances_alone_equal_those_of_the_whole_forecast() -> None:
    whole = forecast(model=FIRST[0], trials=TRIALS, map_=map)
    assert chances(model=FIRST[0], trials=TRIALS, map_=map) == whole.chance
