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
    activity; `excepted`: one number, 0 where all lags are nil and every activity works every day.
    """

    owner: Int32
    begin: Int32
    ptr: Int32
    source: Int32
    lag: Int32
    excepted: Int32
    release: Int32
    calendar: Int32
    worked: Int32
    day_of: Int32


class Leaving(NamedTuple):
    """The arcs again, by the node they leave: those of node k stand at ptr[k]:ptr[k + 1] and enter `head`."""

    ptr: Int32
    head: Int32
    lag: Int32


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
        excepted=np.array([network.lag.any() or network.calendar.any()], dtype=np.int32),
        release=network.release[owner],
        calendar=network.calendar[owner],
        worked=network.calendars.worked,
        day_of=network.calendars.day_of,
    )


def exceptions(*, network: Network) -> Int32 | None:
    """The calendar of each node; None where every activity works every day and all lags are nil.

    For None a kernel is compiled in which neither is looked for: it takes two thirds of the time.
    """
    net = pack(network=network)
    return net.calendar if net.excepted[0] else None


def leaving(*, network: Network) -> Leaving:
    """The arcs of `network` by the node they leave, sorted once."""
    if "leaving" not in network.gathered:
        net = pack(network=network)
        network.gathered["leaving"] = Leaving(*arcs_by_source(net.ptr, net.source, net.lag))
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
def forward_nodes(net: Packed, calendar: Int32 | None, durations: Int32, early: Int32) -> None:
    """Early start and finish of each activity node k, at 2 k and 2 k + 1 of `early`, which has room for a node more.

    `calendar`: as `exceptions` gives it; `durations`: by activity. The first `AT_ONCE` arcs are read whether they belong
    to the node or not; what does not is taken to leave the last place, which holds a time before all others: guessing
    wrongly how many arcs enter a node cost half of the time. The last of them is read first: what comes early in a loop
    need not wait for the node before.
    """
    inf, one, two = np.int32(INF), np.uintp(1), np.uintp(2)
    nothing, place, n_arcs = np.uintp(len(net.owner)), np.uintp(0), np.uintp(len(net.source))
    early[two * nothing + one] = -inf
    for number in range(len(net.owner)):
        k = np.uintp(number)
        time, stop = np.int32(net.release[k]), np.uintp(net.ptr[k + one])
        if place + np.uintp(AT_ONCE) <= n_arcs:
            for ahead in range(AT_ONCE - 1, -1, -1):
                arc = place + np.uintp(ahead)
                u = np.uintp(net.source[arc])  # read first: then the choice takes no jump
                before = early[two * (u if arc < stop else nothing) + one]
                time = max(time, before if calendar is None else _later32(before, net.lag[arc]))
            place += np.uintp(AT_ONCE)
        while place < stop:
            before = early[two * np.uintp(net.source[place]) + one]
            time = max(time, before if calendar is None else _later32(before, net.lag[place]))
            place += one
        place, work, c = stop, durations[np.uintp(net.owner[k])], 0 if calendar is None else calendar[k]
        start, finish = min(time, inf), np.int32(min(np.uint32(time) + np.uint32(work), np.uint32(inf)))
        if c > 0:
            start = np.int32(snap(net.worked[c], net.day_of[c], int(start)))
            finish = np.int32(finish_tick(net.worked[c], net.day_of[c], int(start), int(work)))
        early[two * k] = start
        early[two * k + one] = finish


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
    """Times by activity node k, and room for one node more: for the arcs that are not there.

    `early`: early start and finish at 2 k and 2 k + 1; after the backward pass the total float in place of the start.
    `late`: early start, late start, late finish and free float from 4 k on. What is read of a node lies together, for
    each reading is a jump in memory.
    """

    early: Int32
    late: Int32


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
    net: Packed,
    out: Leaving,
    calendar: Int32 | None,
    durations: Int32,
    bounds: Int32,
    times: NodeTimes,
) -> None:
    """Fill `times` after `forward_nodes` has filled `early`.

    `calendar`, `durations`: as there; `bounds`: the latest finish asked, by node and last the latest early finish, or
    this alone where it is asked of all. As in `forward_nodes` `AT_ONCE` arcs are read in any case; what does not leave
    the node is taken to enter the last place, which holds INF. The loop stands here twice: to hand arrays to a function
    counts references, which took four times as long as the rest.
    """
    inf, low, end = np.int32(INF), np.int32(-INF), bounds[len(bounds) - 1]
    one, two, four = np.uintp(1), np.uintp(2), np.uintp(4)
    early, late = times.early, times.late
    nothing, place = np.uintp(len(net.owner)), np.uintp(len(out.head))
    late[four * nothing] = inf
    late[four * nothing + one] = inf
    each = np.uintp(0) if len(bounds) == 1 else ~np.uintp(0)
    for number in range(len(net.owner), 0, -1):
        k = np.uintp(number - 1)
        stop, least, room = np.uintp(out.ptr[k]), bounds[k & each], end
        if place >= np.uintp(AT_ONCE):
            for back in range(AT_ONCE, 0, -1):
                arc = place - np.uintp(back)
                v = np.uintp(out.head[arc])
                v = four * (v if arc >= stop else nothing)
                least = min(
                    least, late[v + one] if calendar is None else _earlier32(late[v + one], out.lag[arc])
                )
                room = min(room, late[v] if calendar is None else _earlier32(late[v], out.lag[arc]))
            place -= np.uintp(AT_ONCE)
        while place > stop:
            place -= one
            v = four * np.uintp(out.head[place])
            least = min(
                least, late[v + one] if calendar is None else _earlier32(late[v + one], out.lag[place])
            )
            room = min(room, late[v] if calendar is None else _earlier32(late[v], out.lag[place]))
        place, c = stop, 0 if calendar is None else calendar[k]
        start, finish, bound = early[two * k], early[two * k + one], max(least, low)
        work = np.int32(finish - start)
        if c > 0 or finish >= inf:
            work = durations[np.uintp(net.owner[k])]
        latest = _start_before32(bound, work)
        if c > 0:
            latest = np.int32(latest_start(net.worked[c], net.day_of[c], int(bound), int(work)))
        slack = max(min(np.int32(latest - start), np.int32(bound - finish)), low)
        early[two * k] = inf if bound >= inf else slack
        late[four * k] = start
        late[four * k + one] = latest
        late[four * k + two] = bound
        late[four * k + two + one] = np.int32(room - finish)


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
    net, by_activity = pack(network=network), checked_durations(network, durations)
    if network.all_fs:
        early = np.empty(network.n_events + 2, dtype=np.int32)
        forward_nodes(net, exceptions(network=network), by_activity, early)
        return early[:-2]
    early = np.empty(network.n_events, dtype=np.int32)
    forward_events(net, by_activity[net.owner], early)
    return early


def checked_durations(network: Network, durations: Int32) -> Int32:
    """`durations` if they fit the network: int32, one an activity, 0 .. INF; else a ValueError."""
    if durations.shape != (network.n_activities,) or durations.dtype != np.int32:
        raise ValueError(f"durations need shape ({network.n_activities},) and int32")
    if durations.size and (durations.min() < 0 or durations.max() > INF):
        raise ValueError(f"a duration must lie in 0 .. {INF}")
    return durations
