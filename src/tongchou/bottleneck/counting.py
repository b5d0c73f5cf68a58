"""All blocks of futures counted for all levers, and gains weighed for one horizon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.levers import Lever, LeverBlock, lever_block
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Map, draw_futures
from tongchou.network.model import TICKS_PER_DAY

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverCounts:
    """Counts of all blocks: `saved`, (n_blocks, n_goals, n_levers); the rest summed or as in `LeverBlock`."""

    saved: Int64
    missed: Int64  # (n_blocks, n_goals)
    touched: Int64  # (n_goals, n_levers)
    mark: npt.NDArray[np.uint64]  # (n_goals, n_levers)
    removed_days: Float64  # (n_levers,) expected days removed
    block_size: int
    effort: int  # ticks asked of every lever

    @property
    def n(self) -> int:
        """Futures in all."""
        return int(self.saved.shape[0]) * self.block_size

    def gains(self, weights: Float64) -> Float64:
        """Weighted share of futures saved, (n_blocks, n_levers), for goal weights (n_goals,) that sum to 1."""
        return np.asarray(np.tensordot(self.saved, weights, axes=([1], [0])) / self.block_size)


def count_levers(
    *, model: Model, trials: Trials, map_: Map, levers: tuple[Lever, ...], effort: int
) -> LeverCounts:
    """Count every lever in every block at `effort` [ticks], through `map_`."""
    sampler = make_sampler(model=model, trials=trials)
    task = partial(_block_of, model, sampler, trials.seed, levers, effort)
    blocks: list[LeverBlock] = list(map_(task, range(trials.blocks)))
    mark = np.zeros_like(blocks[0].mark)
    for each in blocks:
        mark += each.mark
    removed = np.sum([each.removed for each in blocks], axis=0, dtype=np.int64)
    return LeverCounts(
        saved=np.array([each.saved for each in blocks]),
        missed=np.array([each.missed for each in blocks]),
        touched=np.asarray(np.sum([each.touched for each in blocks], axis=0)),
        mark=mark,
        removed_days=np.asarray(removed / trials.count / TICKS_PER_DAY),
        block_size=trials.block_size,
        effort=effort,
    )


def _block_of(
    model: Model, sampler: Sampler, seed: int, levers: tuple[Lever, ...], effort: int, block: int
) -> LeverBlock:
    futures = draw_futures(model=model, sampler=sampler, seed=seed, block=block)
    return lever_block(model=model, futures=futures, levers=levers, effort=effort, block=block)


def classes_of(*, counts: LeverCounts, weights: Float64) -> tuple[tuple[int, ...], ...]:
    """Levers grouped by the very futures they save among the goals that count; those that save none stand alone."""
    rows = np.flatnonzero(weights > 0)
    groups: dict[tuple[int, ...], list[int]] = {}
    for lever in range(counts.mark.shape[1]):
        key = tuple(int(value) for value in counts.mark[rows, lever])
        saves = counts.saved[:, rows, lever].any()
        groups.setdefault(key if saves else (-1, lever), []).append(lever)
    return tuple(tuple(members) for members in groups.values())
