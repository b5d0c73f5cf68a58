"""Common causes given the work they act on that is still running: what has run long makes short factors unlikely.

For each group of causes that share running work, candidates of all its causes are drawn together from their first
spreads and weighed by the chance that everything running lasts longer than it has; the trials of a block take
candidates in proportion (importance resampling). Causes are learnt jointly, for what they have in common is known
better than what each adds; they come one by one, widest first, and candidates are thinned out on the way where few would
be left of many.

References
----------
Rubin (1988), Using the SIR algorithm to simulate posterior distributions. Gordon, Salmond & Smith (1993),
doi:10.1049/ip-f-2.1993.0015 (resampling on the way).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import FACTOR, MOST_FACTOR
from tongchou.forecast.quantiles import ONE, rank_of
from tongchou.forecast.random import draw_block, draw_from, stream_key
from tongchou.network.jit import kernel

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
UInt64 = npt.NDArray[np.uint64]

MORE_BITS = 3  # 8 candidates to a trial
DOUBT = (
    0.01  # a reported start or a spread may be wrong: no running work makes a factor less likely than this
)
LEAST_LEFT = 0.5  # share of candidates still effective under which they are thinned out


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A driver or a risk: it acts with a chance [in 2**32], then with a factor out of its table [65,536ths]."""

    name: str  # unlike any other's
    members: frozenset[int]  # activities
    table: Int64
    chance: int = ONE

    @property
    def constant(self) -> int | None:
        """Its factor where that is the same in all futures."""
        if self.chance <= 0:
            return FACTOR
        first = int(self.table[0])
        even = first == int(self.table[-1]) and (self.chance >= ONE or first == FACTOR)
        return first if even else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An activity known to be under way: it has run `gone` [ticks] of a duration out of `table` [ticks]."""

    name: str
    activity: int
    table: Int64
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Running work as its group sees it: the rows of the causes that act on it, and the product of all constant ones."""

    running: Running
    rows: tuple[int, ...]
    constant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Causes that share running work, widest first; `settled[k]` testify once the causes up to k are drawn."""

    causes: tuple[int, ...]  # positions among the causes given
    tables: Int64  # (n_causes, n_points)
    chances: UInt64  # (n_causes,)
    keys: UInt64  # (n_causes, 2): its factor, whether it acts
    settled: tuple[tuple[Witness, ...], ...]
    key: np.uint64  # of the draw by which a trial takes a candidate


def groups_of(*, causes: Sequence[Cause], running: Sequence[Running], seed: int) -> tuple[Group, ...]:
    """The groups of causes that running work tells something of; causes without such work are in none."""
    varying = [number for number, each in enumerate(causes) if each.constant is None]
    acting = {
        each.name: frozenset(k for k in varying if each.activity in causes[k].members) for each in running
    }
    joined: list[frozenset[int]] = []
    for some in filter(None, acting.values()):
        touched = [each for each in joined if each & some]
        joined = [each for each in joined if not each & some] + [some.union(*touched)]
    return tuple(
        _group(causes, [each for each in running if acting[each.name] & some], some, seed) for some in joined
    )


def _group(causes: Sequence[Cause], running: list[Running], some: frozenset[int], seed: int) -> Group:
    width = {k: sum(each.activity in causes[k].members for each in running) for k in some}
    order = sorted(some, key=lambda k: (-width[k], causes[k].name))
    settled: list[list[Witness]] = [[] for _ in order]
    for each in sorted(running, key=lambda one: one.name):
        rows = tuple(row for row, k in enumerate(order) if each.activity in causes[k].members)
        settled[rows[-1]].append(Witness(running=each, rows=rows, constant=_constant(causes, each.activity)))
    names = [causes[k].name for k in order]
    return Group(
        causes=tuple(order),
        tables=np.stack([causes[k].table for k in order]),
        chances=np.array([causes[k].chance for k in order], dtype=np.uint64),
        keys=np.array(
            [[stream_key(seed=seed, name=name, stream=f"evidence-{of}") for of in _OF] for name in names],
            dtype=np.uint64,
        ),
        settled=tuple(map(tuple, settled)),
        key=np.uint64(stream_key(seed=seed, name=names[0], stream="evidence")),
    )


_OF = ("factor", "acts")


def _constant(causes: Sequence[Cause], activity: int) -> int:
    product = FACTOR
    for each in causes:
        if each.constant is not None and activity in each.members:
            product = min(product * each.constant >> 16, MOST_FACTOR)
    return product


def learnt(*, group: Group, scale: Int64, bits: int, block: int) -> Int64:
    """Factors of a group's causes in the trials of a block, given its running work.

    Parameters
    ----------
    scale : (n_activities,) factor on the whole duration of each activity [65,536ths]

    Returns
    -------
    int64 65,536ths, shape (n_causes, 2**bits)
    """
    fine = bits + MORE_BITS
    values = _candidates(group, fine, block)
    weights = np.ones(1 << fine)
    for row, witnesses in enumerate(group.settled):
        for each in witnesses:
            factor = np.full(1 << fine, each.constant * int(scale[each.running.activity]) >> 16)
            for other in each.rows:
                factor = np.minimum(factor * values[other] >> 16, MOST_FACTOR)
            weights *= outlasting(each.running.table, each.running.gone, factor)
            weights /= weights.max()
        if row + 1 < len(values) and _effective(weights) < LEAST_LEFT * len(weights):
            even = (np.arange(len(weights)) + 0.5) / len(weights)
            values[: row + 1] = values[: row + 1, _taken(weights, even)]
            weights = np.ones(1 << fine)
    # in the order of their sum, so that the strata of a trial's draw spread over slow and fast
    order = np.argsort(values.sum(axis=0), kind="stable")
    draws = np.empty(1 << bits, dtype=np.uint64)
    draw_block(group.key, block, bits, draws)
    return values[:, order[_taken(weights[order], draws / ONE)]]


def _candidates(group: Group, bits: int, block: int) -> Int64:
    """Factors from the first spreads, (n_causes, 2**bits); one where a cause does not act."""
    values = draw_from(group.tables, group.keys[:, 0].copy(), block, bits)
    acts = np.empty(1 << bits, dtype=np.uint64)
    for row in np.flatnonzero(group.chances < ONE):
        draw_block(group.keys[row, 1], block, bits, acts)
        values[row, acts >= group.chances[row]] = FACTOR
    return values


@kernel
def outlasting(table: Int64, gone: int, factors: Int64) -> Float64:
    """The chance under each factor that what has run `gone` ticks lasts longer, with a doubt of 1 % that it has."""
    out = np.empty(factors.shape[0])
    for t in range(factors.shape[0]):
        passed = rank_of(table, (gone << 16) // max(factors[t], 1))
        out[t] = DOUBT + (1.0 - DOUBT) * ((ONE - passed) / ONE)
    return out


def _effective(weights: Float64) -> float:
    """How many equal weights would be as good; sums in order, for the same bytes everywhere."""
    return float(np.cumsum(weights)[-1] ** 2 / np.cumsum(weights * weights)[-1])


def _taken(weights: Float64, levels: Float64) -> npt.NDArray[np.intp]:
    """The place at which the running share of all weight passes each level in [0, 1)."""
    reached = np.cumsum(weights)
    places = np.searchsorted(reached, levels * reached[-1], side="right")
    return np.asarray(np.minimum(places, len(weights) - 1))
