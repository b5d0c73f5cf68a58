"""The draws of the second opinion: plain random numbers instead of Latin-hypercube blocks by counter, distribution
functions on a grid instead of tables of their inverse, and common causes by rejection: of causes drawn together with
whole durations only those are kept under which everything that is running would still run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc
from tests.method.second_opinion import DAY, Floats, Ints, World

from tongchou.plan.works import Activity

Z90 = 1.2815515655446004
GRID = 20_001  # points of a distribution function
DOUBT = 0.01  # that what is said to be running is not, or not for so long


@dataclass(kw_only=True)
class Spread:
    """The distribution function of a whole duration [days], on a grid of days."""

    days: Floats
    below: Floats  # share of durations at or below

    def residual(self) -> Spread:
        """What is left of something seen at a random moment of its course: density (1 - F) / mean (Cox 1962)."""
        days = np.concatenate([[0.0], self.days]) if self.days[0] > 0 else self.days
        above = 1 - np.interp(days, self.days, self.below, left=0.0)
        area = np.concatenate([[0.0], np.cumsum(np.diff(days) * (above[1:] + above[:-1]) / 2)])
        return Spread(days=days, below=area / area[-1])

    def at(self, u: Floats) -> Floats:
        """The duration that a share u of all does not exceed."""
        return np.interp(u, self.below, self.days)

    def share(self, days: Floats) -> Floats:
        """The share of durations at or below `days`."""
        return np.interp(days, self.days, self.below, left=0.0, right=1.0)


def spread_of(row: Activity) -> Spread | float:
    """The spread of a row's low, mode, high; one number where it has none."""
    known = [float(value) for value in (row.mode, row.low, row.high) if value is not None]
    mode = known[0] if known else 0.0
    low = float(row.low) if row.low is not None else mode
    high = float(row.high) if row.high is not None else mode
    if row.shape == "fixed" or low == high:
        return mode
    days = np.linspace(low, high, GRID)
    share = (days - low) / (high - low)
    if row.shape in ("", "pert"):
        peak = (mode - low) / (high - low)
        return Spread(days=days, below=betainc(1 + 4 * peak, 5 - 4 * peak, share))
    if row.shape == "uniform":
        return Spread(days=days, below=share)
    raise NotImplementedError(f"the example has no {row.shape} duration")


def factor(low: float, mode: float, high: float, z: Floats) -> Floats:
    """A lognormal factor by (P10, median, P90): two halves that meet at the median."""
    up, down = math.log(high / mode) / Z90, math.log(mode / low) / Z90
    return mode * np.exp(z * np.where(z > 0, up, down))


@dataclass(kw_only=True)
class Witness:
    """Running work: what its whole duration [days] is by its own spread, how long it has run, what acts on it."""

    spread: Spread
    gone: float
    causes: set[str]
    constant: float  # of causes that are the same in all futures


def acting(*, world: World, row: Activity) -> set[str]:
    """The active drivers with a factor that act on an activity."""
    project = next((each for each in world.plan.projects if each.id == row.project), None)
    programme = project.programme if project else ""
    words = {f"project:{row.project}", f"programme:{programme}", f"phase:{row.phase}"}
    return {
        each.id
        for each in world.plan.drivers
        if each.active and each.low is not None and words & set(each.applies_to)
    }


def causes(*, world: World, n: int, dice: np.random.Generator, stretch: float = 1.0) -> dict[str, Floats]:
    """The factor of every driver in n futures in which what is said to be running still runs."""
    spreads = {
        row.id: (float(row.low), float(row.mode), float(row.high))
        for row in world.plan.drivers
        if row.active and row.low is not None and row.mode is not None and row.high is not None
    }
    same = {name: mode for name, (low, mode, high) in spreads.items() if low == high}
    out = {name: np.full(n, mode) for name, mode in same.items()}
    witnesses = [_witness(world, name, same, stretch) for name in sorted(world.told) if world.gone[name] > 0]
    for group in _groups(spreads.keys() - same.keys(), witnesses):
        told = [each for each in witnesses if each.causes & group]
        out |= _kept({name: spreads[name] for name in sorted(group)}, told, n, dice)
    return out


def _witness(world: World, name: str, same: dict[str, float], stretch: float) -> Witness:
    row = world.rows[name]
    spread, by = _spread(spread_of(row), name in world.seen), acting(world=world, row=row)
    constant = stretch * math.prod(same[each] for each in by if each in same)
    return Witness(spread=spread, gone=world.gone[name], causes=by - same.keys(), constant=constant)


def _groups(names: Iterable[str], witnesses: list[Witness]) -> list[set[str]]:
    """Causes that cannot be kept or dropped one without the other."""
    groups = [{name} for name in sorted(names)]
    for each in witnesses:
        touched = [group for group in groups if group & each.causes]
        groups = [group for group in groups if not group & each.causes]
        groups += [set().union(*touched)] if touched else []
    return groups


def _kept(
    spreads: dict[str, tuple[float, float, float]], told: list[Witness], n: int, dice: np.random.Generator
) -> dict[str, Floats]:
    kept: dict[str, list[Floats]] = {name: [] for name in spreads}
    found = 0
    while found < n:
        tried = {name: factor(*spread, dice.standard_normal(n)) for name, spread in spreads.items()}
        good = np.ones(n, dtype=np.bool_)
        for each in told:
            whole = each.spread.at(dice.random(n)) * each.constant
            for name in each.causes:
                whole = whole * tried[name]
            good &= (whole > each.gone) | (dice.random(n) < DOUBT)
        found += int(good.sum())
        for name, values in tried.items():
            kept[name].append(values[good])
    return {name: np.concatenate(values)[:n] for name, values in kept.items()}


def draw(*, world: World, n: int, seed: int, stretch: float = 1.0) -> dict[str, Ints]:
    """Minutes still to work on every open activity in n futures; `stretch` makes all spreads longer (for tests)."""
    dice = np.random.default_rng(seed)
    factors = causes(world=world, n=n, dice=dice, stretch=stretch)
    out = {}
    for name, row in world.rows.items():
        if world.state[name] == "done" or name not in world.wanted:
            continue
        u = dice.random(n)
        if row.milestone:  # nil; on a calendar of its own one moment of that day
            out[name] = np.full(n, 1 if row.calendar else 0, dtype=np.int64)
            continue
        by = np.full(n, stretch)
        for each in sorted(acting(world=world, row=row)):
            by = by * factors[each]
        days = _left(spread_of(row), by, u, world.gone.get(name, 0.0), name in world.seen)
        out[name] = np.rint(days * DAY).astype(np.int64)
    return out


def _spread(spread: Spread | float, seen: bool) -> Spread:
    """What is drawn of an activity: its whole, or what was left of it when it was seen."""
    if isinstance(spread, float):
        spread = Spread(days=np.array([spread, spread]), below=np.array([0.0, 1.0]))
    return spread.residual() if seen else spread


def _left(spread: Spread | float, by: Floats, u: Floats, gone: float, seen: bool) -> Floats:
    """Days left, given that the whole, `by` times a draw, exceeds those gone; past all bounds a share of the median."""
    spread = _spread(spread, seen)
    if gone <= 0:
        return spread.at(u) * by
    passed = spread.share(gone / by)
    left = spread.at(passed + (1 - passed) * u) * by - gone
    outrun = gone / by >= spread.days[-1]
    return np.where(outrun, spread.at(np.array(0.5)) * by * u, np.maximum(left, 0.01))
