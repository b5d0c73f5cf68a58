"""Inverse distribution functions as integer tables: the same bytes everywhere, refined in the tails.

A table has three stretches of `STEPS` equal steps each: the lower tail [0, 1/32), the middle, the upper tail
[31/32, 1). A draw is an integer u in [0, 2**32); between two points the table is linear.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import Distribution
from tongchou.network.jit import kernel

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

STEPS = 256
TAIL_BITS = 27  # 2**27 / 2**32 = 1/32 of all draws lie in each tail
TAIL = 1 << TAIL_BITS
ONE = 1 << 32
EDGE = 1e-6  # unbounded distributions are cut at this probability on both sides
Z90 = 1.2815515655446004  # 90 % point of the standard normal


def probabilities() -> Float64:
    """The probabilities at the points of a table, ascending, shape (3 * STEPS + 1,)."""
    tail = TAIL / ONE
    low = np.linspace(0.0, tail, STEPS, endpoint=False)
    middle = np.linspace(tail, 1 - tail, STEPS, endpoint=False)
    return np.concatenate([low, middle, np.linspace(1 - tail, 1.0, STEPS + 1)])


def quantile_table(*, distribution: Distribution, unit: int) -> Int64:
    """The distribution's values at `probabilities()`, in `unit` parts of one, rounded to integers.

    Raises
    ------
    ValueError
        Bounds out of order, or a value that is not finite.
    """
    return _table(distribution, unit).copy()


@lru_cache(maxsize=4096)
def _table(distribution: Distribution, unit: int) -> Int64:
    values = _quantiles(distribution, probabilities())
    if distribution.underway:
        values = _residual(values, probabilities())
    if not np.all(np.isfinite(values)):
        raise ValueError(f"not a distribution: {distribution}")
    return np.rint(values * unit).astype(np.int64)


def _quantiles(d: Distribution, p: Float64) -> Float64:
    if d.shape == "fixed":
        return np.full_like(p, d.mode)
    if d.shape == "empirical":
        return np.asarray(np.quantile(np.asarray(d.values, dtype=np.float64), p))
    if not d.low <= d.mode <= d.high and d.shape != "uniform":
        raise ValueError(f"needs low <= mode <= high: {d}")
    if d.low >= d.high:
        return np.full_like(p, d.mode)
    return _SHAPES[d.shape](d, p)


def _residual(values: Float64, p: Float64) -> Float64:
    """Quantiles of what is left of something seen at a random moment of its course, from those of its whole.

    The residual life of renewal theory has the distribution function G(x) = (1 / mean) * integral of (1 - F) from 0
    to x; at x = q(p) that is (integral of q from 0 to p, plus (1 - p) q(p)) / mean.

    References
    ----------
    Cox (1962), Renewal Theory, section 5.2.
    """
    below = np.concatenate([[0.0], np.cumsum(np.diff(p) * (values[1:] + values[:-1]) / 2)])
    if below[-1] <= 0:
        return values
    reached = (below + (1 - p) * values) / below[-1]
    whole, left = np.concatenate([[0.0], reached]), np.concatenate([[0.0], values])
    return np.asarray(np.interp(p, whole, left))


def _uniform(d: Distribution, p: Float64) -> Float64:
    return d.low + p * (d.high - d.low)


def _triangular(d: Distribution, p: Float64) -> Float64:
    span = d.high - d.low
    split = (d.mode - d.low) / span
    below = d.low + np.sqrt(p * span * (d.mode - d.low))
    above = d.high - np.sqrt((1 - p) * span * (d.high - d.mode))
    return np.where(p < split, below, above)


def _pert(d: Distribution, p: Float64) -> Float64:
    """Beta with the classic weight 4 on the mode (Malcolm et al. 1959, doi:10.1287/opre.7.5.646)."""
    span = d.high - d.low
    return np.asarray(d.low + span * _unit_pert(round((d.mode - d.low) / span, 9), p.tobytes()))


@lru_cache(maxsize=4096)
def _unit_pert(mode: float, p: bytes) -> Float64:
    """PERT on [0, 1]: many durations of a plan differ in size and not in shape."""
    from scipy.special import betaincinv

    return np.asarray(betaincinv(1 + 4 * mode, 5 - 4 * mode, np.frombuffer(p)))


def _normal(d: Distribution, p: Float64) -> Float64:
    """Two half normals that meet at the median: exact at P10, median and P90, symmetric when those are."""
    z = _z(p)
    return d.mode + z * np.where(z < 0, d.mode - d.low, d.high - d.mode) / Z90


def _lognormal(d: Distribution, p: Float64) -> Float64:
    """Two half lognormals that meet at the median: exact at P10, median and P90."""
    if d.low <= 0:
        raise ValueError(f"a lognormal needs P10 > 0: {d}")
    z = _z(p)
    steps = np.where(z < 0, np.log(d.mode / d.low), np.log(d.high / d.mode))
    return np.asarray(d.mode * np.exp(z * steps / Z90))


def _z(p: Float64) -> Float64:
    from scipy.special import ndtri

    return np.asarray(ndtri(np.clip(p, EDGE, 1 - EDGE)))


_SHAPES = {
    "uniform": _uniform,
    "triangular": _triangular,
    "pert": _pert,
    "normal": _normal,
    "lognormal": _lognormal,
}


@kernel
def look_up(table: Int64, u: int | np.int64) -> int:
    """The value of a table at the draw u in [0, 2**32)."""
    low, high = u < TAIL, u >= ONE - TAIL
    tail = low or high
    offset = u if low else (u - (ONE - TAIL) if high else u - TAIL)
    first = 0 if low else (2 * STEPS if high else STEPS)
    # a step is 2**19 draws wide in the tails and 15 * 2**20 in the middle; n // 15 is n * 34953 >> 19 for n < 74,899
    step = offset >> 19 if tail else (offset >> 20) * 34953 >> 19
    rest = (offset & 0x7FFFF if tail else offset - step * (15 << 20)) >> 4
    place = np.uintp(first + step)
    value = int(table[place])
    rise = (int(table[place + np.uintp(1)]) - value) * int(rest)
    return value + (rise >> 15 if tail else int((rise >> 16) / 15.0))


@kernel
def rank_of(table: Int64, value: int) -> int:
    """The draw u at which a table reaches `value`: the share of futures at or below it, in 2**32 parts."""
    if value <= table[0]:
        return 0
    if value >= table[3 * STEPS]:
        return ONE
    low, high = 0, 3 * STEPS
    while high - low > 1:
        middle = (low + high) // 2
        if table[middle] <= value:
            low = middle
        else:
            high = middle
    if low < STEPS:
        first, span, start = 0, TAIL, 0
    elif low < 2 * STEPS:
        first, span, start = STEPS, ONE - 2 * TAIL, TAIL
    else:
        first, span, start = 2 * STEPS, TAIL, ONE - TAIL
    gap = table[low + 1] - table[low]
    inside = (value - table[low]) * (span // STEPS) // gap if gap > 0 else 0
    return start + (low - first) * (span // STEPS) + inside
