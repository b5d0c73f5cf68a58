"""Day calendars as two monotone tables, and the maps between working and elapsed time.

A start is snapped to the next working instant of its calendar; a duration counts working ticks; duration 0
ends where the snapped start stands, d > 0 at the least instant before which d more ticks are worked.
`latest_start` is the upper adjoint of `finish_tick`: finish_tick(s, d) <= f iff s <= latest_start(f, d).
Outside the table every day works, before the first day as after the last; `INF` absorbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from tongchou.network.jit import kernel
from tongchou.network.model import INF, TICKS_PER_DAY, Calendars, Int32

EVERY_DAY = "every-day"


def make_calendars(*, origin: date, n_days: int, working: Mapping[str, npt.NDArray[np.bool_]]) -> Calendars:
    """The tables of the given calendars, sorted by id after "every-day", which is always row 0.

    Parameters
    ----------
    origin : date
        Day 0, which begins at tick 0.
    n_days : int [d]
        Days in the tables, at least 1.
    working : mapping of calendar id to bool array, shape (n_days,)
        Whether each day works.

    Raises
    ------
    ValueError
        A calendar of the wrong length, one named "every-day", or a span past the int32 ticks.
    """
    if not 1 <= n_days < INF // TICKS_PER_DAY:
        raise ValueError(f"n_days must lie in 1 .. {INF // TICKS_PER_DAY - 1}, not {n_days}")
    if EVERY_DAY in working:
        raise ValueError(f"{EVERY_DAY!r} is always there and is not given")
    names = sorted(working)
    rows = [np.ones(n_days, dtype=np.bool_), *(_row(name, working[name], n_days) for name in names)]
    worked = np.zeros((len(rows), n_days + 1), dtype=np.int32)
    day_of = np.full((len(rows), n_days + 1), n_days, dtype=np.int32)
    for number, row in enumerate(rows):
        worked[number, 1:] = np.cumsum(row)
        days = np.flatnonzero(row)
        day_of[number, : days.size] = days
    return Calendars(origin=origin, ids=(EVERY_DAY, *names), worked=worked, day_of=day_of)


def _row(name: str, row: npt.NDArray[np.bool_], n_days: int) -> npt.NDArray[np.bool_]:
    values = np.asarray(row, dtype=np.bool_)
    if values.shape != (n_days,):
        raise ValueError(f"calendar {name!r} has shape {values.shape}, not ({n_days},)")
    return values


@kernel
def cumulative(worked: Int32, t: int) -> int:
    """Ticks worked before instant `t`; negative before day 0. `worked` is one row, shape (n_days + 1,)."""
    n_days = len(worked) - 1
    day = int(t) // TICKS_PER_DAY
    if day < 0:
        return int(t)
    if day >= n_days:
        return int(worked[n_days]) * TICKS_PER_DAY + int(t) - n_days * TICKS_PER_DAY
    done = int(worked[day])
    within = int(t) - day * TICKS_PER_DAY if worked[day + 1] > done else 0
    return done * TICKS_PER_DAY + within


@kernel
def working_day(worked: Int32, day_of: Int32, w: int) -> int:
    """The day of the w-th working day counted from 0, `w` of any size."""
    n_days = len(worked) - 1
    n_worked = int(worked[n_days])
    if w < 0:
        return int(w)
    if w >= n_worked:
        return n_days + int(w) - n_worked
    return int(day_of[w])


@kernel
def snap(worked: Int32, day_of: Int32, t: int) -> int:
    """The first working instant at or after `t`; INF stays INF."""
    n_days = len(worked) - 1
    day = int(t) // TICKS_PER_DAY
    if day < 0 or day >= n_days or t >= INF or worked[day + 1] > worked[day]:
        return int(t)
    return working_day(worked, day_of, int(worked[day])) * TICKS_PER_DAY


@kernel
def snap_back(worked: Int32, day_of: Int32, t: int) -> int:
    """The greatest instant whose `snap` is at or before `t`: the upper adjoint of `snap`."""
    n_days = len(worked) - 1
    day = int(t) // TICKS_PER_DAY
    if day < 0 or day >= n_days or t >= INF or worked[day + 1] > worked[day]:
        return int(t)
    return (working_day(worked, day_of, int(worked[day]) - 1) + 1) * TICKS_PER_DAY - 1


@kernel
def finish_tick(worked: Int32, day_of: Int32, start: int, duration: int) -> int:
    """The finish of `duration` working ticks begun at the raw `start`; at most INF."""
    if start >= INF or duration >= INF:
        return INF
    if duration <= 0:
        return snap(worked, day_of, start)
    target = cumulative(worked, int(start)) + int(duration)
    w = (target - 1) // TICKS_PER_DAY
    finish = working_day(worked, day_of, w) * TICKS_PER_DAY + target - w * TICKS_PER_DAY
    return min(finish, INF)


@kernel
def latest_start(worked: Int32, day_of: Int32, finish: int, duration: int) -> int:
    """The greatest start whose `finish_tick` is at or before `finish`; INF stays INF, never below -INF."""
    if finish >= INF:
        return INF
    if duration >= INF:
        return -INF
    if duration <= 0:
        return snap_back(worked, day_of, finish)
    target = cumulative(worked, int(finish)) - int(duration)
    w = target // TICKS_PER_DAY
    start = working_day(worked, day_of, w) * TICKS_PER_DAY + target - w * TICKS_PER_DAY
    return max(start, -INF)
