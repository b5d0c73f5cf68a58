"""Forward and backward passes over events: the raw kernels, and doors that take a `Network`.

Arrays over events stand in the network's numbering, arrays over activities in the caller's order. Times are
int32 ticks; INF stays INF whatever is added, and nothing grows past it. A finish moved by FF or SF links
stretches its activity: F_i is the latest of the worked duration and its links.

Rows are indexed by unsigned numbers and never sliced: a signed index tests for counting from the end, a slice
counts references; both halve the speed of a tile.
"""

from __future__ import annotations

import numpy as np

from tongchou.network.calendars import finish_tick, latest_start, snap, snap_back
from tongchou.network.jit import inner_kernel, kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays


@kernel
def forward_kernel(net: NetworkArrays, durations: Int32, events: Int32) -> None:
    """Fill `events` (n_events, n_trials) with early times from `durations` (n_activities, n_trials)."""
    for number in range(len(net.activity_of)):
        v = np.uintp(number)
        a = np.uintp(net.activity_of[v])
        start, c = np.uintp(net.start_event[a]), net.calendar[a]
        if start == v:
            _fill_row(events, v, net.release[a])
        elif c > 0:
            for t in range(events.shape[1]):
                work = durations[a, t]
                events[v, t] = finish_tick(net.worked[c], net.day_of[c], int(events[start, t]), int(work))
        else:
            _add_row(events, start, durations, a, v)
        for place in range(net.ptr[v], net.ptr[v + np.uintp(1)]):
            arc = np.uintp(place)
            _raise_row(events, np.uintp(net.source[arc]), net.lag[arc], v)
        if c > 0 and start == v:
            for t in range(events.shape[1]):
                events[v, t] = snap(net.worked[c], net.day_of[c], int(events[v, t]))


@inner_kernel
def _fill_row(events: Int32, v: np.uintp, tick: int) -> None:
    for t in range(events.shape[1]):
        events[v, t] = tick


@inner_kernel
def _add_row(events: Int32, start: np.uintp, durations: Int32, a: np.uintp, v: np.uintp) -> None:
    """Row v = row start + durations, at most INF."""
    inf = np.int32(INF)
    for t in range(events.shape[1]):
        events[v, t] = events[start, t] + min(durations[a, t], inf - events[start, t])


@inner_kernel
def _raise_row(events: Int32, u: np.uintp, lag: int, v: np.uintp) -> None:
    """Row v = max(row v, row u + lag), where INF + lag is INF."""
    inf = np.int32(INF)
    step = np.int32(lag)
    if step == 0:
        for t in range(events.shape[1]):
            events[v, t] = max(events[v, t], events[u, t])
    elif step > 0:
        for t in range(events.shape[1]):
            events[v, t] = max(events[v, t], min(np.int32(events[u, t] + step), inf))
    else:
        for t in range(events.shape[1]):
            moved = inf if events[u, t] >= inf else np.int32(events[u, t] + step)
            events[v, t] = max(events[v, t], moved)


@kernel
def backward_kernel(net: NetworkArrays, durations: Int32, late: Int32) -> None:
    """Lower `late` (n_events, n_trials), given as bounds on events (INF where none), to the latest times.

    A start's latest time is the greatest instant whose snapped start still serves.
    """
    for number in range(len(net.activity_of), 0, -1):
        v = np.uintp(number - 1)
        a = np.uintp(net.activity_of[v])
        start, c = np.uintp(net.start_event[a]), net.calendar[a]
        if start == v and c > 0:
            for t in range(late.shape[1]):
                late[v, t] = snap_back(net.worked[c], net.day_of[c], int(late[v, t]))
        elif start != v and c > 0:
            for t in range(late.shape[1]):
                bound, work = int(late[v, t]), int(durations[a, t])
                moved = latest_start(net.worked[c], net.day_of[c], bound, work)
                late[start, t] = min(late[start, t], moved)
        elif start != v:
            _subtract_row(late, v, durations, a, start)
        for place in range(net.ptr[v], net.ptr[v + np.uintp(1)]):
            arc = np.uintp(place)
            _lower_row(late, v, net.lag[arc], np.uintp(net.source[arc]))


@inner_kernel
def _subtract_row(late: Int32, v: np.uintp, durations: Int32, a: np.uintp, start: np.uintp) -> None:
    """Row start = min(row start, row v - durations), where every day is worked."""
    inf = np.int32(INF)
    for t in range(late.shape[1]):
        before = max(np.int32(late[v, t] - durations[a, t]), -inf)
        before = -inf if durations[a, t] >= inf else before
        before = inf if late[v, t] >= inf else before
        late[start, t] = min(late[start, t], before)


@inner_kernel
def _lower_row(late: Int32, v: np.uintp, lag: int, u: np.uintp) -> None:
    """Row u = min(row u, row v - lag), where INF - lag is INF."""
    inf = np.int32(INF)
    step = np.int32(lag)
    if step == 0:
        for t in range(late.shape[1]):
            late[u, t] = min(late[u, t], late[v, t])
        return
    for t in range(late.shape[1]):
        moved = inf if late[v, t] >= inf else min(max(np.int32(late[v, t] - step), -inf), inf)
        late[u, t] = min(late[u, t], moved)


def forward_tile(*, network: Network, durations: Int32) -> Int32:
    """Early times of every event in every trial.

    Parameters
    ----------
    network : Network
    durations : int32 array, shape (n_activities, n_trials) [working ticks], 0 .. INF, C order

    Returns
    -------
    int32 array, shape (n_events, n_trials) [tick]
        Rows by event number; a start is given snapped to its calendar.
    """
    events = np.empty((network.n_events, durations.shape[1]), dtype=np.int32)
    forward_kernel(network.arrays, _checked(network, durations), events)
    return events


def backward_tile(*, network: Network, durations: Int32, late_finish: Int32) -> Int32:
    """Latest times of every event in every trial that still let each finish keep its bound.

    Parameters
    ----------
    network : Network
    durations : int32 array, shape (n_activities, n_trials) [working ticks], 0 .. INF, C order
    late_finish : int32 array, shape (n_activities,) [tick]
        Latest finish asked of each activity, INF where none.

    Returns
    -------
    int32 array, shape (n_events, n_trials) [tick]
        Rows by event number, INF where nothing bounds the event; below 0 where the bound cannot be kept.
    """
    late = np.full((network.n_events, durations.shape[1]), INF, dtype=np.int32)
    late[network.finish_event] = late_finish[:, np.newaxis]
    backward_kernel(network.arrays, _checked(network, durations), late)
    return late


def _checked(network: Network, durations: Int32) -> Int32:
    if durations.ndim != 2 or durations.shape[0] != network.n_activities:
        raise ValueError(f"durations have shape {durations.shape}, not ({network.n_activities}, n_trials)")
    if durations.dtype != np.int32:
        raise ValueError(f"durations must be int32, not {durations.dtype}")
    return np.ascontiguousarray(durations)
