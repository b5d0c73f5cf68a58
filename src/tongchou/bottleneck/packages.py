"""Several levers together: what each adds last, its fair share (Shapley), and the best package within a budget.

Interactions are AND-like: of two late chains neither relief alone gains anything and both together everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import factorial

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.goals import exact
from tongchou.bottleneck.levers import Lever, relieved, rerun, shortened
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Futures, Map, draw_futures
from tongchou.network.model import Int32

Bool = npt.NDArray[np.bool_]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

MOST_LEVERS = 10  # all subsets are run: 1,024 of ten levers


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Levers that go together (positions), their gain as a weighted share of all futures, and what they cost."""

    levers: tuple[int, ...]
    gain: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsetGains:
    """Futures saved by every subset of levers, (2**n_levers, n_goals), over `n` futures.

    Row k holds the subset whose levers are the bits of k.
    """

    saved: Int64
    n: int

    @property
    def n_levers(self) -> int:
        """How many levers."""
        return len(self.saved).bit_length() - 1

    def gains(self, *, weights: Float64) -> Float64:
        """Weighted share of all futures each subset saves, shape (2**n_levers,)."""
        return np.asarray(self.saved @ weights / self.n)

    def last_in(self, *, weights: Float64) -> Float64:
        """What each lever adds when all the others are pulled already, shape (n_levers,)."""
        gains = self.gains(weights=weights)
        everything = len(gains) - 1
        return np.array([gains[everything] - gains[everything & ~(1 << k)] for k in range(self.n_levers)])

    def shapley(self, *, weights: Float64) -> Float64:
        """What each lever adds on average over all orders of pulling them, shape (n_levers,); sums to the whole gain.

        References
        ----------
        Shapley (1953), A value for n-person games, doi:10.1515/9781400881970-018.
        """
        gains = self.gains(weights=weights)
        m = self.n_levers
        share = [factorial(size) * factorial(m - 1 - size) / factorial(m) for size in range(m)]
        out = np.zeros(m)
        for k in range(m):
            without = [subset for subset in range(len(gains)) if not subset >> k & 1]
            out[k] = sum(share[s.bit_count()] * (gains[s | 1 << k] - gains[s]) for s in without)
        return out

    def best_package(self, *, weights: Float64, costs: Sequence[float], budget: float) -> Package:
        """The subset that gains most within `budget`; among equals the cheapest, then the smallest.

        Parameters
        ----------
        costs : (n_levers,) cost or effort of each lever, in the unit of `budget`
        """
        if len(costs) != self.n_levers:
            raise ValueError(f"{self.n_levers} levers need as many costs, not {len(costs)}")
        packages = [
            Package(levers=levers, gain=float(gain), cost=float(sum(costs[k] for k in levers)))
            for subset, gain in enumerate(self.gains(weights=weights))
            for levers in [tuple(k for k in range(self.n_levers) if subset >> k & 1)]
        ]
        able = [each for each in packages if each.cost <= budget]
        if not able:
            raise ValueError("a budget below nil buys nothing, not even no lever")
        return min(able, key=lambda each: (-each.gain, each.cost, len(each.levers), each.levers))


def subset_gains(
    *, model: Model, trials: Trials, map_: Map, levers: tuple[Lever, ...], effort: int
) -> SubsetGains:
    """Run every subset of at most `MOST_LEVERS` levers again on the same futures, each lever at `effort` [ticks].

    A lever that shares activities with an earlier one shortens what that one has left.

    Raises
    ------
    ValueError
        More than `MOST_LEVERS` levers.
    """
    if len(levers) > MOST_LEVERS:
        raise ValueError(f"at most {MOST_LEVERS} levers, not {len(levers)}")
    sampler = make_sampler(model=model, trials=trials)
    task = partial(_block_of, model, sampler, trials.seed, levers, effort)
    blocks: list[Int64] = list(map_(task, range(trials.blocks)))
    return SubsetGains(saved=np.asarray(np.sum(blocks, axis=0)), n=trials.count)


def _block_of(
    model: Model, sampler: Sampler, seed: int, levers: tuple[Lever, ...], effort: int, block: int
) -> Int64:
    futures = draw_futures(model=model, sampler=sampler, seed=seed, block=block)
    rows = list(range(len(model.goals)))
    n = futures.events.shape[1]
    helps = all(exact(goal=goal) for goal in model.goals)
    change = np.zeros((1 << len(levers), len(rows), n), dtype=np.int64)
    everything = len(change) - 1
    open_columns = np.ones(n, dtype=np.bool_)
    if helps:
        change[everything] = _run(model, futures, levers, everything, effort, open_columns)
        open_columns = change[everything].any(axis=0)
    for subset in sorted(range(1, everything + (not helps)), key=lambda each: (each.bit_count(), each)):
        wanted = open_columns
        if helps:
            change[subset] = _saved_by_fewer(change, subset)
            wanted = open_columns & (change[subset] < change[everything]).any(axis=0)
        run = _run(model, futures, levers, subset, effort, wanted)
        change[subset] = np.where(wanted, run, change[subset])
    return np.asarray(change.sum(axis=2))


def _saved_by_fewer(change: Int64, subset: int) -> Int64:
    """What the subset saves for certain, since relief only helps: all that it saves with one lever less."""
    fewer = [subset & ~(1 << k) for k in range(subset.bit_length()) if subset >> k & 1]
    return np.asarray(change[fewer].max(axis=0))


def _run(
    model: Model, futures: Futures, levers: tuple[Lever, ...], subset: int, effort: int, wanted: Bool
) -> Int64:
    durations: Int32 = futures.durations
    for k, lever in enumerate(levers):
        if subset >> k & 1:
            durations = shortened(durations=durations, lever=lever, effort=effort)
            model = relieved(model=model, lever=lever, effort=effort)
    rows = list(range(len(model.goals)))
    return rerun(model=model, futures=futures, durations=durations, rows=rows, columns=np.flatnonzero(wanted))
