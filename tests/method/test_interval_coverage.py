"""How often the 95 % interval of a chance holds the true chance: 400 simulations of fixed seeds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.property.bottleneck_cases import FS, network_of

from tongchou.forecast.model import Distribution, GoalTest, Model, Trials
from tongchou.forecast.simulate import forecast

RUNS = 400
CHANCES = tuple(k / 10 for k in range(1, 10))
UNIFORM = Distribution(shape="uniform", low=0.0, high=100.0)
N = 3


def sum_of_uniforms(x: float) -> float:
    """P(U1 + U2 + U3 <= x)."""
    terms = ((-1) ** k * math.comb(N, k) * (x - k) ** N for k in range(math.floor(x) + 1))
    return sum(terms) / math.factorial(N)


def deadline(chance: float) -> int:
    """Ticks by which the series finishes with the given chance."""
    low, high = 0.0, float(N)
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if sum_of_uniforms(middle) < chance else (low, middle)
    return round(low * 10_000)


def model() -> Model:
    every = np.arange(N, dtype=np.int32)
    return Model(
        network=network_of(N, [(k, k + 1, FS, 0) for k in range(N - 1)]),
        durations=(UNIFORM,) * N,
        goals=tuple(
            GoalTest(id=f"G{p}", weight=1 / len(CHANCES), deadline=deadline(p), required=every)
            for p in CHANCES
        ),
    )


@pytest.mark.slow
def test_the_interval_holds_the_true_chance_in_ninety_three_to_ninety_seven_of_a_hundred_runs() -> None:
    asked = model()
    held = np.zeros((RUNS, len(CHANCES)), dtype=np.bool_)
    for run in range(RUNS):
        found = forecast(model=asked, trials=Trials(seed=run), map_=map)
        held[run] = [each.low <= p <= each.high for each, p in zip(found.chance, CHANCES, strict=True)]
    assert 0.93 <= held.mean() <= 0.97
    assert np.all((held.mean(axis=0) >= 0.93) & (held.mean(axis=0) <= 0.97)), held.mean(axis=0)
