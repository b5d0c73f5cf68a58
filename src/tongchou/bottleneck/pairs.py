"""The best pair: two late chains need both of their reliefs, and each alone gains nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.levers import Lever, rerun, shortened, undecided
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Map, draw_futures

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PairGains:
    """Futures saved by each pair, (n_pairs, n_goals), over `n` futures; pairs as positions in the levers."""

    pairs: tuple[tuple[int, int], ...]
    saved: Int64
    n: int

    def best(self, weights: Float64) -> tuple[tuple[int, int], float] | None:
        """The pair with the greatest weighted gain, if any gains at all."""
        if not self.pairs:
            return None
        gains = self.saved @ weights / self.n
        place = int(gains.argmax())
        return (self.pairs[place], float(gains[place])) if gains[place] > 0 else None


def pair_gains(
    *,
    model: Model,
    trials: Trials,
    map_: Map,
    levers: tuple[Lever, ...],
    candidates: tuple[int, ...],
    effort: int,
) -> PairGains:
    """Run every pair of the candidates again on the same futures, each lever at `effort` [ticks].

    Candidates are positions in `levers` of kinds other than link; a pair in which one contains the other is left out.
    """
    pairs = tuple(
        (first, second)
        for first, second in combinations(candidates, 2)
        if not contains(levers[first], levers[second]) and not contains(levers[second], levers[first])
    )
    sampler = make_sampler(model=model, trials=trials)
    task = partial(
        _block_of, model, sampler, trials.seed, tuple((levers[i], levers[j]) for i, j in pairs), effort
    )
    blocks: list[Int64] = list(map_(task, range(trials.blocks)))
    return PairGains(pairs=pairs, saved=np.asarray(np.sum(blocks, axis=0)), n=trials.count)


def contains(outer: Lever, inner: Lever) -> bool:
    """Whether every member of `inner` is one of `outer`."""
    return outer.kind != "link" and inner.kind != "link" and bool(np.isin(inner.members, outer.members).all())


def _block_of(
    model: Model, sampler: Sampler, seed: int, pairs: tuple[tuple[Lever, Lever], ...], effort: int, block: int
) -> Int64:
    futures = draw_futures(model=model, sampler=sampler, seed=seed, block=block)
    rows = list(range(len(model.goals)))
    saved = np.zeros((len(pairs), len(rows)), dtype=np.int64)
    columns = undecided(model=model, futures=futures)
    for number, (first, second) in enumerate(pairs):
        durations = shortened(durations=futures.durations, lever=first, effort=effort)
        durations = shortened(durations=durations, lever=second, effort=effort)
        change = rerun(model=model, futures=futures, durations=durations, rows=rows, columns=columns)
        saved[number] = change.sum(axis=1)
    return saved
