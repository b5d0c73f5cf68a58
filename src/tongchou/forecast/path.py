"""Where an indicator would go by itself: a local level with a trend, its interval honest about few readings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tongchou.forecast.model import Distribution

DAYS_A_YEAR = 365.25
TENTH = 0.1
FEWEST_FOR_TREND = 3
ASSUMED_YEARLY_SHARE = (
    0.25  # with fewer readings: a marked assumption, a change of a quarter of the level a year
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The value of an indicator on a day were nothing more to be done, and what it was computed from."""

    value: Distribution
    readings: int
    trend_per_year: float
    assumed: bool  # too few readings: the spread is an assumption


def path(*, readings: Sequence[tuple[date, float]], due: date) -> Path:
    """Extrapolate dated readings to the day `due` by a local level with drift.

    The level is the last reading. With at least three readings the drift is the mean yearly change, and the spread is
    that of the changes, with Student's t for their small number and the uncertainty of the drift itself; with fewer
    there is no drift and the spread is a marked assumption. P10, median and P90 of a normal shape are returned.

    Parameters
    ----------
    readings : (day, value) pairs, at least one, in any order
    due : day of the value wanted; before the last reading the last reading itself counts

    Raises
    ------
    ValueError
        No reading at all: nothing can be said.
    """
    if not readings:
        raise ValueError("an indicator without a reading has no path")
    dated = sorted(readings)
    last_day, level = dated[-1]
    years = max(0.0, (due - last_day).days / DAYS_A_YEAR)
    spans = [(later[0] - earlier[0]).days / DAYS_A_YEAR for earlier, later in pairwise(dated)]
    if len(dated) < FEWEST_FOR_TREND or sum(spans) <= 0:
        half = 1.2816 * ASSUMED_YEARLY_SHARE * max(abs(level), 1.0) * math.sqrt(years)
        return Path(value=_normal(level, half), readings=len(dated), trend_per_year=0.0, assumed=True)
    drift, half = _trend(dated, spans, years)
    return Path(
        value=_normal(level + drift * years, half), readings=len(dated), trend_per_year=drift, assumed=False
    )


def _trend(dated: Sequence[tuple[date, float]], spans: Sequence[float], years: float) -> tuple[float, float]:
    """Yearly drift, and the half width from the median to P90 after `years`."""
    from scipy.special import stdtrit

    total = sum(spans)
    drift = (dated[-1][1] - dated[0][1]) / total
    changes = [later[1] - earlier[1] for earlier, later in pairwise(dated)]
    degrees = len(changes) - 1
    squares = sum(
        (change - drift * span) ** 2 / span for change, span in zip(changes, spans, strict=True) if span > 0
    )
    yearly_variance = squares / degrees
    spread = math.sqrt(yearly_variance * (years + years * years / total))
    return drift, float(stdtrit(degrees, 1 - TENTH)) * spread


def _normal(median: float, half: float) -> Distribution:
    if half <= 0:
        return Distribution(shape="fixed", mode=median)
    return Distribution(shape="normal", low=median - half, mode=median, high=median + half)
