"""The deterministic answer: early and late dates, floats, what is critical, the longest path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongchou.network.calendars import finish_tick
from tongchou.network.jit import kernel
from tongchou.network.model import INF, Int32, Network, NetworkArrays
from tongchou.network.numbering import invert
from tongchou.network.single import (
    EventTimes,
    NodeTimes,
    Packed,
    backward_events,
    backward_nodes,
    checked_durations,
    forward,
    forward_events,
    forward_nodes,
    later,
    pack,
    total_float,
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
    if deadlines is not None and (deadlines.shape != by_activity.shape or deadlines.dtype != np.int32):
        raise ValueError(f"deadlines need shape {by_activity.shape} and int32")
    net = pack(network=network)
    if network.all_fs:
        return _by_nodes(net, by_activity[net.owner], deadlines)
    return _by_events(network, net, by_activity[net.owner], deadlines)


def _by_nodes(net: Packed, durations: Int32, deadlines: Int32 | None) -> Dates:
    start, finish, late_start, total = (np.empty_like(durations) for _ in range(4))
    forward_nodes(net, durations, start, finish)
    project = finish.max(initial=0)
    late_finish = np.full_like(finish, project) if deadlines is None else deadlines[net.owner]
    free = np.full_like(finish, project)
    times = NodeTimes(start, finish, late_start, late_finish, total, free)
    backward_nodes(net, durations, times)
    back = invert(net.owner)
    return Dates(
        early_start=start[back],
        early_finish=finish[back],
        late_start=late_start[back],
        late_finish=late_finish[back],
        total_float=total[back],
        free_float=free[back],
        critical=total[back] <= 0,
    )


def _by_events(network: Network, net: Packed, durations: Int32, deadlines: Int32 | None) -> Dates:
    starts, finishes = network.start_event, network.finish_event
    early = np.empty_like(durations)
    forward_events(net, durations, early)
    project = early[finishes].max(initial=0)
    late = np.full_like(early, INF)
    late[finishes] = project if deadlines is None else deadlines
    room = np.full_like(early, INF)
    room[finishes] = project
    backward_events(net, durations, EventTimes(early, late, room))
    total = np.empty_like(starts)
    _floats(early, late, network.arrays, total)
    return Dates(
        early_start=early[starts],
        early_finish=early[finishes],
        late_start=late[starts],
        late_finish=late[finishes],
        total_float=total,
        free_float=np.minimum(room[starts] - early[starts], room[finishes] - early[finishes]),
        critical=total <= 0,
    )


@kernel
def _floats(early: Int32, late: Int32, net: NetworkArrays, total: Int32) -> None:
    for a in range(len(net.start_event)):
        start, finish = net.start_event[a], net.finish_event[a]
        total[a] = total_float(early[start], early[finish], late[start], late[finish])


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
