"""The deterministic answer: early and late dates, floats, what is critical, the longest path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.network.calendars import finish_tick
from tongchou.network.jit import kernel
from tongchou.network.model import Int32, Network, NetworkArrays
from tongchou.network.single import (
    EventTimes,
    NodeTimes,
    backward_events,
    backward_nodes,
    checked_durations,
    exceptions,
    forward,
    forward_events,
    forward_nodes,
    later,
    leaving,
    pack,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Dates and floats of every activity in the caller's order; int32 ticks, shape (n_activities,).

    `late_start` is the latest this can start: the greatest instant from which all bounds are still kept; INF
    where nothing bounds the activity. `total_float` is the lesser of late minus early over start and finish,
    in elapsed ticks, negative where a bound is missed, INF where nothing bounds. `free_float` is the elapsed
    ticks the activity may move without moving the early date of another or of the project. Critical: total
    float 0 or less.
    """

    early_start: Int32
    early_finish: Int32
    late_start: Int32
    late_finish: Int32
    total_float: Int32
    free_float: Int32
    critical: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestPath:
    """Activities from first to last, and the caller's link number between each and the next."""

    activities: tuple[str, ...]
    links: tuple[int, ...]


def passes(*, network: Network, durations: Int32, deadlines: Int32 | None = None) -> Dates:
    """Forward pass, backward pass and floats.

    Parameters
    ----------
    network : Network
    durations : int32 array, shape (n_activities,) [working ticks], 0 .. INF
    deadlines : int32 array, shape (n_activities,) [tick], or None
        Latest finish asked of each activity, INF where none; None: every finish by the project's early
        finish.

    Raises
    ------
    ValueError
        An array that does not fit the network.
    """
    by_activity = checked_durations(network, durations)
    checked_deadlines(network=network, deadlines=deadlines)
    if network.all_fs:
        times = room_for_nodes(network=network)
        fill_nodes(network=network, durations=by_activity, deadlines=deadlines, times=times)
        return dates_of_nodes(network=network, times=times)
    return _by_events(network, by_activity[pack(network=network).owner], deadlines)


def checked_deadlines(*, network: Network, deadlines: Int32 | None) -> None:
    """A ValueError unless the deadlines, if there are any, fit the network: int32, one an activity."""
    if deadlines is None:
        return
    if deadlines.shape != (network.n_activities,) or deadlines.dtype != np.int32:
        raise ValueError(f"deadlines need shape ({network.n_activities},) and int32")


def room_for_nodes(*, network: Network) -> NodeTimes:
    """Arrays for `fill_nodes`, not filled."""
    n_nodes = network.n_activities + 1
    return NodeTimes(early=np.empty(2 * n_nodes, dtype=np.int32), late=np.empty(4 * n_nodes, dtype=np.int32))


def fill_nodes(*, network: Network, durations: Int32, deadlines: Int32 | None, times: NodeTimes) -> None:
    """Both passes over a network of which all links are finish-to-start, in its own order; arguments as `passes`."""
    net, out = pack(network=network), leaving(network=network)
    calendar = exceptions(network=network)
    forward_nodes(net, calendar, durations, times.early)
    bounds = np.array([times.early[:-2].max(initial=0)], dtype=np.int32)
    if deadlines is not None:
        bounds = np.concatenate([deadlines[net.owner], bounds])
    backward_nodes(net, out, calendar, durations, bounds, times)


def dates_of_nodes(*, network: Network, times: NodeTimes) -> Dates:
    """Times by node in the caller's order."""
    rows = np.empty((6, network.n_activities), dtype=np.int32)
    _by_activity(network.start_event, times, rows)
    return dates_of_rows(rows)


def dates_of_rows(rows: Int32) -> Dates:
    """The first six rows, in the order of the fields, and what is critical."""
    return Dates(
        early_start=rows[0],
        early_finish=rows[1],
        late_start=rows[2],
        late_finish=rows[3],
        total_float=rows[4],
        free_float=rows[5],
        critical=rows[4] <= 0,
    )


@kernel
def _by_activity(start_event: Int32, times: NodeTimes, rows: Int32) -> None:
    """Times by node into the caller's order, all at once: each is a jump in memory, and jumps overlap."""
    early_start, early_finish, late_start, late_finish, total, free = (
        rows[0],
        rows[1],
        rows[2],
        rows[3],
        rows[4],
        rows[5],
    )
    one, two = np.uintp(1), np.uintp(2)
    for number in range(len(start_event)):
        a = np.uintp(number)
        start = np.uintp(start_event[a])
        node = two * start
        total[a] = times.early[start]
        early_finish[a] = times.early[start + one]
        early_start[a] = times.late[node]
        late_start[a] = times.late[node + one]
        late_finish[a] = times.late[node + two]
        free[a] = times.late[node + two + one]


