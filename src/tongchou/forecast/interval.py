"""Intervals of a chance counted in blocks of futures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FEW = 10  # under this many successes or failures Wilson's interval is taken
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def block_interval(*, shares: npt.NDArray[np.float64], successes: int, n: int) -> Interval:
    """Student's t on the means of Latin-hypercube blocks; Wilson's where counts are few or blocks do not differ.

    Parameters
    ----------
    shares : (n_blocks,) share of successes in each block
    successes, n : trials over all blocks

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    value = successes / n
    spread = float(np.std(shares, ddof=1)) if len(shares) > 1 else 0.0
    if min(successes, n - successes) < FEW or spread <= 0.0:
        low, high = wilson(successes=successes, n=n)
        return Interval(value=value, low=low, high=high)
    half = t_quantile(degrees=len(shares) - 1, level=0.5 + LEVEL / 2) * spread / math.sqrt(len(shares))
    return Interval(value=value, low=max(0.0, value - half), high=min(1.0, value + half))


def gain_interval(*, by_block: npt.NDArray[np.float64], n: int) -> Interval:
    """As for a chance, of a share of futures gained; what can also lose futures may gain less than nothing.

    Parameters
    ----------
    by_block : (n_blocks,) share gained in each block
    n : trials over all blocks
    """
    value = float(by_block.mean())
    if 0.0 <= value <= 1.0:
        return block_interval(shares=by_block, successes=round(value * n), n=n)
    half = t_quantile(degrees=len(by_block) - 1, level=0.5 + LEVEL / 2) * float(by_block.std(ddof=1))
    half /= math.sqrt(len(by_block))
    return Interval(value=value, low=value - half, high=value + half)


def wilson(*, successes: int, n: int) -> tuple[float, float]:
    """Wilson's score interval at 95 %."""
    z = 1.959963984540054
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def t_quantile(*, degrees: int, level: float) -> float:
    """The quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, level))


def normal_quantile(*, level: float) -> float:
    """The quantile of the standard normal distribution."""
    from scipy.special import ndtri

    return float(ndtri(level))
