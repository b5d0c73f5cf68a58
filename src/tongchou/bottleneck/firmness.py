"""How firm the answer is: the assumptions drawn again, many times, always on the same few futures.

What moves from one redraw to the next is then the assumptions alone; and a lever's gain in a redraw is its gain over all
futures plus what the redraw changes on the few, so that their sampling error falls out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from tongchou.bottleneck.counting import LeverCounts
from tongchou.bottleneck.levers import Lever, lever_block
from tongchou.forecast.interval import normal_quantile
from tongchou.forecast.model import Model, Trials
from tongchou.forecast.random import mixed, stream_key
from tongchou.forecast.sample import Sampler, make_sampler
from tongchou.forecast.simulate import Map, draw_futures

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]
Bool = npt.NDArray[np.bool_]

REDRAWS = 200
REDRAW_BITS = 9  # 512 futures each
RANGE = 1.25  # an assumed duration is drawn again between 1/1.25 and 1.25 times itself: a stated range
CAUSE_RANGE = 1.1  # an assumed common cause likewise, in the durations of all it moves
ERROR = 0.05  # that an assumption is listed by chance, shared among all
MOST_DECIDING = 5
MOST_CONTENDERS = 12
FIRM = 0.6  # below this share none is named alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraws:
    """What each redraw gave.

    `saved` (n_redraws, n_goals, n_levers): shares of futures saved; `factors` (n_redraws, n_activities): those drawn.
    """

    saved: Float64
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What is drawn again: durations (n_activities,) and the causes (n_drivers, in the model's order) that are assumed."""

    durations: Bool
    drivers: Bool


def redraw(
    *,
    model: Model,
    trials: Trials,
    map_: Map,
    levers: tuple[Lever, ...],
    assumed: Assumed,
    counts: LeverCounts,
) -> Redraws:
    """Scale everything assumed by factors drawn anew, `REDRAWS` times, and count the levers that could come first.

    Parameters
    ----------
    counts : the levers over all futures; those that could not come first keep that gain
    """
    few = Trials(seed=trials.seed, blocks=1, block_size=1 << REDRAW_BITS)
    sampler = make_sampler(model=model, trials=few)
    scales = [_factors(model, sampler, few.seed, assumed, number) for number in range(REDRAWS)]
    rivals = contenders(counts=counts)
    task = partial(_saved_at, model, sampler, few.seed, tuple(levers[k] for k in rivals), counts.effort)
    unmoved, *moved = map_(task, [np.ones(model.network.n_activities), *(scale for scale, _ in scales)])
    full = counts.saved.sum(axis=0) / counts.n
    saved = np.repeat(full[np.newaxis], REDRAWS, axis=0)
    saved[:, :, rivals] += (np.array(moved) - unmoved) / few.count
    return Redraws(saved=saved, factors=np.array([own for _, own in scales]))


def contenders(*, counts: LeverCounts) -> Int64:
    """The levers that save most futures of each goal, `MOST_CONTENDERS` a goal at most; ascending positions."""
    saved = counts.saved.sum(axis=0)
    order = np.argsort(-saved, axis=1, kind="stable")[:, :MOST_CONTENDERS]
    return np.unique(order[np.take_along_axis(saved, order, axis=1) > 0]).astype(np.int64)


def _factors(
    model: Model, sampler: Sampler, seed: int, assumed: Assumed, number: int
) -> tuple[Float64, Float64]:
    """The factor on every duration in one redraw, its causes included, and that of its own assumption alone."""
    key = stream_key(seed=seed, name=str(number), stream="redraw")
    own = np.where(assumed.durations, _spread(mixed(keys=sampler.keys, key=key), RANGE), 1.0)
    names = [stream_key(seed=seed, name=each.id, stream="redraw-cause") for each in model.drivers]
    causes = _spread(mixed(keys=np.array(names, dtype=np.uint64), key=key), CAUSE_RANGE)
    scale = own.copy()
    for each, guessed, factor in zip(model.drivers, assumed.drivers, causes, strict=True):
        if guessed:
            scale[each.members] *= factor
    return scale, own


def _spread(numbers: UInt64, most: float) -> Float64:
    """Random 64-bit integers as factors between 1/most and most, even in their logarithm."""
    return np.asarray(np.exp((2 * (numbers / 2**64) - 1) * np.log(most)))


def _saved_at(
    model: Model, sampler: Sampler, seed: int, levers: tuple[Lever, ...], effort: int, scale: Float64
) -> Int64:
    """Futures each lever saves, (n_goals, n_levers), with every duration scaled: always on the draws of block 0."""
    scaled = replace(sampler, scale=np.rint(scale * (1 << 16)).astype(np.int64))
    futures = draw_futures(model=model, sampler=scaled, seed=seed, block=0)
    return lever_block(model=model, futures=futures, levers=levers, effort=effort, block=0).saved
