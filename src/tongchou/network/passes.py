"""Forward and backward passes over events: the raw kernels, and doors that take a `Network`.

Arrays over events stand in the network's numbering, arrays over activities in the caller's order. Times are
int32 ticks; INF stays INF whatever is added, and nothing grows past it. A finish moved by FF or SF links
stretches its activity: F_i is the latest of the worked duration and its links.
"""

from __future__ import annotations

import numpy as np

from tongchou.network.calendars import finish_tick, latest_start, snap, snap_back
from tongchou.network.jit import kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays


@kernel
def forward_kernel(net: NetworkArrays, durations: Int32, events: Int32) -> None:
    """Fill `events` (n_events, n_trials) with early times from `durations` (n_activities, n_trials)."""
    n_trials = durations.shape[1]
    for v in range(net.activity_of.shape[0]):
        a = net.activity_of[v]
        c = net.calendar[a]
        row = events[v]
        is_start = net.start_event[a] == v
        if is_start:
            row[:] = net.release[a]
        else:
            start = events[net.start_event[a]]
            if c > 0:
                _finish_row(net.worked[c], net.day_of[c], start, durations[a], row)
            else:
                _add_row(start, durations[a], row)
        for place in range(net.ptr[v], net.ptr[v + 1]):
            _raise_row(events[net.source[place]], net.lag[place], row)
        if is_start and c > 0:
            for t in range(n_trials):
                row[t] = snap(net.worked[c], net.day_of[c], row[t])


@kernel
def _finish_row(worked: Int32, day_of: Int32, start: Int32, duration: Int32, row: Int32) -> None:
    for t in range(row.shape[0]):
        row[t] = finish_tick(worked, day_of, start[t], duration[t])


@kernel
def _add_row(start: Int32, duration: Int32, row: Int32) -> None:
    for t in range(row.shape[0]):
        row[t] = start[t] + min(duration[t], np.int32(INF) - start[t])


@kernel
def _raise_row(source: Int32, lag: int, row: Int32) -> None:
    """row = max(row, source + lag), where INF + lag is INF."""
    inf = np.int32(INF)
    step = np.int32(lag)
    if step == 0:
        for t in range(row.shape[0]):
            row[t] = max(row[t], source[t])
    elif step > 0:
        for t in range(row.shape[0]):
            row[t] = max(row[t], min(np.int32(source[t] + step), inf))
    else:
        for t in range(row.shape[0]):
            moved = inf if source[t] >= inf else np.int32(source[t] + step)
            row[t] = max(row[t], moved)


@kernel
def backward_kernel(net: NetworkArrays, durations: Int32, late: Int32) -> None:
    """Lower `late` (n_events, n_trials), given as bounds on events (INF where none), to the latest times.

    A start's latest time is the greatest instant whose snapped start still serves.
    """
    for v in range(net.activity_of.shape[0] - 1, -1, -1):
        a = net.activity_of[v]
        c = net.calendar[a]
        row = late[v]
        if net.start_event[a] != v:
            start = late[net.start_event[a]]
            if c > 0:
                _start_row(net.worked[c], net.day_of[c], row, durations[a], start)
            else:
                _subtract_row(row, durations[a], start)
        elif c > 0:
            for t in range(row.shape[0]):
                row[t] = snap_back(net.worked[c], net.day_of[c], row[t])
        for place in range(net.ptr[v], net.ptr[v + 1]):
            _lower_row(row, net.lag[place], late[net.source[place]])


@kernel
def _start_row(worked: Int32, day_of: Int32, finish: Int32, duration: Int32, row: Int32) -> None:
    """row = min(row, latest start of each finish)."""
    for t in range(row.shape[0]):
        row[t] = min(row[t], latest_start(worked, day_of, finish[t], duration[t]))


@kernel
def _subtract_row(finish: Int32, duration: Int32, row: Int32) -> None:
    inf = np.int32(INF)
    for t in range(row.shape[0]):
        moved = -inf if duration[t] >= inf else max(np.int32(finish[t] - duration[t]), -inf)
        moved = inf if finish[t] >= inf else moved
        row[t] = min(row[t], moved)


@kernel
def _lower_row(late: Int32, lag: int, row: Int32) -> None:
    """row = min(row, late - lag), where INF - lag is INF."""
    inf = np.int32(INF)
    step = np.int32(lag)
    if step == 0:
        for t in range(row.shape[0]):
            row[t] = min(row[t], late[t])
        return
    for t in range(row.shape[0]):
        moved = inf if late[t] >= inf else min(max(np.int32(late[t] - step), -inf), inf)
        row[t] = min(row[t], moved)


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
