"""The passes: over copying their bytes, against networkx and rustworkx, and backward over forward.

The networks are random: each link joins an activity to one of those before it, near by or anywhere; activities are
then shuffled, so that nothing is owed to the order in which they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measure import Case, Pair, interleaved, median_seconds, seconds
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.critical_path import NodePasses
from tongchou.network.model import Int32, Network
from tongchou.network.passes import forward_tile
from tongchou.network.single import forward

SEED = 20260601


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A random network with durations in the caller's order."""

    network: Network
    links: Links
    durations: Int32


def sample(*, n_activities: int, reach: int) -> Sample:
    """`n_activities` with 2.5 links each, to activities at most `reach` before them."""
    generator = np.random.default_rng(SEED)
    succ = generator.integers(1, n_activities, n_activities * 5 // 2)
    pred = np.maximum(succ - generator.integers(1, reach + 1, len(succ)), 0)
    return _sample(generator, n_activities, pred, succ)


def layered(*, n_layers: int, width: int) -> Sample:
    """Layers of `width` activities with 2.5 links each from the layer before."""
    generator = np.random.default_rng(SEED)
    n_activities = n_layers * width
    succ = generator.integers(width, n_activities, n_activities * 5 // 2)
    pred = (succ // width - 1) * width + generator.integers(0, width, len(succ))
    return _sample(generator, n_activities, pred, succ)


def _sample(
    generator: np.random.Generator,
    n_activities: int,
    pred: npt.NDArray[np.int64],
    succ: npt.NDArray[np.int64],
) -> Sample:
    name = generator.permutation(n_activities)
    zeros = np.zeros(len(pred), dtype=np.int32)
    links = Links(pred=name[pred], succ=name[succ], kind=zeros, lag=zeros)
    nothing = np.zeros(n_activities, dtype=np.int32)
    network = assemble(
        ids=tuple(map(str, range(n_activities))),
        links=links,
        release=nothing,
        calendar=nothing,
        calendars=make_calendars(origin=date(2026, 1, 1), n_days=1, working={}),
    )
    durations = generator.integers(0, 3000, n_activities).astype(np.int32)
    return Sample(network=network, links=links, durations=durations)


def cases(*, quick: bool, data: Path | None) -> Iterator[Case]:
    """All cases of this benchmark; `data` is not needed here. `quick` only shows that they run."""
    million, hundred_thousand = (20_000, 5_000) if quick else (1_000_000, 100_000)
    for title, reach in (("links near by", 1000), ("links anywhere", million)):
        made = sample(n_activities=million, reach=reach)
        name = f"{million:,} activities, {len(made.links.lag):,} links, {title}"
        yield _renumbering(name, made)
        yield _over_copy(name, made, quick)
        yield _all_passes(name, made, quick)
        yield _tile(f"{name}, 32 trials", made, quick)
    wide = layered(n_layers=10, width=hundred_thousand // 10)
    deep = layered(n_layers=hundred_thousand // 10, width=10)
    for title, made in (("wide", wide), ("deep", deep)):
        name = f"{hundred_thousand:,} activities, {len(made.links.lag):,} links, {title}"
        yield _against(name, made, _Peer("networkx", _networkx, ">= 900"), quick)
        yield _against(name, made, _Peer("rustworkx", _rustworkx, ">= 80"), quick)
