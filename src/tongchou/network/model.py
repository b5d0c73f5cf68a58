"""The network as integer arrays: events, arcs, calendars. Positions never leave the arrays of the callers.

Time is int32 ticks, `TICKS_PER_DAY` to an elapsed day, counted from 00:00 of `Calendars.origin`. A day k
covers the ticks [100 k, 100 (k + 1)); work done until the end of day k finishes at tick 100 (k + 1), which is
the deadline "day k". `INF` saturates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]

TICKS_PER_DAY = 100
INF = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """Day calendars, each as two monotone tables.

    `worked[c, k]` is the number of working days of calendar c before day k, shape (n_calendars, n_days + 1).
    `day_of[c, w]` is the day index of the w-th working day (counted from 0), shape (n_calendars, n_days + 1),
    padded with n_days. Calendar 0 is every day. After the last day every day works.
    """

    origin: date
    ids: tuple[str, ...]
    worked: Int32
    day_of: Int32


class NetworkArrays(NamedTuple):
    """The arrays of a network as one argument of a compiled kernel; shapes and meaning as in `Network`."""

    start_event: Int32
    finish_event: Int32
    activity_of: Int32
    ptr: Int32
    source: Int32
    lag: Int32
    release: Int32
    calendar: Int32
    worked: Int32
    day_of: Int32


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Activities as pairs of events S_i, F_i in one topological numbering; links as arcs between events.

    All public arrays over activities are in the caller's order (`ids`). Event numbers are topological: every
    arc goes from a smaller to a larger number, the implicit duration arc S_i -> F_i included. Where every
    link is finish-to-start, F_i is numbered right after S_i.
    """

    ids: tuple[str, ...]
    start_event: Int32  # (n_activities,) number of S_i
    finish_event: Int32  # (n_activities,) number of F_i
    activity_of: Int32  # (n_events,) the activity each event belongs to
    ptr: Int32  # (n_events + 1,) arcs entering event v stand at ptr[v]:ptr[v + 1] (duration arcs left out)
    source: Int32  # (n_arcs,) event the arc leaves
    lag: Int32  # (n_arcs,) elapsed ticks, may be negative
    link: Int32  # (n_arcs,) the caller's link number
    release: Int32  # (n_activities,) earliest tick of S_i; the data date included for what has not started
    calendar: Int32  # (n_activities,) row in `calendars`
    calendars: Calendars
    all_fs: bool  # every link is finish-to-start: one node an activity suffices
    # what a pass gathered from these arrays the first time (single.pack, single.leaving), by name: Any, as its types
    # stand there; the arrays must therefore not be written to
    gathered: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def n_activities(self) -> int:
        """How many activities."""
        return len(self.ids)

    @property
    def n_events(self) -> int:
        """How many events: two an activity."""
        return 2 * len(self.ids)

    @property
    def arrays(self) -> NetworkArrays:
        """What a compiled kernel takes."""
        return NetworkArrays(
            start_event=self.start_event,
            finish_event=self.finish_event,
            activity_of=self.activity_of,
            ptr=self.ptr,
            source=self.source,
            lag=self.lag,
            release=self.release,
            calendar=self.calendar,
            worked=self.calendars.worked,
            day_of=self.calendars.day_of,
        )
