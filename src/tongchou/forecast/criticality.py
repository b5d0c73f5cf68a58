"""Which activities decide a goal's finish in each future, and what merging paths cost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tongchou.forecast.model import Model
from tongchou.network.calendars import finish_tick, snap
from tongchou.network.jit import kernel
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
    for v in range(n_events - 1, -1, -1):
        a = net.activity_of[v]
        begin = net.start_event[a]
        c = net.calendar[a]
        for t in range(n_trials):
            if not on_path[v, t]:
                continue
            if begin != v:
                begun, work = int(events[begin, t]), int(durations[a, t])
                if finish_tick(net.worked[c], net.day_of[c], begun, work) == events[v, t]:
                    on_path[begin, t] = True
                    counts[a] += work > 0
            for place in range(net.ptr[v], net.ptr[v + 1]):
                u = net.source[place]
                reached = int(events[u, t]) + int(net.lag[place]) if events[u, t] < INF else INF
                if begin == v and c > 0:
                    reached = snap(net.worked[c], net.day_of[c], reached)
                if reached == events[v, t]:
                    on_path[u, t] = True


def merge_excess(*, network: Network, events: Int32) -> Int64:
    """Ticks lost at each activity's merge beyond its latest single path, summed over trials, shape (n_activities,).

    At a start that waits for several predecessors the mean of the latest is later than the latest of the means; the
    difference is what merging costs. Zero where fewer than two links enter.
    """
    out = np.zeros(network.n_activities, dtype=np.int64)
    _merge(network.arrays, events, out)
    return out


@kernel
def _merge(net: NetworkArrays, events: Int32, out: Int64) -> None:
    n_trials = events.shape[1]
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
