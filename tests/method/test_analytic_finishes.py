"""Simulated finishes against closed forms: the distribution of sums, of maxima, and of the bridge.

Chances are compared within four standard errors of independent draws, which Latin-hypercube blocks stay below.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from tests.property.bottleneck_cases import FS, Arc, network_of

from tongchou.forecast.model import Distribution, Driver, GoalTest, Model, Risk, Trials
from tongchou.forecast.simulate import Forecast, forecast

DAY = 100
TRIALS = Trials(seed=7)
UNIFORM = Distribution(shape="uniform", low=0.0, high=100.0)
BRIDGE: list[Arc] = [
    (0, 2, FS, 0),
    (0, 3, FS, 0),
    (1, 4, FS, 0),
    (2, 4, FS, 0),
    (3, 5, FS, 0),
    (4, 5, FS, 0),
]


def simulated(
    durations: list[Distribution], arcs: list[Arc], deadlines: list[float], risks: tuple[Risk, ...] = ()
) -> Forecast:
    """Goals over all activities, one a deadline [days]."""
    n = len(durations)
    every = np.arange(n, dtype=np.int32)
    goals = tuple(
        GoalTest(id=f"G{k}", weight=1 / len(deadlines), deadline=round(due * DAY), required=every)
        for k, due in enumerate(deadlines)
    )
    network = network_of(n, arcs)
    model = Model(network=network, durations=tuple(durations), risks=risks, goals=goals)
    return forecast(model=model, trials=TRIALS, map_=map)


def chain(n: int) -> list[Arc]:
    return [(k, k + 1, FS, 0) for k in range(n - 1)]


def within(chance: float) -> float:
    """Four standard errors of a chance over all trials."""
    return 4 * math.sqrt(chance * (1 - chance) / TRIALS.count)


def irwin_hall(x: float, n: int) -> float:
    """P(U1 + ... + Un <= x), Irwin (1927) and Hall (1927)."""
    terms = ((-1) ** k * math.comb(n, k) * (x - k) ** n for k in range(math.floor(min(x, n)) + 1))
    return sum(terms) / math.factorial(n)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_a_series_of_uniform_durations_finishes_as_irwin_and_hall_say(n: int) -> None:
    sums = [n * share for share in (0.25, 0.4, 0.5, 0.6, 0.8)]
    found = simulated([UNIFORM] * n, chain(n), [100 * each for each in sums])
    for interval, each in zip(found.chance, sums, strict=True):
        assert interval.value == pytest.approx(irwin_hall(each, n), abs=within(irwin_hall(each, n)))


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_the_last_of_parallel_uniform_durations_comes_at_n_over_n_plus_one(n: int) -> None:
    found = simulated([UNIFORM] * n, [], [50.0])
    spread = 100 * math.sqrt(n / ((n + 1) ** 2 * (n + 2)))
    mean = found.goal_finish[0].mean() / DAY
    assert mean == pytest.approx(100 * n / (n + 1), abs=4 * spread / math.sqrt(TRIALS.count) + 0.01)


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_the_last_of_parallel_exponential_durations_comes_at_the_harmonic_number(n: int) -> None:
    """The exponential is given as 4,000 equally likely values; cutting its tail costs less than 0.5 %."""
    values = tuple(-10.0 * math.log(1 - (k + 0.5) / 4000) for k in range(4000))
    found = simulated([Distribution(shape="empirical", values=values)] * n, [], [10.0])
    harmonic = 10 * sum(1 / k for k in range(1, n + 1))
    spread = 10 * math.sqrt(sum(1 / k**2 for k in range(1, n + 1)))
    tolerance = 4 * spread / math.sqrt(TRIALS.count) + 0.005 * harmonic
    assert found.goal_finish[0].mean() / DAY == pytest.approx(harmonic, abs=tolerance)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_two_equal_parallel_paths_are_both_in_time_with_the_square_of_the_chance(p: float) -> None:
    found = simulated([UNIFORM, UNIFORM], [], [100 * p])
    assert found.chance[0].value == pytest.approx(p * p, abs=within(p * p))


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_the_chance_of_one_activity_is_met_to_a_stratum(p: float) -> None:
    """With one draw a future, Latin-hypercube blocks leave at most one trial of each block in doubt."""
    found = simulated([UNIFORM], [], [100 * p])
    assert found.chance[0].value == pytest.approx(p, abs=1 / TRIALS.block_size)


def test_the_bridge_with_two_point_durations_has_the_chance_of_full_enumeration() -> None:
    """Each of five activities takes 2 days, or 5 with its own chance: a risk that multiplies it by 2.5."""
    chances = [Fraction(k, 10) for k in (2, 3, 4, 5, 6)]
    durations = [Distribution(shape="fixed", mode=2.0)] * 5 + [Distribution(shape="fixed", mode=0.0)]
    late = Distribution(shape="fixed", mode=2.5)
    risks = tuple(
        Risk(id=f"R{k}", members=np.array([k], dtype=np.int32), chance=float(chance), impact=late)
        for k, chance in enumerate(chances)
    )
    deadlines = [4, 6, 7, 9, 10, 12, 15]
    found = simulated(durations, BRIDGE, [float(due) for due in deadlines], risks)
    for interval, due in zip(found.chance, deadlines, strict=True):
        exact = float(enumerated(chances, due))
        assert interval.value == pytest.approx(exact, abs=within(exact) + 1e-12)


def enumerated(chances: list[Fraction], due: int) -> Fraction:
    """P(bridge in `due` days), over its 32 futures."""
    total = Fraction(0)
    for slow in product((False, True), repeat=5):
        a, b, c, d, e = (5 if each else 2 for each in slow)
        if max(a + d, b + e, a + c + e) <= due:
            total += math.prod(
                (chance if each else 1 - chance for each, chance in zip(slow, chances, strict=True)),
                start=Fraction(1),
            )
    return total


def test_the_share_of_futures_an_activity_is_critical_in_is_that_of_full_enumeration() -> None:
    """Of two parallel works of 2 or 5 days, one late with 3/10 and one with 6/10, ties make both critical."""
    first, second = Fraction(3, 10), Fraction(6, 10)
    risks = tuple(
        Risk(
            id=f"R{k}",
            members=np.array([k], dtype=np.int32),
            chance=float(chance),
            impact=Distribution(shape="fixed", mode=2.5),
        )
        for k, chance in enumerate((first, second))
    )
    found = simulated([Distribution(shape="fixed", mode=2.0)] * 2, [], [4.0], risks)
    ties = first * second + (1 - first) * (1 - second)
    exact = [float(ties + first * (1 - second)), float(ties + second * (1 - first))]
    assert found.criticality[0].tolist() == pytest.approx(exact, abs=within(0.5))


def test_correlated_durations_of_equal_normals_add_up_with_the_stated_correlation() -> None:
    """Two normal durations whose draws correlate with rho 0.5: var(a + b) = 2 s^2 (1 + rho)."""
    normal = Distribution(shape="normal", low=100 - 12.8155, mode=100.0, high=100 + 12.8155)  # sd 10
    every = np.arange(2, dtype=np.int32)
    model = Model(
        network=network_of(2, chain(2)),
        durations=(normal, normal),
        drivers=(Driver(id="D", members=every, rho=0.5),),
        goals=(GoalTest(id="G", weight=1.0, deadline=200 * DAY, required=every),),
    )
    found = forecast(model=model, trials=TRIALS, map_=map)
    assert found.goal_finish[0].std() / DAY == pytest.approx(10 * math.sqrt(3), rel=0.03)
    assert found.chance[0].value == pytest.approx(0.5, abs=within(0.5))
