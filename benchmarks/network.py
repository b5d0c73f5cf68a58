"""The passes: over copying their bytes, against networkx and rustworkx, and backward over forward.

The networks are random: each link joins an activity to one of those before it, near by or anywhere;
activities are then shuffled, so that nothing is owed to the order in which they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.measure import Case, Pair, interleaved, median_seconds, seconds
from tongchou.network.assemble import Links, assemble
from tongchou.network.calendars import make_calendars
from tongchou.network.critical_path import passes, room_for_nodes
from tongchou.network.incremental import change_duration, dates_as_they_stand, stand
from tongchou.network.model import Int32, Network
from tongchou.network.passes import forward_kernel, forward_tile
from tongchou.network.single import backward_nodes, forward, forward_nodes, leaving, pack

SEED = 20260601
PAIRS_WITH_PEERS = 9
EDITS_IN_TURN = 10  # before the full pass they are measured against


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
        yield _all_kernels(name, made, quick)
        yield _all_doors(name, made, quick)
        yield _tile(name, made, quick)
    wide = layered(n_layers=10, width=hundred_thousand // 10)
    deep = layered(n_layers=hundred_thousand // 10, width=10)
    for title, made in (("wide", wide), ("deep", deep)):
        name = f"{hundred_thousand:,} activities, {len(made.links.lag):,} links, {title}"
        for peer in PEERS:
            yield _against(name, made, peer, quick)
        yield from _edits(name, made, quick)


def _pairs(quick: bool) -> int:
    return 3 if quick else 9


def _case(name: str, measure: str, ours: float, **rest: Any) -> Case:  # Any: the other fields of a Case
    return Case(benchmark="network", case=name, measure=measure, value=ours * 1e3, unit="ms", **rest)


def _renumbering(name: str, made: Sample) -> Case:
    network = made.network

    def assembled() -> object:
        return assemble(
            ids=network.ids,
            links=made.links,
            release=network.release,
            calendar=network.calendar,
            calendars=network.calendars,
        )

    return _case(name, "numbering and arcs of the network", median_seconds(call=assembled, times=3))


def _over_copy(name: str, made: Sample, quick: bool) -> Case:
    net = pack(network=made.network)
    early = np.empty(made.network.n_events + 2, dtype=np.int32)
    read = [net.owner, net.ptr, net.source, net.release, made.durations, early]  # neither lags nor calendars
    written = [np.empty_like(row) for row in read]

    def copy() -> None:
        for here, there in zip(read, written, strict=True):
            np.copyto(there, here)

    pair = interleaved(
        ours=lambda: forward_nodes(net, None, made.durations, early), peer=copy, pairs=_pairs(quick)
    )
    measure = "forward pass over copying its bytes"
    return _over(name, measure, pair, "copying the same bytes", aim_at(quick, "<= 20"))


def _over(name: str, measure: str, pair: Pair, peer: str, aim: str | None) -> Case:
    return _case(
        name, measure, pair.ours, peer=peer, peer_value=pair.peer * 1e3, ratio=pair.ours_over_peer, reach=aim
    )


def aim_at(quick: bool, bound: str) -> str | None:
    """What is to be reached; nothing at the sizes of a quick run."""
    return None if quick else bound


def _all_kernels(name: str, made: Sample, quick: bool) -> Case:
    net, out = pack(network=made.network), leaving(network=made.network)
    times = room_for_nodes(network=made.network)

    def ahead() -> None:
        forward_nodes(net, None, made.durations, times.early)

    def ahead_and_back() -> None:
        ahead()
        bounds = np.array([times.early[:-2].max()], dtype=np.int32)
        backward_nodes(net, out, None, made.durations, bounds, times)

    pair = interleaved(ours=ahead_and_back, peer=ahead, pairs=_pairs(quick))
    measure = "forward, backward, total and free floats over forward, in network order"
    return _over(name, measure, pair, "forward pass", aim_at(quick, "<= 2.2"))


def _all_doors(name: str, made: Sample, quick: bool) -> Case:
    pair = interleaved(
        ours=lambda: passes(network=made.network, durations=made.durations),
        peer=lambda: forward(network=made.network, durations=made.durations),
        pairs=_pairs(quick),
    )
    measure = "passes() over forward(), in the caller's order"
    return _over(name, measure, pair, "forward()", aim_at(quick, "<= 2.2"))


def _tile(name: str, made: Sample, quick: bool) -> Case:
    network, n_trials = made.network, 64
    durations = np.repeat(made.durations[:, np.newaxis], n_trials, axis=1)
    events = forward_tile(network=network, durations=durations)
    read = [network.ptr, network.source, network.lag, network.release, durations, events]
    written = [np.empty_like(row) for row in read]

    def copy() -> None:
        for here, there in zip(read, written, strict=True):
            np.copyto(there, here)

    pair = interleaved(ours=lambda: forward_kernel(network.arrays, durations, events), peer=copy, pairs=3)
    measure = f"forward pass of {n_trials} trials over copying their bytes"
    return _over(name, measure, pair, "copying the same bytes", aim_at(quick, "<= 6"))


def _edits(name: str, made: Sample, quick: bool) -> Iterator[Case]:
    """One changed duration after another, each over the full pass that follows ten of them.

    Of any ten, eight activities are drawn from all and two from the hundredth that comes first in the network.
    """
    network, durations, rounds = made.network, made.durations.copy(), 3 if quick else 40
    generator = np.random.default_rng(SEED)
    first = network.activity_of[: network.n_events // 100]
    standing = stand(network=network, durations=durations)
    pairs: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        drawn = generator.integers(0, network.n_activities, EDITS_IN_TURN)
        drawn[4:6] = generator.choice(first, 2)
        durations[drawn] = generator.integers(0, 3000, EDITS_IN_TURN)
        taken = [
            seconds(partial(change_duration, standing=standing, activity=int(a), duration=int(durations[a])))
            for a in drawn
        ]
        full = seconds(lambda: passes(network=network, durations=durations))
        pairs += [(one, full) for one in taken if number > 0]  # the first round compiles
    now, after = dates_as_they_stand(standing=standing), passes(network=network, durations=durations)
    if any(np.any(getattr(now, each.name) != getattr(after, each.name)) for each in fields(after)):
        raise ArithmeticError("the dates after the edits differ from those of a full pass")
    edit, full_pass = np.array(pairs).T
    for which, what, aim in (
        (slice(None), np.median, "<= 0.02"),
        (slice(None), np.max, "<= 1.5"),
        (slice(0, None, EDITS_IN_TURN), np.median, None),
    ):
        title = {np.median: "median", np.max: "worst"}[what]
        of = f"{len(edit[which])} edits" + ("" if aim else ", each the first after a full pass")
        pair = Pair(
            ours=float(what(edit[which])),
            peer=float(np.median(full_pass)),
            ours_over_peer=float(what(edit[which] / full_pass[which])),
        )
        measure = f"one edit to all dates over a full pass, {title} of {of}"
        yield _over(name, measure, pair, "passes()", aim_at(quick, aim) if aim else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A graph library: how it is called, what makes the call that is timed, what is to be reached."""

    name: str
    call: Callable[[Sample], Callable[[], int]]
    aim: str


