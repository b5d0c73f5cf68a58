"""New dates after one edit: only what changes is computed again, in the order of the event numbers.

`stand` makes a full pass and keeps its dates; after that a changed duration, release or lag spreads from where it
stands, early times upwards and late times downwards, and stops where a time stays what it was. Events that wait are
bits of a long number, 32 to a word: the next one is the lowest bit, and no event is computed twice, for every arc goes
from a smaller to a larger number. Where more than one in `SHARE` events move, or the finish of the project, a full
pass is cheaper and is made. Either way the dates equal those of `passes` bit for bit.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from tongchou.network.critical_path import (
    Dates,
    checked_deadlines,
    dates_of_nodes,
    dates_of_rows,
    fill_nodes,
    passes,
    room_for_nodes,
)
from tongchou.network.model import INF, Int32, Network
from tongchou.network.numbering import invert
from tongchou.network.single import Leaving, NodeTimes, checked_durations, leaving, pack
from tongchou.network.spreading import BITS, NOWHERE, Live, fill_rows, keep_nodes, spread

SHARE = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The dates of a network as they stand; an edit brings them up to date in place. All arrays are its own.

    `arc_of`: place in the arcs of each link; `slot`: place of each arc among those sorted by source. `follows`: no
    deadlines were given, so that all late dates hang on the finish of the project. `times`: room for a full pass.
    """

    network: Network
    live: Live
    arc_of: Int32
    slot: Int32
    follows: bool
    times: NodeTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What an edit changed: positions of the activities, each once, and their dates in the same order.

    `whole`: a full pass was made, and all activities are given, moved or not.
    """

    activities: Int32
    dates: Dates
    whole: bool


def stand(
    *, network: Network, durations: Int32, deadlines: Int32 | None = None, most: int | None = None
) -> Standing:
    """The dates of `network`, ready for edits; parameters and errors as for `passes`.

    `most`: early or late times an edit may move before a full pass is made instead; None: one in `SHARE`.
    """
    own = dataclasses.replace(network, lag=network.lag.copy(), release=network.release.copy())
    checked_durations(own, durations)
    checked_deadlines(network=own, deadlines=deadlines)
    n_events = own.n_events
    most = n_events // SHARE if most is None else min(most, n_events)
    project = np.zeros(1, dtype=np.int32)
    live = Live(
        net=own.arrays,
        out=_by_event(own),
        durations=durations.copy(),
        bounds=project if deadlines is None else deadlines.copy(),
        project=project,
        early=np.empty(n_events, dtype=np.int32),
        late=np.empty(n_events, dtype=np.int32),
        total_float=np.empty_like(durations),
        free_float=np.empty_like(durations),
        pending=np.zeros(n_events // BITS + 1, dtype=np.int64),
        touched=np.zeros(own.n_activities, dtype=np.uint8),
        activities=np.empty(own.n_activities, dtype=np.int32),
        listed=np.zeros(1, dtype=np.int32),
        events=np.empty(most, dtype=np.int32),
        was=np.empty(most, dtype=np.int32),
    )
    times = room_for_nodes(network=own)
    _full_pass(own, live, deadlines, times)
    return Standing(
        network=own,
        live=live,
        arc_of=invert(own.link),
        slot=invert(np.argsort(own.source, kind="stable").astype(np.int32)),
        follows=deadlines is None,
        times=times,
    )


def _by_event(network: Network) -> Leaving:
    """Arcs by the event they leave; those of `leaving` by node where nodes are activities, the lags shared."""
    out = leaving(network=network)
    if not network.all_fs:
        return out
    return Leaving(ptr=np.repeat(out.ptr, 2)[:-1].copy(), head=2 * out.head, lag=out.lag)


def change_duration(*, standing: Standing, activity: int, duration: int) -> Moved:
    """Give the activity at position `activity` another `duration` [working ticks], 0 .. INF."""
    _refuse_outside("activity", activity, standing.network.n_activities)
    _refuse_outside("duration", duration, INF + 1)
    network = standing.network
    standing.live.durations[activity] = duration
    start, finish = network.start_event[activity], network.finish_event[activity]
    return _spread_edit(standing, int(finish), int(start), activity)


def change_release(*, standing: Standing, activity: int, release: int) -> Moved:
    """Give the activity at position `activity` another `release` [tick], 0 .. INF."""
    _refuse_outside("activity", activity, standing.network.n_activities)
    _refuse_outside("release", release, INF + 1)
    network = standing.network
    start = int(network.start_event[activity])
    network.release[activity] = release
    pack(network=network).release[start >> 1 if network.all_fs else start] = release
    return _spread_edit(standing, start, NOWHERE, activity)


def change_lag(*, standing: Standing, link: int, lag: int) -> Moved:
    """Give the caller's `link` another `lag` [tick], of either sign, shorter than INF."""
    _refuse_outside("link", link, len(standing.arc_of))
    _refuse_outside("length of the lag", abs(lag), INF)
    arc = int(standing.arc_of[link])
    network = standing.network
    network.lag[arc] = lag
    standing.live.out.lag[standing.slot[arc]] = lag
    pack(network=network).excepted[0] |= lag != 0
    source = int(network.source[arc])
    head = int(np.searchsorted(network.ptr, arc, side="right")) - 1
    return _spread_edit(standing, head, source, int(network.activity_of[source]))


def _refuse_outside(name: str, value: int, end: int) -> None:
    if not 0 <= value < end:
        raise ValueError(f"the {name} must lie in 0 .. {end - 1}, not {value}")


def _spread_edit(standing: Standing, ahead: int, behind: int, activity: int) -> Moved:
    """Spread early times from event `ahead` and late ones from `behind`; `activity` is looked at in any case."""
    rows = spread(standing.live, ahead, behind, activity)
    if rows.shape[0] == 1:
        return _whole(standing)
    return Moved(activities=rows[6], dates=dates_of_rows(rows), whole=False)


def _whole(standing: Standing) -> Moved:
    network, live = standing.network, standing.live
    deadlines = None if standing.follows else live.bounds
    dates = _full_pass(network, live, deadlines, standing.times)
    return Moved(activities=np.arange(network.n_activities, dtype=np.int32), dates=dates, whole=True)


def _full_pass(network: Network, live: Live, deadlines: Int32 | None, times: NodeTimes) -> Dates:
    """All dates, which become those that stand; nothing waits any more."""
    live.pending.fill(0)
    live.touched.fill(0)
    if network.all_fs:
        fill_nodes(network=network, durations=live.durations, deadlines=deadlines, times=times)
        keep_nodes(live, times)
        dates = dates_of_nodes(network=network, times=times)
    else:
        dates = passes(network=network, durations=live.durations, deadlines=deadlines)
        for events, start, finish in (
            (live.early, dates.early_start, dates.early_finish),
            (live.late, dates.late_start, dates.late_finish),
        ):
            events[network.start_event] = start
            events[network.finish_event] = finish
    live.project[0] = live.early.max(initial=0)
    np.copyto(live.total_float, dates.total_float)
    np.copyto(live.free_float, dates.free_float)
    return dates


def dates_as_they_stand(*, standing: Standing) -> Dates:
    """The dates of all activities, equal to `passes` over the network as edited; arrays of their own."""
    rows = np.empty((7, standing.network.n_activities), dtype=np.int32)
    fill_rows(standing.live, np.arange(rows.shape[1], dtype=np.int32), rows)
    return dates_of_rows(rows)
