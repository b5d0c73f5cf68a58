"""The kernels of `incremental`: early times spread upwards from an event, late times downwards, floats after them.

Events that wait are bits of a long number, 32 to a word: the next one is the lowest bit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tongchou.network.calendars import finish_tick, snap
from tongchou.network.jit import kernel
from tongchou.network.model import INF, Int32, NetworkArrays
from tongchou.network.single import Leaving, NodeTimes, earlier, later, start_of_finish, total_float

BITS = 32
NOWHERE = -1
# place of the lowest bit of a word by the top five bits of its product with a sequence of de Bruijn
SEQUENCE = 0x077CB531
LOWEST = np.array([(SEQUENCE << place & 0xFFFFFFFF) >> 27 for place in range(BITS)]).argsort()


class Live(NamedTuple):
    """What the kernels read and write; times by event, floats and durations in the caller's order.

    `bounds`: the latest finish asked, one an activity, or the project's for all; `pending`: bits of the events that
    wait, nil between edits; `touched`: 1 for activities whose floats are to be looked at, 2 where a date has moved;
    `activities` lists them, `listed` says how many. `events`: those whose early time moved, `was`: what it was before.
    """

    net: NetworkArrays
    out: Leaving
    durations: Int32
    bounds: Int32
    project: Int32
    early: Int32
    late: Int32
    total_float: Int32
    free_float: Int32
    pending: npt.NDArray[np.int64]
    touched: npt.NDArray[np.uint8]
    activities: Int32
    listed: Int32
    events: Int32
    was: Int32


@kernel
def keep_nodes(live: Live, times: NodeTimes) -> None:
    """The times of a full pass by node become those that stand, by event."""
    for number in range(len(live.early) // 2):
        k = np.uintp(number)
        start, finish = np.uintp(2) * k, np.uintp(2) * k + np.uintp(1)
        live.early[start] = times.late[np.uintp(4) * k]
        live.early[finish] = times.early[finish]
        live.late[start] = times.late[np.uintp(4) * k + np.uintp(1)]
        live.late[finish] = times.late[np.uintp(4) * k + np.uintp(2)]


@kernel
def fill_rows(live: Live, activities: Int32, rows: Int32) -> None:
    """Early start and finish, late start and finish, total and free float of `activities`, and these."""
    for place in range(len(activities)):
        a = activities[place]
        start, finish = live.net.start_event[a], live.net.finish_event[a]
        rows[0, place], rows[1, place] = live.early[start], live.early[finish]
        rows[2, place], rows[3, place] = live.late[start], live.late[finish]
        rows[4, place], rows[5, place], rows[6, place] = live.total_float[a], live.free_float[a], a


@kernel
def spread(live: Live, ahead: int, behind: int, activity: int) -> Int32:
    """The rows of `fill_rows` of the activities that moved; one empty row where a full pass is to be made."""
    live.touched[activity] = 1
    live.activities[0] = activity
    live.listed[0] = 1
    moved = _ahead(live, ahead)
    if moved < 0 or (behind >= 0 and not _behind(live, behind)):
        return np.empty((1, 0), np.int32)
    _touch(live, moved)
    count = _floats(live)
    rows = np.empty((7, count), np.int32)
    fill_rows(live, live.activities[:count], rows)
    return rows


@kernel
def _ahead(live: Live, first: int) -> int:
    """Early times from event `first` on; how many moved, NOWHERE where they are too many or the project's finish is.

    An event is not looked at where what enters it fell short of its time before and does still. That is not said of
    a start by a calendar, whose time is rounded up.
    """
    net, out, early, pending = live.net, live.out, live.early, live.pending
    project, end, lost, moved = int(live.project[0]), 0, False, 0
    word, waiting = np.uintp(first // BITS), 1
    pending[word] = 1 << (first % BITS)
    while waiting > 0:
        while pending[word] == 0:
            word += np.uintp(1)
        low = pending[word] & -pending[word]
        pending[word] ^= low
        waiting -= 1
        v = np.intp(word) * BITS + LOWEST[(low * SEQUENCE & 0xFFFFFFFF) >> 27]
        a = net.activity_of[v]
        begin, c = net.start_event[a], net.calendar[a]
        time, was = int(net.release[a]), int(early[v])
        if begin != v and c > 0:
            time = finish_tick(net.worked[c], net.day_of[c], int(early[begin]), int(live.durations[a]))
        elif begin != v:
            time = min(int(early[begin]) + int(live.durations[a]), INF)
        for arc in range(net.ptr[v], net.ptr[v + 1]):
            time = max(time, later(early[net.source[arc]], net.lag[arc]))
        if begin == v and c > 0:
            time = snap(net.worked[c], net.day_of[c], time)
        if time == was:
            continue
        if moved == len(live.events):
            return NOWHERE
        early[v], live.events[moved], live.was[moved] = time, v, was
        end, lost, moved = max(end, time), lost or was == project, moved + 1
        for arc in range(out.ptr[v], out.ptr[v + 1] + (begin == v)):
            inner = arc < out.ptr[v + 1]
            u = out.head[arc] if inner else net.finish_event[a]
            lag, b = int(out.lag[arc]) if inner else 0, net.activity_of[u]
            short = later(was, lag) < early[u] and later(time, lag) <= early[u]
            if inner and short and (net.calendar[b] == 0 or net.start_event[b] != u):
                continue
            bit = 1 << (u % BITS)
            waiting += (pending[u // BITS] & bit) == 0
            pending[u // BITS] |= bit
    same = end <= project and (not lost or early.max() == project)
    return moved if same else NOWHERE


@kernel
def _behind(live: Live, first: int) -> bool:
    """Late times from event `first` down, as `_ahead`; False where too many move. Bits count from the last event."""
    net, out, late, pending, touched = live.net, live.out, live.late, live.pending, live.touched
    last, left, each = len(late) - 1, len(live.events), 0 if len(live.bounds) == 1 else -1
    word, waiting = np.uintp((last - first) // BITS), 1
    pending[word] = 1 << ((last - first) % BITS)
    while waiting > 0:
        while pending[word] == 0:
            word += np.uintp(1)
        low = pending[word] & -pending[word]
        pending[word] ^= low
        waiting -= 1
        v = last - (np.intp(word) * BITS + LOWEST[(low * SEQUENCE & 0xFFFFFFFF) >> 27])
        a = net.activity_of[v]
        begin, c, was, time = net.start_event[a], net.calendar[a], int(late[v]), INF
        for arc in range(out.ptr[v], out.ptr[v + 1]):
            time = min(time, earlier(late[out.head[arc]], out.lag[arc]))
        if begin != v:
            time = max(min(time, int(live.bounds[a & each])), -INF)
        else:
            time = start_of_finish(net, c, time, late[net.finish_event[a]], live.durations[a])
        if time == was:
            continue
        if left == 0:
            return False
        late[v], left = time, left - 1
        if touched[a] == 0:
            live.activities[live.listed[0]] = a
            live.listed[0] += 1
        touched[a] = 2
        for arc in range(net.ptr[v], net.ptr[v + 1] + (begin != v)):
            inner = arc < net.ptr[v + 1]
            u = net.source[arc] if inner else begin
            lag, b = int(net.lag[arc]) if inner else 0, net.activity_of[u]
            short = earlier(was, lag) > late[u] and earlier(time, lag) >= late[u]
            if inner and short and (net.calendar[b] == 0 or net.start_event[b] != u):
                continue
            bit = 1 << ((last - u) % BITS)
            waiting += (pending[(last - u) // BITS] & bit) == 0
            pending[(last - u) // BITS] |= bit
    return True


@kernel
def _touch(live: Live, moved: int) -> None:
    """Touch the activities whose early times moved, and those whose free float may hang on the first `moved` events."""
    net, early, touched = live.net, live.early, live.touched
    for place in range(moved):
        v = live.events[place]
        a = net.activity_of[v]
        if touched[a] == 0:
            live.activities[live.listed[0]] = a
            live.listed[0] += 1
        touched[a] = 2
        for arc in range(net.ptr[v], net.ptr[v + 1]):
            u, lag = net.source[arc], net.lag[arc]
            b = net.activity_of[u]
            free = live.free_float[b] + int(early[u])
            if touched[b] > 0 or (earlier(live.was[place], lag) > free and earlier(early[v], lag) >= free):
                continue
            live.activities[live.listed[0]] = b
            live.listed[0] += 1
            touched[b] = 1


@kernel
def _floats(live: Live) -> int:
    """Both floats of the touched activities; how many have moved, now first in `live.activities`."""
    net, out, early, late, touched = live.net, live.out, live.early, live.late, live.touched
    moved = 0
    for place in range(live.listed[0]):
        a = live.activities[place]
        start, finish = net.start_event[a], net.finish_event[a]
        total = total_float(early[start], early[finish], late[start], late[finish])
        room = INF
        for arc in range(out.ptr[start], out.ptr[start + 1]):
            room = min(room, earlier(early[out.head[arc]], out.lag[arc]))
        free, room = room - int(early[start]), int(live.project[0])
        for arc in range(out.ptr[finish], out.ptr[finish + 1]):
            room = min(room, earlier(early[out.head[arc]], out.lag[arc]))
        free = min(free, room - int(early[finish]))
        if touched[a] == 2 or total != live.total_float[a] or free != live.free_float[a]:
            live.activities[moved] = a
            moved += 1
        live.total_float[a], live.free_float[a] = total, free
        touched[a] = 0
    return moved
