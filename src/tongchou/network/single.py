"""One trial over the whole network, for the deterministic pass: everything stands in the order it is read.

`pack` and `leaving` gather a network at its first pass and are kept with it; after that a pass runs through
memory in one direction, forward over the arcs that enter a node, backward over those that leave it. Where every
link is finish-to-start, one node an activity suffices (node k holds events 2 k and 2 k + 1).

Kernels index by unsigned numbers: with signed ones each access would test for counting from the end, which
took a third of the time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tongchou.network.calendars import finish_tick, latest_start, snap, snap_back
from tongchou.network.jit import inner_kernel, kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays

AT_ONCE = 4  # arcs of a node that are read together


class Packed(NamedTuple):
    """A network by nodes in topological order: activities where all links are FS, else events.

    `owner`: activity of each node; `begin`: node of S_i for a finish, -1 - node of F_i for a start (empty where
    nodes are activities); `ptr`, `source`, `lag`: arcs entering each node; `release`, `calendar`: of the node's
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


class Leaving(NamedTuple):
    """The arcs again, by the node they leave: those of node k stand at ptr[k]:ptr[k + 1] and enter `head`.

    `lagged` holds one number, 0 where all lags are nil.
    """

    ptr: Int32
    head: Int32
    lag: Int32
    lagged: Int32


def pack(*, network: Network) -> Packed:
    """`network` in the order in which a pass reads it, gathered once."""
    if "packed" not in network.gathered:
        network.gathered["packed"] = _gathered(network)
    packed: Packed = network.gathered["packed"]
    return packed


def _gathered(network: Network) -> Packed:
    if network.all_fs:
        owner, begin = network.activity_of[0::2].copy(), np.empty(0, dtype=np.int32)
        ptr, source = network.ptr[0::2].copy(), network.source >> 1
    else:
        owner, ptr, source = network.activity_of, network.ptr, network.source
        begin = network.start_event[owner]
        begin[network.start_event] = -1 - network.finish_event
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


def leaving(*, network: Network) -> Leaving:
    """The arcs of `network` by the node they leave, sorted once."""
    if "leaving" not in network.gathered:
        net = pack(network=network)
        lagged = np.array([net.lag.any()], dtype=np.int32)
        network.gathered["leaving"] = Leaving(*arcs_by_source(net.ptr, net.source, net.lag), lagged)
    found: Leaving = network.gathered["leaving"]
    return found


@kernel
def arcs_by_source(ptr: Int32, source: Int32, lag: Int32) -> tuple[Int32, Int32, Int32]:
    """`ptr`, `head` and `lag` of `Leaving`: a counting sort, stable, so that heads ascend."""
    n_nodes = len(ptr) - 1
    begin = np.zeros(n_nodes + 1, np.int32)
    for u in source:
        begin[u + 1] += 1
    for k in range(n_nodes):
        begin[k + 1] += begin[k]
    free = begin[:-1].copy()
    head, moved = np.empty_like(source), np.empty_like(lag)
    for v in range(n_nodes):
        for arc in range(ptr[v], ptr[v + 1]):
            u = source[arc]
            head[free[u]], moved[free[u]] = v, lag[arc]
            free[u] += 1
    return begin, head, moved


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
    """Times by activity node and one place more, for the arcs that are not there; the early ones are given."""

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
def backward_nodes(
    net: Packed, out: Leaving, durations: Int32, bounds: Int32, project: int, times: NodeTimes
) -> None:
    """Fill `late_start`, `late_finish` and both floats.

    `bounds`: the latest finish asked, one a node or one for all; `project`: the latest early finish. As in
    `forward_nodes` `AT_ONCE` arcs are read in any case; what does not leave the node is taken to enter the last place
    of the times, which holds INF. The loop stands here twice: to hand arrays to a function counts references, which
    took four times as long as the rest.
    """
    inf, low, end = np.int32(INF), np.int32(-INF), np.int32(project)
    nothing, place = np.uintp(len(net.owner)), np.uintp(len(out.head))
    times.early_start[nothing] = inf
    times.late_start[nothing] = inf
    lagged = out.lagged[0] != 0
    each = np.uintp(0) if len(bounds) == 1 else ~np.uintp(0)
    for number in range(len(net.owner), 0, -1):
        k = np.uintp(number - 1)
        stop, least, room = np.uintp(out.ptr[k]), inf, inf
        if place >= np.uintp(AT_ONCE):
            for back in range(1, AT_ONCE + 1):
                arc = place - np.uintp(back)
                v = np.uintp(out.head[arc])  # read first: then the choice takes no jump
                v = v if arc >= stop else nothing
                late, early = times.late_start[v], times.early_start[v]
                least = min(least, _earlier32(late, out.lag[arc]) if lagged else late)
                room = min(room, _earlier32(early, out.lag[arc]) if lagged else early)
            place -= np.uintp(AT_ONCE)
        while place > stop:
            place -= np.uintp(1)
            v = np.uintp(out.head[place])
            late, early = times.late_start[v], times.early_start[v]
            least = min(least, _earlier32(late, out.lag[place]) if lagged else late)
            room = min(room, _earlier32(early, out.lag[place]) if lagged else early)
        place = stop
        bound = max(min(least, bounds[k & each]), low)
        late, c = _start_before32(bound, durations[k]), net.calendar[k]
        if c > 0:
            late = np.int32(latest_start(net.worked[c], net.day_of[c], int(bound), int(durations[k])))
        finish = times.early_finish[k]
        slack = min(np.int32(late - times.early_start[k]), np.int32(bound - finish))
        times.late_start[k] = late
        times.late_finish[k] = bound
        times.total_float[k] = inf if bound >= inf else max(slack, low)
        times.free_float[k] = np.int32(min(room, end) - finish)


