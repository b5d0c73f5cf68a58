"""A goal is met when its works are done in time AND its indicators are on target, in each future apart."""

from __future__ import annotations

import numpy as np
import pytest
from tests.property.bottleneck_cases import FS, futures_of, goal_of, model_of, network_of

from tongchou.forecast.goals import indicator_value
from tongchou.forecast.model import UNITS, Distribution, Effect, IndicatorTest
from tongchou.forecast.sample import IndicatorDraws
from tongchou.forecast.simulate import Futures

FIXED = Distribution(shape="fixed", mode=0.0)


def indicator(operator: str, low: float, high: float, effect: Effect | None = None) -> IndicatorTest:
    effects = (effect,) if effect else ()
    return IndicatorTest(id="t", operator=operator, low=low, high=high, due=500, base=FIXED, effects=effects)  # type: ignore[arg-type]


def futures(test: IndicatorTest, bases: list[float], finish: int = 400) -> Futures:
    """Works of one activity that ends at `finish` and are due at 400 ticks; an effect has the size 2."""
    model = model_of(network_of(1, []), [goal_of([0], 400, (test,))])
    base = np.array([each * UNITS for each in bases], dtype=np.int64)
    sizes = np.full((len(test.effects), len(bases)), 2 * UNITS, dtype=np.int64)
    durations = np.full((1, len(bases)), finish, dtype=np.int32)
    return futures_of(model, durations, {"t": IndicatorDraws(base=base, sizes=sizes)})


@pytest.mark.parametrize(
    ("operator", "met"),
    [
        (">=", [False, True, True, True]),
        ("<=", [True, True, True, False]),
        ("range", [False, True, True, False]),
        ("=", [False, True, True, False]),
    ],
)
def test_each_operator_holds_at_its_bounds(operator: str, met: list[bool]) -> None:
    found = futures(indicator(operator, 1.0, 3.0), [0.999999, 1.0, 3.0, 3.000001])
    assert found.goals.met[0].tolist() == met


def test_finishing_on_the_deadline_is_in_time_and_a_tick_later_is_not() -> None:
    good = indicator(">=", 0.0, 0.0)
    assert futures(good, [1.0], finish=400).goals.met[0].tolist() == [True]
    assert futures(good, [1.0], finish=401).goals.met[0].tolist() == [False]


def test_works_in_time_do_not_make_up_for_a_missed_indicator() -> None:
    found = futures(indicator(">=", 5.0, 0.0), [1.0])
    assert found.goals.works[0].tolist() == [True]
    assert found.goals.met[0].tolist() == [False]


@pytest.mark.parametrize(("delay", "value"), [(100, 2.0), (101, 0.0)])
def test_an_effect_counts_from_its_delay_after_the_finish(delay: int, value: float) -> None:
    effect = Effect(id="e", activity=0, size=FIXED, delay=delay)
    assert valued(indicator(">=", 0.0, 0.0, effect)) == value


@pytest.mark.parametrize(("ramp", "value"), [(100, 2.0), (200, 1.0), (400, 0.5)])
def test_an_effect_that_builds_up_counts_by_the_share_of_its_time(ramp: int, value: float) -> None:
    assert valued(indicator(">=", 0.0, 0.0, Effect(id="e", activity=0, size=FIXED, ramp=ramp))) == value


def test_an_effect_of_a_start_counts_from_the_start() -> None:
    effect = Effect(id="e", activity=0, size=FIXED, delay=500, after="start")
    assert valued(indicator(">=", 0.0, 0.0, effect)) == 2.0


def valued(test: IndicatorTest) -> float:
    found = futures(test, [0.0])
    model = model_of(network_of(1, []), [goal_of([0], 400, (test,))])
    value = indicator_value(test=test, model=model, events=found.events, draws=found.draws["t"])
    return float(value[0]) / UNITS


def test_a_goal_waits_for_the_last_of_its_works() -> None:
    model = model_of(network_of(3, [(0, 1, FS, 0)]), [goal_of([1, 2], 400)])
    durations = np.array([[200, 200, 200], [200, 201, 200], [400, 400, 401]], dtype=np.int32)
    assert futures_of(model, durations).goals.met[0].tolist() == [True, False, False]