def _by_events(network: Network, durations: Int32, deadlines: Int32 | None) -> Dates:
    net, out = pack(network=network), leaving(network=network)
    starts, finishes = network.start_event, network.finish_event
    early, late = np.empty_like(durations), np.empty_like(durations)
    total, free = np.empty_like(starts), np.empty_like(starts)
    forward_events(net, durations, early)
    project = early[finishes].max(initial=0)
    bounds = np.array([project], dtype=np.int32) if deadlines is None else deadlines
    backward_events(net, out, durations, bounds, project, EventTimes(early, late, total, free))
    return Dates(
        early_start=early[starts],
        early_finish=early[finishes],
        late_start=late[starts],
        late_finish=late[finishes],
        total_float=total,
        free_float=free,
        critical=total <= 0,
    )


def near_critical(*, dates: Dates, within: int) -> npt.NDArray[np.bool_]:
    """Which activities are not critical but have a total float of at most `within` ticks."""
    near: npt.NDArray[np.bool_] = (dates.total_float > 0) & (dates.total_float <= within)
    return near


def driving_links(*, network: Network, durations: Int32) -> npt.NDArray[np.bool_]:
    """Which links decide the event they enter: no link, release or own work of the activity comes later.

    Returns
    -------
    bool array, shape (n_links,)
        By the caller's link number. Of links that tie, all drive.
    """
    events = forward(network=network, durations=durations)
    by_arc = _driving_arcs(network.arrays, durations, events)
    result = np.zeros(len(network.link), dtype=np.bool_)
    result[network.link] = by_arc
    return result


@kernel
def _driving_arcs(net: NetworkArrays, durations: Int32, events: Int32) -> npt.NDArray[np.bool_]:
    drives = np.zeros(len(net.source), np.bool_)
    for v in range(len(net.activity_of)):
        bound = own_bound(net, durations, events, v)
        for place in range(net.ptr[v], net.ptr[v + 1]):
            bound = max(bound, later(events[net.source[place]], net.lag[place]))
        for place in range(net.ptr[v], net.ptr[v + 1]):
            drives[place] = later(events[net.source[place]], net.lag[place]) == bound
    return drives


@kernel
def own_bound(net: NetworkArrays, durations: Int32, events: Int32, v: int) -> int:
    """What holds event `v` without links: the release of a start, the work behind a finish."""
    a = net.activity_of[v]
    begin = net.start_event[a]
    if begin == v:
        return int(net.release[a])
    c = net.calendar[a]
    return finish_tick(net.worked[c], net.day_of[c], events[begin], durations[a])


def longest_path(*, network: Network, durations: Int32, to: str | None = None) -> LongestPath:
    """The chain of activities that decides when `to` finishes, back to one that only its release holds.

    Parameters
    ----------
    network : Network
    durations : int32 array, shape (n_activities,) [working ticks]
    to : str or None
        An activity; None: the one that finishes last (of several, the smallest id).

    Of chains that tie, the one through own work first, then through the smallest id.
    """
    if not network.ids:
        return LongestPath(activities=(), links=())
    events = forward(network=network, durations=durations)
    drives = _driving_arcs(network.arrays, durations, events)
    last = _last(network, events) if to is None else network.ids.index(to)
    v = int(network.finish_event[last])
    path, links = [last], []
    while True:
        a = int(network.activity_of[v])
        works = int(network.finish_event[a]) == v
        if works and own_bound(network.arrays, durations, events, v) == events[v]:
            v = int(network.start_event[a])
            continue
        arcs = [p for p in range(int(network.ptr[v]), int(network.ptr[v + 1])) if drives[p]]
        if not arcs:
            break
        arc = min(arcs, key=lambda p: (network.ids[network.activity_of[network.source[p]]], network.link[p]))
        v = int(network.source[arc])
        path.append(int(network.activity_of[v]))
        links.append(int(network.link[arc]))
    return LongestPath(activities=tuple(network.ids[a] for a in reversed(path)), links=tuple(reversed(links)))


def _last(network: Network, events: Int32) -> int:
    finish = events[network.finish_event]
    return min(np.flatnonzero(finish == finish.max()).tolist(), key=lambda a: network.ids[a])


def merge_events(*, network: Network) -> Int32:
    """Numbers of the events that two or more links enter, ascending: where delays add up by merging."""
    return np.flatnonzero(np.diff(network.ptr) > 1).astype(np.int32)
