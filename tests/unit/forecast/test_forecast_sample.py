"""Draws: one to a stratum, keyed by name, nothing else disturbed by an edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.property.bottleneck_cases import goal_of, model_of, network_of

from tongchou.forecast.model import Distribution, Driver, Effect, IndicatorTest, Model, Risk, Trials
from tongchou.forecast.quantiles import ONE
from tongchou.forecast.random import draw_block, stream_key
from tongchou.forecast.sample import draw_durations, draw_indicator, make_sampler

TRIALS = Trials(seed=3, blocks=2)
DAY = 100
UNIFORM = Distribution(shape="uniform", low=10.0, high=20.0)


def model(n: int = 3) -> Model:
    made = model_of(network_of(n, []), [goal_of([0], 1000)])
    return replace(made, durations=(UNIFORM,) * n)


def drawn(asked: Model, block: int = 0, seed: int = 3) -> np.ndarray:
    sampler = make_sampler(model=asked, trials=replace(TRIALS, seed=seed))
    return draw_durations(sampler=sampler, block=block) / DAY


def every(n: int = 3) -> np.ndarray:
    return np.arange(n, dtype=np.int32)


@pytest.mark.parametrize("bits", [1, 5, 9, 10])
def test_every_stratum_of_a_block_is_drawn_once(bits: int) -> None:
    out = np.empty(1 << bits, dtype=np.uint64)
    draw_block(np.uint64(stream_key(seed=1, name="a", stream="s")), 4, bits, out)
    assert sorted((out >> np.uint64(32 - bits)).tolist()) == list(range(1 << bits))
    assert out.max() < ONE


def test_two_activities_are_drawn_independently() -> None:
    first, second, _ = np.hstack([drawn(model(), block) for block in range(20)])
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(len(first))


def test_two_blocks_are_drawn_apart() -> None:
    assert (drawn(model(), 0) != drawn(model(), 1)).any(axis=1).all()


def test_another_seed_draws_other_numbers() -> None:
    assert (drawn(model(), seed=3) != drawn(model(), seed=4)).any(axis=1).all()


def test_changing_one_activity_disturbs_no_other() -> None:
    asked = model()
    changed = replace(asked, durations=(UNIFORM, Distribution(shape="fixed", mode=4.0), UNIFORM))
    before, after = drawn(asked), drawn(changed)
    assert after[[0, 2]].tolist() == before[[0, 2]].tolist()
    assert set(after[1]) == {4.0}


def test_adding_a_driver_for_one_activity_disturbs_no_other() -> None:
    factor = Distribution(shape="fixed", mode=2.0)
    driven = replace(model(), drivers=(Driver(id="D", members=every()[1:2], factor=factor),))
    before, after = drawn(model()), drawn(driven)
    assert after[[0, 2]].tolist() == before[[0, 2]].tolist()
    assert after[1] == pytest.approx(2 * before[1], abs=0.02)


def test_a_risk_happens_in_its_share_of_futures_and_multiplies_then() -> None:
    impact = Distribution(shape="fixed", mode=3.0)
    risky = replace(model(), risks=(Risk(id="R", members=every()[:1], chance=0.25, impact=impact),))
    times = drawn(risky)[0] / drawn(model())[0]
    assert np.isclose(times, 3.0, atol=0.01).mean() == 0.25
    assert np.isclose(times, 1.0, atol=0.01).mean() == 0.75


def test_what_has_run_for_a_while_takes_what_is_left_of_longer_durations() -> None:
    running = replace(model(1), durations=(replace(UNIFORM, elapsed=15.0),))
    left = drawn(running)[0]
    assert left.min() >= 0.01
    assert left.max() <= 5.0
    assert left.mean() == pytest.approx(2.5, abs=0.02)


def test_durations_correlate_with_those_of_their_own_driver_and_no_other() -> None:
    groups = (every(4)[:2], every(4)[2:])
    drivers = tuple(Driver(id=f"D{k}", members=each, rho=0.6) for k, each in enumerate(groups))
    rows = np.hstack([drawn(replace(model(4), drivers=drivers), block) for block in range(10)])
    found = np.corrcoef(rows)
    assert [found[0, 1], found[2, 3]] == pytest.approx([0.6, 0.6], abs=0.05)
    assert abs(found[:2, 2:]).max() < 0.06


def test_correlations_of_more_than_one_in_all_are_refused() -> None:
    drivers = tuple(Driver(id=name, members=every(), rho=0.6) for name in "AB")
    with pytest.raises(ValueError, match="more than 1"):
        make_sampler(model=replace(model(), drivers=drivers), trials=TRIALS)


def test_a_block_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(ValueError, match="power of two"):
        make_sampler(model=model(), trials=Trials(seed=1, block_size=500))


def test_an_indicator_draws_its_base_and_each_effect_apart() -> None:
    effects = tuple(Effect(id=f"e{k}", activity=0, size=UNIFORM) for k in range(2))
    test = IndicatorTest(id="t", operator=">=", low=0, high=0, due=100, base=UNIFORM, effects=effects)
    found = draw_indicator(test=test, seed=1, bits=9, block=0)
    rows = np.vstack([found.base, found.sizes]) / 1e6
    assert rows.mean(axis=1) == pytest.approx([15.0] * 3, abs=0.02)
    assert abs(np.corrcoef(rows) - np.eye(3)).max() < 0.2
