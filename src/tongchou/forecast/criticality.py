"""Which activities decide a goal's finish in each future, and what merging paths cost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import Model
from tongchou.network.calendars import finish_tick, snap
from tongchou.network.jit import inner_kernel, kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]


def count_critical(*, model: Model, durations: Int32, events: Int32) -> Int64:
    """Trials in which an activity's own work lies on a longest path to the goal's realised finish.

    Parameters
    ----------
    durations : (n_activities, n_trials) ticks
    events : (n_events, n_trials) ticks, early times

    Returns
    -------
    int64 array, shape (n_goals, n_activities)
    """
    counts = np.zeros((len(model.goals), model.network.n_activities), dtype=np.int64)
    for row, goal in enumerate(model.goals):
        if len(goal.required):
            on_path = np.zeros(events.shape, dtype=np.bool_)
            _trace(model.network.arrays, durations, events, goal.required, on_path, counts[row])
    return counts


@kernel
def _trace(
    net: NetworkArrays, durations: Int32, events: Int32, required: Int32, on_path: Bool, counts: Int64
) -> None:
    n_events, n_trials = events.shape
    for t in range(n_trials):
        latest = 0
        for a in required:
            latest = max(latest, events[net.finish_event[a], t])
        for a in required:
            on_path[net.finish_event[a], t] = events[net.finish_event[a], t] == latest
    for number in range(n_events, 0, -1):
        v = np.uintp(number - 1)
        a = np.uintp(net.activity_of[v])
        begin, c = np.uintp(net.start_event[a]), net.calendar[a]
        if begin != v:
            counts[a] += _trace_work(net, durations, events, v, on_path)
        for place in range(net.ptr[v], net.ptr[v + np.uintp(1)]):
            arc = np.uintp(place)
            u, lag = np.uintp(net.source[arc]), np.int32(net.lag[arc])
            if begin != v or c == 0:
                for t in range(n_trials):
                    reached = np.int32(INF) if events[u, t] >= INF else np.int32(events[u, t] + lag)
                    on_path[u, t] |= on_path[v, t] & (reached == events[v, t])
                continue
            for t in range(n_trials):
                if on_path[v, t]:
                    asked = INF if events[u, t] >= INF else int(events[u, t]) + int(lag)
                    on_path[u, t] |= snap(net.worked[c], net.day_of[c], asked) == events[v, t]


@inner_kernel
def _trace_work(net: NetworkArrays, durations: Int32, events: Int32, v: np.uintp, on_path: Bool) -> int:
    """Carry the path over the work behind finish `v`; in how many trials there is work on it."""
    a = np.uintp(net.activity_of[v])
    begin, c = np.uintp(net.start_event[a]), net.calendar[a]
    found = 0
    if c == 0:
        for t in range(events.shape[1]):
            work = min(durations[a, t], np.int32(INF) - events[begin, t])
            hit = on_path[v, t] & (events[begin, t] + work == events[v, t])
            on_path[begin, t] |= hit
            found += hit & (durations[a, t] > 0)
        return found
    for t in range(events.shape[1]):
        if on_path[v, t]:
            begun, work = int(events[begin, t]), int(durations[a, t])
            hit = finish_tick(net.worked[c], net.day_of[c], begun, work) == events[v, t]
            on_path[begin, t] |= hit
            found += hit & (work > 0)
    return found


def merge_excess(*, network: Network, events: Int32) -> Int64:
    """Ticks lost at each activity's merge beyond its latest single path, summed over trials, shape (n_activities,).

    At a start that waits for several predecessors the mean of the latest is later than the latest of the means; the
    difference is what merging costs. Zero where fewer than two links enter.
    """
    out = np.zeros(network.n_activities, dtype=np.int64)
    _merge(network.arrays, events, np.empty(events.shape[1], dtype=np.int32), out)
    return out


@kernel
def _merge(net: NetworkArrays, events: Int32, latest: Int32, out: Int64) -> None:
    """`latest` is a row to work in."""
    n_trials = events.shape[1]
    for a in range(out.shape[0]):
        v = net.start_event[a]
        first, last = net.ptr[v], net.ptr[v + 1]
        if last - first < 2:
            continue
        greatest = int(net.release[a]) * n_trials
        for t in range(n_trials):
            latest[t] = net.release[a]
        for place in range(first, last):
            u, lag = np.uintp(net.source[place]), np.int32(net.lag[place])
            total = 0
            for t in range(n_trials):
                reached = np.int32(INF) if events[u, t] >= INF else np.int32(events[u, t] + lag)
                latest[t] = max(latest[t], reached)
                total += int(reached)
            greatest = max(greatest, total)
        joined = 0
        for t in range(n_trials):
            joined += latest[t]
        out[a] = joined - greatest
