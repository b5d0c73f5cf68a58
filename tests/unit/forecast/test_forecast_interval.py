from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tongchou.forecast.interval import block_interval, normal_quantile, t_quantile, wilson


def test_wilsons_interval_is_the_published_one() -> None:
    low, high = wilson(successes=5, n=20)
    exact = stats.binomtest(5, 20).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((exact.low, exact.high))


def test_students_interval_rests_on_the_means_of_the_blocks() -> None:
    shares = np.array([0.3, 0.4, 0.35, 0.45])
    found = block_interval(shares=shares, successes=150, n=400)
    half = stats.t(3).ppf(0.975) * shares.std(ddof=1) / 2
    assert (found.low, found.high) == pytest.approx((0.375 - half, 0.375 + half))


@pytest.mark.parametrize("successes", [0, 3, 397, 400])
def test_with_few_successes_or_failures_wilson_is_taken(successes: int) -> None:
    shares = np.array([0.0, 1.0, 0.2, 0.4])
    found = block_interval(shares=shares, successes=successes, n=400)
    assert (found.low, found.high) == wilson(successes=successes, n=400)


def test_blocks_that_do_not_differ_still_leave_an_interval() -> None:
    found = block_interval(shares=np.full(4, 0.5), successes=200, n=400)
    assert found.low < 0.5 < found.high


def test_an_interval_stays_within_nil_and_one() -> None:
    wide = np.array([0.0, 0.0, 0.0, 0.9])
    found = block_interval(shares=wide, successes=90, n=400)
    assert found.low == 0.0
    assert block_interval(shares=1 - wide, successes=310, n=400).high == 1.0


def test_quantiles_are_those_of_the_named_distributions() -> None:
    assert t_quantile(degrees=7, level=0.975) == pytest.approx(stats.t(7).ppf(0.975))
    assert normal_quantile(level=0.9) == pytest.approx(stats.norm.ppf(0.9))
