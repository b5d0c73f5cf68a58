"""Which activities decide a goal's finish in each future, and what merging paths cost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import Model
from tongchou.network.calendars import finish_tick, snap
from tongchou.network.jit import kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays

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
            _trace(model.network.arrays, durations, events, goal.required, counts[row])
    return counts


@kernel
def _trace(net: NetworkArrays, durations: Int32, events: Int32, required: Int32, counts: Int64) -> None:
    n_events, n_trials = events.shape
    on_path = np.zeros((n_events, n_trials), dtype=np.bool_)
    for t in range(n_trials):
        latest = 0
        for a in required:
            latest = max(latest, events[net.finish_event[a], t])
        for a in required:
            on_path[net.finish_event[a], t] = events[net.finish_event[a], t] == latest
    for v in range(n_events - 1, -1, -1):
        a = net.activity_of[v]
        begin = net.start_event[a]
        c = net.calendar[a]
        for t in range(n_trials):
            if not on_path[v, t]:
                continue
            if begin != v and _own_finish(net, a, events[begin, t], durations[a, t]) == events[v, t]:
                on_path[begin, t] = True
                if durations[a, t] > 0:
                    counts[a] += 1
            for place in range(net.ptr[v], net.ptr[v + 1]):
                u = net.source[place]
                reached = events[u, t] + net.lag[place]
                if begin == v and c > 0:
                    reached = snap(net.worked[c], net.day_of[c], reached)
                if reached == events[v, t]:
                    on_path[u, t] = True


@kernel
def _own_finish(net: NetworkArrays, a: int, start: int, duration: int) -> int:
    c = net.calendar[a]
    return finish_tick(net.worked[c], net.day_of[c], start, duration)


def merge_excess(*, network: Network, events: Int32) -> Int64:
    """Ticks lost at each activity's merge beyond its latest single path, summed over trials, shape (n_activities,).

    At a start that waits for several predecessors the mean of the latest is later than the latest of the means; the
    difference is what merging costs. Zero where fewer than two links enter.
    """
    return _merge(network.arrays, events)


@kernel
def _merge(net: NetworkArrays, events: Int32) -> Int64:
    n_trials = events.shape[1]
    out = np.zeros(net.release.shape[0], dtype=np.int64)
    for a in range(out.shape[0]):
        v = net.start_event[a]
        first, last = net.ptr[v], net.ptr[v + 1]
        if last - first < 2:
            continue
        greatest = np.int64(net.release[a]) * n_trials
        for place in range(first, last):
            total = np.int64(0)
            for t in range(n_trials):
                total += events[net.source[place], t] + net.lag[place]
            greatest = max(greatest, total)
        joined = np.int64(0)
        for t in range(n_trials):
            latest = net.release[a]
            for place in range(first, last):
                latest = max(latest, events[net.source[place], t] + net.lag[place])
            joined += min(latest, INF)
        out[a] = joined - greatest
    return out