def _networkx(made: Sample) -> Callable[[], int]:
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(made.network.n_activities))
    weights = made.durations[made.links.pred].tolist()
    graph.add_weighted_edges_from(
        zip(made.links.pred.tolist(), made.links.succ.tolist(), weights, strict=True)
    )
    return lambda: networkx.dag_longest_path_length(graph)


def _rustworkx(made: Sample) -> Callable[[], int]:
    import rustworkx

    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(made.network.n_activities))
    weights = made.durations[made.links.pred].tolist()
    graph.add_edges_from(list(zip(made.links.pred.tolist(), made.links.succ.tolist(), weights, strict=True)))
    return lambda: rustworkx.dag_longest_path_length(graph, lambda _u, _v, weight: weight)


PEERS = (
    Peer(name="networkx", call=_networkx, aim=">= 900"),
    Peer(name="rustworkx", call=_rustworkx, aim=">= 80"),
)


def _against(name: str, made: Sample, peer: Peer, quick: bool) -> Case:
    """Times faster than the peer's longest path, from the caller's durations to dates by event."""

    def ours() -> Int32:
        return forward(network=made.network, durations=made.durations)

    if find_spec(peer.name) is None:
        note = f"{peer.name} is not installed: make bench-env"
        return _case(name, "forward()", median_seconds(call=ours, times=5), peer=peer.name, note=note)
    theirs = peer.call(made)
    _same_length(ours()[0::2], theirs())
    pair = interleaved(ours=ours, peer=theirs, pairs=3 if quick else PAIRS_WITH_PEERS)
    return _case(
        name,
        "forward(): times faster than dag_longest_path_length",
        pair.ours,
        peer=peer.name,
        peer_value=pair.peer * 1e3,
        ratio=1 / pair.ours_over_peer,
        reach=aim_at(quick, peer.aim),
    )


def _same_length(start: Int32, length: int) -> None:
    """Both sides must find the same: their paths end where the last activity with a predecessor starts."""
    if length != start.max():
        raise ArithmeticError(f"the peer finds {length}, ours is {start.max()}")
