"""What is left of something that was seen running at an unknown point of its course."""

from __future__ import annotations

import numpy as np
import pytest

from tongchou.forecast.model import Distribution
from tongchou.forecast.quantiles import probabilities, quantile_table

UNIT = 10_000


def residual(shape: str, *bounds: float) -> np.ndarray:
    low, mode, high = bounds
    whole = Distribution(shape=shape, low=low, mode=mode, high=high, underway=True)  # type: ignore[arg-type]
    return quantile_table(distribution=whole, unit=UNIT) / UNIT


def test_of_a_fixed_whole_any_share_is_equally_likely() -> None:
    p = probabilities()
    assert residual("fixed", 0.0, 20.0, 0.0) == pytest.approx(20.0 * p, abs=0.02)


def test_its_mean_is_half_the_mean_square_over_the_mean() -> None:
    whole = Distribution(shape="pert", low=10, mode=20, high=60)
    table = quantile_table(distribution=whole, unit=UNIT) / UNIT
    p = probabilities()
    expected = np.trapezoid(table**2, p) / (2 * np.trapezoid(table, p))
    assert np.trapezoid(residual("pert", 10, 20, 60), p) == pytest.approx(expected, rel=0.005)


def test_it_never_exceeds_the_longest_whole() -> None:
    assert residual("uniform", 5, 10, 30).max() <= 30.0


def test_it_rises_with_probability() -> None:
    assert (np.diff(residual("lognormal", 5, 10, 30)) >= 0).all()
