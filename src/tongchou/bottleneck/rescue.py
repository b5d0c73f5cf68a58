"""Exact rescue: for every activity and every link at once, whether its relief alone would have met a deadline.

In a future that misses, an arc is violated when the event it leaves plus its lag is later than the latest time of the event
it enters. The violated arcs are the arcs of all too-long paths, the source and the sink included. Let every arc
cover the gaps between the events it jumps over in the topological order. A duration arc (or a link) that is the
*only* violated arc over the gap behind the event it leaves lies on every too-long path; shortening it meets the
deadline if and only if, in addition, the shortened arc arrives by the latest time of the event it enters.

Exact for stretchable durations, without resource limits, with goal deadlines as the only late dates; O(events + arcs) a
future for all activities together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.network.calendars import finish_tick
from tongchou.network.jit import kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays
from tongchou.network.passes import backward_tile

Bool = npt.NDArray[np.bool_]
TILE = 128  # futures handled together: the tile's arrays stay near the processor


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """Per future: `activities` (n_activities, n) and `links` (n_arcs, n, in the network's arc order) that alone meet the
    deadline; `touched` (n_activities, n): the activity lies on a too-long path."""

    activities: Bool
    links: Bool
    touched: Bool


def rescued(*, network: Network, durations: Int32, events: Int32, bounds: Int32, effort: Int32) -> Rescued:
    """Which activities and links alone bring all finishes within their bounds, future by future.

    Parameters
    ----------
    durations : (n_activities, n) ticks
    events : (n_events, n) ticks, early times of those durations
    bounds : (n_activities,) ticks, latest finish asked of each activity, INF where none
    effort : (n_activities + n_arcs,) ticks by which each duration, then each lag (arc order), may be shortened

    A future that already keeps its bounds gives no rescue.
    """
    n_futures = durations.shape[1]
    activities = np.zeros((network.n_activities, n_futures), dtype=np.bool_)
    links = np.zeros((len(network.source), n_futures), dtype=np.bool_)
    touched = np.zeros_like(activities)
    for first in range(0, n_futures, TILE):
        part = slice(first, first + TILE)
        taken = np.ascontiguousarray(durations[:, part])
        early = np.ascontiguousarray(events[:, part])
        late = backward_tile(network=network, durations=taken, late_finish=bounds)
        saved = np.zeros_like(taken, dtype=np.bool_)
        eased = np.zeros((len(network.source), taken.shape[1]), dtype=np.bool_)
        on_path = np.zeros_like(saved)
        cover = np.zeros((network.n_events + 2, taken.shape[1]), dtype=np.int32)
        _mark(network.arrays, taken, early, late, bounds, cover)
        _harvest(network.arrays, taken, early, late, effort, cover, saved, eased, on_path)
        activities[:, part], links[:, part], touched[:, part] = saved, eased, on_path
    return Rescued(activities=activities, links=links, touched=touched)


@kernel
def _own_finish(net: NetworkArrays, a: int, start: int, duration: int) -> int:
    c = net.calendar[a]
    if c == 0:
        return min(start + duration, INF)
    return finish_tick(net.worked[c], net.day_of[c], start, duration)


@kernel
def _mark(
    net: NetworkArrays, durations: Int32, early: Int32, late: Int32, bounds: Int32, cover: Int32
) -> None:
    """Count the violated arcs over every gap; gap k lies before event k, the last one before the sink."""
    n_events, n = early.shape
    for v in range(n_events):
        a = net.activity_of[v]
        begin = net.start_event[a]
        for t in range(n):
            if begin == v:
                if net.release[a] > late[v, t]:
                    cover[0, t] += 1
                    cover[v + 1, t] -= 1
            else:
                if _own_finish(net, a, early[begin, t], durations[a, t]) > late[v, t]:
                    cover[begin + 1, t] += 1
                    cover[v + 1, t] -= 1
                if early[v, t] > bounds[a]:
                    cover[v + 1, t] += 1
                    cover[n_events + 1, t] -= 1
        for place in range(net.ptr[v], net.ptr[v + 1]):
            u = net.source[place]
            for t in range(n):
                if early[u, t] + net.lag[place] > late[v, t]:
                    cover[u + 1, t] += 1
                    cover[v + 1, t] -= 1
    for k in range(1, n_events + 2):
        for t in range(n):
            cover[k, t] += cover[k - 1, t]


@kernel
def _harvest(net, durations, early, late, effort, cover, saved, eased, on_path):  # type: ignore[no-untyped-def]  # arrays
    """Pick the arcs that are alone over the gap behind them and, shortened, arrive in time."""
    n_events, n = early.shape
    n_activities = durations.shape[0]
    for v in range(n_events):
        a = net.activity_of[v]
        begin = net.start_event[a]
        if begin != v:
            for t in range(n):
                d = durations[a, t]
                if d == 0 or _own_finish(net, a, early[begin, t], d) <= late[v, t]:
                    continue
                on_path[a, t] = True
                if cover[begin + 1, t] == 1:
                    shorter = d - min(effort[a], d)
                    saved[a, t] = _own_finish(net, a, early[begin, t], shorter) <= late[v, t]
        for place in range(net.ptr[v], net.ptr[v + 1]):
            u = net.source[place]
            cut = min(effort[n_activities + place], max(net.lag[place], 0))
            if cut <= 0:
                continue
            for t in range(n):
                arrives = early[u, t] + net.lag[place]
                if arrives > late[v, t] and cover[u + 1, t] == 1:
                    eased[place, t] = arrives - cut <= late[v, t]
