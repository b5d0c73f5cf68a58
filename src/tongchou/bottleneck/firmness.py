"""How firm the answer is: the assumptions drawn again, many times, on few futures each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.levers import Lever, lever_block
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.random import mix, stream_key
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Map, draw_futures

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

REDRAWS = 200
REDRAW_BITS = 7  # 128 futures each
RANGE = 1.25  # an assumed duration is drawn again between 1/1.25 and 1.25 times itself: a stated range
FIRM = 0.6  # below this share none is named alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraws:
    """Futures saved in each redraw, (n_redraws, n_goals, n_levers)."""

    saved: Int64

    def firmness(self, *, weights: Float64, members: tuple[int, ...]) -> float:
        """The share of redraws in which one of `members` has the greatest gain (ties count)."""
        gains = np.tensordot(self.saved, weights, axes=([1], [0]))
        best = gains.max(axis=1)
        first = gains[:, list(members)].max(axis=1)
        return float(((first >= best) & (best > 0)).mean())


def redraw(
    *, model: Model, seed: int, map_: Map, levers: tuple[Lever, ...], assumed: Bool, effort: int
) -> Redraws:
    """Scale every assumed duration by a factor drawn anew, `REDRAWS` times, and count all levers.

    Parameters
    ----------
    assumed : (n_activities,) whether the activity's duration is an assumption
    """
    trials = Trials(seed=seed, blocks=1, block_size=1 << REDRAW_BITS)
    sampler = make_sampler(model=model, trials=trials)
    task = partial(_redraw_of, model, sampler, seed, levers, assumed, effort)
    return Redraws(saved=np.array(list(map_(task, range(REDRAWS)))))


def _redraw_of(
    model: Model,
    sampler: Sampler,
    seed: int,
    levers: tuple[Lever, ...],
    assumed: Bool,
    effort: int,
    number: int,
) -> Int64:
    key = stream_key(seed=seed, name=str(number), stream="redraw")
    draws = np.array(
        [(int(mix((int(own) ^ key) & (2**64 - 1))) >> 11) / 2**53 for own in sampler.keys], dtype=np.float64
    )
    scale = np.where(assumed, np.exp((2 * draws - 1) * np.log(RANGE)), 1.0)
    scaled = replace(sampler, scale=np.rint(scale * (1 << 16)).astype(np.int64))
    futures = draw_futures(model=model, sampler=scaled, seed=seed, block=number)
    return lever_block(model=model, futures=futures, levers=levers, effort=effort, block=number).saved
