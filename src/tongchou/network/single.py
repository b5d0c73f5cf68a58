"""One trial over the whole network, for the deterministic pass: everything stands in the order it is read.

`pack` gathers a network once; after that a pass runs through memory in one direction. Where every link is
finish-to-start, one node an activity suffices (node k holds events 2 k and 2 k + 1).

Kernels index by unsigned numbers: with signed ones each access would test for counting from the end, which
took a third of the time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tongchou.network.calendars import finish_tick, latest_start, snap, snap_back
from tongchou.network.jit import inner_kernel, kernel
from tongchou.network.model import INF, Int32, Network

AT_ONCE = 4  # arcs of a node that are read together


class Packed(NamedTuple):
    """A network by nodes in topological order: activities where all links are FS, else events.

    `owner`: activity of each node; `begin`: node of S_i for a finish, -1 for a start (empty where nodes are
    activities); `ptr`, `source`, `lag`: arcs entering each node; `release`, `calendar`: of the node's
    activity.
    """

    owner: Int32
    begin: Int32
    ptr: Int32
    source: Int32
    lag: Int32
    release: Int32
    calendar: Int32
    worked: Int32
    day_of: Int32


def pack(*, network: Network) -> Packed:
    """`network` in the order in which a pass reads it."""
    if network.all_fs:
        owner, begin = network.activity_of[0::2].copy(), np.empty(0, dtype=np.int32)
        ptr, source = network.ptr[0::2].copy(), network.source >> 1
    else:
        owner, ptr, source = network.activity_of, network.ptr, network.source
        begin = network.start_event[owner]
        begin[network.start_event] = -1
    return Packed(
        owner=owner,
        begin=begin,
        ptr=ptr,
        source=source,
        lag=network.lag,
        release=network.release[owner],
        calendar=network.calendar[owner],
        worked=network.calendars.worked,
        day_of=network.calendars.day_of,
    )


@kernel
def later(time: int, lag: int) -> int:
    """time + lag, where INF absorbs."""
    moved = INF if time >= INF else int(time) + int(lag)
    return min(moved, INF)


@kernel
def earlier(time: int, lag: int) -> int:
    """time - lag, where INF absorbs; never below -INF."""
    moved = INF if time >= INF else int(time) - int(lag)
    return min(max(moved, -INF), INF)


@kernel
def forward_nodes(net: Packed, durations: Int32, start: Int32, finish: Int32) -> None:
    """Early start and finish of each activity node; `durations` by node.

    The first `AT_ONCE` arcs are read whether they belong to the node or not and counted only if they do: guessing
    wrongly how many arcs enter a node cost half of the time.
    """
    inf = np.int32(INF)
    place, n_arcs = np.uintp(0), np.uintp(len(net.source))
    for number in range(len(net.owner)):
        k = np.uintp(number)
        time = np.int32(net.release[k])
        stop = np.uintp(net.ptr[k + np.uintp(1)])
        if place + np.uintp(AT_ONCE) <= n_arcs:
            for ahead in range(AT_ONCE):
                arc = place + np.uintp(ahead)
                moved = _later32(finish[np.uintp(net.source[arc])], net.lag[arc])
                time = max(time, moved if arc < stop else -inf)
            place += np.uintp(AT_ONCE)
        while place < stop:
            time = max(time, _later32(finish[np.uintp(net.source[place])], net.lag[place]))
            place += np.uintp(1)
        place, time = stop, min(time, inf)
        c = net.calendar[k]
        if c > 0:
            begun = snap(net.worked[c], net.day_of[c], int(time))
            start[k] = begun
            finish[k] = finish_tick(net.worked[c], net.day_of[c], begun, int(durations[k]))
        else:
            start[k] = time
            finish[k] = time + min(durations[k], inf - time)


@inner_kernel
def _later32(time: np.int32, lag: np.int32) -> np.int32:
    """`later` within 32 bits, not cut off at INF: a time is at most that and a lag is shorter, so nothing overflows."""
    inf = np.int32(INF)
    return inf if time >= inf else np.int32(time + lag)


@kernel
def forward_events(net: Packed, durations: Int32, early: Int32) -> None:
    """Early time of each event node; `durations` by node, read at finishes."""
    place = 0
    for number in range(len(net.owner)):
        k = np.uintp(number)
        begin, c = net.begin[k], net.calendar[k]
        time = int(net.release[k])
        if begin >= 0 and c > 0:
            time = finish_tick(net.worked[c], net.day_of[c], int(early[np.uintp(begin)]), int(durations[k]))
        elif begin >= 0:
            time = min(int(early[np.uintp(begin)]) + int(durations[k]), INF)
        stop = int(net.ptr[k + np.uintp(1)])
        while place < stop:
            arc = np.uintp(place)
            time = max(time, later(early[np.uintp(net.source[arc])], net.lag[arc]))
            place += 1
        if begin < 0 and c > 0:
            time = snap(net.worked[c], net.day_of[c], time)
        early[k] = time


class NodeTimes(NamedTuple):
    """Times by activity node; the early ones are given.

    Before the backward pass `late_finish` holds the bounds and `free_float` the latest finish of the project.
    """

    early_start: Int32
    early_finish: Int32
    late_start: Int32
    late_finish: Int32
    total_float: Int32
    free_float: Int32


@kernel
def total_float(early_start: int, early_finish: int, late_start: int, late_finish: int) -> int:
    """The lesser slack of start and finish in elapsed ticks; INF where neither is bounded."""
    slack = INF
    if late_start < INF:
        slack = int(late_start) - int(early_start)
    if late_finish < INF:
        slack = min(slack, int(late_finish) - int(early_finish))
    return max(slack, -INF)


@kernel
def backward_nodes(net: Packed, durations: Int32, times: NodeTimes) -> None:
    """Lower `late_finish` to its latest, fill `late_start` and both floats."""
    place = len(net.source)
    for number in range(len(net.owner), 0, -1):
        k = np.uintp(number - 1)
        bound, duration, c = int(times.late_finish[k]), int(durations[k]), net.calendar[k]
        late = start_before(bound, duration)
        if c > 0:
            late = latest_start(net.worked[c], net.day_of[c], bound, duration)
        early, finish = int(times.early_start[k]), int(times.early_finish[k])
        times.late_start[k] = late
        times.total_float[k] = total_float(early, finish, late, bound)
        times.free_float[k] -= finish
        stop = int(net.ptr[k])
        while place > stop:
            place -= 1
            arc = np.uintp(place)
            u, lag = np.uintp(net.source[arc]), int(net.lag[arc])
            times.late_finish[u] = min(int(times.late_finish[u]), earlier(late, lag))
            times.free_float[u] = min(int(times.free_float[u]), earlier(early, lag))


@kernel
def start_before(finish: int, duration: int) -> int:
    """The latest start for `finish` where every day is worked."""
    if finish >= INF:
        return INF
    return -INF if duration >= INF else max(finish - duration, -INF)


class EventTimes(NamedTuple):
    """Times by event node; `early` is given.

    Before the backward pass `late` holds the bounds and `room` the latest finish of the project (INF at
    starts); after it `room` is the latest each event may move to without moving another early date.
    """

    early: Int32
    late: Int32
    room: Int32


@kernel
def backward_events(net: Packed, durations: Int32, times: EventTimes) -> None:
    """Lower `late` and `room` to their least."""
    place = len(net.source)
    for number in range(len(net.owner), 0, -1):
        k = np.uintp(number - 1)
        begin, duration, c = net.begin[k], int(durations[k]), net.calendar[k]
        late = int(times.late[k])
        if begin >= 0:
            start = start_before(late, duration)
            if c > 0:
                start = latest_start(net.worked[c], net.day_of[c], late, duration)
            times.late[np.uintp(begin)] = min(int(times.late[np.uintp(begin)]), start)
        elif c > 0:
            late = snap_back(net.worked[c], net.day_of[c], late)
            times.late[k] = late
        stop = int(net.ptr[k])
        while place > stop:
            place -= 1
            arc = np.uintp(place)
            u, lag = np.uintp(net.source[arc]), int(net.lag[arc])
            times.late[u] = min(int(times.late[u]), earlier(late, lag))
            times.room[u] = min(int(times.room[u]), earlier(times.early[k], lag))


def forward(*, network: Network, durations: Int32) -> Int32:
    """Early time of every event, in the network's numbering: `forward_tile` for one trial.

    Parameters
    ----------
    network : Network
    durations : int32 array, shape (n_activities,) [working ticks], 0 .. INF

    Returns
    -------
    int32 array, shape (n_events,) [tick]
    """
    net = pack(network=network)
    by_node = checked_durations(network, durations)[net.owner]
    early = np.empty(network.n_events, dtype=np.int32)
    if network.all_fs:
        finish = np.empty(network.n_activities, dtype=np.int32)
        start = np.empty(network.n_activities, dtype=np.int32)
        forward_nodes(net, by_node, start, finish)
        early[0::2], early[1::2] = start, finish
        return early
    forward_events(net, by_node, early)
    return early


def checked_durations(network: Network, durations: Int32) -> Int32:
    """`durations` if they fit the network: int32, one an activity, 0 .. INF; else a ValueError."""
    if durations.shape != (network.n_activities,) or durations.dtype != np.int32:
        raise ValueError(f"durations need shape ({network.n_activities},) and int32")
    if durations.size and (durations.min() < 0 or durations.max() > INF):
        raise ValueError(f"a duration must lie in 0 .. {INF}")
    return durations
