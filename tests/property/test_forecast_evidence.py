"""Causes given running work, against plain futures weighed one by one and against integration."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongchou.forecast.evidence import DOUBT, Cause, Group, Running, groups_of, learnt
from tongchou.forecast.model import FACTOR, Distribution
from tongchou.forecast.quantiles import quantile_table

Floats = npt.NDArray[np.float64]

PLAIN = 200_000
BLOCKS = 20
BITS = 9
LOW, HIGH = 10.0, 30.0  # days of everything that runs, evenly
TABLE = quantile_table(distribution=Distribution(shape="uniform", low=LOW, high=HIGH), unit=100)
EVEN = quantile_table(distribution=Distribution(shape="uniform", low=0.5, high=1.5), unit=FACTOR)
Told = list[
    tuple[frozenset[int], int]
]  # of each running activity, the causes that act on it and the days gone

told = st.lists(
    st.tuples(st.frozensets(st.integers(0, 3), min_size=1, max_size=3), st.integers(1, 40)),
    min_size=1,
    max_size=5,
)


def groups(asked: Told, n_causes: int) -> tuple[Group, ...]:
    causes = [
        Cause(
            name=f"C{k}",
            members=frozenset(a for a, (acting, _) in enumerate(asked) if k in acting),
            table=EVEN,
        )
        for k in range(n_causes)
    ]
    running = [
        Running(name=f"A{a}", activity=a, table=TABLE, gone=100 * days) for a, (_, days) in enumerate(asked)
    ]
    return groups_of(causes=causes, running=running, seed=4)


def taken(asked: Told, n_causes: int) -> dict[int, Floats]:
    """Factors of every cause that something is told of, in all trials."""
    scale = np.full(len(asked), FACTOR, dtype=np.int64)
    out = {}
    for group in groups(asked, n_causes):
        rows = np.hstack([learnt(group=group, scale=scale, bits=BITS, block=b) for b in range(BLOCKS)])
        out |= {cause: row / FACTOR for cause, row in zip(group.causes, rows, strict=True)}
    return out


def lasting(factor: Floats, days: float) -> Floats:
    share = np.clip((days / factor - LOW) / (HIGH - LOW), 0.0, 1.0)
    return DOUBT + (1 - DOUBT) * (1 - share)


def weighed(asked: Told, n_causes: int) -> tuple[Floats, Floats]:
    """Plain draws of all causes and their weights."""
    factors = np.random.default_rng(9).uniform(0.5, 1.5, (n_causes, PLAIN))
    weights = np.ones(PLAIN)
    for acting, days in asked:
        weights *= lasting(np.prod(factors[list(acting)], axis=0), days)
    return factors, weights / weights.sum()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(told)
def test_factors_agree_with_plain_futures_weighed_one_by_one(asked: Told) -> None:
    found = taken(asked, 4)
    factors, weights = weighed(asked, 4)
    together = np.prod([found[k] for k in sorted(found)], axis=0)
    theirs = np.prod(factors[sorted(found)], axis=0)
    cases = [(found[k], factors[k]) for k in found] + [(together, theirs)]
    for ours, plain in cases:
        mean = float(weights @ plain)
        spread = float(np.sqrt(weights @ (plain - mean) ** 2))
        room = 5 * spread * np.sqrt(1 / (BLOCKS << BITS) + float(weights @ weights))
        assert ours.mean() == pytest.approx(mean, abs=room)
        assert ours.std() == pytest.approx(spread, abs=2 * room)


def test_thirty_projects_of_one_programme_are_as_integrated() -> None:
    days = 24
    asked: Told = [(frozenset({0, k}), days) for k in range(1, 31)]
    found = taken(asked, 31)
    grid = 0.5 + (np.arange(400) + 0.5) / 400
    joint = lasting(np.outer(grid, grid), days)  # programme down, one project across
    alone = joint.mean(axis=1)
    share = alone**30 / (alone**30).sum()
    programme = float(share @ grid)
    project = float(share @ ((joint @ grid) / 400 / alone))
    spread = float(np.sqrt(share @ (grid - programme) ** 2))
    assert found[0].mean() == pytest.approx(programme, abs=0.1 * spread)
    assert found[0].std() == pytest.approx(spread, rel=0.1)
    assert np.mean([found[k].mean() for k in range(1, 31)]) == pytest.approx(project, abs=0.005)


def test_causes_without_common_running_work_stand_apart() -> None:
    made = groups([(frozenset({0, 1}), 5), (frozenset({2}), 5), (frozenset({1, 3}), 5)], 5)
    assert sorted(sorted(each.causes) for each in made) == [[0, 1, 3], [2]]
