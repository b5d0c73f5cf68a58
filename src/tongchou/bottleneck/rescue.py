"""Exact rescue: for every activity and every link at once, whether its relief alone would have met a deadline.

In a future that misses, an arc is violated when the event it leaves plus its lag is later than the latest time of the event
it enters. The violated arcs are the arcs of all too-long paths, the source and the sink included. Let every arc
cover the gaps between the events it jumps over in the topological order. A duration arc (or a link) that is the
*only* violated arc over the gap behind the event it leaves lies on every too-long path; shortening it meets the
deadline if and only if, in addition, the shortened arc arrives by the latest time of the event it enters.

Exact for stretchable durations, without resource limits, with goal deadlines as the only late dates; O(events + arcs) a
future for all activities together, over the ancestors of the bounded finishes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tongchou.network.calendars import finish_tick, latest_start, snap_back
from tongchou.network.jit import inner_kernel, kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]
TILE = 128  # futures handled together: the tile's arrays stay near the processor


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """Per future: `activities` (n_activities, n) and `links` (n_arcs, n, in the network's arc order) that alone meet the
    deadline; `touched` (n_activities, n): the activity lies on a too-long path."""

    activities: Bool
    links: Bool
    touched: Bool


class _Upstream(NamedTuple):
    """The events the bounded finishes wait for, themselves included: `order` ascending, `place` of each event in it."""

    order: Int32
    place: Int32


class _Tile(NamedTuple):
    """One tile of futures; rows are places in `_Upstream.order`. Gap k lies before row k, the last before the sink."""

    durations: Int32  # (n_events, n) of the event's activity, read at finishes
    early: Int32
    late: Int32
    cover: Int32  # (n_events + 2, n): how many violated arcs cover each gap
    long: Bool  # at finishes: the duration arc is violated


def rescued(
    *, network: Network, durations: Int32, events: Int32, bounds: Int32, effort: Int32, columns: Int64
) -> Rescued:
    """Which activities and links alone bring all finishes within their bounds, future by future.

    Parameters
    ----------
    durations : (n_activities, n_futures) ticks
    events : (n_events, n_futures) ticks, early times of those durations
    bounds : (n_activities,) ticks, latest finish asked of each activity, INF where none
    effort : (n_activities + n_arcs,) ticks by which each duration, then each lag (arc order), may be shortened
    columns : (n,) the futures asked about

    A future that already keeps its bounds gives no rescue, and nothing in it is touched.
    """
    shape = (network.n_activities, len(columns))
    found = Rescued(
        activities=np.zeros(shape, dtype=np.bool_),
        links=np.zeros((len(network.source), len(columns)), dtype=np.bool_),
        touched=np.zeros(shape, dtype=np.bool_),
    )
    bounded = np.flatnonzero(bounds < INF)
    finishes = events[network.finish_event[bounded]][:, columns]
    wanted = np.flatnonzero((finishes > bounds[bounded, np.newaxis]).any(axis=0))
    up = _upstream(network, bounds)
    for first in range(0, len(wanted), TILE):
        part = wanted[first : first + TILE]
        tile = _tile(network, up, durations, events, columns[part])
        _mark(network.arrays, up, bounds, tile)
        _harvest(network.arrays, up, effort, tile, part, (found.activities, found.links, found.touched))
    return found


def _upstream(network: Network, bounds: Int32) -> _Upstream:
    wanted = np.zeros(network.n_events, dtype=np.bool_)
    wanted[network.finish_event[bounds < INF]] = True
    _reach_back(network.arrays, wanted)
    order = np.flatnonzero(wanted).astype(np.int32)
    place = np.full(network.n_events, -1, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return _Upstream(order, place)


@kernel
def _reach_back(net: NetworkArrays, wanted: Bool) -> None:
    """Mark all events that the marked ones wait for."""
    for v in range(wanted.shape[0] - 1, -1, -1):
        if wanted[v]:
            wanted[net.start_event[net.activity_of[v]]] = True
            for arc in range(net.ptr[v], net.ptr[v + 1]):
                wanted[net.source[arc]] = True


def _tile(network: Network, up: _Upstream, durations: Int32, events: Int32, columns: Int64) -> _Tile:
    shape = (len(up.order), len(columns))
    taken, early = np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.int32)
    _gather(durations, network.activity_of[up.order], columns, taken)
    _gather(events, up.order, columns, early)
    return _Tile(
        durations=taken,
        early=early,
        late=np.full(shape, INF, dtype=np.int32),
        cover=np.zeros((shape[0] + 2, shape[1]), dtype=np.int32),
        long=np.zeros(shape, dtype=np.bool_),
    )


@kernel
def _gather(table: Int32, rows: Int32, columns: Int64, out: Int32) -> None:
    """out = table[rows][:, columns]."""
    for k in range(out.shape[0]):
        row = rows[k]
        for t in range(out.shape[1]):
            out[k, t] = table[row, columns[t]]


@kernel
def _mark(net: NetworkArrays, up: _Upstream, bounds: Int32, tile: _Tile) -> None:
    """Late times from the bounds back, and on the way the violated arcs over every gap."""
    n_rows, n = tile.early.shape
    cover = tile.cover
    for k in range(n_rows - 1, -1, -1):
        v = up.order[k]
        a = net.activity_of[v]
        c = net.calendar[a]
        late = tile.late[k]
        if net.start_event[a] != v:
            for t in range(n):
                late[t] = min(late[t], bounds[a])
                if tile.early[k, t] > bounds[a]:
                    cover[k + 1, t] += 1
                    cover[n_rows + 1, t] -= 1
            _mark_duration(net, up, k, tile)
        else:
            for t in range(n):
                if c > 0:
                    late[t] = snap_back(net.worked[c], net.day_of[c], int(late[t]))
                if net.release[a] > late[t]:
                    cover[0, t] += 1
                    cover[k + 1, t] -= 1
        for arc in range(net.ptr[v], net.ptr[v + 1]):
            _mark_link(up.place[net.source[arc]], k, net.lag[arc], tile)
    for k in range(1, n_rows + 2):
        for t in range(n):
            cover[k, t] += cover[k - 1, t]


@inner_kernel
def _mark_duration(net: NetworkArrays, up: _Upstream, k: int, tile: _Tile) -> None:
    """The arc from the start to the finish in row k: violated where the start is later than its latest one."""
    a = net.activity_of[up.order[k]]
    c = net.calendar[a]
    b = up.place[net.start_event[a]]
    for t in range(tile.early.shape[1]):
        late, d = tile.late[k, t], tile.durations[k, t]
        if late >= INF:
            continue
        start = np.int32(max(late - d, -INF))
        if c > 0:
            start = np.int32(latest_start(net.worked[c], net.day_of[c], int(late), int(d)))
        if tile.early[b, t] > start:
            tile.cover[b + 1, t] += 1
            tile.cover[k + 1, t] -= 1
            tile.long[k, t] = True
        tile.late[b, t] = min(tile.late[b, t], start)


@inner_kernel
def _mark_link(u: int, k: int, lag: int, tile: _Tile) -> None:
    """The link from row u to row k."""
    for t in range(tile.early.shape[1]):
        late = tile.late[k, t]
        if late >= INF:
            continue
        latest = np.int32(min(max(late - lag, -INF), INF))
        if tile.early[u, t] > latest:
            tile.cover[u + 1, t] += 1
            tile.cover[k + 1, t] -= 1
        tile.late[u, t] = min(tile.late[u, t], latest)


@kernel
def _harvest(net, up, effort, tile, columns, out):  # type: ignore[no-untyped-def]  # a tuple of arrays
    """Pick the arcs that are alone over the gap behind them and, shortened, arrive in time."""
    activities, links, touched = out
    n_rows, n = tile.early.shape
    for k in range(n_rows):
        v = up.order[k]
        a = net.activity_of[v]
        c = net.calendar[a]
        b = up.place[net.start_event[a]]
        for t in range(n):
            if not tile.long[k, t] or tile.durations[k, t] == 0:
                continue
            touched[a, columns[t]] = True
            if tile.cover[b + 1, t] == 1:
                shorter = tile.durations[k, t] - min(effort[a], tile.durations[k, t])
                finish = finish_tick(net.worked[c], net.day_of[c], int(tile.early[b, t]), int(shorter))
                activities[a, columns[t]] = finish <= tile.late[k, t]
        for arc in range(net.ptr[v], net.ptr[v + 1]):
            u = up.place[net.source[arc]]
            cut = min(effort[activities.shape[0] + arc], max(net.lag[arc], 0))
            for t in range(n if cut > 0 else 0):
                early = tile.early[u, t]
                if early + net.lag[arc] > tile.late[k, t] and early < INF and tile.cover[u + 1, t] == 1:
                    links[arc, columns[t]] = early + net.lag[arc] - cut <= tile.late[k, t]
