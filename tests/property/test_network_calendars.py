"""Calendars against a walk tick by tick, over all small calendars."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest

from tongchou.network.calendars import cumulative, finish_tick, latest_start, make_calendars, snap, snap_back
from tongchou.network.model import Int32

N_DAYS = 4
SPAN = range(-250, 1000)
ROWS = list(product([False, True], repeat=N_DAYS))


def tables(days: tuple[bool, ...]) -> tuple[Int32, Int32]:
    made = make_calendars(origin=date(2026, 1, 1), n_days=N_DAYS, working={"c": np.array(days)})
    return made.worked[1], made.day_of[1]


def works(days: tuple[bool, ...], t: int) -> bool:
    return not 0 <= t // 100 < N_DAYS or days[t // 100]


@pytest.mark.parametrize("days", ROWS)
def test_cumulative_counts_the_ticks_worked(days: tuple[bool, ...]) -> None:
    worked, _ = tables(days)
    count = SPAN.start
    for t in SPAN:
        assert cumulative(worked, t) == count
        count += works(days, t)


@pytest.mark.parametrize("days", ROWS)
def test_snap_finds_the_next_working_instant(days: tuple[bool, ...]) -> None:
    worked, day_of = tables(days)
    following = SPAN.stop
    for t in reversed(SPAN):
        following = t if works(days, t) else following
        assert snap(worked, day_of, t) == following


@pytest.mark.parametrize("days", ROWS)
def test_a_finish_is_the_first_instant_by_which_the_work_is_done(days: tuple[bool, ...]) -> None:
    worked, day_of = tables(days)
    by_count: dict[int, int] = {}
    for t in SPAN:
        by_count.setdefault(cumulative(worked, t), t)
    for start in range(-150, 500, 7):
        for duration in (1, 50, 99, 100, 101, 230):
            count = cumulative(worked, start) + duration
            assert finish_tick(worked, day_of, start, duration) == by_count[count]


@pytest.mark.parametrize("days", ROWS)
@pytest.mark.parametrize("duration", [0, 1, 37, 99, 100, 101, 250])
def test_latest_start_is_the_upper_adjoint_of_finish(days: tuple[bool, ...], duration: int) -> None:
    worked, day_of = tables(days)
    finishes = np.array([finish_tick(worked, day_of, s, duration) for s in SPAN])
    for finish in range(100, 700):
        greatest = SPAN.start + int(np.searchsorted(finishes, finish, side="right")) - 1
        assert latest_start(worked, day_of, finish, duration) == greatest


@pytest.mark.parametrize("days", ROWS)
def test_snap_back_is_the_upper_adjoint_of_snap(days: tuple[bool, ...]) -> None:
    worked, day_of = tables(days)
    snapped = np.array([snap(worked, day_of, t) for t in SPAN])
    for t in range(-100, 700):
        greatest = SPAN.start + int(np.searchsorted(snapped, t, side="right")) - 1
        assert snap_back(worked, day_of, t) == greatest