@inner_kernel
def _earlier32(time: np.int32, lag: np.int32) -> np.int32:
    inf = np.int32(INF)
    return inf if time >= inf else np.int32(time - lag)


@inner_kernel
def _start_before32(finish: np.int32, duration: np.int32) -> np.int32:
    """`start_before` within 32 bits: neither is past INF."""
    inf, low = np.int32(INF), np.int32(-INF)
    start = low if duration >= inf else max(np.int32(finish - duration), low)
    return inf if finish >= inf else start


@kernel
def start_before(finish: int, duration: int) -> int:
    """The latest start for `finish` where every day is worked."""
    if finish >= INF:
        return INF
    return -INF if duration >= INF else max(finish - duration, -INF)


class EventTimes(NamedTuple):
    """`early` and `late` by event node, the floats by activity; `early` is given."""

    early: Int32
    late: Int32
    total_float: Int32
    free_float: Int32


@kernel
def backward_events(
    net: Packed, out: Leaving, durations: Int32, bounds: Int32, project: int, times: EventTimes
) -> None:
    """Fill `late` and both floats; `bounds` is by activity, or one for all, `durations` by node."""
    inf, end = np.int32(INF), np.int32(project)
    early, late, place = times.early, times.late, np.uintp(len(out.head))
    each = np.uintp(0) if len(bounds) == 1 else ~np.uintp(0)
    for number in range(len(net.owner), 0, -1):
        k = np.uintp(number - 1)
        begin, a, c = net.begin[k], np.uintp(net.owner[k]), net.calendar[k]
        stop, least, room = np.uintp(out.ptr[k]), inf, inf
        while place > stop:
            place -= np.uintp(1)
            v = np.uintp(out.head[place])
            least = min(least, _earlier32(late[v], out.lag[place]))
            room = min(room, _earlier32(early[v], out.lag[place]))
        if begin >= 0:
            late[k] = max(min(least, bounds[a & each]), -inf)
            times.free_float[a] = np.int32(min(room, end) - early[k])
            continue
        finish = np.uintp(-1 - begin)
        late[k] = start_of_finish(net, c, int(least), late[finish], durations[k])
        times.total_float[a] = total_float(early[k], early[finish], late[k], late[finish])
        times.free_float[a] = min(times.free_float[a], np.int32(room - early[k]))


@kernel
def start_of_finish(net: Packed | NetworkArrays, c: int, limit: int, finish: int, duration: int) -> int:
    """The latest start by calendar `c` that comes by `limit` and whose work is done by `finish`."""
    if c > 0:
        start = latest_start(net.worked[c], net.day_of[c], int(finish), int(duration))
        return snap_back(net.worked[c], net.day_of[c], max(min(int(limit), start), -INF))
    return max(min(int(limit), start_before(int(finish), int(duration))), -INF)


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
