"""How firm the answer is: the assumptions drawn again, many times, on few futures each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.levers import Lever, lever_block
from tongchou.forecast.interval import normal_quantile
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.random import mixed, stream_key
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Map, draw_futures

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

REDRAWS = 200
REDRAW_BITS = 7  # 128 futures each
RANGE = 1.25  # an assumed duration is drawn again between 1/1.25 and 1.25 times itself: a stated range
ERROR = 0.05  # that an assumption is listed by chance, shared among all
MOST_DECIDING = 5
FIRM = 0.6  # below this share none is named alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraws:
    """Futures saved in each redraw, (n_redraws, n_goals, n_levers), and the factors drawn, (n_redraws, n_activities)."""

    saved: Int64
    factors: Float64

    def firmness(self, *, weights: Float64, members: tuple[int, ...], rivals: tuple[int, ...]) -> float:
        """The share of redraws in which one of `members` gains something and no less than any of `rivals`."""
        best, lead = self._lead(weights, members, rivals)
        return float(((lead >= 0) & (best > 0)).mean())

    def deciding(
        self, *, weights: Float64, members: tuple[int, ...], rivals: tuple[int, ...]
    ) -> tuple[int, ...]:
        """The assumed activities whose factor goes with the lead of `members` over `rivals`, strongest first.

        A correlation counts when it is unlikely to be chance among all assumptions (normal approximation,
        Bonferroni); at most `MOST_DECIDING`.
        """
        _, lead = self._lead(weights, members, rivals)
        moved = np.flatnonzero(self.factors.std(axis=0) > 0)
        if not len(moved) or lead.std() == 0:
            return ()
        factors = np.log(self.factors[:, moved])
        factors = (factors - factors.mean(axis=0)) / factors.std(axis=0)
        strength = np.abs((lead - lead.mean()) / lead.std() @ factors) / len(lead)
        least = normal_quantile(level=1 - ERROR / (2 * len(moved))) / np.sqrt(len(lead))
        order = sorted(np.flatnonzero(strength >= least), key=lambda k: (-strength[k], k))
        return tuple(int(moved[k]) for k in order[:MOST_DECIDING])

    def _lead(
        self, weights: Float64, members: tuple[int, ...], rivals: tuple[int, ...]
    ) -> tuple[Float64, Float64]:
        """Gain of the best of `members` in every redraw, and how far it lies above the best of `rivals`."""
        gains = np.tensordot(self.saved, weights, axes=([1], [0]))
        best = gains[:, list(members)].max(axis=1)
        return best, best - gains[:, list(rivals)].max(axis=1, initial=0.0)


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
    saved = np.array(list(map_(task, range(REDRAWS))))
    factors = np.array([_factors(sampler, seed, assumed, number) for number in range(REDRAWS)])
    return Redraws(saved=saved, factors=factors)


def _factors(sampler: Sampler, seed: int, assumed: Bool, number: int) -> Float64:
    """The factor on every duration in one redraw, 1 where it is not assumed."""
    key = stream_key(seed=seed, name=str(number), stream="redraw")
    draws = mixed(keys=sampler.keys, key=key) / 2**64
    return np.where(assumed, np.exp((2 * draws - 1) * np.log(RANGE)), 1.0)


def _redraw_of(
    model: Model,
    sampler: Sampler,
    seed: int,
    levers: tuple[Lever, ...],
    assumed: Bool,
    effort: int,
    number: int,
) -> Int64:
    scale = _factors(sampler, seed, assumed, number)
    scaled = replace(sampler, scale=np.rint(scale * (1 << 16)).astype(np.int64))
    futures = draw_futures(model=model, sampler=scaled, seed=seed, block=number)
    return lever_block(model=model, futures=futures, levers=levers, effort=effort, block=number).saved
