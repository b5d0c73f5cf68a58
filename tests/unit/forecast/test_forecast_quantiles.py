"""Inverse distribution functions: exact at the points they are given by, linear between, the same back and forth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tongchou.forecast.model import Distribution
from tongchou.forecast.quantiles import ONE, look_up, probabilities, quantile_table, rank_of

UNIT = 10_000


def table(shape: str, low: float, mode: float, high: float) -> np.ndarray:
    return quantile_table(distribution=Distribution(shape=shape, low=low, mode=mode, high=high), unit=UNIT)  # type: ignore[arg-type]


def at(points: np.ndarray, p: float) -> float:
    return look_up(points, min(int(p * ONE), ONE - 1)) / UNIT


@pytest.mark.parametrize("shape", ["lognormal", "normal"])
@pytest.mark.parametrize("bounds", [(10.0, 20.0, 40.0), (10.0, 12.0, 40.0)])
def test_a_shape_given_by_three_quantiles_meets_them(shape: str, bounds: tuple[float, float, float]) -> None:
    points = table(shape, *bounds)
    assert [at(points, p) for p in (0.1, 0.5, 0.9)] == pytest.approx(list(bounds), rel=1e-4)


def test_pert_has_the_mean_of_malcolm() -> None:
    points = table("pert", 10, 20, 60) / UNIT
    assert np.trapezoid(points, probabilities()) == pytest.approx((10 + 4 * 20 + 60) / 6, rel=1e-4)


@pytest.mark.parametrize("p", [0.001, 0.02, 0.3, 0.5, 0.97, 0.999])
def test_triangular_and_pert_equal_an_independent_inverse(p: float) -> None:
    low, mode, high = 10.0, 18.0, 40.0
    c = (mode - low) / (high - low)
    assert at(table("triangular", low, mode, high), p) == pytest.approx(
        stats.triang(c, loc=low, scale=high - low).ppf(p), rel=1e-3
    )
    assert at(table("pert", low, mode, high), p) == pytest.approx(
        stats.beta(1 + 4 * c, 5 - 4 * c, loc=low, scale=high - low).ppf(p), rel=1e-3
    )


@pytest.mark.parametrize("shape", ["triangular", "pert", "lognormal", "normal", "uniform"])
def test_a_greater_draw_never_gives_a_smaller_value(shape: str) -> None:
    points = table(shape, 10, 20, 60)
    draws = np.concatenate([np.arange(0, ONE, ONE // 4001), [ONE - 1, ONE // 32 - 1, ONE // 32]])
    values = [look_up(points, int(u)) for u in np.sort(draws)]
    assert values == sorted(values)
    assert points[0] <= values[0]
    assert values[-1] <= points[-1]


def test_the_points_of_a_table_are_met_exactly() -> None:
    points = table("pert", 10, 20, 60)
    draws = np.rint(probabilities() * ONE).astype(np.int64)
    assert [look_up(points, int(u)) for u in draws[:-1]] == points[:-1].tolist()


@pytest.mark.parametrize("u", [1 << 20, 1 << 26, 1 << 28, 1 << 31, ONE - (1 << 28), ONE - (1 << 25)])
def test_the_rank_of_a_drawn_value_is_the_draw(u: int) -> None:
    points = table("uniform", 0, 0, 100)
    assert rank_of(points, look_up(points, u)) == pytest.approx(u, abs=ONE // 500_000)


def test_an_empirical_distribution_gives_its_own_median_and_ends() -> None:
    known = Distribution(shape="empirical", values=(3.0, 5.0, 9.0))
    points = quantile_table(distribution=known, unit=UNIT)
    assert [at(points, 0.5), points[0] / UNIT, points[-1] / UNIT] == pytest.approx([5.0, 3.0, 9.0])


def test_bounds_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="low <= mode <= high"):
        table("pert", 10, 5, 60)


def test_a_lognormal_from_nil_is_refused() -> None:
    with pytest.raises(ValueError, match="P10 > 0"):
        table("lognormal", 0, 5, 60)


def test_a_caller_who_changes_a_table_changes_no_other() -> None:
    first = table("pert", 1, 2, 3)
    kept = first.tolist()
    first += 1
    assert table("pert", 1, 2, 3).tolist() == kept
